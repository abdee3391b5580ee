/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ELF core writer: header, program headers, notes, then memory range by range. */
#include "config.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "elf_core.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Sizes and places in the notes.  Source: QEMU target/i386/arch_dump.c. */
#define PRSTATUS_64_SIZE 336
#define PRSTATUS_32_SIZE 144
#define PRSTATUS_64_PID 32
#define PRSTATUS_32_PID 24
#define QEMU_NOTE_SIZE 440
#define QEMU_NOTE_VERSION 1
#define QEMU_NOTE_CR 392 /* cr0 to cr4, 8 bytes each */
#define NOTE_NAME_ROOM 8 /* "CORE" and "QEMU" with their NUL, padded to 4 */

struct layout {
    bool long_mode;
    size_t n_segments, notes_size;
    uint64_t notes_offset, memory_offset;
};

static uint64_t page_up(uint64_t n)
{
    return (n + PEEK_PAGE_SIZE - 1) & ~(PEEK_PAGE_SIZE - 1);
}

static size_t note_size(size_t desc)
{
    return sizeof(Elf64_Nhdr) + NOTE_NAME_ROOM + desc;
}

static int plan(const struct ram_stream *s, struct layout *ret)
{
    const struct peek_source *src = s->source;
    struct peek_regs regs = {.cr0 = 0};
    size_t prstatus;

    if (src->n_ram + 1 >= PN_XNUM)
        return vt_error(s->error_domain, VIR_ERR_INVALID_ARG,
                        "the memory of '%s' has %zu ranges, more than a core can have", src->name,
                        src->n_ram);
    if (src->n_vcpus > 0 && peek_source_regs(s->source, 0, &regs) < 0)
        return -1;
    ret->long_mode = src->n_vcpus == 0 || (regs.efer & PEEK_EFER_LMA);
    prstatus = ret->long_mode ? PRSTATUS_64_SIZE : PRSTATUS_32_SIZE;
    ret->n_segments = src->n_ram;
    ret->notes_size = src->n_vcpus * (note_size(prstatus) + note_size(QEMU_NOTE_SIZE));
    ret->notes_offset = sizeof(Elf64_Ehdr) + (1 + src->n_ram) * sizeof(Elf64_Phdr);
    ret->memory_offset = page_up(ret->notes_offset + ret->notes_size);
    return 0;
}

static int write_header(struct ram_stream *s, const struct layout *l)
{
    Elf64_Ehdr h = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_CORE,
        .e_machine = l->long_mode ? EM_X86_64 : EM_386,
        .e_version = EV_CURRENT,
        .e_phoff = sizeof h,
        .e_ehsize = sizeof h,
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)(1 + l->n_segments),
    };

    return ram_stream_write(s, &h, sizeof h);
}

static int write_program_headers(struct ram_stream *s, const struct layout *l)
{
    Elf64_Phdr note = {.p_type = PT_NOTE,
                       .p_offset = l->notes_offset,
                       .p_filesz = l->notes_size,
                       .p_memsz = l->notes_size};
    uint64_t offset = l->memory_offset;

    if (ram_stream_write(s, &note, sizeof note) < 0)
        return -1;
    for (size_t i = 0; i < l->n_segments; i++) {
        const struct peek_range *r = &s->source->ram[i];
        Elf64_Phdr p = {.p_type = PT_LOAD,
                        .p_offset = offset,
                        .p_vaddr = r->start, /* as QEMU without paging: gdb reads by it */
                        .p_paddr = r->start,
                        .p_filesz = r->end - r->start,
                        .p_memsz = r->end - r->start};
        if (ram_stream_write(s, &p, sizeof p) < 0)
            return -1;
        offset += page_up(p.p_filesz);
    }
    return 0;
}

static int write_note(struct ram_stream *s, const char *name, uint32_t type, const void *desc,
                      size_t size)
{
    Elf64_Nhdr n = {
        .n_namesz = (uint32_t)strlen(name) + 1, .n_descsz = (uint32_t)size, .n_type = type};
    char padded[NOTE_NAME_ROOM] = {0};

    memcpy(padded, name, n.n_namesz);
    if (ram_stream_write(s, &n, sizeof n) < 0 || ram_stream_write(s, padded, sizeof padded) < 0)
        return -1;
    return ram_stream_write(s, desc, size);
}

static int write_notes(struct ram_stream *s, const struct layout *l)
{
    unsigned char prstatus[PRSTATUS_64_SIZE] = {0}, state[QEMU_NOTE_SIZE] = {0};
    size_t size = l->long_mode ? PRSTATUS_64_SIZE : PRSTATUS_32_SIZE;
    uint32_t numbers[2] = {QEMU_NOTE_VERSION, QEMU_NOTE_SIZE};
    struct peek_regs regs;

    for (uint32_t i = 0; i < s->source->n_vcpus; i++) {
        uint32_t pid = i + 1;
        memcpy(prstatus + (l->long_mode ? PRSTATUS_64_PID : PRSTATUS_32_PID), &pid, sizeof pid);
        if (write_note(s, "CORE", NT_PRSTATUS, prstatus, size) < 0)
            return -1;
    }
    for (uint32_t i = 0; i < s->source->n_vcpus; i++) {
        if (peek_source_regs(s->source, i, &regs) < 0)
            return -1;
        memcpy(state, numbers, sizeof numbers);
        memcpy(state + QEMU_NOTE_CR, &regs.cr0, 8);
        memcpy(state + QEMU_NOTE_CR + 3 * 8, &regs.cr3, 8);
        memcpy(state + QEMU_NOTE_CR + 4 * 8, &regs.cr4, 8);
        if (write_note(s, "QEMU", 0, state, sizeof state) < 0)
            return -1;
    }
    return 0;
}

/* One range: data copied, what lies between as zeros, padded to a page. */
static int write_range(struct ram_stream *s, const struct peek_range *r)
{
    struct peek_range data;
    uint64_t at = r->start;
    int found;

    while (at < r->end) {
        found = peek_source_next_data(s->source, at, &data);
        if (found < 0)
            return -1;
        if (found == 0 || data.start >= r->end)
            data.start = data.end = r->end;
        if (ram_stream_zeros(s, data.start - at) < 0 ||
            ram_stream_progress(s, s->done + (data.start - at)) < 0 ||
            ram_stream_copy(s, data.start, data.end) < 0)
            return -1;
        at = data.end;
    }
    return ram_stream_zeros(s, page_up(r->end - r->start) - (r->end - r->start));
}

static int write_all(struct ram_stream *s)
{
    struct layout l = {.long_mode = false};

    if (plan(s, &l) < 0 || write_header(s, &l) < 0 || write_program_headers(s, &l) < 0 ||
        write_notes(s, &l) < 0 || ram_stream_zeros(s, l.memory_offset - s->written) < 0)
        return -1;
    for (size_t i = 0; i < l.n_segments; i++) {
        if (write_range(s, &s->source->ram[i]) < 0)
            return -1;
    }
    return 0;
}

int elf_core_write(struct vt_outfile *file, struct peek_source *source, ram_progress progress,
                   void *opaque, int error_domain)
{
    struct ram_stream s = {.file = file,
                           .source = source,
                           .progress = progress,
                           .opaque = opaque,
                           .error_domain = error_domain};
    int rv = ram_stream_init(&s) < 0 ? -1 : write_all(&s);

    ram_stream_done(&s);
    return rv;
}

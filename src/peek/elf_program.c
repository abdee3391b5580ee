/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores with program headers: PT_LOAD by physical address, registers from QEMU's note. */
#include "config.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "elf_source.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* QEMU's note, one per vcpu.  Source: QEMU target/i386/arch_dump.c, QEMUCPUState version 1:
 * version and size (4 each), 18 registers (8 each), 10 segments (24 each), cr0 to cr4 (8 each). */
#define QEMU_NOTE_NAME "QEMU"
#define QEMU_NOTE_VERSION 1
#define QEMU_NOTE_CR_OFFSET 392
#define QEMU_NOTE_MIN_SIZE (QEMU_NOTE_CR_OFFSET + 5 * 8)

static int read_program_header(const struct peek_elf *e, uint32_t index, Elf64_Phdr *ret)
{
    uint64_t at = e->phoff + (uint64_t)index * e->phentsize;
    Elf32_Phdr p;

    if (e->class_64)
        return peek_elf_read_at(e, at, sizeof *ret, ret, "a program header");
    if (peek_elf_read_at(e, at, sizeof p, &p, "a program header") < 0)
        return -1;
    ret->p_type = p.p_type;
    ret->p_offset = p.p_offset;
    ret->p_paddr = p.p_paddr;
    ret->p_filesz = p.p_filesz;
    ret->p_memsz = p.p_memsz;
    return 0;
}

static int add_segment(struct peek_elf *e, const Elf64_Phdr *p, uint32_t index)
{
    struct peek_segment *s;

    if (p->p_filesz == 0)
        return 0; /* nothing of it is in the file */
    if (p->p_offset > e->file_size || p->p_filesz > e->file_size - p->p_offset)
        return peek_elf_bad(e, "a segment reaches behind its end", index);
    if (p->p_paddr >= PEEK_MAX_PADDR || p->p_filesz > PEEK_MAX_PADDR - p->p_paddr)
        return peek_elf_bad(e, "a segment lies at an impossible address", index);
    s = &e->segments[e->n_segments++];
    s->paddr = p->p_paddr;
    s->len = p->p_filesz;
    s->offset = p->p_offset;
    return 0;
}

static int add_vcpu(struct peek_elf *e, const unsigned char *desc, uint32_t size)
{
    struct peek_regs *r;
    uint32_t version;

    if (size < QEMU_NOTE_MIN_SIZE)
        return peek_elf_bad(e, "the registers of a vcpu are cut off", size);
    memcpy(&version, desc, sizeof version);
    if (version != QEMU_NOTE_VERSION)
        return peek_elf_bad(e, "the registers of a vcpu have an unknown version", version);
    if (e->n_vcpus == PEEK_MAX_VCPUS)
        return peek_elf_bad(e, "too many vcpus", e->n_vcpus);
    r = realloc(e->regs, (e->n_vcpus + 1) * sizeof *r);
    if (r == NULL)
        return vt_error_no_memory(e->error_domain);
    e->regs = r;
    r += e->n_vcpus++;
    memcpy(&r->cr0, desc + QEMU_NOTE_CR_OFFSET, 8);
    memcpy(&r->cr3, desc + QEMU_NOTE_CR_OFFSET + 3 * 8, 8);
    memcpy(&r->cr4, desc + QEMU_NOTE_CR_OFFSET + 4 * 8, 8);
    r->efer = peek_guess_efer(r, e->machine == EM_X86_64);
    return 0;
}

static uint64_t padded(uint32_t n)
{
    return ((uint64_t)n + 3) & ~UINT64_C(3);
}

static int read_notes(struct peek_elf *e, const Elf64_Phdr *p)
{
    VT_AUTOFREE unsigned char *notes = NULL;
    uint64_t at = 0;
    Elf64_Nhdr n; /* the same in both classes */

    if (p->p_filesz > PEEK_ELF_MAX_NOTES_BYTES)
        return peek_elf_bad(e, "its notes are too large", p->p_filesz);
    notes = malloc(p->p_filesz + 1);
    if (notes == NULL)
        return vt_error_no_memory(e->error_domain);
    if (peek_elf_read_at(e, p->p_offset, p->p_filesz, notes, "its notes") < 0)
        return -1;
    while (p->p_filesz - at >= sizeof n) {
        const unsigned char *name, *desc;
        memcpy(&n, notes + at, sizeof n);
        at += sizeof n;
        name = notes + at;
        if (padded(n.n_namesz) + padded(n.n_descsz) > p->p_filesz - at)
            return peek_elf_bad(e, "a note reaches behind the notes", at);
        desc = name + padded(n.n_namesz);
        at += padded(n.n_namesz) + padded(n.n_descsz);
        if (n.n_namesz == sizeof QEMU_NOTE_NAME &&
            memcmp(name, QEMU_NOTE_NAME, sizeof QEMU_NOTE_NAME) == 0 &&
            add_vcpu(e, desc, n.n_descsz) < 0)
            return -1;
    }
    return 0;
}

int peek_elf_load_program(struct peek_elf *e)
{
    Elf64_Phdr p = {0};

    e->segments = calloc(e->phnum ? e->phnum : 1, sizeof *e->segments);
    if (e->segments == NULL)
        return vt_error_no_memory(e->error_domain);
    for (uint32_t i = 0; i < e->phnum; i++) {
        if (read_program_header(e, i, &p) < 0)
            return -1;
        if (p.p_type == PT_LOAD && add_segment(e, &p, i) < 0)
            return -1;
        if (p.p_type == PT_NOTE && read_notes(e, &p) < 0)
            return -1;
    }
    return 0;
}

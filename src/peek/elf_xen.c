/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cores of 'xl dump-core': pages by the .xen_* sections, registers from vcpu contexts. */
#include "config.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "elf_source.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Source: Xen docs/misc/dump-core-format and public/elfnote.h; xenctrl.h for the magics. */
#define NOTE_NAME "Xen"
#define NOTE_HEADER 0x2000001
#define MAGIC_PV UINT64_C(0xf00febed)
#define MAGIC_HVM UINT64_C(0xf00febee)
#define NOTES_MAX_BYTES 65536

/* struct vcpu_guest_context of both widths: its size and where ctrlreg[8] stands in it.
 * Source: Xen public/arch-x86, seen with offsetof on 4.17. */
#define CONTEXT_64_SIZE 5168
#define CONTEXT_64_CTRLREG 4984
#define CONTEXT_32_SIZE 2800
#define CONTEXT_32_CTRLREG 2716

struct header {
    uint64_t magic, n_vcpus, n_pages, page_size;
};

struct sections {
    struct peek_elf_section note, prstatus, p2m, pfn, pages;
};

static int find_sections(const struct peek_elf *e, struct sections *ret)
{
    struct {
        const char *name;
        struct peek_elf_section *section;
    } wanted[] = {
        {".note.Xen", &ret->note}, {".xen_prstatus", &ret->prstatus}, {".xen_p2m", &ret->p2m},
        {".xen_pfn", &ret->pfn},   {".xen_pages", &ret->pages},
    };
    struct peek_elf_section s;

    if (e->shnum > PEEK_ELF_MAX_SECTIONS || e->shstrndx >= e->shnum)
        return peek_elf_bad(e, "the number of its sections is wrong", e->shnum);
    if (e->shentsize != (e->class_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)))
        return peek_elf_bad(e, "its section headers have a strange size", e->shentsize);
    for (uint32_t i = 1; i < e->shnum; i++) {
        if (peek_elf_section(e, i, &s) < 0)
            return -1;
        for (size_t w = 0; w < VT_N_ELEMENTS(wanted); w++) {
            if (strcmp(s.name, wanted[w].name) == 0)
                *wanted[w].section = s;
        }
    }
    if (ret->note.size == 0 || ret->pages.size == 0 || (ret->p2m.size == 0 && ret->pfn.size == 0))
        return peek_elf_bad(e, "it has no segments and not the sections of a Xen dump", e->shnum);
    return 0;
}

static int read_header(const struct peek_elf *e, const struct peek_elf_section *note,
                       struct header *ret)
{
    VT_AUTOFREE unsigned char *notes = NULL;
    Elf64_Nhdr n;
    uint64_t at = 0, name_len, desc_len;

    if (note->size > NOTES_MAX_BYTES)
        return peek_elf_bad(e, "its notes are too large", note->size);
    notes = malloc(note->size + 1);
    if (notes == NULL)
        return vt_error_no_memory(e->error_domain);
    if (peek_elf_read_at(e, note->offset, note->size, notes, "its notes") < 0)
        return -1;
    while (note->size - at >= sizeof n) {
        memcpy(&n, notes + at, sizeof n);
        at += sizeof n;
        name_len = ((uint64_t)n.n_namesz + 3) & ~UINT64_C(3);
        desc_len = ((uint64_t)n.n_descsz + 3) & ~UINT64_C(3);
        if (name_len + desc_len > note->size - at)
            return peek_elf_bad(e, "a note reaches behind the notes", at);
        if (n.n_type == NOTE_HEADER && n.n_namesz == sizeof NOTE_NAME &&
            memcmp(notes + at, NOTE_NAME, sizeof NOTE_NAME) == 0 && n.n_descsz >= sizeof *ret) {
            memcpy(ret, notes + at + name_len, sizeof *ret);
            return 0;
        }
        at += name_len + desc_len;
    }
    return peek_elf_bad(e, "the note with its numbers is missing", note->size);
}

static int check_header(const struct peek_elf *e, const struct header *h, const struct sections *s)
{
    uint64_t entry = s->p2m.size > 0 ? 16 : 8;
    uint64_t table = s->p2m.size > 0 ? s->p2m.size : s->pfn.size;

    if (h->magic != MAGIC_PV && h->magic != MAGIC_HVM)
        return peek_elf_bad(e, "its magic number is neither of a PV nor of an HVM guest", h->magic);
    if (h->page_size != PEEK_PAGE_SIZE)
        return peek_elf_bad(e, "its pages are not of 4096 bytes", h->page_size);
    if (h->n_vcpus > PEEK_MAX_VCPUS)
        return peek_elf_bad(e, "too many vcpus", h->n_vcpus);
    if (h->n_pages == 0 || h->n_pages > PEEK_XEN_MAX_PAGES)
        return peek_elf_bad(e, "the number of its pages is impossible", h->n_pages);
    if (table / entry < h->n_pages || s->pages.size / PEEK_PAGE_SIZE < h->n_pages)
        return peek_elf_bad(e, "its tables are shorter than the number of its pages", h->n_pages);
    return 0;
}

static int compare_machine(const void *a, const void *b)
{
    const struct peek_frame_pair *x = a, *y = b;

    return (x->machine > y->machine) - (x->machine < y->machine);
}

/* Neighbours in both address and file become one segment as they come. */
static void add_page(struct peek_elf *e, uint64_t paddr, uint64_t offset)
{
    struct peek_segment *last = e->n_segments > 0 ? &e->segments[e->n_segments - 1] : NULL;

    if (last != NULL && last->paddr + last->len == paddr && last->offset + last->len == offset) {
        last->len += PEEK_PAGE_SIZE;
        return;
    }
    e->segments[e->n_segments].paddr = paddr;
    e->segments[e->n_segments].len = PEEK_PAGE_SIZE;
    e->segments[e->n_segments++].offset = offset;
}

static int read_frames(struct peek_elf *e, const struct header *h, const struct sections *s)
{
    bool pairs = s->p2m.size > 0;
    size_t entry = pairs ? 16 : 8;
    VT_AUTOFREE uint64_t *table = malloc(h->n_pages * entry);

    e->segments = calloc(h->n_pages, sizeof *e->segments);
    e->machine_frames = pairs ? calloc(h->n_pages, sizeof *e->machine_frames) : NULL;
    if (table == NULL || e->segments == NULL || (pairs && e->machine_frames == NULL))
        return vt_error_no_memory(e->error_domain);
    if (peek_elf_read_at(e, pairs ? s->p2m.offset : s->pfn.offset, h->n_pages * entry, table,
                         "its table of frames") < 0)
        return -1;
    for (uint64_t i = 0; i < h->n_pages; i++) {
        uint64_t frame = pairs ? table[2 * i] : table[i];
        if (frame == UINT64_MAX)
            continue; /* a page that could not be saved */
        if (frame >= PEEK_MAX_PADDR >> PEEK_PAGE_SHIFT)
            return peek_elf_bad(e, "a page has an impossible address", frame);
        add_page(e, frame << PEEK_PAGE_SHIFT, s->pages.offset + (i << PEEK_PAGE_SHIFT));
        if (pairs) {
            e->machine_frames[e->n_machine_frames].machine = table[2 * i + 1];
            e->machine_frames[e->n_machine_frames++].frame = frame;
        }
    }
    if (pairs)
        qsort(e->machine_frames, e->n_machine_frames, sizeof *e->machine_frames, compare_machine);
    return 0;
}

static bool all_zero(const unsigned char *p, size_t n)
{
    while (n > 0 && *p == 0) {
        p++;
        n--;
    }
    return n == 0;
}

/* A 64-bit toolstack writes the contexts of a 32-bit PV guest in records of the larger size,
 * their rest empty. */
static void decode_context(struct peek_regs *r, const unsigned char *c, size_t size, bool pv)
{
    uint32_t small[8];
    bool narrow =
        size == CONTEXT_32_SIZE || all_zero(c + CONTEXT_32_SIZE, CONTEXT_64_SIZE - CONTEXT_32_SIZE);

    if (narrow) {
        memcpy(small, c + CONTEXT_32_CTRLREG, sizeof small);
        r->cr0 = small[0];
        r->cr3 = small[3];
        r->cr4 = small[4];
        /* A 32-bit PV guest's cr3 is a frame number turned by 12, so that it fits. */
        if (pv)
            r->cr3 = (uint64_t)(small[3] >> 12 | small[3] << 20) << PEEK_PAGE_SHIFT;
    } else {
        memcpy(&r->cr0, c + CONTEXT_64_CTRLREG, 8);
        memcpy(&r->cr3, c + CONTEXT_64_CTRLREG + 3 * 8, 8);
        memcpy(&r->cr4, c + CONTEXT_64_CTRLREG + 4 * 8, 8);
    }
    if (pv) { /* always paged: three levels or four, whatever the context says */
        r->cr0 |= PEEK_CR0_PG;
        r->cr4 = (r->cr4 | PEEK_CR4_PAE) & ~PEEK_CR4_LA57;
    }
    r->efer = peek_guess_efer(r, !narrow);
}

static int read_contexts(struct peek_elf *e, const struct header *h,
                         const struct peek_elf_section *s)
{
    VT_AUTOFREE unsigned char *all = NULL;
    uint64_t size = h->n_vcpus > 0 ? s->size / h->n_vcpus : 0;

    if (s->size == 0 || h->n_vcpus == 0)
        return 0; /* a dump without registers: physical addresses only */
    if (size != CONTEXT_32_SIZE && size != CONTEXT_64_SIZE)
        return peek_elf_bad(e, "the registers of a vcpu have an unknown size", size);
    all = malloc(size * h->n_vcpus);
    e->regs = calloc(h->n_vcpus, sizeof *e->regs);
    if (all == NULL || e->regs == NULL)
        return vt_error_no_memory(e->error_domain);
    if (peek_elf_read_at(e, s->offset, size * h->n_vcpus, all, "its registers") < 0)
        return -1;
    for (e->n_vcpus = 0; e->n_vcpus < h->n_vcpus; e->n_vcpus++)
        decode_context(&e->regs[e->n_vcpus], all + e->n_vcpus * size, size, h->magic == MAGIC_PV);
    return 0;
}

int peek_elf_load_xen(struct peek_elf *e)
{
    struct sections s = {.note = {.size = 0}};
    struct header h = {0};

    if (find_sections(e, &s) < 0 || read_header(e, &s.note, &h) < 0 || check_header(e, &h, &s) < 0)
        return -1;
    if (read_frames(e, &h, &s) < 0)
        return -1;
    return read_contexts(e, &h, &s.prstatus);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page walk, and reading by virtual address with it. */
#include "config.h"

#include <string.h>

#include "walk.h"

#define ENTRY_PRESENT UINT64_C(1)
#define ENTRY_UNCACHED (UINT64_C(1) << 4)
#define ENTRY_LARGE (UINT64_C(1) << 7)
#define ENTRY_NX (UINT64_C(1) << 63)
#define ADDRESS_BITS UINT64_C(0x000ffffffffff000) /* 51:12 */

/* Reads of fewer pages take single entries: a whole table costs more than it saves. */
#define BATCH_MIN_BYTES (16 * PEEK_PAGE_SIZE)

enum peek_paging peek_paging_mode(const struct peek_regs *regs)
{
    if (!(regs->cr0 & PEEK_CR0_PG))
        return PEEK_PAGING_OFF;
    if (!(regs->cr4 & PEEK_CR4_PAE))
        return PEEK_PAGING_2_LEVEL;
    if (!(regs->efer & PEEK_EFER_LMA))
        return PEEK_PAGING_PAE;
    return regs->cr4 & PEEK_CR4_LA57 ? PEEK_PAGING_5_LEVEL : PEEK_PAGING_4_LEVEL;
}

void peek_walk_init(struct peek_walk *w, struct peek_read *read, struct peek_source *source,
                    const struct peek_regs *regs, uint64_t n_bytes)
{
    w->read = read;
    w->source = source;
    w->regs = *regs;
    w->mode = peek_paging_mode(regs);
    w->n_walks = 0;
    w->batch = n_bytes >= BATCH_MIN_BYTES;
    w->cached = false;
}

static int bad(struct peek_walk *w, enum peek_fault_kind kind, unsigned int level, uint64_t vaddr,
               uint64_t table)
{
    struct peek_fault *f = &w->read->fault;

    f->kind = kind;
    f->level = level;
    f->vaddr = vaddr;
    f->is_virtual = true;
    f->paddr = table;
    return -1;
}

static bool has_machine_tables(const struct peek_walk *w)
{
    return w->source->ops->frame != NULL || w->source->ops->machine != NULL;
}

/* A table's or page's address with the guest's frame in place of the one that stands in it. */
static int to_physical(struct peek_walk *w, uint64_t *addr, unsigned int level, uint64_t vaddr)
{
    uint64_t frame;

    if (w->source->ops->frame == NULL)
        return 0;
    if (!w->source->ops->frame(w->source, *addr >> PEEK_PAGE_SHIFT, &frame))
        return bad(w, PEEK_FAULT_NO_RAM, level, vaddr, *addr);
    *addr = frame << PEEK_PAGE_SHIFT | (*addr & (PEEK_PAGE_SIZE - 1));
    return 0;
}

/* Reads frames that tables name, all of them or none.  As peek_read_physical. */
static int read_machine(struct peek_walk *w, struct peek_machine_read *m)
{
    struct peek_fault *f = &w->read->fault;
    int rv = w->source->ops->machine(w->source, m);

    if (rv == 0)
        return 0;
    f->kind = rv < 0 ? PEEK_FAULT_RAISED : PEEK_FAULT_FRAME;
    if (rv > 0) {
        f->frame = m->why;
        f->is_machine = true;
        f->paddr = (m->frames[m->bad] << PEEK_PAGE_SHIFT) + (m->bad == 0 ? m->offset : 0);
    }
    return -1;
}

/* @len bytes at @addr, all in one page table. */
static int read_table(struct peek_walk *w, uint64_t addr, size_t len, unsigned int level,
                      uint64_t vaddr, void *buf)
{
    uint64_t frame = addr >> PEEK_PAGE_SHIFT;
    struct peek_machine_read m = {
        .frames = &frame, .n = 1, .offset = addr & (PEEK_PAGE_SIZE - 1), .len = len, .buf = buf};
    int rv = w->source->ops->machine != NULL ? read_machine(w, &m)
                                             : peek_read_physical(w->read, addr, len, buf);

    if (rv == 0)
        return 0;
    w->read->fault.is_virtual = true;
    w->read->fault.vaddr = vaddr;
    w->read->fault.level = level;
    return -1;
}

/* Entry @index of the table at @table; @width is its bytes. */
static int read_entry(struct peek_walk *w, uint64_t table, unsigned int index, unsigned int width,
                      unsigned int level, uint64_t vaddr, uint64_t *ret)
{
    uint64_t entry = 0; /* little-endian, as we are */

    if (read_table(w, table + (uint64_t)index * width, width, level, vaddr, &entry) < 0)
        return -1;
    *ret = entry;
    return 0;
}

/* The same for last tables, through the copy of the one that was last reached. */
static int read_last(struct peek_walk *w, uint64_t table, unsigned int index, unsigned int width,
                     uint64_t vaddr, uint64_t *ret)
{
    uint64_t entry = 0;

    if (!w->batch)
        return read_entry(w, table, index, width, 1, vaddr, ret);
    if (!w->cached || w->cached_table != table) {
        w->cached = false;
        if (read_table(w, table, sizeof w->entries, 1, vaddr, w->entries) < 0)
            return -1;
        w->cached = true;
        w->cached_table = table;
    }
    memcpy(&entry, (const char *)w->entries + (size_t)index * width, width);
    *ret = entry;
    return 0;
}

static int found(struct peek_walk *w, uint64_t base, uint64_t page_size, uint64_t vaddr,
                 struct peek_translation *ret)
{
    uint64_t page = base | (vaddr & (page_size - 1) & ~(PEEK_PAGE_SIZE - 1));

    /* Large pages of a guest whose tables hold machine frames are translated page by page. */
    if (to_physical(w, &page, 0, vaddr) < 0)
        return -1;
    ret->paddr = page | (vaddr & (PEEK_PAGE_SIZE - 1));
    ret->page_size = has_machine_tables(w) ? PEEK_PAGE_SIZE : page_size;
    return 0;
}

/* 32-bit tables of 1024 entries, 4 bytes each. */
static int walk_2_level(struct peek_walk *w, uint64_t vaddr, struct peek_translation *ret)
{
    uint64_t table = w->regs.cr3 & UINT64_C(0xfffff000), entry = 0, base;

    if (to_physical(w, &table, 2, vaddr) < 0 ||
        read_entry(w, table, (unsigned int)(vaddr >> 22), 4, 2, vaddr, &entry) < 0)
        return -1;
    if (!(entry & ENTRY_PRESENT))
        return bad(w, PEEK_FAULT_NOT_PRESENT, 2, vaddr, table);
    if ((entry & ENTRY_LARGE) && (w->regs.cr4 & PEEK_CR4_PSE)) {
        if (entry & (UINT64_C(1) << 21))
            return bad(w, PEEK_FAULT_RESERVED, 2, vaddr, table);
        /* PSE-36: bits 20:13 are bits 39:32 of the address. */
        base = (entry & UINT64_C(0xffc00000)) | (entry >> 13 & 0xff) << 32;
        return found(w, base, UINT64_C(4) << 20, vaddr, ret);
    }
    table = entry & UINT64_C(0xfffff000);
    if (to_physical(w, &table, 1, vaddr) < 0 ||
        read_last(w, table, vaddr >> 12 & 1023, 4, vaddr, &entry) < 0)
        return -1;
    if (!(entry & ENTRY_PRESENT))
        return bad(w, PEEK_FAULT_NOT_PRESENT, 1, vaddr, table);
    return found(w, entry & UINT64_C(0xfffff000), PEEK_PAGE_SIZE, vaddr, ret);
}

/* Whether an entry of the 64-bit formats has bits set that the CPU would fault on. */
static bool is_reserved(const struct peek_walk *w, uint64_t entry, unsigned int level, bool large,
                        uint64_t page_size)
{
    if ((entry & ENTRY_NX) && !(w->regs.efer & PEEK_EFER_NXE))
        return true;
    if (w->mode == PEEK_PAGING_PAE && !has_machine_tables(w)) {
        /* PAE keeps 62:52 zero; the four entries at the top 8:5 and 2:1 and NX too. */
        if (entry & UINT64_C(0x7ff0000000000000))
            return true;
        if (level == 3)
            return entry & (ENTRY_NX | 0x1e6);
    } else if (level >= 4 && (entry & ENTRY_LARGE)) {
        return true;
    }
    /* Of a large page the address bits below its size, but for bit 12 (PAT). */
    return large && (entry & (page_size - 1) & ~UINT64_C(0x1fff));
}

/* Tables of 512 entries, 8 bytes each, from @level (3 PAE, 4, 5) down to 1. */
static int walk_wide(struct peek_walk *w, uint64_t vaddr, unsigned int level,
                     struct peek_translation *ret)
{
    bool whole = w->mode != PEEK_PAGING_PAE || has_machine_tables(w); /* cr3 names a page */
    uint64_t table = w->regs.cr3 & (whole ? ADDRESS_BITS : UINT64_C(0xffffffe0));

    for (; level > 0; level--) {
        unsigned int shift = 12 + 9 * (level - 1), index = vaddr >> shift & 511;
        uint64_t page_size = UINT64_C(1) << shift, entry = 0;
        bool large;
        if (w->mode == PEEK_PAGING_PAE && level == 3)
            index &= 3;
        if (to_physical(w, &table, level, vaddr) < 0 ||
            (level > 1 ? read_entry(w, table, index, 8, level, vaddr, &entry)
                       : read_last(w, table, index, 8, vaddr, &entry)) < 0)
            return -1;
        if (!(entry & ENTRY_PRESENT))
            return bad(w, PEEK_FAULT_NOT_PRESENT, level, vaddr, table);
        large = (entry & ENTRY_LARGE) && (level == 2 || (level == 3 && w->mode != PEEK_PAGING_PAE));
        if (is_reserved(w, entry, level, large, page_size))
            return bad(w, PEEK_FAULT_RESERVED, level, vaddr, table);
        /* To read a register of a device may change it, and nobody says which frames are RAM. */
        if ((large || level == 1) && (entry & ENTRY_UNCACHED) && w->source->ops->machine != NULL)
            return bad(w, PEEK_FAULT_DEVICE, level, vaddr, table);
        if (large || level == 1)
            return found(w, entry & ADDRESS_BITS & ~(page_size - 1), page_size, vaddr, ret);
        table = entry & ADDRESS_BITS;
    }
    return -1; /* not reached: level 1 returns */
}

/* All bits from the highest one that is translated upwards are equal. */
static bool is_canonical(uint64_t vaddr, unsigned int bits)
{
    return (uint64_t)((int64_t)(vaddr << (64 - bits)) >> (64 - bits)) == vaddr;
}

int peek_walk_one(struct peek_walk *w, uint64_t vaddr, struct peek_translation *ret)
{
    bool wide = w->mode == PEEK_PAGING_4_LEVEL || w->mode == PEEK_PAGING_5_LEVEL;

    w->n_walks++;
    if (!wide && vaddr > UINT32_MAX)
        return bad(w, PEEK_FAULT_TOO_WIDE, 0, vaddr, 0);
    if (wide && !is_canonical(vaddr, w->mode == PEEK_PAGING_4_LEVEL ? 48 : 57))
        return bad(w, PEEK_FAULT_NOT_CANONICAL, 0, vaddr, 0);
    switch (w->mode) {
    case PEEK_PAGING_OFF:
        ret->paddr = vaddr;
        ret->page_size = PEEK_PAGE_SIZE;
        return 0;
    case PEEK_PAGING_2_LEVEL:
        return walk_2_level(w, vaddr, ret);
    case PEEK_PAGING_PAE:
        return walk_wide(w, vaddr, 3, ret);
    case PEEK_PAGING_4_LEVEL:
        return walk_wide(w, vaddr, 4, ret);
    case PEEK_PAGING_5_LEVEL:
        return walk_wide(w, vaddr, 5, ret);
    }
    return -1;
}

/* Translates from @vaddr on for as long as the physical addresses go on: ret_len <= @size. */
static int walk_run(struct peek_walk *w, uint64_t vaddr, size_t size, uint64_t *ret_paddr,
                    size_t *ret_len)
{
    struct peek_translation t;
    struct peek_fault none = w->read->fault;
    uint64_t left;
    size_t len;

    if (peek_walk_one(w, vaddr, &t) < 0)
        return -1;
    *ret_paddr = t.paddr;
    left = t.page_size - (vaddr & (t.page_size - 1));
    len = left < size ? (size_t)left : size;
    while (len < size) {
        /* What stops the run, also a fault, is met again as the start of the next one. */
        if (peek_walk_one(w, vaddr + len, &t) < 0 || t.paddr != *ret_paddr + len) {
            if (w->read->fault.kind == PEEK_FAULT_RAISED ||
                w->read->fault.kind == PEEK_FAULT_CHANGED)
                return -1;
            w->read->fault = none;
            break;
        }
        len += t.page_size < size - len ? (size_t)t.page_size : size - len;
    }
    *ret_len = len;
    return 0;
}

static int read_runs(struct peek_walk *w, uint64_t vaddr, size_t size, char *buf)
{
    struct peek_fault *f = &w->read->fault;

    while (size > 0) {
        uint64_t paddr = 0;
        size_t len = 0;
        if (walk_run(w, vaddr, size, &paddr, &len) < 0)
            return -1;
        if (peek_read_physical(w->read, paddr, len, buf) < 0) {
            f->is_virtual = true;
            f->level = 0;
            f->vaddr = vaddr + (f->paddr - paddr);
            return -1;
        }
        buf += len;
        vaddr += len;
        size -= len;
    }
    return 0;
}

/* Translates pages from @vaddr on, as many as one read takes: their frames, how many, and the bytes
 * of @size that are in them. */
static int walk_frames(struct peek_walk *w, uint64_t vaddr, size_t size, uint64_t *frames,
                       size_t *ret_n, size_t *ret_len)
{
    struct peek_fault none = w->read->fault;
    struct peek_translation t;
    size_t len = 0, n = 0;

    while (len < size && n < PEEK_MACHINE_FRAMES) {
        size_t left = (size_t)(PEEK_PAGE_SIZE - ((vaddr + len) & (PEEK_PAGE_SIZE - 1)));
        if (peek_walk_one(w, vaddr + len, &t) < 0) {
            if (n == 0 || w->read->fault.kind == PEEK_FAULT_RAISED)
                return -1;
            w->read->fault = none; /* met again as the start of the next ones */
            break;
        }
        frames[n++] = t.paddr >> PEEK_PAGE_SHIFT;
        len += left < size - len ? left : size - len;
    }
    *ret_n = n;
    *ret_len = len;
    return 0;
}

static int read_frames(struct peek_walk *w, uint64_t vaddr, size_t size, char *buf)
{
    struct peek_fault *f = &w->read->fault;
    uint64_t frames[PEEK_MACHINE_FRAMES];

    while (size > 0) {
        struct peek_machine_read m = {
            .frames = frames, .offset = vaddr & (PEEK_PAGE_SIZE - 1), .buf = buf};
        if (walk_frames(w, vaddr, size, frames, &m.n, &m.len) < 0)
            return -1;
        if (read_machine(w, &m) < 0) {
            f->is_virtual = true;
            f->level = 0;
            f->vaddr = m.bad == 0 ? vaddr : vaddr - m.offset + (m.bad << PEEK_PAGE_SHIFT);
            return -1;
        }
        buf += m.len;
        vaddr += m.len;
        size -= m.len;
    }
    return 0;
}

int peek_read_virtual(struct peek_read *r, uint64_t vaddr, size_t size, void *buf,
                      unsigned int vcpu)
{
    VT_AUTO_SOURCE struct peek_source *s = peek_read_source(r);
    struct peek_regs regs;
    struct peek_walk w;
    int rv;

    if (s == NULL)
        return -1;
    if (peek_source_regs(s, vcpu, &regs) < 0) {
        r->fault.kind = PEEK_FAULT_RAISED;
        return -1;
    }
    peek_walk_init(&w, r, s, &regs, size);
    if (s->ops->machine == NULL) {
        rv = read_runs(&w, vaddr, size, buf);
        peek_read_count(r, w.n_walks, 0);
        return rv;
    }
    rv = read_frames(&w, vaddr, size, buf);
    peek_read_count(r, w.n_walks, rv == 0 ? size : 0);
    return rv == 0 && !peek_read_current(r) ? -1 : rv;
}

int peek_translate(struct peek *p, uint64_t vaddr, unsigned int vcpu, struct peek_translation *ret)
{
    struct peek_read r = {.peek = p};
    VT_AUTO_SOURCE struct peek_source *s = peek_read_source(&r);
    struct peek_regs regs;
    struct peek_walk w;

    if (s == NULL)
        return peek_fault_raise(&r, vaddr, 1);
    if (peek_source_regs(s, vcpu, &regs) < 0)
        return -1;
    peek_walk_init(&w, &r, s, &regs, 1);
    if (peek_walk_one(&w, vaddr, ret) < 0)
        return peek_fault_raise(&r, vaddr, 1);
    peek_read_count(&r, 1, 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Builds page tables for each mode, in a buffer that stands for GUEST_TABLES_PADDR. */
#include "config.h"

#include <stdlib.h>

#include "guest_paging.h"

#define PRESENT_WRITE UINT64_C(3)
#define LARGE UINT64_C(0x80)
#define CR0_PE UINT64_C(1)
#define SIZE_2M (UINT64_C(2) << 20)
#define SIZE_4M (UINT64_C(4) << 20)
#define SIZE_1G (UINT64_C(1) << 30)

struct builder {
    uint64_t (*page)[512];
    unsigned int n;
    uint64_t ram_bytes;
};

static unsigned int new_table(struct builder *b)
{
    return b->n++;
}

static uint64_t at(unsigned int table)
{
    return GUEST_TABLES_PADDR + (uint64_t)table * PEEK_PAGE_SIZE;
}

static uint64_t low_end(const struct builder *b)
{
    uint64_t end = b->ram_bytes < GUEST_LOW_BYTES ? b->ram_bytes : GUEST_LOW_BYTES;

    return end & ~(PEEK_PAGE_SIZE - 1);
}

static bool is_mapped(const struct builder *b, uint64_t paddr)
{
    return paddr < low_end(b) && paddr != GUEST_UNMAPPED_VADDR;
}

/* Fills directory @pd, entries of 8 bytes, with last tables for the low memory. */
static void low_wide(struct builder *b, unsigned int pd)
{
    for (uint64_t base = 0; base < low_end(b); base += SIZE_2M) {
        unsigned int pt = new_table(b);
        b->page[pd][base / SIZE_2M] = at(pt) | PRESENT_WRITE;
        for (unsigned int i = 0; i < 512; i++) {
            uint64_t paddr = base + i * PEEK_PAGE_SIZE;
            b->page[pt][i] = is_mapped(b, paddr) ? paddr | PRESENT_WRITE : 0;
        }
    }
}

/* At least one large page, so that the smallest guest has its high range. */
static void high_wide(struct builder *b, unsigned int pd)
{
    for (uint64_t base = 0; base == 0 || base + SIZE_2M <= low_end(b); base += SIZE_2M)
        b->page[pd][base / SIZE_2M] = base | PRESENT_WRITE | LARGE;
}

static void build_2_level(struct builder *b, struct peek_regs *regs)
{
    unsigned int pd = new_table(b);
    uint32_t *dir = (uint32_t *)b->page[pd];

    for (uint64_t base = 0; base < low_end(b); base += SIZE_4M) {
        unsigned int pt = new_table(b);
        uint32_t *table = (uint32_t *)b->page[pt];
        dir[base / SIZE_4M] = (uint32_t)(at(pt) | PRESENT_WRITE);
        for (unsigned int i = 0; i < 1024; i++) {
            uint64_t paddr = base + i * PEEK_PAGE_SIZE;
            table[i] = is_mapped(b, paddr) ? (uint32_t)(paddr | PRESENT_WRITE) : 0;
        }
    }
    for (uint64_t base = 0; base == 0 || base + SIZE_4M <= low_end(b); base += SIZE_4M)
        dir[(GUEST_KERNEL_VADDR_32 + base) / SIZE_4M] = (uint32_t)(base | PRESENT_WRITE | LARGE);
    regs->cr3 = at(pd);
    regs->cr4 = PEEK_CR4_PSE;
}

static void build_pae(struct builder *b, struct peek_regs *regs)
{
    unsigned int top = new_table(b), low = new_table(b), high = new_table(b);

    b->page[top][0] = at(low) | 1; /* no write bit at this level */
    b->page[top][GUEST_KERNEL_VADDR_32 / SIZE_1G] = at(high) | 1;
    low_wide(b, low);
    high_wide(b, high);
    regs->cr3 = at(top);
    regs->cr4 = PEEK_CR4_PAE;
}

/* The part of four levels; returns its top table.  @direct: the index there of the 1 GiB page,
 * or none when it stands elsewhere. */
static unsigned int build_4_level(struct builder *b, bool high_half, int direct)
{
    unsigned int top = new_table(b), pdpt = new_table(b), pd = new_table(b);

    b->page[top][high_half ? 511 : 0] = at(pdpt) | PRESENT_WRITE;
    b->page[pdpt][high_half ? 510 : 0] = at(pd) | PRESENT_WRITE;
    if (high_half)
        high_wide(b, pd);
    else
        low_wide(b, pd);
    if (direct >= 0 && b->ram_bytes >= SIZE_1G) {
        pdpt = new_table(b);
        b->page[top][direct] = at(pdpt) | PRESENT_WRITE;
        b->page[pdpt][0] = 0 | PRESENT_WRITE | LARGE;
    }
    return top;
}

static unsigned int index_of(uint64_t vaddr, unsigned int level)
{
    return vaddr >> (12 + 9 * (level - 1)) & 511;
}

static void build_long(struct builder *b, bool five, struct peek_regs *regs)
{
    unsigned int top, low, high;

    if (five) {
        top = new_table(b);
        low = build_4_level(b, false, -1);
        high = build_4_level(b, true, -1);
        b->page[top][0] = at(low) | PRESENT_WRITE;
        b->page[top][511] = at(high) | PRESENT_WRITE;
        if (b->ram_bytes >= SIZE_1G) {
            unsigned int pml4 = new_table(b), pdpt = new_table(b);
            b->page[top][index_of(GUEST_DIRECT_VADDR_5_LEVEL, 5)] = at(pml4) | PRESENT_WRITE;
            b->page[pml4][0] = at(pdpt) | PRESENT_WRITE;
            b->page[pdpt][0] = 0 | PRESENT_WRITE | LARGE;
        }
    } else {
        top = build_4_level(b, false, (int)index_of(GUEST_DIRECT_VADDR_4_LEVEL, 4));
        high = build_4_level(b, true, -1);
        b->page[top][511] = b->page[high][511]; /* one top table for both halves */
    }
    regs->cr3 = at(top);
    regs->cr4 = PEEK_CR4_PAE | (five ? PEEK_CR4_LA57 : 0);
    regs->efer = PEEK_EFER_LME | PEEK_EFER_LMA | PEEK_EFER_NXE;
}

int guest_paging_build(enum guest_paging mode, uint64_t ram_bytes, unsigned char **ret_tables,
                       size_t *ret_len, struct peek_regs *ret_regs)
{
    struct builder b = {.ram_bytes = ram_bytes};
    struct peek_regs regs = {.cr0 = CR0_PE | (mode == GUEST_PAGING_OFF ? 0 : PEEK_CR0_PG)};

    if (mode != GUEST_PAGING_OFF) {
        b.page = calloc(GUEST_TABLES_MAX, sizeof *b.page);
        if (b.page == NULL)
            return -1;
    }
    switch (mode) {
    case GUEST_PAGING_OFF:
        break;
    case GUEST_PAGING_2_LEVEL:
        build_2_level(&b, &regs);
        break;
    case GUEST_PAGING_PAE:
        build_pae(&b, &regs);
        break;
    case GUEST_PAGING_4_LEVEL:
    case GUEST_PAGING_5_LEVEL:
        build_long(&b, mode == GUEST_PAGING_5_LEVEL, &regs);
        break;
    }
    *ret_tables = (unsigned char *)b.page;
    *ret_len = b.n * PEEK_PAGE_SIZE;
    *ret_regs = regs;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of a guest, which it balloons and exchanges, and what it and Xen write into them
 * besides the pattern: page tables, the p2m, the shared info. */
#include "fake.h"

#define ENTRIES UINT64_C(512)
#define PTE UINT64_C(7) /* present, writable, user */
#define PTE_LARGE UINT64_C(0x80)
#define NO_ENTRY UINT64_MAX

/* Words of the shared info page.  Source: struct shared_info of x86_64, xen/xen.h. */
#define WORD_MAX_PFN (3088 / 8)
#define WORD_FRAME_LISTS (3096 / 8)
#define WORD_P2M_CR3 (3112 / 8)
#define WORD_P2M_VADDR (3120 / 8)

#define VGA_PAGE 0xa0u
#define VGA_BEHIND 0xc0u

static uint64_t tables_of(uint64_t n)
{
    return (n + ENTRIES - 1) / ENTRIES;
}

static unsigned int index_of(uint64_t vaddr, unsigned int level)
{
    return vaddr >> (12 + 9 * (level - 1)) & (ENTRIES - 1);
}

bool fake_is_hole(const struct fake_domain *d, uint64_t page)
{
    return d->kind == FAKE_HVM && page >= VGA_PAGE && page < VGA_BEHIND;
}

uint64_t fake_movable(const struct fake_domain *d)
{
    return d->behind > ENTRIES ? d->behind : ENTRIES;
}

struct fake_gfn *fake_gfn_locked(struct fake_domain *d, uint64_t gfn)
{
    vt_mutex_held(&fake.lock);
    if (gfn < d->n_pages)
        return &d->pages[gfn];
    if (!fake_translated(d) || gfn < FAKE_FIRST_SPECIAL ||
        gfn >= FAKE_FIRST_SPECIAL + FAKE_SPECIALS)
        return NULL;
    return &d->specials[gfn - FAKE_FIRST_SPECIAL];
}

/* The number that tables and lists give to a page. */
static uint64_t number_of(const struct fake_domain *d, uint64_t page)
{
    return fake_translated(d) ? page : d->pages[page].frame;
}

static void put_locked(uint32_t frame, uint64_t word, uint64_t value) VT_REQUIRES(fake.lock);
static void put_locked(uint32_t frame, uint64_t word, uint64_t value)
{
    vt_mutex_held(&fake.lock);
    __atomic_store_n((uint64_t *)(void *)fake_bytes_locked(frame) + word, value, __ATOMIC_RELEASE);
}

static void set_locked(struct fake_domain *d, uint64_t table, uint64_t word, uint64_t value)
    VT_REQUIRES(fake.lock);
static void set_locked(struct fake_domain *d, uint64_t table, uint64_t word, uint64_t value)
{
    vt_mutex_held(&fake.lock);
    put_locked(d->pages[table].frame, word, value);
}

/* A table that leads to @n others, which stand one behind the other from @below on. */
static void lead_locked(struct fake_domain *d, uint64_t table, uint64_t word, uint64_t below,
                        uint64_t n) VT_REQUIRES(fake.lock);
static void lead_locked(struct fake_domain *d, uint64_t table, uint64_t word, uint64_t below,
                        uint64_t n)
{
    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < n; i++)
        set_locked(d, table + (word + i) / ENTRIES, (word + i) % ENTRIES,
                   number_of(d, below + i) << 12 | PTE);
}

/* @n tables of zeros; the first. */
static uint64_t new_tables_locked(struct fake_domain *d, uint64_t n) VT_REQUIRES(fake.lock);
static uint64_t new_tables_locked(struct fake_domain *d, uint64_t n)
{
    uint64_t first = d->behind;

    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < n; i++)
        memset(fake_bytes_locked(d->pages[first + i].frame), 0, FAKE_PAGE_SIZE);
    d->behind += n;
    return first;
}

/* The first 2 MiB but for page 0. */
static void map_low_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static void map_low_locked(struct fake_domain *d)
{
    uint64_t table = new_tables_locked(d, 3);

    vt_mutex_held(&fake.lock);
    lead_locked(d, d->root, 0, table, 1);
    lead_locked(d, table, 0, table + 1, 1);
    lead_locked(d, table + 1, 0, table + 2, 1);
    for (uint64_t page = 1; page < ENTRIES; page++)
        if (!fake_is_hole(d, page))
            lead_locked(d, table + 2, page, page, 1);
}

static void map_direct_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static void map_direct_locked(struct fake_domain *d)
{
    uint64_t n_l1 = tables_of(d->n_pages), n_l2 = tables_of(n_l1);
    uint64_t l3 = new_tables_locked(d, 1), l2 = new_tables_locked(d, n_l2);

    vt_mutex_held(&fake.lock);
    lead_locked(d, d->root, index_of(FAKE_DIRECT_VADDR, 4), l3, 1);
    lead_locked(d, l3, index_of(FAKE_DIRECT_VADDR, 3), l2, n_l2);
    if (fake_translated(d)) {
        for (uint64_t i = 0; i < d->n_pages / ENTRIES; i++)
            set_locked(d, l2 + i / ENTRIES, i % ENTRIES, i * ENTRIES << 12 | PTE | PTE_LARGE);
        return;
    }
    d->direct_l1 = new_tables_locked(d, n_l1);
    lead_locked(d, l2, 0, d->direct_l1, n_l1);
    lead_locked(d, d->direct_l1, 0, 0, d->n_pages);
}

/* The p2m of a PV guest, in its memory and, as a linear list, in its address space. */
static void map_p2m_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static void map_p2m_locked(struct fake_domain *d)
{
    uint64_t n_leaf = tables_of(d->n_pages), n_l1 = tables_of(n_leaf);
    uint64_t l3 = new_tables_locked(d, 2), l1 = new_tables_locked(d, n_l1);

    vt_mutex_held(&fake.lock);
    d->p2m_leaf = new_tables_locked(d, n_leaf);
    lead_locked(d, d->root, index_of(FAKE_P2M_VADDR, 4), l3, 1);
    lead_locked(d, l3, index_of(FAKE_P2M_VADDR, 3), l3 + 1, 1);
    lead_locked(d, l3 + 1, index_of(FAKE_P2M_VADDR, 2), l1, n_l1);
    lead_locked(d, l1, 0, d->p2m_leaf, n_leaf);
    for (uint64_t page = 0; page < n_leaf * ENTRIES; page++)
        set_locked(d, d->p2m_leaf + page / ENTRIES, page % ENTRIES,
                   page < d->n_pages ? number_of(d, page) : NO_ENTRY);
}

/* The upper levels of the tree: frame numbers alone, without flags. */
static uint64_t make_tree_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static uint64_t make_tree_locked(struct fake_domain *d)
{
    uint64_t n_leaf = tables_of(d->n_pages), n_mid = tables_of(n_leaf);
    uint64_t top = new_tables_locked(d, 1), mid = new_tables_locked(d, n_mid);

    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < n_mid; i++)
        set_locked(d, top, i, number_of(d, mid + i));
    for (uint64_t i = 0; i < n_leaf; i++)
        set_locked(d, mid + i / ENTRIES, i % ENTRIES, number_of(d, d->p2m_leaf + i));
    return top;
}

void fake_publish_locked(struct fake_domain *d)
{
    bool ready = !d->traits[FAKE_NO_P2M], linear = d->kind == FAKE_PV_LINEAR;
    uint32_t at = d->shared_info;

    vt_mutex_held(&fake.lock);
    if (fake_translated(d))
        return;
    put_locked(at, WORD_P2M_CR3, ready && linear ? number_of(d, d->root) << 12 : 0);
    put_locked(at, WORD_P2M_VADDR, ready && linear ? FAKE_P2M_VADDR : 0);
    put_locked(at, WORD_FRAME_LISTS, ready && !linear ? number_of(d, d->tree) : 0);
    put_locked(at, WORD_MAX_PFN, ready ? d->n_pages : 0);
}

static void settle_locked(struct fake_gfn *g, uint32_t frame, uint64_t page) VT_REQUIRES(fake.lock);
static void settle_locked(struct fake_gfn *g, uint32_t frame, uint64_t page)
{
    struct fake_frame *f = fake_frame_locked(frame);

    vt_mutex_held(&fake.lock);
    f->paddr = page * FAKE_PAGE_SIZE;
    f->generation = g->generation;
    g->frame = frame;
}

static void populate_locked(struct fake_domain *d, const uint32_t *frames) VT_REQUIRES(fake.lock);
static void populate_locked(struct fake_domain *d, const uint32_t *frames)
{
    vt_mutex_held(&fake.lock);
    for (uint64_t page = 0; page < d->n_pages; page++) {
        d->pages[page].frame = FAKE_NO_FRAME;
        if (!fake_is_hole(d, page))
            settle_locked(&d->pages[page], *frames++, page);
    }
    for (uint64_t i = 0; fake_translated(d) && i < FAKE_SPECIALS; i++)
        settle_locked(&d->specials[i], *frames++, FAKE_FIRST_SPECIAL + i);
    if (fake_translated(d))
        return;
    d->shared_info = *frames;
    d->tot_pages--; /* it is Xen's */
    memset(fake_bytes_locked(d->shared_info), 0, FAKE_PAGE_SIZE);
}

int fake_guest_make_locked(struct fake_domain *d)
{
    uint64_t n = d->n_pages + (fake_translated(d) ? FAKE_SPECIALS : 1);
    VT_AUTOFREE uint32_t *frames = fake_zalloc(n, sizeof *frames);

    vt_mutex_held(&fake.lock);
    if (d->kind == FAKE_HVM)
        n -= VGA_BEHIND - VGA_PAGE;
    if (fake_free_frames_locked() < n)
        return -ENOMEM;
    d->pages = fake_zalloc(d->n_pages, sizeof *d->pages);
    fake_take_locked(d, frames, n);
    populate_locked(d, frames);
    d->tables = d->behind = FAKE_TABLES_PAGE;
    d->root = new_tables_locked(d, 1);
    map_low_locked(d);
    map_direct_locked(d);
    if (!fake_translated(d)) {
        map_p2m_locked(d);
        d->tree = make_tree_locked(d);
        fake_publish_locked(d);
    }
    return 0;
}

/* Frame, p2m and table of a page that is to be @frame or none. */
static void change_locked(struct fake_domain *d, uint64_t page, uint32_t frame)
    VT_REQUIRES(fake.lock);
static void change_locked(struct fake_domain *d, uint64_t page, uint32_t frame)
{
    struct fake_gfn *g = &d->pages[page];
    uint32_t old = g->frame;

    vt_mutex_held(&fake.lock);
    g->frame = FAKE_NO_FRAME;
    if (frame != FAKE_NO_FRAME) {
        g->generation++;
        settle_locked(g, frame, page);
    }
    if (!fake_translated(d)) {
        bool there = frame != FAKE_NO_FRAME;
        set_locked(d, d->p2m_leaf + page / ENTRIES, page % ENTRIES, there ? frame : NO_ENTRY);
        set_locked(d, d->direct_l1 + page / ENTRIES, page % ENTRIES,
                   there ? (uint64_t)frame << 12 | PTE : 0);
    }
    if (old != FAKE_NO_FRAME)
        fake_drop_locked(old);
}

static bool may_move(const struct fake_domain *d, uint64_t page, uint64_t n)
{
    return page >= fake_movable(d) && page <= d->n_pages && n <= d->n_pages - page;
}

int fake_balloon_out_locked(struct fake_domain *d, uint64_t page, uint64_t n)
{
    vt_mutex_held(&fake.lock);
    if (!may_move(d, page, n))
        return -EINVAL;
    for (uint64_t i = page; i < page + n; i++)
        if (d->pages[i].frame != FAKE_NO_FRAME)
            change_locked(d, i, FAKE_NO_FRAME);
    return 0;
}

int fake_balloon_in_locked(struct fake_domain *d, uint64_t page, uint64_t n)
{
    vt_mutex_held(&fake.lock);
    if (!may_move(d, page, n))
        return -EINVAL;
    for (uint64_t i = page; i < page + n; i++) {
        uint32_t frame;
        if (d->pages[i].frame != FAKE_NO_FRAME)
            continue;
        if (d->tot_pages >= d->max_pages || fake_free_frames_locked() == 0)
            return -ENOMEM;
        fake_take_locked(d, &frame, 1);
        change_locked(d, i, frame);
    }
    return 0;
}

int fake_exchange_locked(struct fake_domain *d, uint64_t page, uint64_t n)
{
    vt_mutex_held(&fake.lock);
    if (!may_move(d, page, n))
        return -EINVAL;
    for (uint64_t i = page; i < page + n; i++) {
        uint32_t frame;
        if (d->pages[i].frame == FAKE_NO_FRAME)
            continue;
        if (fake_free_frames_locked() == 0)
            return -ENOMEM;
        fake_take_locked(d, &frame, 1);
        change_locked(d, i, frame);
    }
    return 0;
}

void fake_balloon_to_locked(struct fake_domain *d, uint64_t target)
{
    uint64_t own = 0;

    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < d->n_pages; i++)
        own += d->pages[i].frame != FAKE_NO_FRAME || fake_is_hole(d, i);
    for (uint64_t i = d->n_pages; i > fake_movable(d) && own > target; i--) {
        own -= d->pages[i - 1].frame != FAKE_NO_FRAME;
        (void)fake_balloon_out_locked(d, i - 1, 1);
    }
    for (uint64_t i = fake_movable(d); i < d->n_pages && own < target; i++) {
        own += d->pages[i].frame == FAKE_NO_FRAME;
        if (fake_balloon_in_locked(d, i, 1) < 0)
            return; /* Xen gives it no more */
    }
}

void fake_guest_drop_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    for (uint64_t i = 0; i < d->n_pages; i++)
        if (d->pages[i].frame != FAKE_NO_FRAME)
            fake_drop_locked(d->pages[i].frame);
    for (uint64_t i = 0; fake_translated(d) && i < FAKE_SPECIALS; i++)
        fake_drop_locked(d->specials[i].frame);
    if (!fake_translated(d))
        fake_drop_locked(d->shared_info);
}

void fake_regs_locked(struct fake_domain *d, struct peek_regs *ret)
{
    vt_mutex_held(&fake.lock);
    *ret = (struct peek_regs){
        .cr0 = PEEK_CR0_PG | 1, .cr3 = number_of(d, d->root) << 12, .cr4 = PEEK_CR4_PAE};
    if (fake_translated(d)) /* of a PV guest Xen does not tell it */
        ret->efer = PEEK_EFER_LME | PEEK_EFER_LMA | PEEK_EFER_NXE;
}

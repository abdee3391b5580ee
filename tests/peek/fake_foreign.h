/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests of the host in fake_host.h: their list of frames in both layouts and widths, page tables,
 * ballooning and exchange of pages, and what is read of them. */
#pragma once

#include "fake_host.h"

#define FAKE_LIST_VADDR_64 UINT64_C(0xffffc90000001018) /* aligned to an entry only */
#define FAKE_LIST_VADDR_32 UINT64_C(0xe0001014)
#define FAKE_VADDR_64 UINT64_C(0xffff880000200000) /* page 0; the others in descending frames */
#define FAKE_VADDR_32 UINT64_C(0xc0200000)

static inline void fake_store(struct fake_guest *g, void *at, uint64_t value)
{
    if (g->width == 8)
        __atomic_store_n((uint64_t *)at, value, __ATOMIC_SEQ_CST);
    else
        __atomic_store_n((uint32_t *)at, (uint32_t)value, __ATOMIC_SEQ_CST);
}

/* Sets a field of the shared info page, by its place in a guest of either width. */
static inline void fake_share(struct fake_guest *g, size_t at_64, size_t at_32, uint64_t value)
{
    fake_store(g, (char *)fake_bytes(g->shared_info) + (g->width == 8 ? at_64 : at_32), value);
}

#define FAKE_SHARE(g, field, value) fake_share(g, field##_64, field##_32, value)

/* Maps a machine frame in the address space of @root. */
static inline void fake_pt_map(struct fake_guest *g, uint32_t root, uint64_t vaddr, uint64_t mfn,
                               uint64_t flags)
{
    uint32_t table = root;

    for (int level = g->width == 8 ? 4 : 3; level > 1; level--) {
        uint64_t *entry = (uint64_t *)fake_bytes(table) + (vaddr >> (12 + 9 * (level - 1)) & 511);
        if (*entry == 0)
            *entry = fake_mfn(fake_alloc(g->domain)) << 12 | FAKE_PRESENT | FAKE_WRITE;
        table = (uint32_t)((*entry >> 12) - FAKE_FIRST_MFN);
    }
    ((uint64_t *)fake_bytes(table))[vaddr >> 12 & 511] = mfn << 12 | flags;
}

/* Where entry @page of the list stands. */
static inline void *fake_entry(struct fake_guest *g, uint32_t page)
{
    size_t at = (g->linear ? g->list_vaddr & 4095 : 0) + (size_t)page * g->width;

    return (char *)fake_bytes(g->list[at / 4096]) + at % 4096;
}

static inline void fake_fill(struct fake_guest *g, uint32_t frame, uint32_t page,
                             uint64_t generation)
{
    uint64_t *words = fake_bytes(frame);

    for (uint64_t i = 0; i < 512; i++)
        words[i] = fake_word(g->domain, page, generation, i);
}

/* Gives page @page a frame with the next bytes; the guest may look as soon as it has it. */
static inline void fake_populate(struct fake_guest *g, uint32_t page)
{
    uint64_t generation = atomic_load(&g->generation[page]) + 1;
    uint32_t frame = fake_alloc(g->domain);

    fake_fill(g, frame, page, generation);
    CHECK(pthread_mutex_lock(&host.lock) == 0);
    g->frame[page] = frame;
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
    if (!g->translated)
        fake_store(g, fake_entry(g, page), fake_mfn(frame));
    atomic_store(&g->generation[page], generation);
}

static inline void fake_balloon(struct fake_guest *g, uint32_t page)
{
    uint32_t frame = g->frame[page];

    if (!g->translated)
        fake_store(g, fake_entry(g, page), UINT64_MAX);
    CHECK(pthread_mutex_lock(&host.lock) == 0);
    g->frame[page] = FAKE_NONE;
    fake_release_locked(frame);
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
}

static inline void fake_exchange(struct fake_guest *g, uint32_t page)
{
    fake_balloon(g, page);
    fake_populate(g, page);
}

static inline void fake_publish(struct fake_guest *g)
{
    size_t first = g->linear ? g->list_vaddr & 4095 : 0;
    size_t n = (first + (size_t)g->n_pages * g->width + 4095) / 4096;
    uint32_t top, middle;

    CHECK(n <= VT_N_ELEMENTS(g->list));
    for (size_t i = 0; i < n; i++) {
        g->list[i] = fake_alloc(g->domain);
        memset(fake_bytes(g->list[i]), 0xff, 4096);
    }
    FAKE_SHARE(g, FOREIGN_MAX_PFN, g->n_pages);
    if (g->linear) {
        g->p2m_cr3 = fake_alloc(g->domain);
        for (size_t i = 0; i < n; i++)
            fake_pt_map(g, g->p2m_cr3, g->list_vaddr - first + i * 4096, fake_mfn(g->list[i]),
                        FAKE_PRESENT);
        FAKE_SHARE(g, FOREIGN_P2M_VADDR, g->list_vaddr);
        FAKE_SHARE(g, FOREIGN_P2M_CR3,
                   g->width == 8
                       ? fake_mfn(g->p2m_cr3) << 12
                       : (fake_mfn(g->p2m_cr3) << 12 | fake_mfn(g->p2m_cr3) >> 20) & UINT32_MAX);
        return;
    }
    top = fake_alloc(g->domain);
    middle = fake_alloc(g->domain);
    for (size_t i = 0; i < n; i++)
        fake_store(g, (char *)fake_bytes(middle) + i * g->width, fake_mfn(g->list[i]));
    fake_store(g, fake_bytes(top), fake_mfn(middle));
    FAKE_SHARE(g, FOREIGN_LIST_LIST, fake_mfn(top));
}

static inline uint64_t fake_vaddr(const struct fake_guest *g, uint32_t page)
{
    return (g->width == 8 ? FAKE_VADDR_64 : FAKE_VADDR_32) + (uint64_t)page * 4096;
}

/* A guest with all of its pages; of PV guests with a published list and page tables that map each
 * page where fake_vaddr says. */
static inline struct fake_guest *fake_guest_new(unsigned int domain, uint32_t n_pages,
                                                unsigned int width, bool linear)
{
    struct fake_guest *g = calloc(1, sizeof *g);

    CHECK(g != NULL && n_pages <= FAKE_MAX_PAGES);
    VT_HG_ATOMIC(g, sizeof *g); /* published by others than locks */
    g->domain = domain;
    atomic_init(&g->number, domain);
    g->translated = width == 0;
    g->width = width;
    g->linear = linear;
    g->list_vaddr = width == 8 ? FAKE_LIST_VADDR_64 : FAKE_LIST_VADDR_32;
    g->n_pages = n_pages;
    if (!g->translated) {
        g->shared_info = fake_alloc(domain);
        fake_publish(g);
        g->cr3 = fake_alloc(domain);
    }
    for (uint32_t i = 0; i < n_pages; i++)
        fake_populate(g, i);
    for (uint32_t i = 0; i < n_pages && !g->translated; i++)
        fake_pt_map(g, g->cr3, fake_vaddr(g, i), fake_mfn(g->frame[i]), FAKE_PRESENT);
    return g;
}

static inline struct peek_source *fake_source(struct fake_guest *g)
{
    struct peek_source *s = peek_foreign_new(&fake_foreign_ops, g, "fake", 2, VIR_FROM_TEST);

    if (s == NULL)
        fprintf(stderr, "no source: %s\n", vt_error_last()->message);
    CHECK(s != NULL);
    return s;
}

/* Ends a guest whose source is gone: its frames go back to the host. */
static inline void fake_guest_free(struct fake_guest *g)
{
    CHECK(atomic_load(&g->done));
    CHECK(pthread_mutex_lock(&host.lock) == 0);
    for (uint32_t i = 0; i < FAKE_FRAMES; i++) {
        if (host.frame[i].owner == g->domain)
            fake_release_locked(i);
    }
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
    VT_HG_PLAIN(g, sizeof *g);
    free(g);
}

/* What was read of page @page, from its first byte on, is all of one of its frames, none older
 * than that of generation @since. */
static inline void fake_check(const struct fake_guest *g, uint32_t page, const uint64_t *words,
                              size_t n, uint64_t since)
{
    uint64_t generation = words[0] & 0xffffff;

    CHECK(words[0] >> 48 == g->domain && (words[0] >> 24 & 0xffffff) == page);
    CHECK(generation >= since);
    for (size_t i = 1; i < n; i++)
        CHECK(words[i] == fake_word(g->domain, page, generation, i));
}

/* Reads all of a page and checks it; the result of the read. */
static inline int fake_read_page(struct peek *p, const struct fake_guest *g, uint32_t page)
{
    uint64_t words[512], since = atomic_load(&g->generation[page]);

    if (peek_memory(p, (uint64_t)page * 4096, sizeof words, words, PEEK_PHYSICAL, 0) < 0)
        return -1;
    fake_check(g, page, words, 512, since);
    return 0;
}

/* Why the page cannot be read. */
static inline enum peek_frame fake_fault(struct peek *p, uint32_t page)
{
    struct peek_read r = {.peek = p};
    char byte;

    CHECK_INT(peek_read_physical(&r, (uint64_t)page * 4096, 1, &byte), -1);
    CHECK_INT(r.fault.kind, PEEK_FAULT_FRAME);
    CHECK_INT(r.fault.paddr, (uint64_t)page * 4096);
    return r.fault.frame;
}

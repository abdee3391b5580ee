/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A host in memory whose guests are peeked at through src/peek/foreign.h: frames with owners, which
 * stay pinned while they are mapped, and two kinds of guests.  Each word of a page is a function of
 * the domain, the page, and how often the page was given a new frame; a frame that is free holds
 * none of that, and a page that could not be mapped kills who touches it. */
#pragma once

#include <stdatomic.h>
#include <sys/mman.h>

#include "peek/foreign.h"
#include "peek/foreign_p2m.h"
#include "peek/read.h"
#include "peek/tend.h"
#include "peek_testing.h"
#include "util/clock.h"

#define FAKE_FRAMES 32768u       /* of the host: 128 MiB, of which few are touched */
#define FAKE_FIRST_MFN 0x140000u /* above 4 GiB, and no frame has the number of a page */
#define FAKE_NONE UINT32_MAX
#define FAKE_MAX_PAGES 4096u
#define FAKE_MAX_MAPS 4096

enum { FAKE_PRESENT = 1, FAKE_WRITE = 2, FAKE_UNCACHED = 16 };

struct fake_frame {
    unsigned int owner; /* a domain, 0 free */
    unsigned int pins;  /* mappings */
    bool leaving;       /* given back by its owner, still pinned */
    int err;            /* a mapping fails with this errno */
};

struct fake_map {
    void *map; /* NULL: unused */
    size_t n;
    uint32_t *frames; /* FAKE_NONE: failed */
};

static struct {
    pthread_mutex_t lock;
    int fd;
    unsigned char *base;
    struct fake_frame frame[FAKE_FRAMES];
    uint32_t next; /* where the search for a free one begins */
    struct fake_map map[FAKE_MAX_MAPS];
    size_t n_pinned;
} host = {.lock = PTHREAD_MUTEX_INITIALIZER};

struct fake_guest {
    unsigned int domain;         /* what its frames belong to */
    _Atomic unsigned int number; /* who has the number now: another one when it differs */
    atomic_bool gone;
    bool translated, linear;
    unsigned int width;
    uint32_t n_pages;
    uint32_t frame[FAKE_MAX_PAGES];              /* of each page, FAKE_NONE: ballooned out */
    _Atomic uint64_t generation[FAKE_MAX_PAGES]; /* of each page; set when it can be read */
    uint32_t shared_info, cr3, p2m_cr3;          /* frames */
    uint64_t list_vaddr;
    uint32_t list[32]; /* frames of the list */
    _Atomic uint64_t paged_pages;
    _Atomic int n_infos, n_gone, n_maps; /* calls */
    _Atomic int n_frames;                /* of all maps */
    /* Called in map before it ends, with no lock held. */
    void (*in_map)(struct fake_guest *g);
    atomic_bool done;
};

static inline void *fake_bytes(uint32_t frame)
{
    return host.base + (size_t)frame * PEEK_PAGE_SIZE;
}

static inline uint64_t fake_mfn(uint32_t frame)
{
    return frame == FAKE_NONE ? UINT64_MAX : FAKE_FIRST_MFN + (uint64_t)frame;
}

static inline uint64_t fake_word(unsigned int domain, uint64_t page, uint64_t generation,
                                 uint64_t i)
{
    uint64_t x = (i + 1) * UINT64_C(0x9e3779b97f4a7c15) + page * 0x10001 + generation * 0x1000003;

    if (i == 0)
        return (uint64_t)domain << 48 | page << 24 | generation;
    x ^= (uint64_t)domain << 40;
    x ^= x >> 31;
    return x * UINT64_C(0xbf58476d1ce4e5b9);
}

static inline void fake_host_init(void)
{
    host.fd = memfd_create("host", MFD_CLOEXEC);
    CHECK(host.fd >= 0);
    CHECK(ftruncate(host.fd, (off_t)FAKE_FRAMES * 4096) == 0);
    host.base =
        mmap(NULL, (size_t)FAKE_FRAMES * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, host.fd, 0);
    CHECK(host.base != MAP_FAILED);
}

/* A frame for @domain, neither near nor in the order of the one before. */
static inline uint32_t fake_alloc(unsigned int domain)
{
    uint32_t frame;

    CHECK(pthread_mutex_lock(&host.lock) == 0);
    do {
        host.next = (host.next + 12289) % FAKE_FRAMES;
        frame = host.next;
    } while (host.frame[frame].owner != 0);
    host.frame[frame].owner = domain;
    host.frame[frame].leaving = false;
    host.frame[frame].err = 0;
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
    memset(fake_bytes(frame), 0, 4096);
    return frame;
}

static inline void fake_release_locked(uint32_t frame)
{
    if (host.frame[frame].pins > 0) {
        host.frame[frame].leaving = true;
        return;
    }
    host.frame[frame].owner = 0;
    memset(fake_bytes(frame), 0xee, 4096);
}

static inline void fake_release(uint32_t frame)
{
    CHECK(pthread_mutex_lock(&host.lock) == 0);
    fake_release_locked(frame);
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
}

/* --- the table of functions --- */

static inline int fake_info(void *opaque, struct peek_foreign_info *ret)
{
    struct fake_guest *g = opaque;

    atomic_fetch_add(&g->n_infos, 1);
    ret->gone = atomic_load(&g->gone) || atomic_load(&g->number) != g->domain;
    ret->translated = g->translated;
    ret->width = g->width;
    ret->total_pages = g->n_pages;
    ret->shared_info_frame = g->translated ? 0 : fake_mfn(g->shared_info);
    ret->paged_pages = atomic_load(&g->paged_pages);
    return 0;
}

static inline int fake_gone(void *opaque, bool *ret_gone)
{
    struct fake_guest *g = opaque;

    atomic_fetch_add(&g->n_gone, 1);
    *ret_gone = atomic_load(&g->gone) || atomic_load(&g->number) != g->domain;
    return 0;
}

static inline int fake_n_frames(void *opaque, uint64_t *ret)
{
    const struct fake_guest *g = opaque;

    *ret = g->n_pages;
    return 0;
}

/* The host's frame behind a number, or a negative errno. */
static inline int64_t fake_resolve_locked(struct fake_guest *g, uint64_t number)
{
    uint32_t frame;

    CHECK(number < PEEK_FOREIGN_FRAME_LIMIT);
    if (g->translated) {
        CHECK(number < g->n_pages);
        frame = g->frame[number];
        if (frame == FAKE_NONE)
            return -EINVAL;
    } else {
        if (number < FAKE_FIRST_MFN || number >= FAKE_FIRST_MFN + FAKE_FRAMES)
            return -EPERM;
        frame = (uint32_t)(number - FAKE_FIRST_MFN);
    }
    /* Whoever has the domain's number now is asked. */
    if (host.frame[frame].owner != atomic_load(&g->number))
        return host.frame[frame].owner == 0 ? -EINVAL : -EBUSY;
    return host.frame[frame].err != 0 ? -host.frame[frame].err : (int64_t)frame;
}

/* Makes what is in @m->frames visible at @m->map. */
static inline void fake_place(const struct fake_map *m)
{
    for (size_t i = 0, n; i < m->n; i += n) {
        n = 1;
        if (m->frames[i] == FAKE_NONE)
            continue;
        while (i + n < m->n && m->frames[i + n] == m->frames[i] + n)
            n++;
        CHECK(mmap((char *)m->map + i * 4096, n * 4096, PROT_READ, MAP_SHARED | MAP_FIXED, host.fd,
                   (off_t)m->frames[i] * 4096) != MAP_FAILED);
    }
}

static inline size_t fake_pin_locked(struct fake_guest *g, const uint64_t *frames, size_t n,
                                     int *err, uint32_t *pinned)
{
    size_t good = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t frame = fake_resolve_locked(g, frames[i]);
        err[i] = frame < 0 ? (int)frame : 0;
        pinned[i] = frame < 0 ? FAKE_NONE : (uint32_t)frame;
        if (frame < 0)
            continue;
        host.frame[frame].pins++;
        host.n_pinned++;
        good++;
    }
    return good;
}

static inline void *fake_map_frames(void *opaque, const uint64_t *frames, size_t n, int *err,
                                    int *ret_errno)
{
    struct fake_guest *g = opaque;
    struct fake_map m = {.n = n, .frames = calloc(n, sizeof *m.frames)};
    size_t good, slot = 0;

    CHECK(n > 0 && n <= PEEK_FOREIGN_MAP_FRAMES && m.frames != NULL);
    atomic_fetch_add(&g->n_maps, 1);
    atomic_fetch_add(&g->n_frames, (int)n);
    CHECK(pthread_mutex_lock(&host.lock) == 0);
    good = fake_pin_locked(g, frames, n, err, m.frames);
    if (good > 0) {
        m.map = mmap(NULL, n * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(m.map != MAP_FAILED);
        fake_place(&m);
        while (host.map[slot].map != NULL)
            CHECK(++slot < FAKE_MAX_MAPS);
        host.map[slot] = m;
    } else {
        *ret_errno = -err[0];
        free(m.frames);
    }
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
    if (g->in_map != NULL)
        g->in_map(g);
    return m.map;
}

static inline void fake_unmap_frames(void *opaque VT_UNUSED, void *map, size_t n)
{
    size_t slot = 0;

    CHECK(pthread_mutex_lock(&host.lock) == 0);
    while (host.map[slot].map != map)
        CHECK(++slot < FAKE_MAX_MAPS);
    CHECK(host.map[slot].n == n);
    CHECK(munmap(map, n * 4096) == 0);
    for (size_t i = 0; i < n; i++) {
        uint32_t frame = host.map[slot].frames[i];
        if (frame == FAKE_NONE)
            continue;
        CHECK(host.frame[frame].pins-- > 0);
        host.n_pinned--;
        if (host.frame[frame].pins == 0 && host.frame[frame].leaving)
            fake_release_locked(frame);
    }
    free(host.map[slot].frames);
    host.map[slot] = (struct fake_map){.map = NULL};
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
}

static inline size_t fake_pinned(void)
{
    size_t n;

    CHECK(pthread_mutex_lock(&host.lock) == 0);
    n = host.n_pinned;
    CHECK(pthread_mutex_unlock(&host.lock) == 0);
    return n;
}

static inline int fake_regs(void *opaque, unsigned int vcpu VT_UNUSED, struct peek_regs *ret)
{
    struct fake_guest *g = opaque;
    uint64_t mfn = fake_mfn(g->cr3);

    ret->cr3 = g->width == 4 ? (uint32_t)(mfn << 12 | mfn >> 20) : mfn << 12;
    return 0;
}

static inline void fake_done(void *opaque)
{
    struct fake_guest *g = opaque;

    CHECK(!atomic_exchange(&g->done, true));
}

static const struct peek_foreign_ops fake_foreign_ops = {
    .info = fake_info,
    .gone = fake_gone,
    .n_frames = fake_n_frames,
    .map = fake_map_frames,
    .unmap = fake_unmap_frames,
    .regs = fake_regs,
    .done = fake_done,
};

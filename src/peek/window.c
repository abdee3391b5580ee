/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mapping and unmapping windows; the rings, their hands, and the caps of the process. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "obj/error.h"
#include "util/clock.h"
#include "util/lock.h"
#include "window.h"

struct ring {
    struct vt_mutex lock;
    struct peek_window *hand VT_GUARDED_BY(lock); /* next to be looked at, NULL: empty */
    size_t n VT_GUARDED_BY(lock);
    uint64_t used VT_GUARDED_BY(lock); /* bytes mapped or about to be */
    uint64_t cap VT_GUARDED_BY(lock);
};

/* By whether the source is foreign. */
static struct ring rings[2] = {
    {.lock = VT_MUTEX_INIT(VT_RANK_LEAF, "peek windows"), .cap = PEEK_CAP_DEFAULT_BYTES},
    {.lock = VT_MUTEX_INIT(VT_RANK_LEAF, "foreign peek windows"),
     .cap = PEEK_FOREIGN_CAP_DEFAULT_BYTES},
};

/* The whole window that @paddr is in: shorter at the end of the memory. */
static struct peek_span whole_window(const struct peek_source *source, uint64_t paddr)
{
    uint64_t start = paddr & ~(PEEK_WINDOW_SIZE - 1), left = source->size - start;

    if (left > PEEK_WINDOW_SIZE)
        left = PEEK_WINDOW_SIZE;
    return (struct peek_span){start, (size_t)((left + PEEK_PAGE_SIZE - 1) & ~(PEEK_PAGE_SIZE - 1))};
}

struct peek_span peek_window_span(const struct peek_source *source, uint64_t paddr, uint64_t len,
                                  const struct peek_span *old)
{
    struct peek_span whole = whole_window(source, paddr);
    uint64_t window_end = whole.start + whole.len, mask = source->grain * PEEK_PAGE_SIZE - 1, end;

    if (source->grain == 0)
        return whole;
    if (len > window_end - paddr)
        len = window_end - paddr;
    if (old->len > 0)
        return paddr >= old->start && paddr + len <= old->start + old->len ? *old : whole;
    end = (paddr + len + mask) & ~mask;
    paddr &= ~mask;
    return (struct peek_span){paddr, (size_t)((end < window_end ? end : window_end) - paddr)};
}

struct peek_window *peek_window_new(struct peek *peek, struct peek_source *source,
                                    const struct peek_span *span)
{
    struct peek_window *w = calloc(1, sizeof *w);
    struct peek_page_map pages = {.present = {0}};
    uint64_t now = vt_now_coarse_ns();
    void *map = NULL;

    if (w == NULL) {
        (void)vt_error_no_memory(source->error_domain);
        return NULL;
    }
    w->start = span->start;
    w->len = span->len;
    if (source->ops->map(source, w->start, w->len, &map, &pages) < 0) {
        free(w);
        return NULL;
    }
    w->map = map;
    w->own = pages.own;
    w->verify = pages.verify;
    w->peek = peek;
    w->source = peek_source_ref(source);
    w->index = w->start >> PEEK_WINDOW_SHIFT;
    w->expires_ns = source->stale_ns ? now + source->stale_ns : 0;
    /* From now on: on a slow host a map takes longer than that, and would be made again at once. */
    w->retry_ns = vt_now_coarse_ns() + source->retry_ns;
    w->idle_ns = now;
    VT_HG_ATOMIC(&w->used, sizeof w->used);
    VT_HG_ATOMIC(w->present, sizeof w->present);
    atomic_init(&w->used, PEEK_USED_HAND | PEEK_USED_TEND);
    for (size_t i = 0; i < PEEK_BITMAP_WORDS; i++)
        atomic_init(&w->present[i], pages.present[i] & ~pages.failed[i]);
    memcpy(w->failed, pages.failed, sizeof w->failed);
    return w;
}

void peek_window_free(struct peek_window *w)
{
    if (w == NULL)
        return;
    w->source->ops->unmap(w->source, w->map, w->len, w->own);
    peek_cap_give(w->source->foreign, w->len);
    (void)peek_source_unref(w->source);
    VT_HG_PLAIN(w, sizeof *w);
    free(w);
}

void peek_window_link(struct peek_window *w)
{
    struct ring *ring = &rings[w->source->foreign];

    VT_LOCK_SCOPE(&ring->lock);
    peek_count_take(w->peek);
    if (ring->hand == NULL) {
        w->ring_next = w->ring_prev = w;
        ring->hand = w;
    } else { /* just behind the hand: looked at last */
        w->ring_next = ring->hand;
        w->ring_prev = ring->hand->ring_prev;
        w->ring_prev->ring_next = w;
        ring->hand->ring_prev = w;
    }
    ring->n++;
}

static void unlink_from_ring(struct peek_window *w)
{
    struct ring *ring = &rings[w->source->foreign];

    VT_LOCK_SCOPE(&ring->lock);
    if (ring->hand == w)
        ring->hand = w->ring_next == w ? NULL : w->ring_next;
    w->ring_next->ring_prev = w->ring_prev;
    w->ring_prev->ring_next = w->ring_next;
    w->ring_next = w->ring_prev = NULL;
    ring->n--;
}

void peek_window_unlink(struct peek_window *w)
{
    unlink_from_ring(w);
    peek_count_give(w->peek); /* never the last: the caller, who holds its lock, has one */
}

unsigned int peek_window_run_(struct peek_window *w, unsigned int first, unsigned int n)
{
    unsigned int done = 0;

    while (done < n) {
        unsigned int at = first + done, bit = at % 64, room = 64 - bit, ones;
        uint64_t word = ~(atomic_load_explicit(&w->present[at / 64], memory_order_relaxed) >> bit);
        ones = word ? (unsigned int)__builtin_ctzll(word) : 64;
        if (ones < room)
            return done + ones < n ? done + ones : n;
        done += room;
    }
    return n;
}

void peek_window_mark(struct peek_window *w, unsigned int first, unsigned int n)
{
    for (unsigned int at = first; at < first + n; at++) {
        uint64_t bit = UINT64_C(1) << (at % 64);
        if (!(w->failed[at / 64] & bit))
            atomic_fetch_or_explicit(&w->present[at / 64], bit, memory_order_relaxed);
    }
}

bool peek_cap_take(bool foreign, uint64_t len, struct peek **ret_victim, uint64_t *ret_index)
{
    struct ring *ring = &rings[foreign];

    VT_LOCK_SCOPE(&ring->lock);
    *ret_victim = NULL;
    if (ring->used + len <= ring->cap) {
        ring->used += len;
        return true;
    }
    /* Twice round at most: the first round clears what the second one finds clear. */
    for (size_t i = 0; i < 2 * ring->n; i++) {
        struct peek_window *w = ring->hand;
        ring->hand = w->ring_next;
        if (!(atomic_fetch_and_explicit(&w->used, ~PEEK_USED_HAND, memory_order_relaxed) &
              PEEK_USED_HAND)) {
            peek_count_take(w->peek);
            *ret_victim = w->peek;
            *ret_index = w->index;
            break;
        }
    }
    return false;
}

void peek_cap_give(bool foreign, uint64_t len)
{
    struct ring *ring = &rings[foreign];

    VT_LOCK_SCOPE(&ring->lock);
    ring->used -= len;
}

void peek_cap_set(bool foreign, uint64_t bytes)
{
    struct ring *ring = &rings[foreign];

    VT_LOCK_SCOPE(&ring->lock);
    ring->cap = bytes;
}

static uint64_t used_of(struct ring *ring)
{
    VT_LOCK_SCOPE(&ring->lock);
    return ring->used;
}

uint64_t peek_cap_used(void)
{
    return used_of(&rings[false]) + used_of(&rings[true]);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Windows: kept read-only mappings of 2 MiB of guest memory, or of a part of that, and the caps on their
 * bytes.
 *
 * A window stands in the directory of one peek (memory.h), whose lock guards it, and in one of two
 * rings with the windows of the process, which a clock hand goes round when room is needed: that
 * of foreign sources and that of all others, each with its cap.  A ring's lock is a leaf: it is
 * taken below a peek's lock and nothing is taken below it. */
#pragma once

#include <stdatomic.h>

#include "source.h"

struct peek;

/* Bytes of mappings that the process keeps, but for foreign ones; and of foreign ones, which pin
 * pages that guests may want to give back.  Changed by peek_set_cap and peek_set_foreign_cap
 * (memory.h). */
#define PEEK_CAP_DEFAULT_BYTES (UINT64_C(1) << 30)
#define PEEK_FOREIGN_CAP_DEFAULT_BYTES (UINT64_C(64) << 20)

/* Bits of peek_window.used. */
#define PEEK_USED_HAND 1u /* cleared by the hand */
#define PEEK_USED_TEND 2u /* cleared by tending */

struct peek_window {
    struct peek *peek;          /* counted while the window is in the ring */
    struct peek_source *source; /* counted */
    uint64_t index;             /* paddr >> PEEK_WINDOW_SHIFT */
    uint64_t start;             /* physical address of the first byte that is mapped */
    size_t len;                 /* bytes mapped, whole pages; the bits below are of these */
    unsigned char *map;
    void *own;           /* the source's */
    bool verify;         /* immutable */
    uint64_t expires_ns; /* 0: never; with verify, only tending looks at it */
    uint64_t retry_ns;   /* when frames that failed may be tried again */
    uint64_t idle_ns;    /* since when it was not read, as far as tending has seen */
    atomic_uint used;    /* both bits set by readers when one is clear */
    /* Pages that may be touched.  Bits are only ever set. */
    _Atomic uint64_t present[PEEK_BITMAP_WORDS];
    uint64_t failed[PEEK_BITMAP_WORDS];        /* immutable */
    struct peek_window *own_next, *own_prev;   /* guarded by the peek's lock */
    struct peek_window *ring_next, *ring_prev; /* guarded by the ring's lock */
};

/* A run of whole pages that are all in one window. */
struct peek_span {
    uint64_t start; /* physical address */
    size_t len;     /* bytes; 0: none */
};

/* What of a window is to be mapped for a read of @len > 0 bytes at @paddr: the whole window, or pages around
 * the read as the source's grain says.
 * @old  what is mapped of it until now: the same again if the read is in that, else all */
struct peek_span peek_window_span(const struct peek_source *source, uint64_t paddr, uint64_t len,
                                  const struct peek_span *old);

/* Maps @span of @source; room for it has been reserved.
 * Errors  the source's own; NO_MEMORY.  The room stays the caller's then. */
struct peek_window *peek_window_new(struct peek *peek, struct peek_source *source,
                                    const struct peek_span *span);
/* Unmaps, and gives its room back.  It is in no directory and not in the ring.  NULL is fine. */
void peek_window_free(struct peek_window *w);

/* Puts it in the ring, takes it out.  The caller holds the peek's lock for writing. */
void peek_window_link(struct peek_window *w);
void peek_window_unlink(struct peek_window *w);

/* How many pages from @first on may be touched, at most @n. */
unsigned int peek_window_run_(struct peek_window *w, unsigned int first, unsigned int n);
static inline unsigned int peek_window_run(struct peek_window *w, unsigned int first,
                                           unsigned int n)
{
    if (n > 1)
        return peek_window_run_(w, first, n);
    return atomic_load_explicit(&w->present[first / 64], memory_order_relaxed) >> (first % 64) & 1;
}
void peek_window_mark(struct peek_window *w, unsigned int first, unsigned int n);

/* Takes @len bytes of the cap, or says which window to end first: then *ret_victim is the peek
 * it belongs to, counted, NULL when there is none.  True when the room was taken. */
bool peek_cap_take(bool foreign, uint64_t len, struct peek **ret_victim, uint64_t *ret_index);
void peek_cap_give(bool foreign, uint64_t len);
void peek_cap_set(bool foreign, uint64_t bytes);
/* The bytes of all windows. */
uint64_t peek_cap_used(void);

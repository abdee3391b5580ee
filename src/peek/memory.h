/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading a guest's memory through kept windows: one struct peek per vm, made at first use.
 *
 * A read that finds its windows takes the calling thread's stripe of one lock, copies, and
 * writes no line that another thread writes.  All I/O, mapping and unmapping happens with no lock
 * held.  One call reads from one source only: when the source is changed under it, it begins
 * again. */
#pragma once

#include "source.h"
#include "util/lock.h"
#include "window.h"

/* A read begins again this often when the guest's memory is exchanged under it. */
#define PEEK_MAX_RESTARTS 16
/* After so many windows that were lost again before they could be used, it is read directly. */
#define PEEK_MAX_TRIES 4

/* The values of virDomainMemoryFlags; exactly one of them. */
#define PEEK_VIRTUAL 1u
#define PEEK_PHYSICAL 2u

struct peek_stats {
    uint64_t hits;          /* pieces of at most one window copied from a window */
    uint64_t misses;        /* pieces that were not */
    uint64_t maps, unmaps;  /* windows */
    uint64_t evictions;     /* of the unmaps: to make room */
    uint64_t bytes;         /* given to callers */
    uint64_t frames_failed; /* pages that a map could not give */
    uint64_t walks;         /* addresses translated */
};

struct peek_stats_stripe {
    _Alignas(VT_CACHE_LINE) struct peek_stats stats; /* under the lock's stripe of that number */
};

struct peek {
    struct vt_brlock lock; /* rank VT_RANK_QUEUE */
    struct vt_count users; /* those that may read; the last one drops the windows */
    struct vt_count count; /* users together are one, each window in the ring is one */
    int error_domain;      /* immutable */
    char *name;            /* immutable */
    struct peek_source *source VT_GUARDED_BY(lock);     /* counted; NULL: not running */
    uint64_t serial VT_GUARDED_BY(lock);                /* of the source, never 0, rises */
    struct peek_window **directory VT_GUARDED_BY(lock); /* by index; NULL: cannot be mapped */
    struct peek_window *windows VT_GUARDED_BY(lock);    /* all in the directory, a list */
    struct peek_stats_stripe stats[VT_STRIPES];
    struct peek *tend_next, *tend_prev; /* of those that are tended, guarded by tend.c's lock */
};

/* One that reads nothing yet.  @name is the guest's, for messages.  NULL: raised. */
struct peek *peek_new(int error_domain, const char *name);
struct peek *peek_ref(struct peek *p);
struct peek *peek_unref(struct peek *p);

/* Sets what is read from now on; the windows of the old source are unmapped before it returns.
 * @source  takes a count of its own; NULL: the guest is not running
 * Errors   NO_MEMORY, then nothing has changed; never when @source is NULL
 * Locks    takes the lock for writing, waits for copies that are going on, not for I/O */
int peek_set_source(struct peek *p, struct peek_source *source);
/* The same with NULL, if @source is what is read; where another has taken its place nothing happens. */
void peek_unset_source(struct peek *p, const struct peek_source *source);

/* What is read now, counted; NULL when the guest is not running. */
struct peek_source *peek_get_source(struct peek *p);

/* Unmaps all windows; they come back when they are read. */
void peek_drop_windows(struct peek *p);

/* Reads guest memory.
 * @start   address in bytes, guest-virtual as @vcpu sees it or guest-physical
 * @buf     @size bytes out; its content is undefined on failure
 * @flags   PEEK_VIRTUAL or PEEK_PHYSICAL
 * Shape    all of @size, or -1; size 0 tests whether the byte at @start could be read
 * Errors   INVALID_ARG flags, vcpu, a range that wraps; OPERATION_FAILED not running, or the
 *          first address that has no memory or no translation; what the source raises
 * Locks    p->lock's stripe while copying, nothing while it waits */
int peek_memory(struct peek *p, uint64_t start, size_t size, void *buf, unsigned int flags,
                unsigned int vcpu);

/* The same.  *ret_changed, on failure: the guest was not running, or its memory is another by now. */
int peek_memory_now(struct peek *p, uint64_t start, size_t size, void *buf, unsigned int flags,
                    unsigned int vcpu, bool *ret_changed);

/* Sums up what has been done since peek_new. */
void peek_get_stats(struct peek *p, struct peek_stats *ret_stats);

/* Sets the bytes of mappings that the process may keep, without or of foreign sources, and ends
 * windows until they fit.  With 0 nothing is mapped; what finds no room is read through the source
 * instead. */
void peek_set_cap(uint64_t bytes);
void peek_set_foreign_cap(uint64_t bytes);

/* For window.c: the count that keeps the struct, not the users. */
void peek_count_take(struct peek *p);
void peek_count_give(struct peek *p);

/* For read.c.  Puts @w where @seen (which may be gone, it is only compared) was; ends it when
 * the source or the window there is another by now. */
void peek_install(struct peek *p, uint64_t serial, struct peek_window *w,
                  const struct peek_window *seen);
/* Takes room for @len bytes, ending windows of whom it may; false when there is none. */
bool peek_make_room(bool foreign, uint64_t len);

/* For tend.c. */
bool peek_has_windows(struct peek *p);
/* Takes those windows of @source out of the directory that are to go: all, or too old,
 * idle, and no longer what the guest has.  A list along own_next for peek_free_windows; whether
 * windows are left. */
struct peek_window *peek_take_windows(struct peek *p, const struct peek_source *source, bool all,
                                      uint64_t now_ns, bool *ret_kept);
void peek_free_windows(struct peek_window *list);

static inline void peek_auto_(struct peek **p)
{
    *p = peek_unref(*p);
}
#define VT_AUTO_PEEK __attribute__((cleanup(peek_auto_)))

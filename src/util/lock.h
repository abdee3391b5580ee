/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Locks: one mutex, one lock for tables that are mostly read, taken by scope only.
 *
 * Every lock has a rank; a thread takes a lock only when its rank is above all that it holds.
 * --enable-lock-debug checks rank and owner at run time and aborts; clang's -Wthread-safety checks
 * VT_REQUIRES and VT_EXCLUDES at build time.  No lock is held over a driver slot of another
 * family, an application's callback, a child process, or anything that can sleep. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "compiler.h"
#include "stripe.h"

#if defined(__clang__)
#define VT_TSA(x) __attribute__((x))
#else
#define VT_TSA(x)
#endif
#define VT_REQUIRES(l) VT_TSA(requires_capability(l))
#define VT_EXCLUDES(l) VT_TSA(locks_excluded(l))
#define VT_GUARDED_BY(l) /* for the reader: C compilers cannot check it */

/* Ascending: a lock is taken only below all that are held.  One lock of a rank at a time. */
enum vt_rank {
    VT_RANK_GLOBAL = 10, /* process-wide registries: worlds, incoming migrations */
    VT_RANK_CONN = 20,   /* a connection's error copy and handler */
    VT_RANK_WORLD = 25,  /* changes of one family in a world of the embedded hypervisor */
    VT_RANK_TABLE = 30,  /* a table of driver objects */
    VT_RANK_OBJECT = 40, /* vm, net, pool, vol, device */
    VT_RANK_SOURCE = 45, /* who waits for the events of a world */
    VT_RANK_QUEUE = 50,  /* monitor, event queue, peek windows and descriptors */
    VT_RANK_LEAF = 60,   /* handle memory, error handler: nothing is taken below it */
};

struct VT_TSA(capability("mutex")) vt_mutex {
    pthread_mutex_t m;
    enum vt_rank rank;
    const char *name;
};

#define VT_MUTEX_INIT(r, n) \
    { \
        PTHREAD_MUTEX_INITIALIZER, r, n \
    }

struct vt_cond {
    pthread_cond_t c; /* on CLOCK_MONOTONIC */
};

/* Readers take only their own stripe, so they share no written line; a writer takes all of them
 * in order and is starved by nobody.  For tables: many short reads, few writes. */
struct vt_brlock_stripe {
    _Alignas(VT_CACHE_LINE) pthread_mutex_t m;
};

struct VT_TSA(capability("mutex")) vt_brlock {
    enum vt_rank rank;
    const char *name;
    struct vt_brlock_stripe stripe[VT_STRIPES];
};

void vt_mutex_init(struct vt_mutex *l, enum vt_rank rank, const char *name);
void vt_mutex_done(struct vt_mutex *l);
void vt_cond_init(struct vt_cond *c);
void vt_cond_done(struct vt_cond *c);
void vt_cond_broadcast(struct vt_cond *c);
/* Waits with L held, until woken or until DEADLINE_NS of vt_now_ns(); 0 is no deadline.
 * Returns false when the deadline has passed.  Wakes without cause happen: check again. */
bool vt_cond_wait(struct vt_cond *c, struct vt_mutex *l, uint64_t deadline_ns) VT_REQUIRES(*l);
void vt_brlock_init(struct vt_brlock *l, enum vt_rank rank, const char *name);
void vt_brlock_done(struct vt_brlock *l);

VT_COLD void vt_lock_die_(const char *why, const char *name) __attribute__((noreturn));

#ifdef VT_LOCK_DEBUG
void vt_lock_note_enter_(const void *l, enum vt_rank rank, const char *name);
void vt_lock_note_leave_(const void *l, const char *name);
void vt_lock_note_held_(const void *l, const char *name);
void vt_lock_none_held(const char *where);
#else
#define vt_lock_note_enter_(l, rank, name) ((void)0)
#define vt_lock_note_leave_(l, name) ((void)0)
#define vt_lock_note_held_(l, name) ((void)(l))
/* Aborts in debug builds when the thread holds any lock: called where callbacks run. */
#define vt_lock_none_held(where) ((void)0)
#endif

static inline struct vt_mutex *vt_mutex_enter_(struct vt_mutex *l)
    VT_TSA(no_thread_safety_analysis);
static inline struct vt_mutex *vt_mutex_enter_(struct vt_mutex *l)
{
    vt_lock_note_enter_(l, l->rank, l->name);
    if (VT_UNLIKELY(pthread_mutex_lock(&l->m) != 0))
        vt_lock_die_("cannot be taken", l->name);
    return l;
}

static inline void vt_mutex_leave_(struct vt_mutex **l) VT_TSA(no_thread_safety_analysis);
static inline void vt_mutex_leave_(struct vt_mutex **l)
{
    vt_lock_note_leave_(*l, (*l)->name);
    if (VT_UNLIKELY(pthread_mutex_unlock(&(*l)->m) != 0))
        vt_lock_die_("cannot be released", (*l)->name);
}

/* States, for the static check and in debug builds, that the caller holds L. */
static inline void vt_mutex_held(struct vt_mutex *l) VT_TSA(assert_capability(*l));
static inline void vt_mutex_held(struct vt_mutex *l)
{
    vt_lock_note_held_(l, l->name);
}

/* A reader's hold: which lock, which stripe. */
struct vt_brlock_hold {
    struct vt_brlock *l;
    unsigned int stripe;
};

static inline struct vt_brlock_hold vt_brlock_read_(struct vt_brlock *l)
    VT_TSA(no_thread_safety_analysis);
static inline struct vt_brlock_hold vt_brlock_read_(struct vt_brlock *l)
{
    struct vt_brlock_hold hold = {l, vt_stripe()};

    vt_lock_note_enter_(l, l->rank, l->name);
    if (VT_UNLIKELY(pthread_mutex_lock(&l->stripe[hold.stripe].m) != 0))
        vt_lock_die_("cannot be taken", l->name);
    return hold;
}

static inline void vt_brlock_read_leave_(struct vt_brlock_hold *h)
    VT_TSA(no_thread_safety_analysis);
static inline void vt_brlock_read_leave_(struct vt_brlock_hold *h)
{
    vt_lock_note_leave_(h->l, h->l->name);
    if (VT_UNLIKELY(pthread_mutex_unlock(&h->l->stripe[h->stripe].m) != 0))
        vt_lock_die_("cannot be released", h->l->name);
}

struct vt_brlock *vt_brlock_write_(struct vt_brlock *l);
void vt_brlock_write_leave_(struct vt_brlock **l);

/* States that the caller holds L, for writing where it says so; readers use it as well. */
static inline void vt_brlock_held(struct vt_brlock *l) VT_TSA(assert_capability(*l));
static inline void vt_brlock_held(struct vt_brlock *l)
{
    vt_lock_note_held_(l, l->name);
}

#define VT_PASTE_(a, b) a##b
#define VT_PASTE(a, b) VT_PASTE_(a, b)

/* Only at the outermost block of a function: the static check cannot see an inner brace close. */
#define VT_LOCK_SCOPE(l) VT_LOCK_SCOPE_(l, VT_PASTE(vt_scope_, __COUNTER__))
#define VT_LOCK_SCOPE_(l, v) \
    struct vt_mutex *v __attribute__((cleanup(vt_mutex_leave_), unused)) = vt_mutex_enter_(l); \
    vt_mutex_held(l)
#define VT_READ_SCOPE(l) VT_READ_SCOPE_(l, VT_PASTE(vt_scope_, __COUNTER__))
#define VT_READ_SCOPE_(l, v) \
    struct vt_brlock_hold v __attribute__((cleanup(vt_brlock_read_leave_), unused)) = \
        vt_brlock_read_(l); \
    vt_brlock_held(l)
#define VT_WRITE_SCOPE(l) VT_WRITE_SCOPE_(l, VT_PASTE(vt_scope_, __COUNTER__))
#define VT_WRITE_SCOPE_(l, v) \
    struct vt_brlock *v __attribute__((cleanup(vt_brlock_write_leave_), unused)) = \
        vt_brlock_write_(l); \
    vt_brlock_held(l)

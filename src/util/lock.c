/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making, waiting, writing; and, in debug builds, the check of ranks and owners. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lock.h"

void vt_lock_die_(const char *why, const char *name)
{
    fprintf(stderr, "vitrine: lock '%s' %s\n", name, why);
    abort();
}

void vt_mutex_init(struct vt_mutex *l, enum vt_rank rank, const char *name)
{
    if (pthread_mutex_init(&l->m, NULL) != 0)
        vt_lock_die_("cannot be made", name);
    l->rank = rank;
    l->name = name;
}

void vt_mutex_done(struct vt_mutex *l)
{
    if (pthread_mutex_destroy(&l->m) != 0)
        vt_lock_die_("is still held at its end", l->name);
}

void vt_cond_init(struct vt_cond *c)
{
    pthread_condattr_t attr;

    if (pthread_condattr_init(&attr) != 0 ||
        pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
        pthread_cond_init(&c->c, &attr) != 0)
        vt_lock_die_("cannot be made", "condition");
    pthread_condattr_destroy(&attr);
}

void vt_cond_done(struct vt_cond *c)
{
    if (pthread_cond_destroy(&c->c) != 0)
        vt_lock_die_("is still waited for at its end", "condition");
}

void vt_cond_broadcast(struct vt_cond *c)
{
    if (pthread_cond_broadcast(&c->c) != 0)
        vt_lock_die_("cannot be signalled", "condition");
}

bool vt_cond_wait(struct vt_cond *c, struct vt_mutex *l, uint64_t deadline_ns)
{
    struct timespec ts;
    int r;

    vt_mutex_held(l);
    if (deadline_ns == 0) {
        r = pthread_cond_wait(&c->c, &l->m);
    } else {
        ts.tv_sec = (time_t)(deadline_ns / 1000000000u);
        ts.tv_nsec = (long)(deadline_ns % 1000000000u);
        r = pthread_cond_timedwait(&c->c, &l->m, &ts);
    }
    if (r != 0 && r != ETIMEDOUT)
        vt_lock_die_("cannot be waited with", l->name);
    return r == 0;
}

void vt_brlock_init(struct vt_brlock *l, enum vt_rank rank, const char *name)
{
    l->rank = rank;
    l->name = name;
    for (int i = 0; i < VT_STRIPES; i++) {
        if (pthread_mutex_init(&l->stripe[i].m, NULL) != 0)
            vt_lock_die_("cannot be made", name);
    }
}

void vt_brlock_done(struct vt_brlock *l)
{
    for (int i = 0; i < VT_STRIPES; i++) {
        if (pthread_mutex_destroy(&l->stripe[i].m) != 0)
            vt_lock_die_("is still held at its end", l->name);
    }
}

struct vt_brlock *vt_brlock_write_(struct vt_brlock *l) VT_TSA(no_thread_safety_analysis);
struct vt_brlock *vt_brlock_write_(struct vt_brlock *l)
{
    vt_lock_note_enter_(l, l->rank, l->name);
    for (int i = 0; i < VT_STRIPES; i++) {
        if (pthread_mutex_lock(&l->stripe[i].m) != 0)
            vt_lock_die_("cannot be taken", l->name);
    }
    return l;
}

void vt_brlock_write_leave_(struct vt_brlock **l) VT_TSA(no_thread_safety_analysis);
void vt_brlock_write_leave_(struct vt_brlock **l)
{
    vt_lock_note_leave_(*l, (*l)->name);
    for (int i = VT_STRIPES - 1; i >= 0; i--) {
        if (pthread_mutex_unlock(&(*l)->stripe[i].m) != 0)
            vt_lock_die_("cannot be released", (*l)->name);
    }
}

#ifdef VT_LOCK_DEBUG
#define MAX_HELD 16

static _Thread_local struct {
    const void *lock;
    enum vt_rank rank;
} held[MAX_HELD];
static _Thread_local int n_held;

void vt_lock_note_enter_(const void *l, enum vt_rank rank, const char *name)
{
    if (n_held > 0 && held[n_held - 1].rank >= rank)
        vt_lock_die_("is taken out of order", name);
    if (n_held == MAX_HELD)
        vt_lock_die_("is one lock too many", name);
    held[n_held].lock = l;
    held[n_held++].rank = rank;
}

void vt_lock_note_leave_(const void *l, const char *name)
{
    if (n_held == 0 || held[n_held - 1].lock != l)
        vt_lock_die_("is released out of order", name);
    n_held--;
}

void vt_lock_note_held_(const void *l, const char *name)
{
    for (int i = 0; i < n_held; i++) {
        if (held[i].lock == l)
            return;
    }
    vt_lock_die_("is not held where it must be", name);
}

void vt_lock_none_held(const char *where)
{
    if (n_held > 0)
        vt_lock_die_("none may be held here", where);
}
#endif

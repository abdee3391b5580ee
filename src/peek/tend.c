/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of the peeks that are tended, and going through it. */
#include "config.h"

#include <stdbool.h>

#include "memory.h"
#include "tend.h"

static struct {
    struct vt_mutex lock;
    struct peek *first VT_GUARDED_BY(lock), *last VT_GUARDED_BY(lock); /* not counted */
    size_t n VT_GUARDED_BY(lock);
    bool awake VT_GUARDED_BY(lock); /* something was kept when tending looked last, or since */
    void (*hook)(void *opaque) VT_GUARDED_BY(lock);
    void *opaque VT_GUARDED_BY(lock);
} tended = {.lock = VT_MUTEX_INIT(VT_RANK_LEAF, "tended peeks")};

static void append_locked(struct peek *p) VT_REQUIRES(tended.lock);
static void append_locked(struct peek *p)
{
    vt_mutex_held(&tended.lock);
    p->tend_prev = tended.last;
    p->tend_next = NULL;
    if (tended.last != NULL)
        tended.last->tend_next = p;
    else
        tended.first = p;
    tended.last = p;
    tended.n++;
}

static void unlink_locked(struct peek *p) VT_REQUIRES(tended.lock);
static void unlink_locked(struct peek *p)
{
    vt_mutex_held(&tended.lock);
    if (p->tend_prev != NULL)
        p->tend_prev->tend_next = p->tend_next;
    else
        tended.first = p->tend_next;
    if (p->tend_next != NULL)
        p->tend_next->tend_prev = p->tend_prev;
    else
        tended.last = p->tend_prev;
    p->tend_next = p->tend_prev = NULL;
    tended.n--;
}

static bool is_listed_locked(const struct peek *p) VT_REQUIRES(tended.lock);
static bool is_listed_locked(const struct peek *p)
{
    vt_mutex_held(&tended.lock);
    return p->tend_prev != NULL || tended.first == p;
}

void peek_tend_add(struct peek *p)
{
    VT_LOCK_SCOPE(&tended.lock);
    if (!is_listed_locked(p))
        append_locked(p);
}

void peek_tend_remove(struct peek *p)
{
    VT_LOCK_SCOPE(&tended.lock);
    if (is_listed_locked(p))
        unlink_locked(p);
}

void peek_tend_set_hook(void (*hook)(void *opaque), void *opaque)
{
    VT_LOCK_SCOPE(&tended.lock);
    tended.hook = hook;
    tended.opaque = opaque;
}

/* What peek_tend_wake calls, with the lock let go of. */
struct hook {
    void (*call)(void *opaque);
    void *opaque;
};

/* Notes that something is kept; the hook when that is news, else none. */
static struct hook wake(void)
{
    VT_LOCK_SCOPE(&tended.lock);
    struct hook hook = {tended.awake ? NULL : tended.hook, tended.opaque};

    tended.awake = true;
    return hook;
}

void peek_tend_wake(void)
{
    struct hook hook = wake();

    if (hook.call != NULL)
        hook.call(hook.opaque);
}

/* How many to look at.  Asleep before looking: who maps meanwhile calls the hook, perhaps for
 * nothing, but never not. */
static size_t begin_round(void)
{
    VT_LOCK_SCOPE(&tended.lock);
    tended.awake = false;
    return tended.n;
}

static void stay_awake(void)
{
    VT_LOCK_SCOPE(&tended.lock);
    tended.awake = true;
}

/* The first of the list, counted, and put at its end; NULL when the list is empty.  While it is
 * listed its users hold a count of it, so that another one may be taken. */
static struct peek *take_next(void)
{
    VT_LOCK_SCOPE(&tended.lock);
    struct peek *p = tended.first;

    if (p == NULL)
        return NULL;
    unlink_locked(p);
    append_locked(p);
    peek_count_take(p);
    return p;
}

/* Whether something of it is left. */
static bool tend_one(struct peek *p, uint64_t now_ns)
{
    VT_AUTO_SOURCE struct peek_source *s = peek_get_source(p);
    bool kept = false, windows = false, alive;

    if (s == NULL || !s->foreign)
        return false;
    alive = s->ops->tend == NULL || s->ops->tend(s, now_ns, peek_has_windows(p), &kept);
    peek_free_windows(peek_take_windows(p, s, !alive, now_ns, &windows));
    return kept || windows;
}

uint64_t peek_tend(uint64_t now_ns)
{
    bool kept = false;
    struct peek *p;

    for (size_t n = begin_round(); n > 0 && (p = take_next()) != NULL; n--) {
        kept |= tend_one(p, now_ns);
        peek_count_give(p);
    }
    if (!kept)
        return PEEK_TEND_NEVER;
    stay_awake();
    return now_ns + PEEK_TEND_NS;
}

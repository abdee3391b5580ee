/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a peek: its source, its directory of windows, what it counts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "obj/error.h"
#include "read.h"
#include "tend.h"
#include "util/cleanup.h"
#include "walk.h"

/* Victims that are looked for before room is given up: others may take what was made free. */
#define MAX_VICTIMS 64

struct peek *peek_new(int error_domain, const char *name)
{
    struct peek *p = aligned_alloc(VT_CACHE_LINE, sizeof *p);

    if (p != NULL) {
        memset(p, 0, sizeof *p);
        p->name = strdup(name);
    }
    if (p == NULL || p->name == NULL) {
        free(p);
        (void)vt_error_no_memory(error_domain);
        return NULL;
    }
    vt_brlock_init(&p->lock, VT_RANK_QUEUE, "peek");
    vt_count_init(&p->users);
    vt_count_init(&p->count);
    p->error_domain = error_domain;
    p->serial = 1;
    return p;
}

struct peek *peek_ref(struct peek *p)
{
    vt_count_take(&p->users);
    return p;
}

void peek_count_take(struct peek *p)
{
    vt_count_take(&p->count);
}

void peek_count_give(struct peek *p)
{
    if (!vt_count_drop(&p->count))
        return;
    vt_brlock_done(&p->lock);
    free(p->name);
    VT_HG_PLAIN(&p->users, sizeof p->users);
    VT_HG_PLAIN(&p->count, sizeof p->count);
    free(p);
}

struct peek *peek_unref(struct peek *p)
{
    if (p == NULL || !vt_count_drop(&p->users))
        return NULL;
    (void)peek_set_source(p, NULL); /* cannot fail */
    peek_tend_remove(p);
    peek_count_give(p);
    return NULL;
}

static struct peek_stats *my_stats_locked(struct peek *p) VT_REQUIRES(p->lock);
static struct peek_stats *my_stats_locked(struct peek *p)
{
    vt_brlock_held(&p->lock);
    return &p->stats[vt_stripe()].stats;
}

/* Out of the directory and the ring; the caller ends it when the lock is free again. */
static void detach_locked(struct peek *p, struct peek_window *w) VT_REQUIRES(p->lock);
static void detach_locked(struct peek *p, struct peek_window *w)
{
    vt_brlock_held(&p->lock);
    p->directory[w->index] = NULL;
    if (w->own_prev != NULL)
        w->own_prev->own_next = w->own_next;
    else
        p->windows = w->own_next;
    if (w->own_next != NULL)
        w->own_next->own_prev = w->own_prev;
    w->own_next = w->own_prev = NULL;
    my_stats_locked(p)->unmaps++;
    peek_window_unlink(w);
}

/* All windows, as a list along own_next. */
static struct peek_window *detach_all_locked(struct peek *p) VT_REQUIRES(p->lock);
static struct peek_window *detach_all_locked(struct peek *p)
{
    struct peek_window *list = NULL, *w;

    vt_brlock_held(&p->lock);
    while ((w = p->windows) != NULL) {
        detach_locked(p, w);
        w->own_next = list;
        list = w;
    }
    return list;
}

void peek_free_windows(struct peek_window *list)
{
    while (list != NULL) {
        struct peek_window *next = list->own_next;
        peek_window_free(list);
        list = next;
    }
}

/* What a change of source leaves to be ended without the lock. */
struct replaced {
    struct peek_source *source;
    struct peek_window **directory;
    struct peek_window *windows;
};

static struct replaced replace_locked(struct peek *p, struct peek_source *source,
                                      struct peek_window **directory) VT_REQUIRES(p->lock);
static struct replaced replace_locked(struct peek *p, struct peek_source *source,
                                      struct peek_window **directory)
{
    struct replaced old = {p->source, p->directory, detach_all_locked(p)};

    vt_brlock_held(&p->lock);
    p->source = source;
    p->directory = directory;
    p->serial++;
    return old;
}

static struct replaced replace_source(struct peek *p, struct peek_source *source,
                                      struct peek_window **directory) VT_EXCLUDES(p->lock)
{
    VT_WRITE_SCOPE(&p->lock);

    return replace_locked(p, source, directory);
}

/* Nothing is replaced when it is not @source that is read. */
static struct replaced take_source(struct peek *p, const struct peek_source *source)
    VT_EXCLUDES(p->lock)
{
    VT_WRITE_SCOPE(&p->lock);

    return p->source == source ? replace_locked(p, NULL, NULL) : (struct replaced){.source = NULL};
}

static void drop_kept(struct peek_source *source)
{
    if (source != NULL && source->ops->drop != NULL)
        source->ops->drop(source);
}

static void end_replaced(struct replaced *old)
{
    peek_free_windows(old->windows);
    free(old->directory);
    drop_kept(old->source);
    (void)peek_source_unref(old->source);
}

int peek_set_source(struct peek *p, struct peek_source *source)
{
    struct peek_window **directory = NULL;
    struct replaced old;

    if (source != NULL && source->ops->map != NULL) {
        directory = calloc((source->size >> PEEK_WINDOW_SHIFT) + 1, sizeof *directory);
        if (directory == NULL)
            return vt_error_no_memory(p->error_domain);
    }
    if (source != NULL && source->foreign)
        peek_tend_add(p);
    old = replace_source(p, source ? peek_source_ref(source) : NULL, directory);
    end_replaced(&old);
    return 0;
}

void peek_unset_source(struct peek *p, const struct peek_source *source)
{
    struct replaced old = take_source(p, source);

    end_replaced(&old);
}

static struct peek_window *take_all(struct peek *p) VT_EXCLUDES(p->lock)
{
    VT_WRITE_SCOPE(&p->lock);
    return detach_all_locked(p);
}

struct peek_source *peek_get_source(struct peek *p)
{
    VT_READ_SCOPE(&p->lock);

    return p->source != NULL ? peek_source_ref(p->source) : NULL;
}

void peek_drop_windows(struct peek *p)
{
    VT_AUTO_SOURCE struct peek_source *source = peek_get_source(p);

    peek_free_windows(take_all(p));
    drop_kept(source);
}

/* Whether tending ends @w; notes since when it is idle. */
static bool is_due(struct peek_window *w, uint64_t now_ns)
{
    const struct peek_source *s = w->source;

    if (atomic_fetch_and_explicit(&w->used, ~PEEK_USED_TEND, memory_order_relaxed) & PEEK_USED_TEND)
        w->idle_ns = now_ns;
    else if (s->idle_ns != 0 && now_ns - w->idle_ns >= s->idle_ns)
        return true;
    if (w->expires_ns != 0 && now_ns >= w->expires_ns)
        return true;
    return w->verify &&
           !s->ops->fresh(w->source, w->own, 0, (unsigned int)(w->len / PEEK_PAGE_SIZE));
}

bool peek_has_windows(struct peek *p)
{
    VT_READ_SCOPE(&p->lock);
    return p->windows != NULL;
}

struct peek_window *peek_take_windows(struct peek *p, const struct peek_source *source, bool all,
                                      uint64_t now_ns, bool *ret_kept)
{
    VT_WRITE_SCOPE(&p->lock);
    struct peek_window *list = NULL, *next;

    for (struct peek_window *w = p->windows; w != NULL; w = next) {
        next = w->own_next;
        if (w->source != source || !(all || is_due(w, now_ns)))
            continue;
        detach_locked(p, w);
        w->own_next = list;
        list = w;
    }
    *ret_kept = p->windows != NULL;
    return list;
}

static unsigned int count_failed(const struct peek_window *w)
{
    unsigned int n = 0;

    for (size_t i = 0; i < PEEK_BITMAP_WORDS; i++)
        n += (unsigned int)__builtin_popcountll(w->failed[i]);
    return n;
}

/* The window that is to be ended: the one that was there, @w itself, or NULL. */
static struct peek_window *exchange_window(struct peek *p, uint64_t serial, struct peek_window *w,
                                           const struct peek_window *seen) VT_EXCLUDES(p->lock)
{
    VT_WRITE_SCOPE(&p->lock);
    struct peek_window *old;

    my_stats_locked(p)->maps++;
    my_stats_locked(p)->frames_failed += count_failed(w);
    if (p->serial != serial || p->directory[w->index] != seen) {
        my_stats_locked(p)->unmaps++;
        return w;
    }
    old = p->directory[w->index];
    if (old != NULL)
        detach_locked(p, old);
    p->directory[w->index] = w;
    w->own_next = p->windows;
    if (p->windows != NULL)
        p->windows->own_prev = w;
    p->windows = w;
    peek_window_link(w);
    return old;
}

void peek_install(struct peek *p, uint64_t serial, struct peek_window *w,
                  const struct peek_window *seen)
{
    bool foreign = w->source->foreign;

    peek_window_free(exchange_window(p, serial, w, seen));
    if (foreign)
        peek_tend_wake();
}

static struct peek_window *take_victim(struct peek *p, uint64_t index) VT_EXCLUDES(p->lock)
{
    VT_WRITE_SCOPE(&p->lock);
    struct peek_window *w = NULL;

    /* It was chosen without this lock: the source, or the window, may be gone. */
    if (p->directory != NULL && index <= p->source->size >> PEEK_WINDOW_SHIFT)
        w = p->directory[index];
    if (w != NULL) {
        my_stats_locked(p)->evictions++;
        detach_locked(p, w);
    }
    return w;
}

bool peek_make_room(bool foreign, uint64_t len)
{
    struct peek *victim;
    uint64_t index = 0;

    for (int i = 0; i < MAX_VICTIMS; i++) {
        if (peek_cap_take(foreign, len, &victim, &index))
            return true;
        if (victim == NULL)
            return false;
        peek_window_free(take_victim(victim, index));
        peek_count_give(victim);
    }
    return false;
}

static void set_cap(bool foreign, uint64_t bytes)
{
    struct peek *victim;
    uint64_t index = 0;

    peek_cap_set(foreign, bytes);
    /* Taking nothing succeeds as soon as what is used fits. */
    while (!peek_cap_take(foreign, 0, &victim, &index) && victim != NULL) {
        peek_window_free(take_victim(victim, index));
        peek_count_give(victim);
    }
}

void peek_set_cap(uint64_t bytes)
{
    set_cap(false, bytes);
}

void peek_set_foreign_cap(uint64_t bytes)
{
    set_cap(true, bytes);
}

void peek_get_stats(struct peek *p, struct peek_stats *ret_stats)
{
    struct peek_stats sum = {0};

    VT_WRITE_SCOPE(&p->lock);
    for (int i = 0; i < VT_STRIPES; i++) {
        const struct peek_stats *s = &p->stats[i].stats;
        sum.hits += s->hits;
        sum.misses += s->misses;
        sum.maps += s->maps;
        sum.unmaps += s->unmaps;
        sum.evictions += s->evictions;
        sum.bytes += s->bytes;
        sum.frames_failed += s->frames_failed;
        sum.walks += s->walks;
    }
    *ret_stats = sum;
}

int peek_memory(struct peek *p, uint64_t start, size_t size, void *buf, unsigned int flags,
                unsigned int vcpu)
{
    bool changed;

    return peek_memory_now(p, start, size, buf, flags, vcpu, &changed);
}

/* Raises it, too.  Always -1. */
static int failed(struct peek_read *r, uint64_t start, size_t size, bool *ret_changed)
{
    int rv = peek_fault_raise(r, start, size);

    *ret_changed = r->fault.kind == PEEK_FAULT_NO_SOURCE || !peek_read_current(r);
    return rv;
}

int peek_memory_now(struct peek *p, uint64_t start, size_t size, void *buf, unsigned int flags,
                    unsigned int vcpu, bool *ret_changed)
{
    struct peek_read r;
    unsigned char probe;
    int rv, tries = PEEK_MAX_RESTARTS;

    *ret_changed = false;
    if (flags != PEEK_VIRTUAL && flags != PEEK_PHYSICAL)
        return vt_error(p->error_domain, VIR_ERR_INVALID_ARG,
                        "memory of '%s' is read either by virtual or by physical address, not "
                        "with flags 0x%x",
                        p->name, flags);
    if (size > PTRDIFF_MAX || (size > 0 && start > UINT64_MAX - (size - 1)))
        return vt_error(p->error_domain, VIR_ERR_INVALID_ARG,
                        "%zu bytes at address 0x%llx of '%s' reach beyond all addresses", size,
                        (unsigned long long)start, p->name);
    if (size == 0) {
        buf = &probe;
        size = 1;
    }
    do {
        r = (struct peek_read){.peek = p, .fault = {.kind = PEEK_FAULT_NONE}};
        rv = flags == PEEK_PHYSICAL ? peek_read_physical(&r, start, size, buf)
                                    : peek_read_virtual(&r, start, size, buf, vcpu);
    } while (VT_UNLIKELY(rv < 0 && r.fault.kind == PEEK_FAULT_CHANGED) && --tries > 0);
    return rv == 0 ? 0 : failed(&r, start, size, ret_changed);
}

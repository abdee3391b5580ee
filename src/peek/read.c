/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading physical memory: from a window when there is one, else what it takes to get one. */
#include "config.h"

#include <string.h>
#include <sys/types.h>

#include "memory.h"
#include "read.h"
#include "util/clock.h"

enum step {
    STEP_COPIED,
    STEP_FAULT,     /* nothing can be done; r->fault says why */
    STEP_DIRECT,    /* the source cannot be mapped */
    STEP_NO_WINDOW, /* none, or one that is too old, or is mapped elsewhere only */
    STEP_UNKNOWN,   /* whether the first page is a hole */
};

/* What a look at the directory came to. */
struct look {
    bool again; /* this read has just mapped: what failed then is not tried once more */
    enum step step;
    size_t copied;
    uint64_t run;                   /* bytes to the end of the RAM range */
    struct peek_source *source;     /* counted, unless copied or fault */
    const struct peek_window *seen; /* what stood there; only compared */
    struct peek_span old;           /* what it had mapped */
};

static enum step fault(struct peek_read *r, enum peek_fault_kind kind, uint64_t paddr)
{
    r->fault.kind = kind;
    r->fault.paddr = paddr;
    return STEP_FAULT;
}

static enum step bad_frame(struct peek_read *r, const struct peek_window *w, unsigned int page,
                           uint64_t paddr)
{
    r->fault.frame = w->source->ops->why != NULL ? w->source->ops->why(w->source, w->own, page)
                                                 : PEEK_FRAME_UNKNOWN;
    return fault(r, PEEK_FAULT_FRAME, paddr);
}

static bool is_fresh(const struct peek_window *w, unsigned int first, unsigned int n)
{
    return !w->verify || w->source->ops->fresh(w->source, w->own, first, n);
}

static struct peek_stats *my_stats_locked(struct peek *p) VT_REQUIRES(p->lock);
static struct peek_stats *my_stats_locked(struct peek *p)
{
    vt_brlock_held(&p->lock);
    return &p->stats[vt_stripe()].stats;
}

/* Copies what one window has of it. */
static enum step copy_locked(struct peek_read *r, struct peek_window *w, uint64_t paddr, size_t len,
                             void *buf, struct look *l) VT_REQUIRES(r->peek->lock);
static enum step copy_locked(struct peek_read *r, struct peek_window *w, uint64_t paddr, size_t len,
                             void *buf, struct look *l)
{
    size_t at = (size_t)(paddr - w->start); /* wraps when it is before */
    unsigned int page = (unsigned int)(at >> PEEK_PAGE_SHIFT), n, run;
    struct peek_stats *stats;

    vt_brlock_held(&r->peek->lock);
    if (VT_UNLIKELY(at >= w->len))
        return STEP_NO_WINDOW;
    if (!w->verify && w->expires_ns != 0 && vt_now_coarse_ns() >= w->expires_ns)
        return STEP_NO_WINDOW;
    if (len > w->len - at)
        len = w->len - at;
    n = (unsigned int)((at + len - 1) >> PEEK_PAGE_SHIFT) - page + 1;
    run = peek_window_run(w, page, n);
    if (VT_UNLIKELY(run == 0)) {
        if (!(w->failed[page / 64] >> (page % 64) & 1))
            return STEP_UNKNOWN;
        return (!l->again && vt_now_coarse_ns() >= w->retry_ns) || !is_fresh(w, page, 1)
                   ? STEP_NO_WINDOW
                   : bad_frame(r, w, page, paddr);
    }
    if (run < n)
        len = ((size_t)(page + run) << PEEK_PAGE_SHIFT) - at;
    memcpy(buf, w->map + at, len);
    if (VT_UNLIKELY(w->verify) && !is_fresh(w, page, run))
        return STEP_NO_WINDOW;
    if (atomic_load_explicit(&w->used, memory_order_relaxed) != (PEEK_USED_HAND | PEEK_USED_TEND))
        atomic_store_explicit(&w->used, PEEK_USED_HAND | PEEK_USED_TEND, memory_order_relaxed);
    stats = my_stats_locked(r->peek);
    stats->hits++;
    stats->bytes += len;
    l->copied = len;
    return STEP_COPIED;
}

static enum step find_locked(struct peek_read *r, uint64_t paddr, size_t len, void *buf,
                             struct look *l) VT_REQUIRES(r->peek->lock);
static enum step find_locked(struct peek_read *r, uint64_t paddr, size_t len, void *buf,
                             struct look *l)
{
    struct peek *p = r->peek;
    const struct peek_source *s = p->source;
    const struct peek_range *ram;
    struct peek_window *w;

    vt_brlock_held(&p->lock);
    if (VT_UNLIKELY(r->serial != p->serial)) {
        if (r->serial != 0)
            return fault(r, PEEK_FAULT_CHANGED, paddr);
        r->serial = p->serial;
    }
    if (VT_UNLIKELY(s == NULL))
        return fault(r, PEEK_FAULT_NO_SOURCE, paddr);
    ram = s->n_ram == 1 && paddr < s->size ? s->ram : peek_source_range(s, paddr);
    if (VT_UNLIKELY(ram == NULL || paddr < ram->start))
        return fault(r, PEEK_FAULT_NO_RAM, paddr);
    l->run = ram->end - paddr;
    if (len > l->run)
        len = (size_t)l->run;
    if (p->directory == NULL)
        return STEP_DIRECT;
    w = p->directory[paddr >> PEEK_WINDOW_SHIFT];
    l->seen = w;
    return w == NULL ? STEP_NO_WINDOW : copy_locked(r, w, paddr, len, buf, l);
}

static void look(struct peek_read *r, uint64_t paddr, size_t len, void *buf, struct look *l)
    VT_EXCLUDES(r->peek->lock)
{
    VT_READ_SCOPE(&r->peek->lock);
    l->step = find_locked(r, paddr, len, buf, l);
    if (VT_LIKELY(l->step == STEP_COPIED) || l->step == STEP_FAULT)
        return;
    my_stats_locked(r->peek)->misses++;
    l->source = peek_source_ref(r->peek->source);
    if (l->seen != NULL)
        l->old = (struct peek_span){l->seen->start, l->seen->len};
}

void peek_read_count(struct peek_read *r, uint64_t n_walks, uint64_t n_bytes)
{
    VT_READ_SCOPE(&r->peek->lock);
    my_stats_locked(r->peek)->walks += n_walks;
    my_stats_locked(r->peek)->bytes += n_bytes;
}

bool peek_read_current(struct peek_read *r)
{
    VT_READ_SCOPE(&r->peek->lock);
    if (r->peek->serial == r->serial)
        return true;
    (void)fault(r, PEEK_FAULT_CHANGED, 0);
    return false;
}

static void mark_present(struct peek_read *r, uint64_t paddr, uint64_t run)
    VT_EXCLUDES(r->peek->lock)
{
    VT_READ_SCOPE(&r->peek->lock);
    uint64_t pages = ((paddr & (PEEK_PAGE_SIZE - 1)) + run + PEEK_PAGE_SIZE - 1) >> PEEK_PAGE_SHIFT;
    struct peek_window *w = NULL;

    if (r->peek->serial == r->serial)
        w = r->peek->directory[paddr >> PEEK_WINDOW_SHIFT];
    if (w != NULL)
        peek_window_mark(w, (unsigned int)((paddr - w->start) >> PEEK_PAGE_SHIFT),
                         (unsigned int)pages);
}

/* All of these: the bytes served, 0 to look again, -1 with r->fault set. */

static ssize_t read_direct(struct peek_read *r, struct look *l, uint64_t paddr, size_t len,
                           void *buf)
{
    if (len > l->run)
        len = (size_t)l->run;
    if (peek_source_read(l->source, paddr, len, buf) < 0) {
        (void)fault(r, PEEK_FAULT_RAISED, paddr);
        return -1;
    }
    peek_read_count(r, 0, len);
    return peek_read_current(r) ? (ssize_t)len : -1;
}

static ssize_t ask_present(struct peek_read *r, struct look *l, uint64_t paddr, size_t len,
                           void *buf)
{
    uint64_t in_window = PEEK_WINDOW_SIZE - (paddr & (PEEK_WINDOW_SIZE - 1));
    uint64_t run = l->run < in_window ? l->run : in_window;
    struct peek_source *s = l->source;
    bool present = false;

    if (s->ops->present == NULL)
        return read_direct(r, l, paddr, len, buf);
    if (s->ops->present(s, paddr, run, &present, &run) < 0) {
        (void)fault(r, PEEK_FAULT_RAISED, paddr);
        return -1;
    }
    if (present) {
        mark_present(r, paddr, run);
        return 0;
    }
    if (len > run)
        len = (size_t)run;
    memset(buf, 0, len);
    peek_read_count(r, 0, len);
    return peek_read_current(r) ? (ssize_t)len : -1;
}

static ssize_t map_window(struct peek_read *r, struct look *l, uint64_t paddr, size_t len,
                          void *buf)
{
    struct peek_span span =
        peek_window_span(l->source, paddr, len < l->run ? len : l->run, &l->old);
    struct peek_window *w;

    if (!peek_make_room(l->source->foreign, span.len))
        return read_direct(r, l, paddr, len, buf);
    if (l->source->ops->check != NULL && l->source->ops->check(l->source) < 0)
        w = NULL;
    else
        w = peek_window_new(r->peek, l->source, &span);
    if (w == NULL) {
        peek_cap_give(l->source->foreign, span.len);
        (void)fault(r, PEEK_FAULT_RAISED, paddr);
        return -1;
    }
    peek_install(r->peek, r->serial, w, l->seen);
    return 0;
}

static ssize_t serve(struct peek_read *r, uint64_t paddr, size_t len, void *buf,
                     unsigned int *tries)
{
    struct look l = {.again = *tries > 0, .step = STEP_FAULT};
    ssize_t n = -1;

    look(r, paddr, len, buf, &l);
    if (VT_LIKELY(l.step == STEP_COPIED))
        return (ssize_t)l.copied;
    if (l.step == STEP_FAULT)
        return -1;
    if (l.step == STEP_DIRECT || ++*tries > PEEK_MAX_TRIES)
        n = read_direct(r, &l, paddr, len, buf);
    else if (l.step == STEP_UNKNOWN)
        n = ask_present(r, &l, paddr, len, buf);
    else
        n = map_window(r, &l, paddr, len, buf);
    (void)peek_source_unref(l.source);
    return n;
}

int peek_read_physical(struct peek_read *r, uint64_t paddr, size_t size, void *buf)
{
    unsigned int tries = 0;

    while (size > 0) {
        ssize_t n = serve(r, paddr, size, buf, &tries);
        if (n < 0)
            return -1;
        if (n == 0)
            continue;
        tries = 0;
        buf = (char *)buf + n;
        paddr += (uint64_t)n;
        size -= (size_t)n;
    }
    return 0;
}

struct peek_source *peek_read_source(struct peek_read *r)
{
    VT_READ_SCOPE(&r->peek->lock);
    if (r->serial != 0 && r->serial != r->peek->serial) {
        (void)fault(r, PEEK_FAULT_CHANGED, 0);
        return NULL;
    }
    r->serial = r->peek->serial;
    if (r->peek->source == NULL) {
        (void)fault(r, PEEK_FAULT_NO_SOURCE, 0);
        return NULL;
    }
    return peek_source_ref(r->peek->source);
}

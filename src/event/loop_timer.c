/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timers of our event loop: a binary heap by due time, and the timerfd that follows its head.
 * All of it runs under the loop's lock. */
#include "config.h"

#include <stdlib.h>
#include <sys/timerfd.h>

#include "loop_state.h"
#include "util/clock.h"

#define FIRST_ROOM 16

static bool before(const struct source *a, const struct source *b)
{
    if (a->timer.next_ns != b->timer.next_ns)
        return a->timer.next_ns < b->timer.next_ns;
    return a->timer.order < b->timer.order;
}

static void put(struct loop *l, size_t place, struct source *s)
{
    l->heap[place] = s;
    s->timer.place = place;
}

static void sift_up(struct loop *l, size_t place, struct source *s)
{
    while (place > 0 && before(s, l->heap[(place - 1) / 2])) {
        put(l, place, l->heap[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(l, place, s);
}

static void sift_down(struct loop *l, size_t place, struct source *s)
{
    size_t child;

    while ((child = 2 * place + 1) < l->heap_used) {
        if (child + 1 < l->heap_used && before(l->heap[child + 1], l->heap[child]))
            child++;
        if (!before(l->heap[child], s))
            break;
        put(l, place, l->heap[child]);
        place = child;
    }
    put(l, place, s);
}

static void take_out(struct loop *l, struct source *s)
{
    size_t place = s->timer.place;
    struct source *last = l->heap[--l->heap_used];

    s->timer.place = NOT_IN_HEAP;
    if (last == s)
        return;
    if (place > 0 && before(last, l->heap[(place - 1) / 2]))
        sift_up(l, place, last);
    else
        sift_down(l, place, last);
}

/* Sets the timerfd to the head.  Setting it makes it unreadable; a time in the past makes it
 * readable at once, which wakes the thread that polls. */
static void follow_head(struct loop *l)
{
    uint64_t head_ns = l->heap_used > 0 ? l->heap[0]->timer.next_ns : 0;
    const struct itimerspec when = {
        .it_value = {(time_t)(head_ns / VT_NS_PER_S), (long)(head_ns % VT_NS_PER_S)}};

    if (head_ns == l->clock_ns)
        return;
    (void)timerfd_settime(l->timerfd, TFD_TIMER_ABSTIME, &when, NULL); /* fails for bad args only */
    l->clock_ns = head_ns;
}

bool timer_reserve_locked(struct loop *l)
{
    size_t room = l->heap_room == 0 ? FIRST_ROOM : 2 * l->heap_room;
    struct source **heap;

    vt_mutex_held(&l->lock);
    if ((size_t)l->n_timers < l->heap_room)
        return true;
    heap = reallocarray(l->heap, room, sizeof(struct source *));
    if (heap == NULL)
        return false;
    l->heap = heap;
    l->heap_room = room;
    return true;
}

void timer_set_interval(struct source *s, int interval_ms)
{
    s->timer.interval_ms = interval_ms;
    if (interval_ms >= 0)
        s->timer.next_ns = vt_now_ns() + (uint64_t)interval_ms * VT_NS_PER_MS;
}

void timer_start_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    if (s->timer.interval_ms < 0)
        return;
    s->timer.order = ++l->last_order;
    sift_up(l, l->heap_used++, s);
    follow_head(l);
}

void timer_stop_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    if (s->timer.place == NOT_IN_HEAP)
        return;
    take_out(l, s);
    follow_head(l);
}

/* The next time after @now_ns in steps of the interval: what was missed is not made up for. */
static uint64_t next_time(const struct source *s, uint64_t now_ns)
{
    uint64_t step_ns = (uint64_t)s->timer.interval_ms * VT_NS_PER_MS;

    if (step_ns == 0)
        return now_ns;
    return now_ns + step_ns - (now_ns - s->timer.next_ns) % step_ns;
}

void timers_collect_locked(struct loop *l)
{
    uint64_t now_ns = vt_now_ns();

    vt_mutex_held(&l->lock);
    while (l->heap_used > 0 && l->heap[0]->timer.next_ns <= now_ns) {
        struct source *s = l->heap[0];
        take_out(l, s);
        s->timer.next_ns = next_time(s, now_ns);
        source_set_due_locked(l, s);
    }
    follow_head(l);
}

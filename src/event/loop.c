/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our event loop: adding, changing and removing, by any thread, and its turns. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include "loop_state.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Reports of epoll that one turn takes; more wait for the next, and the kernel is fair. */
#define MAX_REPORTS 256

static struct loop the_loop = {.lock = VT_MUTEX_INIT(VT_RANK_LEAF, "event loop")};

void source_set_due_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    s->state = SOURCE_DUE;
    s->stamp = ++l->last_stamp;
    TAILQ_INSERT_TAIL(&l->due, s, due);
}

void source_set_idle_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    if (s->state == SOURCE_DUE)
        TAILQ_REMOVE(&l->due, s, due);
    s->state = SOURCE_IDLE;
}

void loop_wake_locked(struct loop *l)
{
    vt_mutex_held(&l->lock);
    if (!l->polling || l->woken)
        return;
    l->woken = eventfd_write(l->eventfd, 1) == 0;
}

static struct source *find_locked(struct loop *l, int number) VT_REQUIRES(l->lock);
static struct source *find_locked(struct loop *l, int number)
{
    struct source *s;

    vt_mutex_held(&l->lock);
    LIST_FOREACH (s, &l->sources[(unsigned int)number % SOURCE_BUCKETS], same_bucket) {
        if (s->number == number)
            return s;
    }
    return NULL;
}

/* NULL with the error raised when there is none. */
static struct source *find_kind_locked(struct loop *l, int number, enum source_kind kind)
    VT_REQUIRES(l->lock);
static struct source *find_kind_locked(struct loop *l, int number, enum source_kind kind)
{
    struct source *s = find_locked(l, number);

    if (s != NULL && s->kind == kind)
        return s;
    (void)vt_error(VIR_FROM_EVENT, VIR_ERR_INVALID_ARG, "there is no %s %d",
                   kind == SOURCE_WATCH ? "watch" : "timer", number);
    return NULL;
}

static struct source *source_new(enum source_kind kind, void *opaque, virFreeCallback ff)
{
    struct source *s = calloc(1, sizeof *s);

    if (s == NULL) {
        (void)vt_error_no_memory(VIR_FROM_EVENT);
        return NULL;
    }
    s->kind = kind;
    s->opaque = opaque;
    s->ff = ff;
    return s;
}

static void source_end(struct source *s)
{
    vt_lock_none_held("the free function of an event");
    if (s->ff != NULL)
        s->ff(s->opaque);
    free(s);
}

/* Gives it a number: the next of all that there are, so that an old one serves again late. */
static void enter_locked(struct loop *l, struct source *s) VT_REQUIRES(l->lock);
static void enter_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    do {
        l->wrapped = l->wrapped || l->last_number == INT_MAX;
        l->last_number = l->last_number == INT_MAX ? 1 : l->last_number + 1;
    } while (l->wrapped && find_locked(l, l->last_number) != NULL);
    s->number = l->last_number;
    LIST_INSERT_HEAD(&l->sources[(unsigned int)s->number % SOURCE_BUCKETS], s, same_bucket);
    l->n_sources++;
}

/* Returns its number, which the caller cannot read any more: it may be called and removed. */
static int enter_watch(struct loop *l, struct source *s)
{
    VT_LOCK_SCOPE(&l->lock);
    int error;

    if (l->n_sources >= EVENT_LOOP_MAX)
        return vt_error_no_memory(VIR_FROM_EVENT);
    error = watch_attach_locked(l, s);
    if (error != 0)
        return vt_error_errno(VIR_FROM_EVENT, error, "cannot watch descriptor %d", s->watch.fd);
    enter_locked(l, s);
    loop_wake_locked(l);
    return s->number;
}

static int add_handle(int fd, int events, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff)
{
    struct source *s = source_new(SOURCE_WATCH, opaque, ff);
    int number;

    if (s == NULL)
        return -1;
    s->watch.cb = cb;
    s->watch.fd = fd;
    s->watch.wanted = events;
    number = enter_watch(&the_loop, s);
    if (number < 0)
        free(s);
    return number;
}

static void update_watch(struct loop *l, int watch, int events)
{
    VT_LOCK_SCOPE(&l->lock);
    struct source *s = find_kind_locked(l, watch, SOURCE_WATCH);
    int error;

    if (s == NULL)
        return;
    error = watch_update_locked(l, s, events);
    if (error != 0)
        (void)vt_error_errno(VIR_FROM_EVENT, error, "cannot watch descriptor %d", s->watch.fd);
    loop_wake_locked(l);
}

static void update_handle(int watch, int events)
{
    update_watch(&the_loop, watch, events);
}

/* Takes it out of the tables; returns it when it is the caller's to end. */
static int leave(struct loop *l, int number, enum source_kind kind, struct source **ret_end)
{
    VT_LOCK_SCOPE(&l->lock);
    struct source *s = find_kind_locked(l, number, kind);

    if (s == NULL)
        return -1;
    LIST_REMOVE(s, same_bucket);
    l->n_sources--;
    s->removed = true;
    if (kind == SOURCE_WATCH) {
        watch_detach_locked(l, s);
    } else {
        timer_stop_locked(l, s);
        l->n_timers--;
    }
    loop_wake_locked(l);
    if (s->state == SOURCE_RUNNING)
        return 0;
    source_set_idle_locked(l, s);
    if (s->ff != NULL)
        source_set_due_locked(l, s);
    else
        *ret_end = s;
    return 0;
}

static int remove_source(int number, enum source_kind kind)
{
    struct source *over = NULL;

    if (leave(&the_loop, number, kind, &over) < 0)
        return -1;
    free(over);
    return 0;
}

static int remove_handle(int watch)
{
    return remove_source(watch, SOURCE_WATCH);
}

static int enter_timer(struct loop *l, struct source *s, int timeout)
{
    VT_LOCK_SCOPE(&l->lock);

    if (l->n_sources >= EVENT_LOOP_MAX || !timer_reserve_locked(l))
        return vt_error_no_memory(VIR_FROM_EVENT);
    enter_locked(l, s);
    l->n_timers++;
    timer_set_interval(s, timeout);
    timer_start_locked(l, s);
    loop_wake_locked(l);
    return s->number;
}

static int add_timeout(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    struct source *s = source_new(SOURCE_TIMER, opaque, ff);
    int number;

    if (s == NULL)
        return -1;
    s->timer.cb = cb;
    s->timer.place = NOT_IN_HEAP;
    number = enter_timer(&the_loop, s, timeout);
    if (number < 0)
        free(s);
    return number;
}

static void update_timer(struct loop *l, int timer, int timeout)
{
    VT_LOCK_SCOPE(&l->lock);
    struct source *s = find_kind_locked(l, timer, SOURCE_TIMER);

    if (s == NULL)
        return;
    timer_stop_locked(l, s);
    timer_set_interval(s, timeout);
    if (s->state != SOURCE_RUNNING) {
        source_set_idle_locked(l, s);
        timer_start_locked(l, s);
    }
    loop_wake_locked(l);
}

static void update_timeout(int timer, int timeout)
{
    update_timer(&the_loop, timer, timeout);
}

static int remove_timeout(int timer)
{
    return remove_source(timer, SOURCE_TIMER);
}

const struct event_impl event_loop = {
    .add_handle = add_handle,
    .update_handle = update_handle,
    .remove_handle = remove_handle,
    .add_timeout = add_timeout,
    .update_timeout = update_timeout,
    .remove_timeout = remove_timeout,
};

/* Readable until it is set or read; its serial, 0, is that of no descriptor. */
static int watch_own(int epoll, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint32_t)fd};

    return fd < 0 ? -1 : epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int event_loop_open(void)
{
    struct loop *l = &the_loop;
    VT_AUTOCLOSE int epoll = epoll_create1(EPOLL_CLOEXEC);
    VT_AUTOCLOSE int timerfd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    VT_AUTOCLOSE int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    if (epoll < 0 || watch_own(epoll, timerfd) < 0 || watch_own(epoll, event) < 0)
        return vt_error_errno(VIR_FROM_EVENT, errno, "cannot open the event loop");
    vt_cond_init(&l->turned);
    TAILQ_INIT(&l->due);
    l->epoll = VT_TAKE_FD(epoll);
    l->timerfd = VT_TAKE_FD(timerfd);
    l->eventfd = VT_TAKE_FD(event);
    return 0;
}

/* Waits until there is work, or nobody else polls: then the caller must, *ret_timeout_ms long. */
static bool must_poll(struct loop *l, int *ret_timeout_ms)
{
    VT_LOCK_SCOPE(&l->lock);

    while (l->polling && TAILQ_EMPTY(&l->due))
        (void)vt_cond_wait(&l->turned, &l->lock, 0);
    if (l->polling)
        return false;
    l->polling = true;
    *ret_timeout_ms = TAILQ_EMPTY(&l->due) && !watches_any_always_locked(l) ? -1 : 0;
    return true;
}

/* Everything that is due goes into the queue, and other threads may poll. */
static void collect(struct loop *l, const struct epoll_event *event, int n)
{
    VT_LOCK_SCOPE(&l->lock);
    eventfd_t ignored;

    l->polling = false;
    if (l->woken)
        (void)eventfd_read(l->eventfd, &ignored);
    l->woken = false;
    timers_collect_locked(l);
    for (int i = 0; i < n; i++)
        watches_collect_locked(l, &event[i]);
    watches_collect_always_locked(l);
    vt_cond_broadcast(&l->turned);
}

static int poll_once(struct loop *l, int timeout_ms)
{
    struct epoll_event event[MAX_REPORTS];
    int n = epoll_wait(l->epoll, event, MAX_REPORTS, timeout_ms);
    int error = n < 0 ? errno : 0;

    collect(l, event, n);
    if (error != 0 && error != EINTR)
        return vt_error_errno(VIR_FROM_EVENT, error, "cannot wait for events");
    return 0;
}

static uint64_t last_stamp(struct loop *l)
{
    VT_LOCK_SCOPE(&l->lock);

    return l->last_stamp;
}

/* The next that became due up to @stamp, now RUNNING; NULL when there is none. */
static struct source *take_due(struct loop *l, uint64_t stamp, bool *ret_removed)
{
    VT_LOCK_SCOPE(&l->lock);
    struct source *s = TAILQ_FIRST(&l->due);

    if (s == NULL || s->stamp > stamp)
        return NULL;
    TAILQ_REMOVE(&l->due, s, due);
    s->state = SOURCE_RUNNING;
    *ret_removed = s->removed;
    return s;
}

static void call(const struct source *s)
{
    vt_lock_none_held("the callback of an event");
    if (s->kind == SOURCE_WATCH)
        s->watch.cb(s->number, s->watch.fd, s->watch.ready, s->opaque);
    else
        s->timer.cb(s->number, s->opaque);
}

/* The callback has ended: waits again, unless it was removed, which is the answer. */
static bool settle(struct loop *l, struct source *s)
{
    VT_LOCK_SCOPE(&l->lock);

    s->state = SOURCE_IDLE;
    if (s->removed)
        return true;
    if (s->kind == SOURCE_WATCH)
        watch_rearm_locked(l, s);
    else
        timer_start_locked(l, s);
    return false;
}

/* What became due before this began, and no more: a turn ends. */
static void dispatch(struct loop *l)
{
    uint64_t stamp = last_stamp(l);
    struct source *s;
    bool removed;

    while ((s = take_due(l, stamp, &removed)) != NULL) {
        if (!removed) {
            call(s);
            removed = settle(l, s);
        }
        if (removed)
            source_end(s);
    }
}

int event_loop_run(void)
{
    struct loop *l = &the_loop;
    int timeout_ms;

    if (event_impl_get() != &event_loop)
        return vt_error(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR,
                        "cannot run the event loop of the library: it is not registered");
    if (must_poll(l, &timeout_ms) && poll_once(l, timeout_ms) < 0)
        return -1;
    dispatch(l);
    return 0;
}

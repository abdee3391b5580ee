/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors of our event loop: one registration with epoll for all watches of a descriptor.
 * All of it runs under the loop's lock. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>

#include "loop_state.h"

/* Reported whether asked for or not, as poll(2) does. */
#define UNASKED (VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP)
/* What poll(2) says of a regular file. */
#define OF_FILES (VIR_EVENT_HANDLE_READABLE | VIR_EVENT_HANDLE_WRITABLE)

static const struct {
    int condition;
    uint32_t epoll;
} words[] = {
    {VIR_EVENT_HANDLE_READABLE, EPOLLIN},
    {VIR_EVENT_HANDLE_WRITABLE, EPOLLOUT},
    {VIR_EVENT_HANDLE_ERROR, EPOLLERR},
    {VIR_EVENT_HANDLE_HANGUP, EPOLLHUP},
};

static uint32_t to_epoll(int conditions)
{
    uint32_t events = 0;

    for (size_t i = 0; i < VT_N_ELEMENTS(words); i++) {
        if ((conditions & words[i].condition) != 0)
            events |= words[i].epoll;
    }
    return events;
}

static int from_epoll(uint32_t events)
{
    int conditions = 0;

    for (size_t i = 0; i < VT_N_ELEMENTS(words); i++) {
        if ((events & words[i].epoll) != 0)
            conditions |= words[i].condition;
    }
    return conditions;
}

static struct descriptor *find(struct loop *l, int fd)
{
    struct descriptor *d;

    LIST_FOREACH (d, &l->descriptors[(unsigned int)fd % DESCRIPTOR_BUCKETS], same_bucket) {
        if (d->fd == fd)
            return d;
    }
    return NULL;
}

static struct descriptor *find_or_new(struct loop *l, int fd)
{
    struct descriptor *d = find(l, fd);

    if (d != NULL)
        return d;
    d = calloc(1, sizeof *d);
    if (d == NULL)
        return NULL;
    d->fd = fd;
    TAILQ_INIT(&d->watches);
    LIST_INSERT_HEAD(&l->descriptors[(unsigned int)fd % DESCRIPTOR_BUCKETS], d, same_bucket);
    return d;
}

static void set_always(struct loop *l, struct descriptor *d, bool always)
{
    if (always && !d->always)
        LIST_INSERT_HEAD(&l->always, d, next_always);
    else if (!always && d->always)
        LIST_REMOVE(d, next_always);
    d->always = always;
}

static void end(struct loop *l, struct descriptor *d)
{
    /* Fails when it was closed before its watch was removed: the kernel has forgotten it. */
    (void)epoll_ctl(l->epoll, EPOLL_CTL_DEL, d->fd, NULL);
    set_always(l, d, false);
    LIST_REMOVE(d, same_bucket);
    free(d);
}

static int wanted_by_idle(const struct descriptor *d)
{
    const struct source *s;
    int wanted = 0;

    TAILQ_FOREACH (s, &d->watches, watch.same_fd) {
        if (s->state == SOURCE_IDLE)
            wanted |= s->watch.wanted;
    }
    return wanted;
}

/* Asks epoll for one report.  The kernel has no registration of a new descriptor, nor of one that
 * was closed and whose number serves again.  0 or an errno value. */
static int ask(struct loop *l, struct descriptor *d, int wanted)
{
    struct epoll_event event = {.events = to_epoll(wanted) | EPOLLONESHOT};
    int error = 0;

    if (++l->last_serial == 0) /* 0 is that of the timerfd and the eventfd */
        l->last_serial = 1;
    d->serial = l->last_serial;
    event.data.u64 = (uint64_t)d->serial << 32 | (uint32_t)d->fd;
    if (epoll_ctl(l->epoll, EPOLL_CTL_MOD, d->fd, &event) < 0)
        error = errno;
    if (error == ENOENT)
        error = epoll_ctl(l->epoll, EPOLL_CTL_ADD, d->fd, &event) < 0 ? errno : 0;
    set_always(l, d, error == EPERM);
    d->armed = error == 0 ? wanted : 0;
    return error == EPERM ? 0 : error;
}

/* Waits for what the idle watches want; @fresh when the number may stand for another file now.
 * Where they want nothing, a report that still comes finds no one, and is the last. */
static int arm_locked(struct loop *l, struct descriptor *d, bool fresh) VT_REQUIRES(l->lock);
static int arm_locked(struct loop *l, struct descriptor *d, bool fresh)
{
    int wanted = wanted_by_idle(d), error = 0;

    vt_mutex_held(&l->lock);
    if (fresh || (!d->always && wanted != 0 && wanted != d->armed))
        error = ask(l, d, wanted);
    if (d->always && (wanted & OF_FILES) != 0)
        loop_wake_locked(l);
    return error;
}

int watch_attach_locked(struct loop *l, struct source *s)
{
    struct descriptor *d;
    int error;

    vt_mutex_held(&l->lock);
    d = find_or_new(l, s->watch.fd);
    if (d == NULL)
        return ENOMEM;
    s->watch.on = d;
    TAILQ_INSERT_TAIL(&d->watches, s, watch.same_fd);
    error = arm_locked(l, d, true);
    if (error != 0)
        watch_detach_locked(l, s);
    return error;
}

void watch_detach_locked(struct loop *l, struct source *s)
{
    struct descriptor *d = s->watch.on;

    vt_mutex_held(&l->lock);
    s->watch.on = NULL;
    TAILQ_REMOVE(&d->watches, s, watch.same_fd);
    if (TAILQ_EMPTY(&d->watches))
        end(l, d);
    else
        (void)arm_locked(l, d, false); /* fails for what was closed: nothing to wait for */
}

int watch_update_locked(struct loop *l, struct source *s, int wanted)
{
    vt_mutex_held(&l->lock);
    s->watch.wanted = wanted;
    if (s->state == SOURCE_DUE) {
        s->watch.ready = wanted == 0 ? 0 : s->watch.ready & (wanted | UNASKED);
        if (s->watch.ready == 0)
            source_set_idle_locked(l, s);
    }
    return arm_locked(l, s->watch.on, true);
}

void watch_rearm_locked(struct loop *l, struct source *s)
{
    vt_mutex_held(&l->lock);
    (void)arm_locked(l, s->watch.on, false);
}

static void collect_locked(struct loop *l, struct descriptor *d, int conditions)
    VT_REQUIRES(l->lock);
static void collect_locked(struct loop *l, struct descriptor *d, int conditions)
{
    struct source *s;

    vt_mutex_held(&l->lock);
    TAILQ_FOREACH (s, &d->watches, watch.same_fd) {
        if (s->state != SOURCE_IDLE || s->watch.wanted == 0)
            continue;
        s->watch.ready = conditions & (s->watch.wanted | UNASKED);
        if (s->watch.ready != 0)
            source_set_due_locked(l, s);
    }
}

void watches_collect_locked(struct loop *l, const struct epoll_event *event)
{
    struct descriptor *d;

    vt_mutex_held(&l->lock);
    d = find(l, (int)(uint32_t)event->data.u64);
    if (d == NULL || d->serial != event->data.u64 >> 32)
        return;
    d->armed = 0;
    collect_locked(l, d, from_epoll(event->events));
    (void)arm_locked(l, d, false);
}

void watches_collect_always_locked(struct loop *l)
{
    struct descriptor *d;

    vt_mutex_held(&l->lock);
    LIST_FOREACH (d, &l->always, next_always)
        collect_locked(l, d, OF_FILES);
}

bool watches_any_always_locked(struct loop *l)
{
    struct descriptor *d;

    vt_mutex_held(&l->lock);
    LIST_FOREACH (d, &l->always, next_always) {
        if ((wanted_by_idle(d) & OF_FILES) != 0)
            return true;
    }
    return false;
}

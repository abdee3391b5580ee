/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calling the application when its stream can go on. */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "event/impl.h"
#include "obj/error.h"
#include "stream/watch.h"
#include "util/cleanup.h"
#include "util/count.h"

struct vt_stream_watch {
    struct vt_count count; /* of the stream, of the loop, of whoever works on it */
    virStreamPtr stream;   /* counted until the watch has ended */
    struct vt_stream_callback callback;
    const struct event_impl *impl;
    int fd; /* an eventfd: readable while something is to be told */
    int number;

    struct vt_mutex lock; /* rank VT_RANK_QUEUE, for all below */
    struct vt_cond idle;  /* the callback has returned */
    int wanted VT_GUARDED_BY(lock);
    bool told_error VT_GUARDED_BY(lock);
    bool ended VT_GUARDED_BY(lock);
    bool orphan VT_GUARDED_BY(lock); /* ended inside of its callback: who runs that frees it */
    bool running VT_GUARDED_BY(lock);
    pthread_t runner VT_GUARDED_BY(lock);
};

static void watch_unref(void *watch)
{
    struct vt_stream_watch *w = watch;

    if (!vt_count_drop(&w->count))
        return;
    (void)close(w->fd);
    vt_cond_done(&w->idle);
    vt_mutex_done(&w->lock);
    free(w);
}

static void say_free(const struct vt_stream_watch *w)
{
    vt_lock_none_held("the freecb of a stream");
    if (w->callback.ff != NULL)
        w->callback.ff(w->callback.opaque);
}

/* What is to be told now. */
static int due_locked(struct vt_stream_watch *w) VT_REQUIRES(w->lock);
static int due_locked(struct vt_stream_watch *w)
{
    int events = vt_stream_events(vt_stream_of(w->stream));

    vt_mutex_held(&w->lock);
    if (w->told_error)
        events &= ~VIR_STREAM_EVENT_ERROR;
    return events & (w->wanted | VIR_STREAM_EVENT_ERROR);
}

/* Makes the eventfd say what is so. */
static void rearm_locked(struct vt_stream_watch *w) VT_REQUIRES(w->lock);
static void rearm_locked(struct vt_stream_watch *w)
{
    uint64_t count = 1;
    ssize_t n;

    vt_mutex_held(&w->lock);
    if (w->ended)
        return;
    /* EAGAIN: it is so already. */
    do
        n = due_locked(w) != 0 ? write(w->fd, &count, sizeof count)
                               : read(w->fd, &count, sizeof count);
    while (n < 0 && errno == EINTR);
}

static void rearm(struct vt_stream_watch *w)
{
    VT_LOCK_SCOPE(&w->lock);

    rearm_locked(w);
}

/* The events to tell, with a count of the handle; 0 none. */
static int begin(struct vt_stream_watch *w, virStreamPtr *ret_stream)
{
    VT_LOCK_SCOPE(&w->lock);
    int events;

    if (w->ended || w->running)
        return 0;
    events = due_locked(w);
    if (events == 0) {
        rearm_locked(w);
        return 0;
    }
    if ((events & VIR_STREAM_EVENT_ERROR) != 0)
        w->told_error = true;
    w->running = true;
    w->runner = pthread_self();
    vt_handle_ref(&w->stream->h);
    *ret_stream = w->stream;
    return events;
}

/* True when the watch was ended inside of the callback. */
static bool returned(struct vt_stream_watch *w)
{
    VT_LOCK_SCOPE(&w->lock);

    w->running = false;
    vt_cond_broadcast(&w->idle);
    rearm_locked(w);
    return w->orphan;
}

/* The loop's callback for the eventfd. */
static void deliver(int number VT_UNUSED, int fd VT_UNUSED, int ready VT_UNUSED, void *watch)
{
    struct vt_stream_watch *w = watch;
    virStreamPtr stream;
    int events;

    vt_lock_none_held("the callback of a stream");
    vt_count_take(&w->count); /* the callback may make the loop forget us */
    events = begin(w, &stream);
    if (events != 0) {
        w->callback.cb(stream, events, w->callback.opaque);
        /* Before who waits for us goes on: so its own is the last, and ends the stream. */
        vt_handle_unref(&stream->h);
        if (returned(w))
            say_free(w);
    }
    watch_unref(w);
}

/* Unknown to the loop, and to the stream. */
static struct vt_stream_watch *watch_new(virStreamPtr stream, int events,
                                         const struct vt_stream_callback *callback)
{
    struct vt_stream_watch *w = calloc(1, sizeof *w);

    if (w == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STREAMS), NULL;
    w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (w->fd < 0) {
        (void)vt_error_errno(VIR_FROM_STREAMS, errno, "cannot make an eventfd for a stream");
        free(w);
        return NULL;
    }
    vt_count_init(&w->count);
    vt_mutex_init(&w->lock, VT_RANK_QUEUE, "callback of a stream");
    vt_cond_init(&w->idle);
    w->stream = stream;
    w->callback = *callback;
    w->wanted = events;
    return w;
}

/* From here the loop has a count of it, and nothing to tell. */
static int tell_loop(struct vt_stream_watch *w)
{
    w->impl = event_impl_get();
    if (w->impl == NULL)
        return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                        "nothing calls the callback of a stream: no event loop was registered");
    vt_count_take(&w->count);
    w->number = w->impl->add_handle(w->fd, VIR_EVENT_HANDLE_READABLE, deliver, w, watch_unref);
    if (w->number >= 0)
        return 0;
    watch_unref(w);
    if (vt_error_last()->code != VIR_ERR_OK) /* our own loop says why */
        return -1;
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                    "the event loop that is registered refuses a handle for a stream");
}

/* Gives the stream the caller's count of @w. */
static int publish(struct vt_stream *st, struct vt_stream_watch *w)
{
    VT_LOCK_SCOPE(&st->lock);

    if (vt_stream_check_open_locked(st) < 0)
        return -1;
    if (st->watch != NULL)
        return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID,
                        "the stream has a callback already");
    st->watch = w;
    vt_count_take(&w->count); /* the caller keeps one */
    vt_handle_ref(&w->stream->h);
    return 0;
}

int vt_stream_watch_add(virStreamPtr stream, int events, const struct vt_stream_callback *callback)
{
    struct vt_stream_watch *w = watch_new(stream, events, callback);
    int rv = -1;

    if (w == NULL)
        return -1;
    if (tell_loop(w) == 0) {
        rv = publish(vt_stream_of(stream), w);
        if (rv == 0)
            rearm(w);
        else
            (void)w->impl->remove_handle(w->number);
    }
    watch_unref(w);
    return rv;
}

/* The stream's watch, counted; NULL none. */
static struct vt_stream_watch *watch_of(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    if (st->watch != NULL)
        vt_count_take(&st->watch->count);
    return st->watch;
}

static int none(void)
{
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID, "the stream has no callback");
}

static void set_wanted(struct vt_stream_watch *w, int events)
{
    VT_LOCK_SCOPE(&w->lock);

    w->wanted = events;
    rearm_locked(w);
}

int vt_stream_watch_update(struct vt_stream *st, int events)
{
    struct vt_stream_watch *w = watch_of(st);

    if (w == NULL)
        return none();
    set_wanted(w, events);
    watch_unref(w);
    return 0;
}

void vt_stream_watch_wake(struct vt_stream *st)
{
    struct vt_stream_watch *w = watch_of(st);

    if (w == NULL)
        return;
    rearm(w);
    watch_unref(w);
}

static struct vt_stream_watch *take_watch(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    return VT_TAKE(st->watch);
}

/* True when nobody runs the callback any more; false when the caller is inside of it. */
static bool end_idle(struct vt_stream_watch *w)
{
    VT_LOCK_SCOPE(&w->lock);

    w->ended = true;
    if (w->running && pthread_equal(w->runner, pthread_self())) {
        w->orphan = true;
        return false;
    }
    while (w->running)
        (void)vt_cond_wait(&w->idle, &w->lock, 0);
    return true;
}

static void watch_end(struct vt_stream_watch *w)
{
    virStreamPtr stream = w->stream;
    bool idle = end_idle(w);

    (void)w->impl->remove_handle(w->number);
    if (idle)
        say_free(w);
    watch_unref(w);
    vt_handle_unref(&stream->h);
}

int vt_stream_watch_remove(struct vt_stream *st)
{
    struct vt_stream_watch *w = take_watch(st);

    if (w == NULL)
        return none();
    watch_end(w);
    return 0;
}

void vt_stream_watch_end(struct vt_stream *st)
{
    struct vt_stream_watch *w = take_watch(st);

    if (w != NULL)
        watch_end(w);
}

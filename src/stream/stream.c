/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of a stream, and who may call its driver when. */
#include "config.h"

#include <limits.h>
#include <stdlib.h>

#include "obj/error.h"
#include "stream/stream.h"
#include "stream/watch.h"

/* With the last handle.  Nothing runs any more, and no callback is left. */
static void stream_end(struct vt_object *obj)
{
    struct vt_stream *st = obj->body;

    if (st->data != NULL) {
        if (st->ops->abort != NULL)
            st->ops->abort(st->data);
        st->ops->free(st->data);
    }
    vt_cond_done(&st->idle);
    vt_mutex_done(&st->lock);
    free(st);
}

static const struct vt_object_class stream_class = {
    .word = "stream", .end = stream_end, .no_uuid = true};

virStreamPtr vt_stream_new(virConnectPtr conn, bool nonblock)
{
    struct vt_stream *st = calloc(1, sizeof *st);
    struct vt_object *obj;

    if (st == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STREAMS), NULL;
    obj = vt_object_new(&stream_class, st, "", NULL);
    if (obj == NULL) {
        free(st);
        return NULL;
    }
    VT_HG_ATOMIC(&st->owners, sizeof st->owners);
    atomic_init(&st->owners, 1);
    st->nonblock = nonblock;
    vt_mutex_init(&st->lock, VT_RANK_LEAF, "stream");
    vt_cond_init(&st->idle);
    return vt_handle_of(VT_CLASS_STREAM, conn, obj);
}

static int invalid(const char *why)
{
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID, "%s", why);
}

int vt_stream_check_open_locked(struct vt_stream *st)
{
    vt_mutex_held(&st->lock);
    switch (st->state) {
    case VT_STREAM_OPEN:
        return 0;
    case VT_STREAM_NEW:
        return invalid("the stream is not attached to anything");
    case VT_STREAM_ABORTED:
        return invalid("the stream was aborted");
    default:
        return invalid("the stream was finished");
    }
}

static int check_new_locked(struct vt_stream *st) VT_REQUIRES(st->lock);
static int check_new_locked(struct vt_stream *st)
{
    vt_mutex_held(&st->lock);
    if (st->state != VT_STREAM_NEW)
        return invalid("the stream was attached before, and a stream serves only once");
    return 0;
}

int vt_stream_check_new(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    return check_new_locked(st);
}

int vt_stream_attach(struct vt_stream *st, const struct vt_stream_ops *ops, void *data)
{
    VT_LOCK_SCOPE(&st->lock);

    if (check_new_locked(st) < 0)
        return -1;
    st->ops = ops;
    st->data = data;
    st->state = VT_STREAM_OPEN;
    return 0;
}

/* The driver's data, out of a stream that has ended, for whoever leaves it last; else NULL. */
static void *take_data(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);
    void *data = st->data;

    if (st->inside > 0 || (st->state != VT_STREAM_FINISHED && st->state != VT_STREAM_ABORTED))
        return NULL;
    st->data = NULL;
    return data;
}

/* Behind all that may have ended the stream. */
static void settle(struct vt_stream *st)
{
    void *data = take_data(st);

    if (data != NULL)
        st->ops->free(data);
    vt_stream_watch_wake(st);
}

static void leave_locked(struct vt_stream *st) VT_REQUIRES(st->lock);
static void leave_locked(struct vt_stream *st)
{
    vt_mutex_held(&st->lock);
    st->inside--;
    vt_cond_broadcast(&st->idle);
}

static void leave(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    leave_locked(st);
}

/* The caller is inside then, to tell the driver. */
static int set_aborted(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    if (st->state != VT_STREAM_FINISHING && vt_stream_check_open_locked(st) < 0)
        return -1;
    st->state = VT_STREAM_ABORTED;
    st->inside++;
    vt_cond_broadcast(&st->idle);
    return 0;
}

static void tell_aborted(struct vt_stream *st)
{
    if (st->ops->abort != NULL)
        st->ops->abort(st->data);
    leave(st);
}

int vt_stream_abort(struct vt_stream *st)
{
    if (set_aborted(st) < 0)
        return -1;
    tell_aborted(st);
    settle(st);
    return 0;
}

static int aborted_meanwhile(void)
{
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_ABORTED,
                    "another thread aborted the stream");
}

/* Of a stream that was open: waits for other threads, and looks again. */
static int wait_locked(struct vt_stream *st) VT_REQUIRES(st->lock);
static int wait_locked(struct vt_stream *st)
{
    (void)vt_cond_wait(&st->idle, &st->lock, 0);
    return st->state == VT_STREAM_ABORTED ? aborted_meanwhile() : vt_stream_check_open_locked(st);
}

static int check_side_locked(struct vt_stream *st, enum vt_stream_side side) VT_REQUIRES(st->lock);
static int check_side_locked(struct vt_stream *st, enum vt_stream_side side)
{
    if (vt_stream_check_open_locked(st) < 0)
        return -1;
    if (side == VT_STREAM_SENDS && st->ops->send == NULL)
        return invalid("data comes in on this stream: nothing can be sent");
    if (side == VT_STREAM_RECEIVES && st->ops->recv == NULL)
        return invalid("data goes out on this stream: nothing can be received");
    return 0;
}

/* 0: the caller has the side and is inside.  AGAIN where that is an answer, or -1 raised. */
static int begin_locked(struct vt_stream *st, enum vt_stream_side side, bool wait)
    VT_REQUIRES(st->lock);
static int begin_locked(struct vt_stream *st, enum vt_stream_side side, bool wait)
{
    vt_mutex_held(&st->lock);
    while (st->busy[side]) {
        if (!wait)
            return VT_STREAM_AGAIN;
        if (wait_locked(st) < 0)
            return -1;
    }
    st->busy[side] = true;
    st->inside++;
    return 0;
}

static int begin(struct vt_stream *st, enum vt_stream_side side)
{
    VT_LOCK_SCOPE(&st->lock);

    return check_side_locked(st, side) < 0 ? -1 : begin_locked(st, side, !st->nonblock);
}

/* What the call answers when the driver answered @rv.  *ret_cut: the failure aborts the stream, and
 * the caller is still inside, to tell the driver. */
static int end_side(struct vt_stream *st, enum vt_stream_side side, int rv, bool *ret_cut)
{
    VT_LOCK_SCOPE(&st->lock);

    st->busy[side] = false;
    *ret_cut = rv == -1 && st->state != VT_STREAM_ABORTED;
    if (st->state == VT_STREAM_ABORTED)
        rv = aborted_meanwhile();
    if (*ret_cut)
        st->state = VT_STREAM_ABORTED;
    else
        st->inside--;
    vt_cond_broadcast(&st->idle);
    return rv;
}

static int end(struct vt_stream *st, enum vt_stream_side side, int rv)
{
    bool cut;

    rv = end_side(st, side, rv, &cut);
    if (cut)
        tell_aborted(st);
    if (rv == -1)
        settle(st);
    return rv;
}

int vt_stream_send(struct vt_stream *st, const char *buf, size_t len)
{
    int rv = begin(st, VT_STREAM_SENDS);

    if (rv < 0)
        return rv;
    return end(st, VT_STREAM_SENDS, st->ops->send(st->data, buf, len > INT_MAX ? INT_MAX : len));
}

int vt_stream_recv(struct vt_stream *st, char *buf, size_t len, bool stop_at_hole)
{
    int rv = begin(st, VT_STREAM_RECEIVES);

    if (rv < 0)
        return rv;
    rv = st->ops->recv(st->data, buf, len > INT_MAX ? INT_MAX : len,
                       stop_at_hole && st->ops->recv_hole != NULL);
    return end(st, VT_STREAM_RECEIVES, rv);
}

/* AGAIN is no answer to a hole: it waits. */
static int begin_hole(struct vt_stream *st, enum vt_stream_side side)
{
    VT_LOCK_SCOPE(&st->lock);

    if (check_side_locked(st, side) < 0)
        return -1;
    if (side == VT_STREAM_SENDS ? st->ops->send_hole == NULL : st->ops->recv_hole == NULL)
        return invalid("the stream was not attached as a sparse one");
    return begin_locked(st, side, true);
}

int vt_stream_send_hole(struct vt_stream *st, unsigned long long len)
{
    if (begin_hole(st, VT_STREAM_SENDS) < 0)
        return -1;
    return end(st, VT_STREAM_SENDS, st->ops->send_hole(st->data, len));
}

int vt_stream_recv_hole(struct vt_stream *st, unsigned long long *ret_len)
{
    if (begin_hole(st, VT_STREAM_RECEIVES) < 0)
        return -1;
    return end(st, VT_STREAM_RECEIVES, st->ops->recv_hole(st->data, ret_len));
}

static int begin_finish(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    if (vt_stream_check_open_locked(st) < 0)
        return -1;
    while (st->inside > 0) {
        if (wait_locked(st) < 0)
            return -1;
    }
    st->state = VT_STREAM_FINISHING;
    st->inside++;
    return 0;
}

static int end_finish(struct vt_stream *st, int rv)
{
    VT_LOCK_SCOPE(&st->lock);

    leave_locked(st);
    if (st->state == VT_STREAM_ABORTED)
        return aborted_meanwhile();
    st->state = rv < 0 ? VT_STREAM_ABORTED : VT_STREAM_FINISHED;
    return rv;
}

int vt_stream_finish(struct vt_stream *st)
{
    int rv;

    if (begin_finish(st) < 0)
        return -1;
    rv = end_finish(st, st->ops->finish != NULL ? st->ops->finish(st->data) : 0);
    settle(st);
    return rv;
}

int vt_stream_events(struct vt_stream *st)
{
    VT_LOCK_SCOPE(&st->lock);

    if (st->state == VT_STREAM_ABORTED)
        return VIR_STREAM_EVENT_ERROR;
    if (st->state != VT_STREAM_OPEN)
        return 0;
    return (st->ops->recv != NULL ? VIR_STREAM_EVENT_READABLE : 0) |
           (st->ops->send != NULL ? VIR_STREAM_EVENT_WRITABLE : 0);
}

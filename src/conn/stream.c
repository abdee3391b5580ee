/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The public functions of streams but the long ones (stream_all.c): checks, then the stream. */
#include "config.h"

#include "call.h"
#include "calls.h"
#include "stream/stream.h"
#include "stream/watch.h"

static bool enter(const struct vt_call *call, virStreamPtr stream)
{
    return vt_call_enter(call, stream, VT_CLASS_STREAM);
}

/* Tells a failure; other answers are passed on. */
static int leave(const struct vt_call *call, virStreamPtr stream, int rv)
{
    return rv == -1 ? vt_call_failed(call, stream->h.conn) : rv;
}

static int bad_arg(const struct vt_call *call, virStreamPtr stream, const char *arg,
                   const char *why)
{
    return vt_call_bad_arg(call, stream->h.conn, arg, why);
}

static int bad_flags(const struct vt_call *call, virStreamPtr stream)
{
    return bad_arg(call, stream, "flags", "has bits that are not known");
}

VT_PUBLIC virStreamPtr virStreamNew(virConnectPtr conn, unsigned int flags)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_NEW];
    virStreamPtr stream;

    vt_error_reset();
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(call), NULL;
    if ((flags & ~(unsigned int)VIR_STREAM_NONBLOCK) != 0)
        return vt_call_bad_arg(call, conn, "flags", "has bits that are not known"), NULL;
    stream = vt_stream_new(conn, (flags & VIR_STREAM_NONBLOCK) != 0);
    if (stream == NULL)
        (void)vt_call_failed(call, conn);
    return stream;
}

VT_PUBLIC int virStreamRef(virStreamPtr stream)
{
    if (!vt_handle_is(stream, VT_CLASS_STREAM))
        return vt_call_bad_handle(&vt_calls[VT_CALL_STREAM_REF]);
    atomic_fetch_add_explicit(&vt_stream_of(stream)->owners, 1, memory_order_relaxed);
    vt_handle_ref(&stream->h);
    return 0;
}

/* The callback has references too, which keep no stream that nobody else wants. */
VT_PUBLIC int virStreamFree(virStreamPtr stream)
{
    struct vt_stream *st;

    if (!enter(&vt_calls[VT_CALL_STREAM_FREE], stream))
        return -1;
    st = vt_stream_of(stream);
    if (atomic_fetch_sub_explicit(&st->owners, 1, memory_order_acq_rel) == 1)
        vt_stream_watch_end(st);
    vt_handle_unref(&stream->h);
    return 0;
}

VT_PUBLIC int virStreamSend(virStreamPtr stream, const char *data, size_t nbytes)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_SEND];

    if (!enter(call, stream))
        return -1;
    if (data == NULL)
        return bad_arg(call, stream, "data", "must not be NULL");
    return leave(call, stream, vt_stream_send(vt_stream_of(stream), data, nbytes));
}

VT_PUBLIC int virStreamRecv(virStreamPtr stream, char *data, size_t nbytes)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_RECV];

    if (!enter(call, stream))
        return -1;
    if (data == NULL)
        return bad_arg(call, stream, "data", "must not be NULL");
    return leave(call, stream, vt_stream_recv(vt_stream_of(stream), data, nbytes, false));
}

VT_PUBLIC int virStreamRecvFlags(virStreamPtr stream, char *data, size_t nbytes, unsigned int flags)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_RECV_FLAGS];
    bool stop = (flags & VIR_STREAM_RECV_STOP_AT_HOLE) != 0;

    if (!enter(call, stream))
        return -1;
    if (data == NULL)
        return bad_arg(call, stream, "data", "must not be NULL");
    if ((flags & ~(unsigned int)VIR_STREAM_RECV_STOP_AT_HOLE) != 0)
        return bad_flags(call, stream);
    return leave(call, stream, vt_stream_recv(vt_stream_of(stream), data, nbytes, stop));
}

VT_PUBLIC int virStreamSendHole(virStreamPtr stream, long long length, unsigned int flags)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_SEND_HOLE];

    if (!enter(call, stream))
        return -1;
    if (length < 0)
        return bad_arg(call, stream, "length", "must not be negative");
    if (flags != 0)
        return bad_flags(call, stream);
    return leave(call, stream,
                 vt_stream_send_hole(vt_stream_of(stream), (unsigned long long)length));
}

VT_PUBLIC int virStreamRecvHole(virStreamPtr stream, long long *length, unsigned int flags)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_RECV_HOLE];
    unsigned long long hole;

    if (!enter(call, stream))
        return -1;
    if (length == NULL)
        return bad_arg(call, stream, "length", "must not be NULL");
    if (flags != 0)
        return bad_flags(call, stream);
    if (vt_stream_recv_hole(vt_stream_of(stream), &hole) < 0)
        return vt_call_failed(call, stream->h.conn);
    *length = (long long)hole;
    return 0;
}

VT_PUBLIC int virStreamEventAddCallback(virStreamPtr stream, int events, virStreamEventCallback cb,
                                        void *opaque, virFreeCallback ff)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_EVENT_ADD_CALLBACK];
    const struct vt_stream_callback callback = {cb, opaque, ff};

    if (!enter(call, stream))
        return -1;
    if ((events & ~VT_STREAM_EVENTS) != 0)
        return bad_arg(call, stream, "events", "has bits that are not known");
    if (cb == NULL)
        return bad_arg(call, stream, "cb", "must not be NULL");
    return leave(call, stream, vt_stream_watch_add(stream, events, &callback));
}

VT_PUBLIC int virStreamEventUpdateCallback(virStreamPtr stream, int events)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_EVENT_UPDATE_CALLBACK];

    if (!enter(call, stream))
        return -1;
    if ((events & ~VT_STREAM_EVENTS) != 0)
        return bad_arg(call, stream, "events", "has bits that are not known");
    return leave(call, stream, vt_stream_watch_update(vt_stream_of(stream), events));
}

VT_PUBLIC int virStreamEventRemoveCallback(virStreamPtr stream)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_EVENT_REMOVE_CALLBACK];

    if (!enter(call, stream))
        return -1;
    return leave(call, stream, vt_stream_watch_remove(vt_stream_of(stream)));
}

VT_PUBLIC int virStreamFinish(virStreamPtr stream)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_FINISH];

    if (!enter(call, stream))
        return -1;
    return leave(call, stream, vt_stream_finish(vt_stream_of(stream)));
}

VT_PUBLIC int virStreamAbort(virStreamPtr stream)
{
    const struct vt_call *call = &vt_calls[VT_CALL_STREAM_ABORT];

    if (!enter(call, stream))
        return -1;
    return leave(call, stream, vt_stream_abort(vt_stream_of(stream)));
}

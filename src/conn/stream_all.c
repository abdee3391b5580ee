/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Moving all data of a stream through functions of the application.  What one of them gives up, and
 * what fails in between, ends with the stream aborted. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>

#include "call.h"
#include "calls.h"
#include "stream/stream.h"
#include "util/cleanup.h"

#define BUFFER_BYTES ((size_t)256 << 10)

struct transfer {
    virStreamPtr stream;
    struct vt_stream *st;
    char *buf; /* BUFFER_BYTES */
    void *opaque;
    virStreamSourceFunc source;
    virStreamSourceHoleFunc source_hole; /* NULL: the data has no holes */
    virStreamSourceSkipFunc source_skip;
    virStreamSinkFunc sink;
    virStreamSinkHoleFunc sink_hole; /* NULL: holes are zeros */
};

/* A function of the application has answered; errno was 0 before.  Always -1. */
static int gave_up(const char *who)
{
    if (errno != 0)
        return vt_error_errno(VIR_FROM_STREAMS, errno, "the %s of the application gave up", who);
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_ABORTED,
                    "the %s of the application gave up", who);
}

static int send_buffer(const struct transfer *t, size_t len)
{
    for (size_t done = 0; done < len;) {
        int n = vt_stream_send(t->st, t->buf + done, len - done);
        if (n < 0)
            return -1;
        done += (size_t)n;
    }
    return 0;
}

/* Sends at most @max bytes; *ret_n of them, 0 at the end of the source. */
static int send_some(const struct transfer *t, unsigned long long max, size_t *ret_n)
{
    size_t room = max < BUFFER_BYTES ? (size_t)max : BUFFER_BYTES;
    int n;

    errno = 0;
    n = t->source(t->stream, t->buf, room, t->opaque);
    if (n < 0)
        return gave_up("source");
    if ((size_t)n > room)
        return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                        "the source of the application wrote %d bytes where %zu have room", n,
                        room);
    *ret_n = (size_t)n;
    return send_buffer(t, (size_t)n);
}

static int send_all(const struct transfer *t)
{
    size_t n;

    do {
        if (send_some(t, BUFFER_BYTES, &n) < 0)
            return -1;
    } while (n > 0);
    return 0;
}

static int send_hole(const struct transfer *t, long long len)
{
    if (vt_stream_send_hole(t->st, (unsigned long long)len) < 0)
        return -1;
    errno = 0;
    return t->source_skip(t->stream, len, t->opaque) < 0 ? gave_up("skipping function") : 0;
}

static int send_data(const struct transfer *t, long long len)
{
    size_t n;

    do {
        if (send_some(t, (unsigned long long)len, &n) < 0)
            return -1;
        len -= (long long)n;
    } while (n > 0 && len > 0);
    if (len > 0)
        return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                        "the source of the application ends %lld bytes before it said", len);
    return 0;
}

static int sparse_send_all(const struct transfer *t)
{
    for (;;) {
        int in_data = 0, r;
        long long len = 0;

        errno = 0;
        if (t->source_hole(t->stream, &in_data, &len, t->opaque) < 0)
            return gave_up("hole function");
        if (len < 0 || (len == 0 && in_data != 0))
            return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                            "the hole function of the application tells of %lld bytes of %s", len,
                            in_data != 0 ? "data" : "a hole");
        if (len == 0)
            return 0;
        r = in_data != 0 ? send_data(t, len) : send_hole(t, len);
        if (r < 0)
            return -1;
    }
}

static int take_buffer(const struct transfer *t, size_t len)
{
    for (size_t done = 0; done < len;) {
        int n;
        errno = 0;
        n = t->sink(t->stream, t->buf + done, len - done, t->opaque);
        if (n <= 0)
            return gave_up("sink");
        if ((size_t)n > len - done)
            return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                            "the sink of the application took %d bytes of %zu", n, len - done);
        done += (size_t)n;
    }
    return 0;
}

static int take_hole(const struct transfer *t)
{
    unsigned long long len;

    if (vt_stream_recv_hole(t->st, &len) < 0)
        return -1;
    errno = 0;
    if (len > 0 && t->sink_hole(t->stream, (long long)len, t->opaque) < 0)
        return gave_up("hole function");
    return 0;
}

static int recv_all(const struct transfer *t)
{
    for (;;) {
        int n = vt_stream_recv(t->st, t->buf, BUFFER_BYTES, t->sink_hole != NULL);
        if (n == 0)
            return 0;
        if (n < 0 && n != VT_STREAM_HOLE)
            return -1;
        if ((n < 0 ? take_hole(t) : take_buffer(t, (size_t)n)) < 0)
            return -1;
    }
}

/* The stream may have ended already: what failed is what is told. */
static void abort_quietly(struct vt_stream *st)
{
    struct vt_error_saved saved;

    vt_error_save(&saved);
    (void)vt_stream_abort(st);
    vt_error_restore(&saved);
}

static int run(struct transfer *t, int (*move)(const struct transfer *t))
{
    VT_AUTOFREE char *buf = NULL;

    if (t->st->nonblock)
        return vt_error(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID,
                        "the stream never waits: its data cannot be moved in one call");
    buf = malloc(BUFFER_BYTES);
    t->buf = buf;
    if (buf == NULL)
        (void)vt_error_no_memory(VIR_FROM_STREAMS);
    else if (move(t) == 0)
        return 0;
    abort_quietly(t->st);
    return -1;
}

/* A function that the application must give, and whether it did. */
struct need {
    const char *arg; /* NULL ends the list */
    bool given;
};

static int entry(const struct vt_call *call, struct transfer *t,
                 int (*move)(const struct transfer *t), const struct need *needs)
{
    if (!vt_call_enter(call, t->stream, VT_CLASS_STREAM))
        return -1;
    for (; needs->arg != NULL; needs++) {
        if (!needs->given)
            return vt_call_bad_arg(call, t->stream->h.conn, needs->arg, "must not be NULL");
    }
    t->st = vt_stream_of(t->stream);
    if (run(t, move) < 0)
        return vt_call_failed(call, t->stream->h.conn);
    vt_error_reset();
    return 0;
}

VT_PUBLIC int virStreamSendAll(virStreamPtr stream, virStreamSourceFunc handler, void *opaque)
{
    struct transfer t = {.stream = stream, .source = handler, .opaque = opaque};
    const struct need needs[] = {{"handler", handler != NULL}, {NULL, false}};

    return entry(&vt_calls[VT_CALL_STREAM_SEND_ALL], &t, send_all, needs);
}

VT_PUBLIC int virStreamSparseSendAll(virStreamPtr stream, virStreamSourceFunc handler,
                                     virStreamSourceHoleFunc holeHandler,
                                     virStreamSourceSkipFunc skipHandler, void *opaque)
{
    struct transfer t = {.stream = stream,
                         .source = handler,
                         .source_hole = holeHandler,
                         .source_skip = skipHandler,
                         .opaque = opaque};
    const struct need needs[] = {{"handler", handler != NULL},
                                 {"holeHandler", holeHandler != NULL},
                                 {"skipHandler", skipHandler != NULL},
                                 {NULL, false}};

    return entry(&vt_calls[VT_CALL_STREAM_SPARSE_SEND_ALL], &t, sparse_send_all, needs);
}

VT_PUBLIC int virStreamRecvAll(virStreamPtr stream, virStreamSinkFunc handler, void *opaque)
{
    struct transfer t = {.stream = stream, .sink = handler, .opaque = opaque};
    const struct need needs[] = {{"handler", handler != NULL}, {NULL, false}};

    return entry(&vt_calls[VT_CALL_STREAM_RECV_ALL], &t, recv_all, needs);
}

VT_PUBLIC int virStreamSparseRecvAll(virStreamPtr stream, virStreamSinkFunc handler,
                                     virStreamSinkHoleFunc holeHandler, void *opaque)
{
    struct transfer t = {
        .stream = stream, .sink = handler, .sink_hole = holeHandler, .opaque = opaque};
    const struct need needs[] = {
        {"handler", handler != NULL}, {"holeHandler", holeHandler != NULL}, {NULL, false}};

    return entry(&vt_calls[VT_CALL_STREAM_SPARSE_RECV_ALL], &t, recv_all, needs);
}

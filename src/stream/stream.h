/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streams: what a handle of class VT_CLASS_STREAM points at.
 *
 * A driver attaches a table of functions and its own data; from then on the stream decides who may
 * call what when, and the driver only moves bytes.  States: new, open, finishing, then finished or
 * aborted; it never goes back.  Its lock guards the state and is never held while the driver works,
 * so that an abort always gets through. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "obj/handle.h"
#include "util/lock.h"

/* Answers that are no failures: nothing can be moved now; a hole comes next. */
#define VT_STREAM_AGAIN (-2)
#define VT_STREAM_HOLE (-3)

/* What a driver attaches.  All but free and one of send, recv may be NULL.  Each is called without
 * a lock; one send and one recv at a time, finish alone, abort at any time before free. */
struct vt_stream_ops {
    /* Bytes moved, at most @len, which is not above INT_MAX; 0 from recv at the end; AGAIN; or -1
     * raised.  @stop_at_hole: HOLE is an answer too. */
    int (*send)(void *data, const char *buf, size_t len);
    int (*recv)(void *data, char *buf, size_t len, bool stop_at_hole);
    /* 0, or -1 raised.  *ret_len is 0 where no hole comes next. */
    int (*send_hole)(void *data, unsigned long long len);
    int (*recv_hole)(void *data, unsigned long long *ret_len);
    /* All that was sent is in its place: 0, or -1 raised. */
    int (*finish)(void *data);
    /* Makes what waits in the other functions return.  Raises nothing. */
    void (*abort)(void *data);
    /* Once, when nothing else runs and the stream has ended in whatever way.  Raises nothing. */
    void (*free)(void *data);
};

enum vt_stream_state {
    VT_STREAM_NEW,
    VT_STREAM_OPEN,
    VT_STREAM_FINISHING,
    VT_STREAM_FINISHED,
    VT_STREAM_ABORTED,
};

enum vt_stream_side { VT_STREAM_SENDS, VT_STREAM_RECEIVES, VT_STREAM_SIDES };

struct vt_stream_watch;

/* The body of the handle's object. */
struct vt_stream {
    atomic_int owners; /* references of the application: those of a callback do not count */
    bool nonblock;     /* immutable */

    struct vt_mutex lock; /* rank VT_RANK_LEAF, for all below */
    struct vt_cond idle;  /* something has returned, or the state has changed */
    enum vt_stream_state state VT_GUARDED_BY(lock);
    const struct vt_stream_ops *ops VT_GUARDED_BY(lock); /* NULL new */
    void *data VT_GUARDED_BY(lock);
    bool busy[VT_STREAM_SIDES] VT_GUARDED_BY(lock);
    unsigned int inside VT_GUARDED_BY(lock);           /* threads that use ops and data */
    struct vt_stream_watch *watch VT_GUARDED_BY(lock); /* counted; NULL no callback (watch.h) */
};

/* A handle with one count and one owner.  NULL raised. */
virStreamPtr vt_stream_new(virConnectPtr conn, bool nonblock);

static inline struct vt_stream *vt_stream_of(virStreamPtr handle)
{
    return handle->h.obj->body;
}

/* Opens a new stream.  @data is the stream's from now on; on failure it stays the caller's.
 * 0; -1 with OPERATION_INVALID raised when it is not new. */
int vt_stream_attach(struct vt_stream *st, const struct vt_stream_ops *ops, void *data)
    VT_EXCLUDES(st->lock);
/* Raises what vt_stream_attach would, before work is done in vain. */
int vt_stream_check_new(struct vt_stream *st) VT_EXCLUDES(st->lock);

/* As the public functions of these names.  They wait, unless @st is nonblocking, while another
 * thread does the same.
 * Errors   OPERATION_INVALID the state, or the wrong direction; OPERATION_ABORTED aborted
 *          meanwhile; the driver's: the stream is then aborted */
int vt_stream_send(struct vt_stream *st, const char *buf, size_t len) VT_EXCLUDES(st->lock);
int vt_stream_recv(struct vt_stream *st, char *buf, size_t len, bool stop_at_hole)
    VT_EXCLUDES(st->lock);
int vt_stream_send_hole(struct vt_stream *st, unsigned long long len) VT_EXCLUDES(st->lock);
int vt_stream_recv_hole(struct vt_stream *st, unsigned long long *ret_len) VT_EXCLUDES(st->lock);
int vt_stream_finish(struct vt_stream *st) VT_EXCLUDES(st->lock);
int vt_stream_abort(struct vt_stream *st) VT_EXCLUDES(st->lock);

/* What holds now, of virStreamEventType. */
int vt_stream_events(struct vt_stream *st) VT_EXCLUDES(st->lock);
/* OPERATION_INVALID raised unless the stream is open. */
int vt_stream_check_open_locked(struct vt_stream *st) VT_REQUIRES(st->lock);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The callback of a stream, called by the application's event loop.
 *
 * The loop watches an eventfd that is readable as long as something is to be told, so that there is
 * one order of changes, that of the watch's lock (VT_RANK_QUEUE).  The watch holds the stream's
 * handle; what ends it is the application's removing it, or its last reference. */
#pragma once

#include "stream/stream.h"

/* The bits of virStreamEventType. */
#define VT_STREAM_EVENTS \
    (VIR_STREAM_EVENT_READABLE | VIR_STREAM_EVENT_WRITABLE | VIR_STREAM_EVENT_ERROR | \
     VIR_STREAM_EVENT_HANGUP)

struct vt_stream_callback {
    virStreamEventCallback cb;
    void *opaque;
    virFreeCallback ff; /* NULL allowed */
};

/* As the public functions: 0, or -1 raised.  No lock is held by the caller. */
int vt_stream_watch_add(virStreamPtr stream, int events, const struct vt_stream_callback *callback);
int vt_stream_watch_update(struct vt_stream *st, int events);
int vt_stream_watch_remove(struct vt_stream *st);
/* Removes it when there is one. */
void vt_stream_watch_end(struct vt_stream *st);

/* The state has changed: tells the loop. */
void vt_stream_watch_wake(struct vt_stream *st);

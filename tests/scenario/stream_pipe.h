/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a stream is attached to in tests: a small buffer, so that both sides wait. */
#pragma once

#include <pthread.h>

#include "scenario.h"
#include "obj/error.h"
#include "stream/stream.h"

#define PIPE_BYTES 8

struct pipe_end {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool nonblock, aborted, fail, fail_finish;
    bool eof; /* an empty buffer is the end */
    size_t used;
    char buf[PIPE_BYTES];
    int inside, waited, finished, aborts, freed; /* calls; inside: now */
};

#define PIPE_INIT \
    { \
        .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER \
    }

/* With the lock held: 0, AGAIN, or -1. */
static inline int pipe_wait(struct pipe_end *p, bool (*ready)(const struct pipe_end *p))
{
    while (!p->aborted && !p->fail && !ready(p)) {
        if (p->nonblock)
            return VT_STREAM_AGAIN;
        p->waited++;
        pthread_cond_wait(&p->changed, &p->lock);
    }
    if (!p->aborted && !p->fail)
        return 0;
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR, "the pipe was cut or fails");
}

static inline bool pipe_has_room(const struct pipe_end *p)
{
    return p->used < PIPE_BYTES;
}

static inline bool pipe_has_data(const struct pipe_end *p)
{
    return p->used > 0 || p->eof;
}

static inline int pipe_send(void *data, const char *buf, size_t len)
{
    struct pipe_end *p = data;
    int rv;

    pthread_mutex_lock(&p->lock);
    CHECK_INT(p->inside++, 0);
    rv = pipe_wait(p, pipe_has_room);
    if (rv == 0) {
        rv = (int)(len < PIPE_BYTES - p->used ? len : PIPE_BYTES - p->used);
        memcpy(p->buf + p->used, buf, (size_t)rv);
        p->used += (size_t)rv;
    }
    p->inside--;
    pthread_mutex_unlock(&p->lock);
    return rv;
}

static inline int pipe_recv(void *data, char *buf, size_t len, bool stop_at_hole)
{
    struct pipe_end *p = data;
    int rv;

    CHECK(!stop_at_hole); /* it has none */
    pthread_mutex_lock(&p->lock);
    CHECK_INT(p->inside++, 0);
    rv = pipe_wait(p, pipe_has_data);
    if (rv == 0) {
        rv = (int)(len < p->used ? len : p->used);
        memcpy(buf, p->buf, (size_t)rv);
        memmove(p->buf, p->buf + rv, p->used - (size_t)rv);
        p->used -= (size_t)rv;
    }
    p->inside--;
    pthread_mutex_unlock(&p->lock);
    return rv;
}

static inline int pipe_finish(void *data)
{
    struct pipe_end *p = data;

    p->finished++;
    if (!p->fail_finish)
        return 0;
    return vt_error(VIR_FROM_STREAMS, VIR_ERR_SYSTEM_ERROR, "the pipe leaks");
}

static inline void pipe_abort(void *data)
{
    struct pipe_end *p = data;

    pthread_mutex_lock(&p->lock);
    p->aborts++;
    p->aborted = true;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static inline void pipe_free(void *data)
{
    struct pipe_end *p = data;

    pthread_mutex_lock(&p->lock);
    CHECK_INT(p->inside, 0);
    CHECK_INT(p->freed++, 0);
    pthread_mutex_unlock(&p->lock);
}

static inline int pipe_count(struct pipe_end *p, const int *count)
{
    int n;

    pthread_mutex_lock(&p->lock);
    n = *count;
    pthread_mutex_unlock(&p->lock);
    return n;
}

static const struct vt_stream_ops pipe_in = {
    .send = pipe_send, .finish = pipe_finish, .abort = pipe_abort, .free = pipe_free};
static const struct vt_stream_ops pipe_out = {
    .recv = pipe_recv, .finish = pipe_finish, .abort = pipe_abort, .free = pipe_free};

/* A stream on one end of @p, which is as new. */
static inline virStreamPtr pipe_open(virConnectPtr conn, struct pipe_end *p,
                                     const struct vt_stream_ops *ops)
{
    virStreamPtr st = virStreamNew(conn, p->nonblock ? VIR_STREAM_NONBLOCK : 0);

    CHECK(st != NULL);
    OK(vt_stream_attach(vt_stream_of(st), ops, p));
    return st;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of a stream: what each call does in each of them, and what frees what. */
#include "config.h"

#include "stream_pipe.h"

static virConnectPtr conn;

/* Nothing but the free works, and nothing changes. */
static void refuses_all(virStreamPtr st)
{
    char buf[4];

    FAILS(virStreamSend(st, "x", 1), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamRecv(st, buf, 1), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamFinish(st), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamAbort(st), VIR_ERR_OPERATION_INVALID);
}

static void arguments(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);
    char buf[4];
    long long hole;

    FAILS_NULL(virStreamNew(conn, 2), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSend(st, NULL, 1), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecv(st, NULL, 1), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecvFlags(st, NULL, 1, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecvFlags(st, buf, 1, 2), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSendHole(st, -1, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSendHole(st, 1, 1), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecvHole(st, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecvHole(st, &hole, 1), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSendAll(st, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamRecvAll(st, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSparseSendAll(st, NULL, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamSparseRecvAll(st, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamEventAddCallback(st, 16, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamEventAddCallback(st, 1, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virStreamEventUpdateCallback(st, -1), VIR_ERR_INVALID_ARG);
    CHECK_INT(virStreamSend(st, "ab", 2), 2); /* none of it did harm */
    OK(virStreamFinish(st));
    OK(virStreamFree(st));
    CHECK_INT(p.freed, 1);
    CHECK_INT(p.aborts, 0);
}

static void new_one(void)
{
    virStreamPtr st = virStreamNew(conn, 0);

    CHECK(st != NULL);
    refuses_all(st);
    FAILS(virStreamEventRemoveCallback(st), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamEventUpdateCallback(st, 1), VIR_ERR_OPERATION_INVALID);
    OK(virStreamRef(st));
    OK(virStreamFree(st));
    OK(virStreamFree(st));
    FAILS(virStreamFree(st), VIR_ERR_INVALID_STREAM);
}

static void finished(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);

    FAILS(vt_stream_attach(vt_stream_of(st), &pipe_in, &p), VIR_ERR_OPERATION_INVALID);
    CHECK_INT(virStreamSend(st, "0123456789", 10), PIPE_BYTES);
    CHECK(memcmp(p.buf, "01234567", 8) == 0);
    OK(virStreamFinish(st));
    CHECK_INT(p.finished, 1);
    CHECK_INT(p.freed, 1); /* at once, not with the handle */
    refuses_all(st);
    FAILS(vt_stream_attach(vt_stream_of(st), &pipe_in, &p), VIR_ERR_OPERATION_INVALID);
    OK(virStreamFree(st));
    CHECK_INT(p.aborts, 0);
}

static void aborted(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_out);

    OK(virStreamAbort(st));
    CHECK_INT(p.aborts, 1);
    CHECK_INT(p.freed, 1);
    refuses_all(st);
    OK(virStreamFree(st));
    CHECK_INT(p.finished, 0);
    CHECK_INT(p.aborts, 1);
}

static void freed(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);

    OK(virStreamRef(st));
    OK(virStreamFree(st));
    CHECK_INT(p.freed, 0);
    OK(virStreamFree(st));
    CHECK_INT(p.aborts, 1);
    CHECK_INT(p.freed, 1);
    CHECK_INT(p.finished, 0);
}

/* A wrong direction changes nothing; a driver that fails ends it. */
static void directions(void)
{
    struct pipe_end p = PIPE_INIT, q = PIPE_INIT;
    virStreamPtr in = pipe_open(conn, &p, &pipe_in), out = pipe_open(conn, &q, &pipe_out);
    long long hole;
    char buf[9];

    FAILS(virStreamRecv(in, buf, 1), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamSend(out, "x", 1), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamSendHole(in, 1, 0), VIR_ERR_OPERATION_INVALID); /* no sparse ones */
    FAILS(virStreamRecvHole(out, &hole, 0), VIR_ERR_OPERATION_INVALID);
    CHECK_INT(virStreamSend(in, "x", 1), 1);
    memcpy(q.buf, "four", 4), q.used = 4, q.eof = true;
    CHECK_INT(virStreamRecvFlags(out, buf, 3, VIR_STREAM_RECV_STOP_AT_HOLE), 3);
    CHECK_INT(virStreamRecv(out, buf, 9), 1);
    CHECK_INT(virStreamRecv(out, buf, 9), 0);
    CHECK_INT(virStreamRecv(out, buf, 9), 0);
    OK(virStreamFinish(out));
    p.fail = true;
    FAILS(virStreamSend(in, "x", 1), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(p.freed, 1);
    refuses_all(in);
    OK(virStreamFree(in));
    OK(virStreamFree(out));
}

static void finish_fails(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);

    p.fail_finish = true;
    FAILS(virStreamFinish(st), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(p.freed, 1);
    refuses_all(st);
    OK(virStreamFree(st));
}

static void nonblock(void)
{
    struct pipe_end p = PIPE_INIT, q = PIPE_INIT;
    p.nonblock = q.nonblock = true;
    virStreamPtr in = pipe_open(conn, &p, &pipe_in), out = pipe_open(conn, &q, &pipe_out);
    char buf[1];

    CHECK_INT(virStreamSend(in, "0123456789", 10), PIPE_BYTES);
    CHECK_INT(virStreamSend(in, "x", 1), -2);
    CHECK(virGetLastError() == NULL);
    CHECK_INT(virStreamRecv(out, buf, 1), -2);
    q.eof = true;
    CHECK_INT(virStreamRecv(out, buf, 1), 0);
    OK(virStreamFinish(in));
    OK(virStreamFinish(out));
    OK(virStreamFree(in));
    OK(virStreamFree(out));
}

int main(void)
{
    conn = scn_open();
    arguments();
    new_one();
    finished();
    aborted();
    freed();
    directions();
    finish_fails();
    nonblock();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

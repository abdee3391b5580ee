/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streams between threads: an abort ends what waits, a finish waits, one sends after the other. */
#include "config.h"

#include "stream_pipe.h"

static virConnectPtr conn;

struct task {
    pthread_t thread;
    virStreamPtr st;
    int (*run)(virStreamPtr st);
    int rv, code;
};

static pthread_mutex_t ended_lock = PTHREAD_MUTEX_INITIALIZER;
static int ended_;

/* The tasks that have ended so far. */
static int ended(void)
{
    int n;

    pthread_mutex_lock(&ended_lock);
    n = ended_;
    pthread_mutex_unlock(&ended_lock);
    return n;
}

static void *task_main(void *arg)
{
    struct task *t = arg;
    virErrorPtr err;

    t->rv = t->run(t->st);
    err = virGetLastError();
    t->code = err != NULL ? err->code : 0;
    pthread_mutex_lock(&ended_lock);
    ended_++;
    pthread_mutex_unlock(&ended_lock);
    return NULL;
}

static void start(struct task *t, virStreamPtr st, int (*run)(virStreamPtr st))
{
    *t = (struct task){.st = st, .run = run};
    CHECK_INT(pthread_create(&t->thread, NULL, task_main, t), 0);
}

static void join(struct task *t, int rv, int code)
{
    CHECK_INT(pthread_join(t->thread, NULL), 0);
    CHECK_INT(t->rv, rv);
    CHECK_INT(t->code, code);
}

static int send_four(virStreamPtr st)
{
    return virStreamSend(st, "four", 4);
}

static int recv_four(virStreamPtr st)
{
    char buf[4];

    return virStreamRecv(st, buf, sizeof buf);
}

static void wait_for(struct pipe_end *p, const int *count, int want)
{
    for (int ms = 0; pipe_count(p, count) < want; ms++) {
        CHECK(ms < 20000);
        usleep(1000);
    }
}

/* One waits in the driver, another behind it. */
static void abort_ends_both(const struct vt_stream_ops *ops, int (*run)(virStreamPtr st))
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, ops);
    struct task one, two;

    p.used = run == send_four ? PIPE_BYTES : 0;
    start(&one, st, run);
    start(&two, st, run);
    wait_for(&p, &p.waited, 1);
    OK(virStreamAbort(st));
    CHECK_INT(pthread_join(one.thread, NULL), 0);
    CHECK_INT(pthread_join(two.thread, NULL), 0);
    CHECK(one.rv == -1 && two.rv == -1);
    /* The second may have come when all was over. */
    CHECK(one.code == VIR_ERR_OPERATION_ABORTED || two.code == VIR_ERR_OPERATION_ABORTED);
    CHECK(one.code == VIR_ERR_OPERATION_ABORTED || one.code == VIR_ERR_OPERATION_INVALID);
    CHECK(two.code == VIR_ERR_OPERATION_ABORTED || two.code == VIR_ERR_OPERATION_INVALID);
    CHECK_INT(p.aborts, 1);
    CHECK_INT(p.freed, 1);
    OK(virStreamFree(st));
}

static void make_room(struct pipe_end *p)
{
    pthread_mutex_lock(&p->lock);
    p->used = 0;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static void finish_waits(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);
    struct task sends, finishes;

    p.used = PIPE_BYTES;
    start(&sends, st, send_four);
    wait_for(&p, &p.waited, 1);
    start(&finishes, st, virStreamFinish);
    usleep(20000); /* room for a finish that does not wait */
    CHECK_INT(pipe_count(&p, &p.finished), 0);
    make_room(&p);
    join(&sends, 4, 0);
    join(&finishes, 0, 0);
    CHECK_INT(p.finished, 1);
    CHECK_INT(p.freed, 1);
    OK(virStreamFree(st));
}

/* Of a stream that never waits, a side that another thread has is no reason to. */
static void nonblock_side(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = virStreamNew(conn, VIR_STREAM_NONBLOCK);
    struct task sends;

    p.used = PIPE_BYTES;
    OK(vt_stream_attach(vt_stream_of(st), &pipe_in, &p)); /* a driver that waits all the same */
    start(&sends, st, send_four);
    wait_for(&p, &p.waited, 1);
    CHECK_INT(virStreamSend(st, "x", 1), -2);
    make_room(&p);
    join(&sends, 4, 0);
    OK(virStreamFree(st));
    CHECK_INT(p.aborts, 1);
}

static int send_much(virStreamPtr st)
{
    int n = 0;

    for (int i = 0; i < 500; i++) {
        int r = virStreamSend(st, "12345", 5);
        if (r < 0)
            return r;
        n += r;
    }
    return n;
}

static int recv_until_eof(virStreamPtr st)
{
    char buf[3];
    int n = 0, r;

    while ((r = virStreamRecv(st, buf, sizeof buf)) > 0)
        n += r;
    return r < 0 ? r : n;
}

/* The driver checks that one of a side is inside at a time. */
static void many(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);
    struct task tasks[4];
    int sent = 0, before = ended();

    for (int i = 0; i < 4; i++)
        start(&tasks[i], st, send_much);
    while (ended() < before + 4)
        make_room(&p);
    for (int i = 0; i < 4; i++) {
        CHECK_INT(pthread_join(tasks[i].thread, NULL), 0);
        CHECK(tasks[i].rv > 0);
        sent += tasks[i].rv;
    }
    CHECK(sent > 500);
    OK(virStreamAbort(st));
    OK(virStreamFree(st));
}

static void abort_races(void)
{
    for (int i = 0; i < 200; i++) {
        struct pipe_end p = PIPE_INIT;
        virStreamPtr st = pipe_open(conn, &p, &pipe_out);
        struct task recvs, aborts, finishes;

        start(&recvs, st, recv_until_eof);
        start(&aborts, st, virStreamAbort);
        start(&finishes, st, virStreamFinish);
        CHECK_INT(pthread_join(aborts.thread, NULL), 0);
        (void)pthread_mutex_lock(&p.lock);
        p.eof = true;
        pthread_cond_broadcast(&p.changed);
        (void)pthread_mutex_unlock(&p.lock);
        CHECK_INT(pthread_join(recvs.thread, NULL), 0);
        CHECK_INT(pthread_join(finishes.thread, NULL), 0);
        CHECK((aborts.rv == 0) + (finishes.rv == 0) == 1);
        CHECK_INT(p.freed, 1);
        OK(virStreamFree(st));
    }
}

int main(void)
{
    conn = scn_open();
    abort_ends_both(&pipe_in, send_four);
    abort_ends_both(&pipe_out, recv_four);
    finish_waits();
    nonblock_side();
    many();
    abort_races();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

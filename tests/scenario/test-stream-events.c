/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Callbacks of streams, from the event loop: when they are called, what ends them, and what
 * they may do. */
#include "config.h"

#include "loop_thread.h"
#include "stream_pipe.h"

static virConnectPtr conn;
static pthread_t main_thread;

struct heard {
    atomic_int calls, events, freed, closed; /* events: all that were told */
    void (*act)(virStreamPtr st);            /* what the callback does, in its first call */
};

static void heard_free(void *opaque)
{
    struct heard *h = opaque;

    h->freed++;
}

static void on_event(virStreamPtr st, int events, void *opaque)
{
    struct heard *h = opaque;

    CHECK_INT(h->freed, 0);
    CHECK(!pthread_equal(pthread_self(), main_thread));
    h->events |= events;
    if (h->calls++ == 0 && h->act != NULL)
        h->act(st);
    h->closed = h->act != NULL;
}

static void no_loop(void)
{
    struct pipe_end p = PIPE_INIT;
    virStreamPtr st = pipe_open(conn, &p, &pipe_in);

    FAILS(virStreamEventAddCallback(st, 1, on_event, NULL, NULL), VIR_ERR_INTERNAL_ERROR);
    OK(virStreamFree(st));
}

static void wants(void)
{
    struct pipe_end p = PIPE_INIT;
    struct heard h = {0};
    virStreamPtr st = virStreamNew(conn, 0);

    FAILS(virStreamEventAddCallback(st, 1, on_event, &h, heard_free), VIR_ERR_OPERATION_INVALID);
    OK(vt_stream_attach(vt_stream_of(st), &pipe_in, &p));
    OK(virStreamEventAddCallback(st, VIR_STREAM_EVENT_READABLE, on_event, &h, heard_free));
    FAILS(virStreamEventAddCallback(st, 0, on_event, &h, heard_free), VIR_ERR_OPERATION_INVALID);
    OK(virStreamEventUpdateCallback(st, 0));
    usleep(20000); /* room for what must not come */
    CHECK_INT(h.calls, 0);
    OK(virStreamEventUpdateCallback(st, VIR_STREAM_EVENT_WRITABLE | VIR_STREAM_EVENT_READABLE));
    LOOP_WAIT(h.calls > 2); /* as long as it is so */
    CHECK_INT(h.events, VIR_STREAM_EVENT_WRITABLE);
    OK(virStreamEventRemoveCallback(st));
    CHECK_INT(h.freed, 1);
    FAILS(virStreamEventRemoveCallback(st), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamEventUpdateCallback(st, 1), VIR_ERR_OPERATION_INVALID);
    OK(virStreamEventAddCallback(st, 0, on_event, &h, NULL)); /* and again */
    OK(virStreamEventRemoveCallback(st));
    CHECK_INT(h.freed, 1);
    OK(virStreamFree(st));
}

/* An abort is told once, whatever was asked for; a finish is silent. */
static void ends(void)
{
    struct pipe_end p = PIPE_INIT, q = PIPE_INIT;
    struct heard h = {0}, k = {0};
    virStreamPtr in = pipe_open(conn, &p, &pipe_in), out = pipe_open(conn, &q, &pipe_out);

    OK(virStreamEventAddCallback(in, 0, on_event, &h, heard_free));
    OK(virStreamEventAddCallback(out, 0, on_event, &k, heard_free));
    OK(virStreamAbort(in));
    OK(virStreamFinish(out));
    LOOP_WAIT(h.calls > 0);
    OK(virStreamEventUpdateCallback(in, VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_WRITABLE));
    OK(virStreamEventUpdateCallback(out, VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_READABLE));
    usleep(20000);
    CHECK_INT(h.calls, 1);
    CHECK_INT(h.events, VIR_STREAM_EVENT_ERROR);
    CHECK_INT(k.calls, 0);
    /* The last reference removes it. */
    OK(virStreamFree(in));
    OK(virStreamFree(out));
    CHECK_INT(h.freed, 1);
    CHECK_INT(k.freed, 1);
}

static void act_remove(virStreamPtr st)
{
    OK(virStreamEventRemoveCallback(st));
    OK(virStreamFinish(st));
}

static void act_free(virStreamPtr st)
{
    OK(virStreamAbort(st));
    OK(virStreamFree(st)); /* the only one that the application has */
}

static void act_ref(virStreamPtr st)
{
    OK(virStreamRef(st));
    OK(virStreamEventRemoveCallback(st));
    OK(virStreamFree(st));
    OK(virStreamFree(st));
}

static void inside(void (*act)(virStreamPtr st))
{
    struct pipe_end p = PIPE_INIT;
    struct heard h = {.act = act};
    virStreamPtr st = pipe_open(conn, &p, &pipe_out);

    OK(virStreamEventAddCallback(st, VIR_STREAM_EVENT_READABLE, on_event, &h, heard_free));
    LOOP_WAIT(h.freed == 1);
    CHECK_INT(h.calls, 1);
    CHECK_INT(h.closed, 1); /* freed behind the callback */
    if (act == act_remove)
        OK(virStreamFree(st));
    CHECK_INT(pipe_count(&p, &p.freed), 1);
}

/* None runs when the remove has returned, whatever the loop is at. */
static void remove_races(void)
{
    for (int i = 0; i < 300; i++) {
        struct pipe_end p = PIPE_INIT;
        struct heard h = {0};
        virStreamPtr st = pipe_open(conn, &p, &pipe_in);
        int calls;

        OK(virStreamEventAddCallback(st, VIR_STREAM_EVENT_WRITABLE, on_event, &h, heard_free));
        for (int n = i % 50; n > 0; n--)
            CHECK(virStreamSend(st, "", 0) == 0);
        if (i % 2 == 0)
            OK(virStreamEventRemoveCallback(st));
        OK(virStreamFree(st));
        CHECK_INT(h.freed, 1);
        calls = h.calls;
        CHECK_INT(h.calls, calls);
    }
}

int main(void)
{
    conn = scn_open();
    main_thread = pthread_self();
    no_loop();
    loop_start(2);
    wants();
    ends();
    inside(act_remove);
    inside(act_free);
    inside(act_ref);
    remove_races();
    loop_stop(); /* frees what the last callbacks held */
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Watches: each condition, at each turn while it lasts; pausing; one descriptor twice. */
#include "config.h"

#include <sys/socket.h>

#include "event/loop_testing.h"

#define R VIR_EVENT_HANDLE_READABLE
#define W VIR_EVENT_HANDLE_WRITABLE
#define E VIR_EVENT_HANDLE_ERROR
#define H VIR_EVENT_HANDLE_HANGUP

static void sees(struct seen *s, int calls, int events)
{
    s->calls = s->events = 0;
    turn();
    CHECK_INT(s->calls, calls);
    CHECK_INT(s->events, events);
}

static void conditions(void)
{
    struct seen s = SEEN_NONE;
    int fds[2], watch;

    make_pipe(fds);
    watch = virEventAddHandle(fds[0], R | W, seen_handle, &s, seen_free);
    CHECK(watch > 0);
    sees(&s, 0, 0);
    put_byte(fds[1]);
    for (int i = 0; i < 3; i++)
        sees(&s, 1, R); /* nobody reads: again and again */
    CHECK_INT(s.number, watch);
    CHECK_INT(s.fd, fds[0]);
    virEventUpdateHandle(watch, W);
    sees(&s, 0, 0);
    virEventUpdateHandle(watch, 0);
    close(fds[1]);
    sees(&s, 0, 0); /* paused: not even the hangup */
    virEventUpdateHandle(watch, R);
    sees(&s, 1, R | H);
    take_byte(fds[0]);
    sees(&s, 1, H);
    virEventUpdateHandle(watch, E);
    sees(&s, 1, H); /* unasked */
    CHECK_INT(virEventRemoveHandle(watch), 0);
    FAILS(virEventRemoveHandle(watch), VIR_ERR_INVALID_ARG);
    close(fds[0]);
    sees(&s, 0, 0);
    CHECK_INT(s.freed, 1);
}

static void error_of_pipe(void)
{
    struct seen s = SEEN_NONE;
    int fds[2], watch;

    make_pipe(fds);
    watch = virEventAddHandle(fds[1], W, seen_handle, &s, NULL);
    sees(&s, 1, W);
    close(fds[0]);
    sees(&s, 1, W | E);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    close(fds[1]);
}

static void sockets(void)
{
    struct seen s = SEEN_NONE;
    int fds[2], watch;

    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
    watch = virEventAddHandle(fds[0], R | W, seen_handle, &s, NULL);
    sees(&s, 1, W);
    put_byte(fds[1]);
    sees(&s, 1, R | W);
    close(fds[1]);
    sees(&s, 1, R | W | H);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    close(fds[0]);
}

/* Two watches, and both ways of them to be added first. */
static void twice(int first_events, int second_events)
{
    struct seen first = SEEN_NONE, second = SEEN_NONE;
    int fds[2], a, b;

    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
    a = virEventAddHandle(fds[0], first_events, seen_handle, &first, seen_free);
    b = virEventAddHandle(fds[0], second_events, seen_handle, &second, seen_free);
    CHECK(a > 0 && b > 0 && a != b);
    sees(&first, (first_events & W) != 0, first_events & W);
    sees(&second, (second_events & W) != 0, second_events & W);
    put_byte(fds[1]);
    sees(&first, 1, first_events);
    sees(&second, 1, second_events);
    virEventUpdateHandle(a, 0);
    sees(&first, 0, 0);
    sees(&second, 1, second_events);
    virEventUpdateHandle(a, first_events);
    CHECK_INT(virEventRemoveHandle(b), 0);
    sees(&second, 0, 0);
    sees(&first, 1, first_events);
    CHECK_INT(second.freed, 1);
    CHECK_INT(first.freed, 0);
    CHECK_INT(virEventRemoveHandle(a), 0);
    turn();
    CHECK_INT(first.freed, 1);
    close(fds[0]);
    close(fds[1]);
}

static int to_stop;

static void stop_other(int watch, int fd, int events, void *opaque)
{
    seen_handle(watch, fd, events, opaque);
    virEventUpdateHandle(to_stop, 0);
}

/* A watch that is due already is paused by the callback before it. */
static void paused_when_due(void)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int fds[2], watch;

    make_pipe(fds);
    put_byte(fds[1]);
    watch = virEventAddHandle(fds[0], R, stop_other, &a, NULL);
    to_stop = virEventAddHandle(fds[0], R, seen_handle, &b, NULL);
    turn();
    turn();
    CHECK_INT(a.calls, 2);
    CHECK_INT(b.calls, 0);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    virEventUpdateHandle(to_stop, R);
    sees(&b, 1, R);
    CHECK_INT(virEventRemoveHandle(to_stop), 0);
    close(fds[0]);
    close(fds[1]);
}

int main(void)
{
    begin_loop();
    conditions();
    error_of_pipe();
    sockets();
    twice(R, W);
    twice(W, R);
    twice(R | W, R);
    twice(R, R);
    paused_when_due();
    return 0;
}

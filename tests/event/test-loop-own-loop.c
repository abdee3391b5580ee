/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The six functions work through an application's own loop, whose numbers begin at 0. */
#include "config.h"

#include "event/loop_testing.h"
#include "event/own_loop.h"

#define R VIR_EVENT_HANDLE_READABLE

/* One that does not wait. */
static void quick_turn(void)
{
    int timer = virEventAddTimeout(0, tick, NULL, NULL);

    own_loop_turn();
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static void handles(void)
{
    struct seen s = SEEN_NONE;
    int fds[2], watch;

    make_pipe(fds);
    watch = virEventAddHandle(fds[0], R, seen_handle, &s, seen_free);
    CHECK_INT(watch, 0);
    quick_turn();
    CHECK_INT(s.calls, 0);
    put_byte(fds[1]);
    quick_turn();
    quick_turn();
    CHECK_INT(s.calls, 2);
    CHECK_INT(s.events, R);
    virEventUpdateHandle(watch, 0);
    CHECK(virGetLastError() == NULL);
    quick_turn();
    CHECK_INT(s.calls, 2);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    CHECK_INT(s.freed, 0);
    quick_turn();
    CHECK_INT(s.freed, 1);
    FAILS(virEventRemoveHandle(watch), VIR_ERR_INTERNAL_ERROR);
    close(fds[0]);
    close(fds[1]);
}

static void timers(void)
{
    struct seen s = SEEN_NONE;
    int timer = virEventAddTimeout(-1, seen_timer, &s, seen_free);

    CHECK(timer >= 0);
    virEventUpdateTimeout(timer, 1);
    while (s.calls < 3)
        own_loop_turn();
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    FAILS(virEventRemoveTimeout(timer), VIR_ERR_INTERNAL_ERROR);
    quick_turn();
    CHECK_INT(s.calls, 3);
    CHECK_INT(s.freed, 1);
}

/* Arguments are checked before the application's loop sees them. */
static void refused(void)
{
    FAILS(virEventAddHandle(-1, R, seen_handle, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddHandle(0, 32, seen_handle, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventAddTimeout(0, NULL, NULL, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virEventRunDefaultImpl(), VIR_ERR_INTERNAL_ERROR);
}

static void too_many(void)
{
    int timer, last = -1;

    while ((timer = virEventAddTimeout(-1, tick, NULL, NULL)) >= 0)
        last = timer;
    CHECK_INT(last_code(), VIR_ERR_INTERNAL_ERROR);
    CHECK(last > 0);
}

int main(void)
{
    begin();
    own_loop_register();
    handles();
    timers();
    refused();
    too_many();
    return 0;
}

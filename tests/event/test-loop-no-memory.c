/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Adding when memory runs out, or when there are as many as there may be, is NO_MEMORY and changes
 * nothing; changing and removing need none. */
#include "config.h"

#include "event/loop_testing.h"
#include "event/loop.h"
#include "scenario/oom_alloc.h"

#define R VIR_EVENT_HANDLE_READABLE
#define SOME 100

static struct seen seen = SEEN_NONE;
static int fds[2];

static int add_handle(void)
{
    return virEventAddHandle(fds[0], R, seen_handle, &seen, seen_free);
}

static int add_timer(void)
{
    return virEventAddTimeout(0, seen_timer, &seen, seen_free);
}

/* Fails each allocation of an add in turn; -1 with NO_MEMORY until there is none to fail. */
static int add_at_last(int (*add)(void))
{
    int number;

    for (long point = 1;; point++) {
        oom_arm(point, true);
        number = add();
        bool failed = oom_has_failed();
        oom_disarm();
        CHECK((number > 0) == !failed);
        if (!failed)
            return number;
        CHECK_INT(last_code(), VIR_ERR_NO_MEMORY);
        CHECK_INT(seen.freed, 0);
        turn();
        CHECK_INT(seen.calls, 0);
    }
}

static void memory_runs_out(void)
{
    int watch = add_at_last(add_handle), timer = add_at_last(add_timer);

    put_byte(fds[1]);
    oom_arm(1, true);
    virEventUpdateTimeout(timer, 0);
    virEventUpdateHandle(watch, R);
    CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_INT(seen.calls, 2);
    virEventUpdateHandle(watch, 0);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_INT(seen.freed, 1);
    seen.freed = 0;
    CHECK_INT(virEventRemoveHandle(watch), 0);
    CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_INT(seen.freed, 1);
    oom_disarm();
    seen = (struct seen)SEEN_NONE;
}

/* The room of all timers grows several times. */
static void room_grows(void)
{
    int timer[SOME];

    for (int i = 0; i < SOME; i++) {
        timer[i] = add_at_last(add_timer);
        virEventUpdateTimeout(timer[i], -1);
    }
    for (int i = 0; i < SOME; i++) {
        CHECK_INT(virEventRemoveTimeout(timer[i]), 0);
        turn();
        CHECK_INT(seen.freed, 1);
        seen.freed = 0;
    }
}

static void as_many_as_may_be(void)
{
    int first = virEventAddTimeout(-1, tick, NULL, NULL);

    for (int i = 1; i < EVENT_LOOP_MAX; i++)
        CHECK_INT(virEventAddTimeout(-1, tick, NULL, NULL), first + i);
    FAILS(virEventAddTimeout(-1, tick, NULL, NULL), VIR_ERR_NO_MEMORY);
    FAILS(add_handle(), VIR_ERR_NO_MEMORY);
    CHECK_INT(virEventRemoveTimeout(first + EVENT_LOOP_MAX / 2), 0);
    CHECK_INT(virEventAddTimeout(-1, tick, NULL, NULL), first + EVENT_LOOP_MAX);
    for (int i = EVENT_LOOP_MAX; i >= 0; i--)
        CHECK_INT(virEventRemoveTimeout(first + i), i == EVENT_LOOP_MAX / 2 ? -1 : 0);
}

int main(void)
{
    begin_loop();
    make_pipe(fds);
    if (!OOM_SANITIZED) {
        memory_runs_out();
        room_grows();
    }
    if (getenv("VT_TEST_SCALE") == NULL) /* too much for the slow tools */
        as_many_as_may_be();
    return 0;
}

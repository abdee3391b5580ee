/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timers fire in the order of their times, again and again; callbacks change, stop and remove them
 * and others. */
#include "config.h"

#include <time.h>

#include "event/loop_testing.h"

#define MAX_ORDER 64

static int order[MAX_ORDER], n_order;

static void note(int timer, void *opaque)
{
    (void)timer;
    CHECK(n_order < MAX_ORDER);
    order[n_order++] = *(int *)opaque;
}

static long long now_ms(void)
{
    struct timespec ts;

    CHECK(clock_gettime(CLOCK_MONOTONIC, &ts) == 0);
    return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void by_time(void)
{
    int name[] = {30, 10, 20, 11, 0, 1}, timer[6];
    const int wait_ms[] = {300, 100, 200, 100, 0, 0}, want[] = {0, 1, 10, 11, 20, 30};
    long long start = now_ms();

    n_order = 0;
    for (int i = 0; i < 6; i++) {
        timer[i] = virEventAddTimeout(wait_ms[i], note, &name[i], NULL);
        CHECK(timer[i] > 0);
    }
    for (int done = 0; done < 6;) {
        CHECK_INT(virEventRunDefaultImpl(), 0);
        for (; done < n_order && done < 6; done++) {
            CHECK_INT(order[done], want[done]);
            for (int i = 0; i < 6; i++) {
                if (name[i] == order[done])
                    virEventUpdateTimeout(timer[i], -1);
            }
        }
    }
    CHECK(now_ms() - start >= 300);
    n_order = 0;
    turn();
    CHECK_INT(n_order, 0);
    for (int i = 0; i < 6; i++)
        CHECK_INT(virEventRemoveTimeout(timer[i]), 0);
}

static void zero_each_turn(void)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int first = virEventAddTimeout(0, seen_timer, &a, seen_free);
    int second = virEventAddTimeout(0, seen_timer, &b, NULL);

    for (int i = 1; i <= 5; i++) {
        CHECK_INT(virEventRunDefaultImpl(), 0);
        CHECK_INT(a.calls, i);
        CHECK_INT(b.calls, i);
    }
    CHECK_INT(a.number, first);
    CHECK_INT(virEventRemoveTimeout(first), 0);
    CHECK_INT(virEventRemoveTimeout(second), 0);
    CHECK_INT(a.freed, 0); /* by the loop, later */
    turn();
    CHECK_INT(a.freed, 1);
    CHECK_INT(a.calls, 5);
}

/* Equal times: in the order in which they began to wait. */
static void zero_in_order(void)
{
    int name[] = {0, 1, 2, 3, 4, 5, 6}, timer[7];

    for (int i = 0; i < 7; i++)
        timer[i] = virEventAddTimeout(0, note, &name[i], NULL);
    for (int i = 0; i < 5; i++) {
        n_order = 0;
        CHECK_INT(virEventRunDefaultImpl(), 0);
        CHECK_INT(n_order, 7);
        for (int k = 0; k < 7; k++)
            CHECK_INT(order[k], k);
    }
    for (int i = 0; i < 7; i++)
        CHECK_INT(virEventRemoveTimeout(timer[i]), 0);
}

static void fell_behind(void)
{
    struct seen slow = SEEN_NONE;
    const struct timespec ten_times = {0, 50 * 1000 * 1000};
    int timer = virEventAddTimeout(5, seen_timer, &slow, NULL);

    CHECK(nanosleep(&ten_times, NULL) == 0);
    turn();
    CHECK_INT(slow.calls, 1);
    turns_until(&slow.calls, 3);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static int other;

static void change(int timer, void *opaque)
{
    struct seen *s = opaque;

    seen_timer(timer, opaque);
    if (s->calls == 1) {
        virEventUpdateTimeout(timer, 1);
        virEventUpdateTimeout(other, 0);
    } else if (s->calls == 3) {
        virEventUpdateTimeout(timer, -1);
        CHECK_INT(virEventRemoveTimeout(other), 0);
    } else if (s->calls == 4) {
        CHECK_INT(virEventRemoveTimeout(timer), 0);
    }
}

static void from_callbacks(void)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int timer = virEventAddTimeout(0, change, &a, seen_free);
    int calls;

    other = virEventAddTimeout(-1, seen_timer, &b, seen_free);
    CHECK_INT(virEventRunDefaultImpl(), 0);
    CHECK_INT(a.calls, 1);
    CHECK_INT(b.calls, 0);
    turns_until(&a.calls, 3);
    CHECK(b.calls > 0);
    calls = b.calls;
    turns_until(&b.freed, 1);
    turn();
    CHECK_INT(a.calls, 3);
    virEventUpdateTimeout(timer, 0);
    turn();
    CHECK_INT(a.calls, 4);
    CHECK_INT(a.freed, 1);
    CHECK_INT(b.calls, calls);
}

/* Another one that is due in the same turn is stopped, or removed, before its callback. */
static void stop_other(int timer, void *opaque)
{
    seen_timer(timer, opaque);
    virEventUpdateTimeout(other, -1);
}

static void remove_other(int timer, void *opaque)
{
    seen_timer(timer, opaque);
    CHECK_INT(virEventRemoveTimeout(other), 0);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static void due_and_stopped(virEventTimeoutCallback cb)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int timer = virEventAddTimeout(0, cb, &a, seen_free);

    other = virEventAddTimeout(0, seen_timer, &b, seen_free);
    turn();
    CHECK_INT(a.calls, 1);
    CHECK_INT(b.calls, 0);
    if (cb == stop_other) {
        CHECK_INT(virEventRemoveTimeout(timer), 0);
        CHECK_INT(virEventRemoveTimeout(other), 0);
    }
    turn();
    CHECK_INT(a.freed + b.freed, 2);
}

int main(void)
{
    begin_loop();
    by_time();
    zero_each_turn();
    zero_in_order();
    fell_behind();
    from_callbacks();
    due_and_stopped(stop_other);
    due_and_stopped(remove_other);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Callbacks and free functions that add and remove: each ff is called once, after the last
 * callback, with no lock held. */
#include "config.h"

#include "event/loop_testing.h"

#define R VIR_EVENT_HANDLE_READABLE
#define MANY 20

static struct {
    struct seen seen;
    int watch, fds[2];
} all[MANY];

static int added, freed;

static void free_one(void *opaque)
{
    seen_free(opaque);
    freed++;
}

/* Removes all of them, itself as well, and closes what they watch. */
static void remove_all(int watch, int fd, int events, void *opaque)
{
    seen_handle(watch, fd, events, opaque);
    for (int i = 0; i < MANY; i++) {
        CHECK_INT(virEventRemoveHandle(all[i].watch), 0);
        FAILS(virEventRemoveHandle(all[i].watch), VIR_ERR_INVALID_ARG);
        close(all[i].fds[0]);
        close(all[i].fds[1]);
    }
    CHECK_INT(freed, 0);
}

static void all_due_all_removed(void)
{
    int called = 0;

    for (int i = 0; i < MANY; i++) {
        all[i].seen = (struct seen)SEEN_NONE;
        make_pipe(all[i].fds);
        put_byte(all[i].fds[1]);
        all[i].watch = virEventAddHandle(all[i].fds[0], R, remove_all, &all[i].seen, free_one);
        CHECK(all[i].watch > 0);
    }
    turn();
    turn();
    for (int i = 0; i < MANY; i++) {
        called += all[i].seen.calls;
        CHECK_INT(all[i].seen.freed, 1);
    }
    CHECK_INT(called, 1);
    CHECK_INT(freed, MANY);
}

/* Adds and removes another one, as long as there is one to add. */
static void free_and_add(void *opaque)
{
    freed++;
    if (++added < MANY)
        CHECK_INT(virEventRemoveTimeout(virEventAddTimeout(0, tick, opaque, free_and_add)), 0);
}

static void free_functions_add(void)
{
    added = freed = 0;
    free_and_add(NULL);
    while (freed < MANY) {
        int before = freed;
        turn();
        CHECK_INT(freed, before + 1); /* a turn ends: what came meanwhile waits for the next */
    }
}

/* An ff that removes another source, which has been removed or not. */
static int victim;

static void free_and_remove(void *opaque)
{
    seen_free(opaque);
    CHECK_INT(virEventRemoveTimeout(victim), 0);
}

static void free_functions_remove(void)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int timer = virEventAddTimeout(-1, seen_timer, &a, free_and_remove);

    victim = virEventAddTimeout(-1, seen_timer, &b, seen_free);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    turn();
    CHECK_INT(a.freed, 1);
    turn();
    CHECK_INT(b.freed, 1);
    CHECK_INT(a.calls + b.calls, 0);
}

/* A callback may run a turn: its own watch stays out of that. */
static void nest(int timer, void *opaque)
{
    struct seen *s = opaque;

    seen_timer(timer, opaque);
    CHECK_INT(s->calls, 1);
    turn();
    CHECK_INT(s->calls, 1);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    turn();
    CHECK_INT(s->freed, 0);
}

static void turn_within_turn(void)
{
    struct seen a = SEEN_NONE, b = SEEN_NONE;
    int other;

    CHECK(virEventAddTimeout(0, nest, &a, seen_free) > 0);
    other = virEventAddTimeout(0, seen_timer, &b, NULL);
    turn();
    CHECK_INT(a.calls, 1);
    CHECK_INT(a.freed, 1);
    CHECK(b.calls >= 2);
    CHECK_INT(virEventRemoveTimeout(other), 0);
}

int main(void)
{
    begin_loop();
    all_due_all_removed();
    free_functions_add();
    free_functions_remove();
    turn_within_turn();
    return 0;
}

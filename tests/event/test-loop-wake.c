/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A turn with nothing due ends when another thread adds, changes or removes, or a signal comes. */
#include "config.h"

#include <sched.h>
#include <signal.h>

#include "event/loop_testing.h"

#define NEVER_MS (1 << 30)
#define ROUNDS 20

static int watch, timer, fds[2];
static struct seen seen = SEEN_NONE;
static pthread_t waiter;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool ended;

static void handle_comes_and_goes(void)
{
    int other = virEventAddHandle(fds[0], VIR_EVENT_HANDLE_READABLE, seen_handle, &seen, NULL);

    CHECK_INT(virEventRemoveHandle(other), 0);
}

static void handle_changes(void)
{
    virEventUpdateHandle(watch, VIR_EVENT_HANDLE_READABLE);
}

static void timer_comes_and_goes(void)
{
    CHECK_INT(virEventRemoveTimeout(virEventAddTimeout(NEVER_MS, seen_timer, &seen, NULL)), 0);
}

static void timer_changes(void)
{
    virEventUpdateTimeout(timer, NEVER_MS);
}

static void timer_stops(void)
{
    virEventUpdateTimeout(timer, -1);
}

static void signal_comes(void)
{
    CHECK(pthread_kill(waiter, SIGUSR1) == 0);
}

static void on_signal(int number)
{
    (void)number;
}

static bool has_ended(void)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    bool answer = ended;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    return answer;
}

static void set_ended(bool value)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    ended = value;
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

struct act {
    void (*run)(void);
};

/* Again and again: the first ones may come before the turn waits. */
static void *keep_on(void *arg)
{
    const struct act *act = arg;

    while (!has_ended()) {
        act->run();
        sched_yield();
    }
    return NULL;
}

int main(void)
{
    static struct act acts[] = {{handle_comes_and_goes}, {handle_changes}, {timer_comes_and_goes},
                                {timer_changes},         {timer_stops},    {signal_comes}};
    const struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    pthread_t other;

    begin_loop();
    make_pipe(fds);
    waiter = pthread_self();
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    watch = virEventAddHandle(fds[0], VIR_EVENT_HANDLE_READABLE, seen_handle, &seen, NULL);
    timer = virEventAddTimeout(-1, seen_timer, &seen, NULL);
    for (size_t i = 0; i < ROUNDS * sizeof acts / sizeof acts[0]; i++) {
        set_ended(false);
        CHECK(pthread_create(&other, NULL, keep_on, &acts[i / ROUNDS]) == 0);
        CHECK_INT(virEventRunDefaultImpl(), 0);
        set_ended(true);
        CHECK(pthread_join(other, NULL) == 0);
    }
    CHECK_INT(seen.calls, 0);
    return 0;
}

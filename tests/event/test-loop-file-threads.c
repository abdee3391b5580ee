/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A regular file is always ready: when its callback ends in one thread, another that waits in the
 * loop, or the same, calls it again. */
#include "config.h"

#include <sched.h>

#include "event/loop_testing.h"

#define RUNNERS 3
#define ENOUGH 200

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int calls;
static bool running;

static void set_running(bool value)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    CHECK(running != value);
    running = value;
    calls += value;
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void on_file(int watch, int fd, int events, void *opaque)
{
    (void)watch, (void)fd, (void)opaque;
    CHECK_INT(events, VIR_EVENT_HANDLE_READABLE);
    set_running(true);
    for (int i = 0; i < 5; i++)
        sched_yield(); /* the others are in the loop by then, mostly */
    set_running(false);
}

static void *run(void *arg)
{
    for (bool over = false; !over;) {
        CHECK_INT(virEventRunDefaultImpl(), 0);
        CHECK(pthread_mutex_lock(&lock) == 0);
        over = calls >= ENOUGH;
        CHECK(pthread_mutex_unlock(&lock) == 0);
    }
    return arg;
}

int main(void)
{
    char path[] = "/tmp/test-loop.XXXXXX";
    pthread_t runner[RUNNERS];
    int file = mkstemp(path), watch;

    begin_loop();
    CHECK(file >= 0 && unlink(path) == 0);
    watch = virEventAddHandle(file, VIR_EVENT_HANDLE_READABLE, on_file, NULL, NULL);
    CHECK(watch > 0);
    for (int i = 0; i < RUNNERS; i++)
        CHECK(pthread_create(&runner[i], NULL, run, NULL) == 0);
    for (int i = 0; i < RUNNERS; i++)
        CHECK(pthread_join(runner[i], NULL) == 0);
    CHECK_INT(virEventRemoveHandle(watch), 0);
    return 0;
}

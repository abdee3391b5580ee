/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A thread in the loop sleeps while nothing is due, however ready the descriptors are whose
 * watches are paused, removed, or busy in another thread's callback. */
#include "config.h"

#include <time.h>

#include "event/loop_testing.h"

#define R VIR_EVENT_HANDLE_READABLE
#define FEW 8 /* turns that changes and reports without a taker may cost */
#define BUSY 3

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turns, busy;
static bool may_end, stop;

static void block(void)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    busy++;
    CHECK(pthread_cond_broadcast(&changed) == 0);
    while (!may_end)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void busy_handle(int watch, int fd, int events, void *opaque)
{
    (void)fd, (void)events, (void)opaque;
    block();
    CHECK_INT(virEventRemoveHandle(watch), 0);
}

static void busy_timer(int timer, void *opaque)
{
    (void)opaque;
    block();
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static void *run(void *arg)
{
    for (bool over = false; !over;) {
        CHECK_INT(virEventRunDefaultImpl(), 0);
        CHECK(pthread_mutex_lock(&lock) == 0);
        turns++;
        over = stop;
        CHECK(pthread_mutex_unlock(&lock) == 0);
    }
    return arg;
}

/* Hung up and paused; the number of a closed one whose pipe a copy keeps open; a regular file. */
static void paused_and_closed(struct seen *seen)
{
    int hung[2], closed[2];

    make_pipe(hung);
    close(hung[1]);
    virEventUpdateHandle(virEventAddHandle(hung[0], R, seen_handle, seen, NULL), 0);
    make_pipe(closed);
    CHECK(dup(closed[0]) >= 0);
    CHECK(virEventAddHandle(closed[0], R, seen_handle, seen, NULL) > 0);
    put_byte(closed[1]);
    close(closed[0]);
}

int main(void)
{
    const struct timespec moment = {0, 100 * 1000 * 1000};
    struct seen seen = SEEN_NONE;
    char path[] = "/tmp/test-loop.XXXXXX";
    pthread_t runner[BUSY + 1];
    int fds[2], file = mkstemp(path), before;

    begin_loop();
    CHECK(file >= 0 && unlink(path) == 0);
    make_pipe(fds);
    put_byte(fds[1]);
    paused_and_closed(&seen);
    CHECK(virEventAddHandle(fds[0], R, busy_handle, NULL, NULL) > 0);
    CHECK(virEventAddHandle(file, R, busy_handle, NULL, NULL) > 0);
    CHECK(virEventAddTimeout(0, busy_timer, NULL, NULL) > 0);
    for (int i = 0; i <= BUSY; i++)
        CHECK(pthread_create(&runner[i], NULL, run, NULL) == 0);
    CHECK(pthread_mutex_lock(&lock) == 0);
    while (busy < BUSY)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    before = turns;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    CHECK(nanosleep(&moment, NULL) == 0); /* not to wait for something, but for nothing */
    CHECK(pthread_mutex_lock(&lock) == 0);
    CHECK(turns - before <= FEW);
    may_end = stop = true;
    CHECK(pthread_cond_broadcast(&changed) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
    CHECK(virEventAddTimeout(0, tick, NULL, NULL) > 0);
    for (int i = 0; i <= BUSY; i++)
        CHECK(pthread_join(runner[i], NULL) == 0);
    return 0;
}

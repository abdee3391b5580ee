/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* With two threads in the loop a callback that takes long holds up no other watch or timer, not
 * even one of its own descriptor; it itself is not called again meanwhile, and its ff waits. */
#include "config.h"

#include "event/loop_testing.h"

#define R VIR_EVENT_HANDLE_READABLE
#define RUNNERS 2
#define ENOUGH 20

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int slow_begun, slow_ended, slow_freed;
static int others[3];
static bool may_end, stop;
static int fds[2];

static void set(int *value)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    ++*value;
    CHECK(pthread_cond_broadcast(&changed) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

/* Until it has grown by @more. */
static void wait_for(const int *value, int more)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    for (int before = *value; *value < before + more;)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

/* Until it is not 0. */
static void wait_first(const int *value)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    while (*value == 0)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void block(void)
{
    set(&slow_begun);
    CHECK(pthread_mutex_lock(&lock) == 0);
    while (!may_end)
        CHECK(pthread_cond_wait(&changed, &lock) == 0);
    slow_ended++;
    CHECK(slow_begun == slow_ended && slow_freed == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void slow_handle(int watch, int fd, int events, void *opaque)
{
    (void)watch, (void)fd, (void)opaque;
    CHECK_INT(events, R);
    block();
}

static void slow_timer(int timer, void *opaque)
{
    (void)timer, (void)opaque;
    block();
}

static void on_handle(int watch, int fd, int events, void *opaque)
{
    (void)watch, (void)fd, (void)events;
    set(opaque);
}

static void on_timer(int timer, void *opaque)
{
    (void)timer;
    set(opaque);
}

static void on_free(void *opaque)
{
    (void)opaque;
    set(&slow_freed);
}

static void *run(void *arg)
{
    for (;;) {
        CHECK(pthread_mutex_lock(&lock) == 0);
        bool over = stop;
        CHECK(pthread_mutex_unlock(&lock) == 0);
        if (over)
            return arg;
        CHECK_INT(virEventRunDefaultImpl(), 0);
    }
}

/* While the slow one is in its callback the others go on; it is removed, and only then ends. */
static void scenario(bool timer_is_slow)
{
    int own, fast[3];

    slow_begun = slow_ended = slow_freed = 0;
    memset(others, 0, sizeof others);
    may_end = false;
    own = timer_is_slow ? virEventAddTimeout(0, slow_timer, NULL, on_free)
                        : virEventAddHandle(fds[0], R, slow_handle, NULL, on_free);
    fast[0] = virEventAddHandle(fds[0], R, on_handle, &others[0], NULL);
    fast[1] = virEventAddTimeout(1, on_timer, &others[1], NULL);
    fast[2] = virEventAddTimeout(0, on_timer, &others[2], NULL);
    CHECK(own > 0 && fast[0] > 0 && fast[1] > 0 && fast[2] > 0);
    wait_first(&slow_begun);
    for (int i = 0; i < 3; i++)
        wait_for(&others[i], ENOUGH);
    if (timer_is_slow)
        virEventUpdateTimeout(own, 0);
    else
        virEventUpdateHandle(own, R);
    wait_for(&others[0], ENOUGH);
    CHECK_INT(timer_is_slow ? virEventRemoveTimeout(own) : virEventRemoveHandle(own), 0);
    wait_for(&others[0], ENOUGH);
    CHECK(pthread_mutex_lock(&lock) == 0);
    CHECK_INT(slow_begun, 1);
    CHECK_INT(slow_freed, 0);
    may_end = true;
    CHECK(pthread_cond_broadcast(&changed) == 0);
    CHECK(pthread_mutex_unlock(&lock) == 0);
    wait_first(&slow_freed);
    CHECK_INT(virEventRemoveHandle(fast[0]), 0);
    CHECK_INT(virEventRemoveTimeout(fast[1]), 0);
    CHECK_INT(virEventRemoveTimeout(fast[2]), 0);
}

int main(void)
{
    pthread_t runner[RUNNERS];

    begin_loop();
    make_pipe(fds);
    put_byte(fds[1]);
    for (int round = 0; round < 4; round++) {
        stop = false;
        for (int i = 0; i < RUNNERS; i++)
            CHECK(pthread_create(&runner[i], NULL, run, NULL) == 0);
        scenario(round % 2 == 0);
        CHECK(pthread_mutex_lock(&lock) == 0);
        stop = true;
        CHECK(pthread_mutex_unlock(&lock) == 0);
        int timer = virEventAddTimeout(0, tick, NULL, NULL);
        for (int i = 0; i < RUNNERS; i++)
            CHECK(pthread_join(runner[i], NULL) == 0);
        CHECK_INT(virEventRemoveTimeout(timer), 0);
    }
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sixteen threads add, change and remove watches and timers while two run the loop: nothing is
 * called twice at once or after its ff, and every ff is called once. */
#include "config.h"

#include "event/loop_testing.h"

#define THREADS 16
#define RUNNERS 2

static int rounds = 300;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int n_added, n_freed, n_calls;
static bool stop;

struct item {
    bool running;
    bool freed;
    int fds[2];
};

static void enter(struct item *item)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    CHECK(!item->running && !item->freed);
    item->running = true;
    n_calls++;
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void leave(struct item *item)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    item->running = false;
    CHECK(pthread_mutex_unlock(&lock) == 0);
}

static void on_handle(int watch, int fd, int events, void *opaque)
{
    enter(opaque);
    virEventUpdateHandle(watch, (events & 1) != 0 && fd % 2 == 0 ? 0 : VIR_EVENT_HANDLE_READABLE);
    leave(opaque);
}

static void on_timer(int timer, void *opaque)
{
    enter(opaque);
    virEventUpdateTimeout(timer, timer % 3);
    leave(opaque);
}

static void on_free(void *opaque)
{
    struct item *item = opaque;

    CHECK(pthread_mutex_lock(&lock) == 0);
    CHECK(!item->running && !item->freed);
    item->freed = true;
    n_freed++;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    if (item->fds[0] >= 0) {
        close(item->fds[0]);
        close(item->fds[1]);
    }
    free(item);
}

static struct item *item_new(bool with_pipe)
{
    struct item *item = calloc(1, sizeof *item);

    CHECK(item != NULL);
    item->fds[0] = item->fds[1] = -1;
    if (with_pipe) {
        make_pipe(item->fds);
        put_byte(item->fds[1]);
    }
    CHECK(pthread_mutex_lock(&lock) == 0);
    n_added++;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    return item;
}

static void *change(void *arg)
{
    struct item *item;
    int watch, timer;

    for (int i = 0; i < rounds; i++) {
        item = item_new(true);
        watch = virEventAddHandle(item->fds[0], i % 4, on_handle, item, on_free);
        timer = virEventAddTimeout(i % 5 - 1, on_timer, item_new(false), on_free);
        CHECK(watch > 0 && timer > 0);
        virEventUpdateHandle(watch, VIR_EVENT_HANDLE_READABLE);
        virEventUpdateTimeout(timer, 0);
        if (i % 16 == 0)
            sched_yield();
        CHECK_INT(virEventRemoveTimeout(timer), 0);
        CHECK_INT(virEventRemoveHandle(watch), 0);
    }
    return arg;
}

static bool done(void)
{
    CHECK(pthread_mutex_lock(&lock) == 0);
    bool answer = stop && n_freed == n_added;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    return answer;
}

static void *run(void *arg)
{
    while (!done())
        CHECK_INT(virEventRunDefaultImpl(), 0);
    return arg;
}

int main(void)
{
    pthread_t thread[THREADS], runner[RUNNERS];
    const char *scale = getenv("VT_TEST_SCALE");
    int timer;

    if (scale != NULL)
        rounds = 1 + rounds * atoi(scale) / 100;
    begin_loop();
    for (int i = 0; i < RUNNERS; i++)
        CHECK(pthread_create(&runner[i], NULL, run, NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&thread[i], NULL, change, NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    CHECK(pthread_mutex_lock(&lock) == 0);
    stop = true;
    CHECK(pthread_mutex_unlock(&lock) == 0);
    timer = virEventAddTimeout(0, tick, NULL, NULL); /* so that each runner looks */
    for (int i = 0; i < RUNNERS; i++)
        CHECK(pthread_join(runner[i], NULL) == 0);
    CHECK_INT(virEventRemoveTimeout(timer), 0);
    CHECK_INT(n_freed, 2 * THREADS * rounds);
    printf("%d callbacks\n", n_calls);
    return 0;
}

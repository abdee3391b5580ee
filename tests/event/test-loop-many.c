/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ten thousand timers in the order of their times, a thousand descriptors, and numbers that are
 * not soon used again. */
#include "config.h"

#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>

#include "event/loop_testing.h"

#define TIMERS 10000
#define HANDLES 1000

/* A timer is due between these times of CLOCK_MONOTONIC. */
static struct due {
    long long first_us, last_us;
    int number, calls;
} due[TIMERS];
static int fired;
static long long reached_us;

static long long now_us(void)
{
    struct timespec ts;

    CHECK(clock_gettime(CLOCK_MONOTONIC, &ts) == 0);
    return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

static void in_order(int timer, void *opaque)
{
    struct due *d = opaque;

    CHECK_INT(timer, d->number);
    CHECK_INT(d->calls++, 0);
    CHECK(d->last_us >= reached_us); /* else one that was due later has been called */
    if (d->first_us > reached_us)
        reached_us = d->first_us;
    CHECK(now_us() >= d->first_us);
    fired++;
    CHECK_INT(virEventRemoveTimeout(timer), 0);
}

static void timers(void)
{
    unsigned int random = 12345;
    const struct timespec wait = {0, 600 * 1000 * 1000};

    for (int i = 0; i < TIMERS; i++) {
        due[i].number = virEventAddTimeout(1 << 30, in_order, &due[i], NULL);
        CHECK(due[i].number > 0 && (i == 0 || due[i].number > due[i - 1].number));
    }
    for (int i = TIMERS - 1; i >= 0; i--) {
        random = random * 1103515245 + 12345;
        int ms = (int)(random >> 16) % 500;
        due[i].first_us = now_us() + ms * 1000;
        virEventUpdateTimeout(due[i].number, ms);
        due[i].last_us = now_us() + ms * 1000 + 1;
    }
    CHECK(nanosleep(&wait, NULL) == 0); /* all are due: the order is that of their times */
    turn();
    CHECK_INT(fired, TIMERS);
}

static int readable;

static void one_more(int watch, int fd, int events, void *opaque)
{
    eventfd_t value;

    CHECK_INT(watch, *(int *)opaque);
    CHECK_INT(events, VIR_EVENT_HANDLE_READABLE);
    CHECK(eventfd_read(fd, &value) == 0);
    readable++;
}

static void handles(void)
{
    static int fd[HANDLES], watch[HANDLES];
    const int step = 3, parts = (HANDLES + step - 1) / step;
    struct rlimit limit;

    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    if (limit.rlim_max < HANDLES + 50)
        SKIP("this process may open only %ld descriptors", (long)limit.rlim_max);
    for (int i = 0; i < HANDLES; i++) {
        fd[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        watch[i] = virEventAddHandle(fd[i], VIR_EVENT_HANDLE_READABLE, one_more, &watch[i], NULL);
        CHECK(watch[i] > due[TIMERS - 1].number);
    }
    for (int i = 0; i < HANDLES; i += step)
        CHECK(eventfd_write(fd[i], 1) == 0);
    turns_until(&readable, parts);
    turn();
    CHECK_INT(readable, parts);
    for (int i = 0; i < HANDLES; i++) {
        CHECK_INT(virEventRemoveHandle(watch[i]), 0);
        close(fd[i]);
    }
}

int main(void)
{
    begin_loop();
    timers();
    handles();
    return 0;
}

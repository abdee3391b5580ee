/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's event loop, run by threads of the test; and waiting for what they bring. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "scenario.h"

#define LOOP_THREADS_MAX 4

static pthread_t loop_thread_[LOOP_THREADS_MAX];
static int loop_threads_;
static atomic_bool loop_ending_;

static inline void *loop_main_(void *unused)
{
    while (!atomic_load(&loop_ending_))
        OK(virEventRunDefaultImpl());
    return unused;
}

static inline void loop_nothing_(int timer, void *opaque)
{
    (void)timer, (void)opaque;
}

static inline void loop_start(int threads)
{
    CHECK(threads <= LOOP_THREADS_MAX);
    OK(virEventRegisterDefaultImpl());
    for (loop_threads_ = 0; loop_threads_ < threads; loop_threads_++)
        CHECK_INT(pthread_create(&loop_thread_[loop_threads_], NULL, loop_main_, NULL), 0);
}

/* Another turn, so that what was removed is freed, then no more. */
static inline void loop_stop(void)
{
    int timer = virEventAddTimeout(0, loop_nothing_, NULL, NULL);

    CHECK(timer >= 0);
    atomic_store(&loop_ending_, true);
    while (loop_threads_ > 0)
        CHECK_INT(pthread_join(loop_thread_[--loop_threads_], NULL), 0);
    OK(virEventRunDefaultImpl());
    OK(virEventRemoveTimeout(timer));
    timer = virEventAddTimeout(0, loop_nothing_, NULL, NULL);
    OK(virEventRunDefaultImpl());
    OK(virEventRemoveTimeout(timer));
}

/* Waits until @what, at most 20 s. */
#define LOOP_WAIT(what) \
    do { \
        for (int ms_ = 0; !(what); ms_++) { \
            CHECK(ms_ < 20000); \
            usleep(1000); \
        } \
    } while (0)

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An application's own event loop, as clients write it: poll(2) in a thread of its own, handles
 * only (timeouts are refused), removed entries freed by the loop. */
#pragma once

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include "scenario.h"

#define LOOP_MAX 64

struct loop_handle {
    int fd, events; /* fd -1: free entry */
    bool removed;
    virEventHandleCallback cb;
    void *opaque;
    virFreeCallback ff;
};

static pthread_mutex_t loop_lock = PTHREAD_MUTEX_INITIALIZER;
static struct loop_handle loop_handles[LOOP_MAX];
static int loop_n, loop_wake = -1, loop_live;
static bool loop_ending;
static pthread_t loop_thread;

static inline void loop_poke(void)
{
    uint64_t one = 1;

    CHECK(write(loop_wake, &one, sizeof one) == sizeof one);
}

static inline int loop_add(int fd, int events, virEventHandleCallback cb, void *opaque,
                           virFreeCallback ff)
{
    int watch;

    pthread_mutex_lock(&loop_lock);
    CHECK(loop_n < LOOP_MAX);
    watch = loop_n++;
    loop_live++;
    loop_handles[watch] = (struct loop_handle){fd, events, false, cb, opaque, ff};
    pthread_mutex_unlock(&loop_lock);
    loop_poke();
    return watch;
}

static inline void loop_update(int watch, int events)
{
    pthread_mutex_lock(&loop_lock);
    loop_handles[watch].events = events;
    pthread_mutex_unlock(&loop_lock);
    loop_poke();
}

static inline int loop_remove(int watch)
{
    int rv = -1;

    pthread_mutex_lock(&loop_lock);
    if (watch >= 0 && watch < loop_n && !loop_handles[watch].removed) {
        loop_handles[watch].removed = true;
        rv = 0;
    }
    pthread_mutex_unlock(&loop_lock);
    loop_poke();
    return rv;
}

static inline int loop_no_timer(int ms, virEventTimeoutCallback cb, void *opaque,
                                virFreeCallback ff)
{
    (void)ms, (void)cb, (void)opaque, (void)ff;
    return -1;
}

static inline void loop_no_update(int timer, int ms)
{
    (void)timer, (void)ms;
}

static inline int loop_no_remove(int timer)
{
    (void)timer;
    return -1;
}

/* What was removed is told so, with no lock held. */
static inline void loop_sweep(void)
{
    for (int i = 0; i < LOOP_MAX; i++) {
        struct loop_handle h = {.fd = -1};

        pthread_mutex_lock(&loop_lock);
        if (loop_handles[i].removed && loop_handles[i].fd >= 0) {
            h = loop_handles[i];
            loop_handles[i].fd = -1;
            loop_live--;
        }
        pthread_mutex_unlock(&loop_lock);
        if (h.fd >= 0 && h.ff != NULL)
            h.ff(h.opaque);
    }
}

static inline void loop_dispatch(const struct pollfd *fds, const int *watches, int n)
{
    for (int i = 0; i < n; i++) {
        struct loop_handle h;

        pthread_mutex_lock(&loop_lock);
        h = loop_handles[watches[i]];
        pthread_mutex_unlock(&loop_lock);
        if ((fds[i].revents & POLLIN) != 0 && !h.removed && h.fd >= 0)
            h.cb(watches[i], h.fd, VIR_EVENT_HANDLE_READABLE, h.opaque);
    }
}

static inline void *loop_main(void *unused)
{
    struct pollfd fds[LOOP_MAX + 1];
    int watches[LOOP_MAX];
    uint64_t count;
    bool ending = false;

    while (!ending) {
        int n = 0;

        pthread_mutex_lock(&loop_lock);
        for (int i = 0; i < loop_n; i++) {
            if (loop_handles[i].removed || loop_handles[i].fd < 0)
                continue;
            fds[n] = (struct pollfd){loop_handles[i].fd, POLLIN, 0};
            watches[n++] = i;
        }
        pthread_mutex_unlock(&loop_lock);
        fds[n] = (struct pollfd){loop_wake, POLLIN, 0};
        if (poll(fds, (nfds_t)n + 1, 5000) > 0 && (fds[n].revents & POLLIN) != 0)
            CHECK(read(loop_wake, &count, sizeof count) == sizeof count);
        loop_dispatch(fds, watches, n);
        loop_sweep();
        pthread_mutex_lock(&loop_lock);
        ending = loop_ending;
        pthread_mutex_unlock(&loop_lock);
    }
    return unused;
}

/* Registers the loop and runs it in a thread. */
static inline void loop_start(void)
{
    loop_wake = eventfd(0, EFD_CLOEXEC);
    CHECK(loop_wake >= 0);
    virEventRegisterImpl(loop_add, loop_update, loop_remove, loop_no_timer, loop_no_update,
                         loop_no_remove);
    CHECK_INT(pthread_create(&loop_thread, NULL, loop_main, NULL), 0);
}

/* Ends the thread; nothing is left registered. */
static inline void loop_stop(void)
{
    pthread_mutex_lock(&loop_lock);
    loop_ending = true;
    pthread_mutex_unlock(&loop_lock);
    loop_poke();
    CHECK_INT(pthread_join(loop_thread, NULL), 0);
    CHECK_INT(loop_live, 0);
    close(loop_wake);
}

/* Waits until @what, at most 20 s. */
#define LOOP_WAIT(what) \
    do { \
        for (int ms_ = 0; !(what); ms_++) { \
            CHECK(ms_ < 20000); \
            usleep(1000); \
        } \
    } while (0)

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An event loop as programs wrote it for virEventRegisterImpl: poll(2), two arrays, one thread. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <poll.h>
#include <stdbool.h>
#include <time.h>

#include "event/own_loop.h"
#include "testing.h"

#define MAX 64

static struct {
    bool used, removed;
    int fd, events;
    virEventHandleCallback cb;
    virFreeCallback ff;
    void *opaque;
} handles[MAX];

static struct {
    bool used, removed;
    int every_ms;
    long long due_ms;
    virEventTimeoutCallback cb;
    virFreeCallback ff;
    void *opaque;
} timers[MAX];

static long long now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static int add_handle(int fd, int event, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff)
{
    for (int i = 0; i < MAX; i++) {
        if (handles[i].used)
            continue;
        handles[i].used = true;
        handles[i].removed = false;
        handles[i].fd = fd;
        handles[i].events = event;
        handles[i].cb = cb;
        handles[i].ff = ff;
        handles[i].opaque = opaque;
        return i;
    }
    return -1;
}

static void update_handle(int watch, int event)
{
    handles[watch].events = event;
}

static int remove_handle(int watch)
{
    if (watch < 0 || watch >= MAX || !handles[watch].used || handles[watch].removed)
        return -1;
    handles[watch].removed = true;
    return 0;
}

static int add_timer(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    for (int i = 0; i < MAX; i++) {
        if (timers[i].used)
            continue;
        timers[i].used = true;
        timers[i].removed = false;
        timers[i].every_ms = timeout;
        timers[i].due_ms = now_ms() + timeout;
        timers[i].cb = cb;
        timers[i].ff = ff;
        timers[i].opaque = opaque;
        return i;
    }
    return -1;
}

static void update_timer(int timer, int timeout)
{
    timers[timer].every_ms = timeout;
    timers[timer].due_ms = now_ms() + timeout;
}

static int remove_timer(int timer)
{
    if (timer < 0 || timer >= MAX || !timers[timer].used || timers[timer].removed)
        return -1;
    timers[timer].removed = true;
    return 0;
}

void own_loop_register(void)
{
    virEventRegisterImpl(add_handle, update_handle, remove_handle, add_timer, update_timer,
                         remove_timer);
}

static int wait_ms(void)
{
    long long now = now_ms(), wait = -1;

    for (int i = 0; i < MAX; i++) {
        if (!timers[i].used || timers[i].removed || timers[i].every_ms < 0)
            continue;
        long long left = timers[i].due_ms > now ? timers[i].due_ms - now : 0;
        if (wait < 0 || left < wait)
            wait = left;
    }
    return (int)wait;
}

static int from_poll(int revents)
{
    return ((revents & POLLIN) ? VIR_EVENT_HANDLE_READABLE : 0) |
           ((revents & POLLOUT) ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           ((revents & (POLLERR | POLLNVAL)) ? VIR_EVENT_HANDLE_ERROR : 0) |
           ((revents & POLLHUP) ? VIR_EVENT_HANDLE_HANGUP : 0);
}

static void call_timers(void)
{
    long long now = now_ms();

    for (int i = 0; i < MAX; i++) {
        if (!timers[i].used || timers[i].removed || timers[i].every_ms < 0 ||
            timers[i].due_ms > now)
            continue;
        timers[i].due_ms = now + timers[i].every_ms;
        timers[i].cb(i, timers[i].opaque);
    }
}

static void free_removed(void)
{
    for (int i = 0; i < MAX; i++) {
        if (handles[i].used && handles[i].removed) {
            handles[i].used = false;
            if (handles[i].ff != NULL)
                handles[i].ff(handles[i].opaque);
        }
        if (timers[i].used && timers[i].removed) {
            timers[i].used = false;
            if (timers[i].ff != NULL)
                timers[i].ff(timers[i].opaque);
        }
    }
}

void own_loop_turn(void)
{
    struct pollfd fds[MAX];
    int watch[MAX], n = 0;

    for (int i = 0; i < MAX; i++) {
        if (!handles[i].used || handles[i].removed || handles[i].events == 0)
            continue;
        fds[n].fd = handles[i].fd;
        fds[n].revents = 0;
        fds[n].events = (short)(((handles[i].events & VIR_EVENT_HANDLE_READABLE) ? POLLIN : 0) |
                                ((handles[i].events & VIR_EVENT_HANDLE_WRITABLE) ? POLLOUT : 0));
        watch[n++] = i;
    }
    CHECK(poll(fds, (nfds_t)n, wait_ms()) >= 0);
    call_timers();
    for (int i = 0; i < n; i++) {
        int w = watch[i];
        if (fds[i].revents != 0 && handles[w].used && !handles[w].removed)
            handles[w].cb(w, handles[w].fd, from_poll(fds[i].revents), handles[w].opaque);
    }
    free_removed();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The thread that hears of the host: it compares whenever a watch has fired, and every so often when
 * something could change of which no watch tells.  It also tends windows when that is due. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hypervisor/xen/act.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/names.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/watch.h"
#include "obj/error.h"
#include "peek/tend.h"
#include "util/clock.h"

/* When xenstore is lost it is looked for again this often, and the host compared without it. */
#define RETRY_MS 1000

/* Source: xenstore's special watches, docs/misc/xenstore.txt of Xen. */
static const char *const watched[] = {"@introduceDomain", "@releaseDomain", NULL};

struct watcher {
    struct xen_world *world;
    struct xen_watch *watch; /* NULL while xenstore cannot be reached */
    struct xen_names names;  /* with it */
    uint64_t retry_ns;       /* when it is tried again */
};

static void connect_watch(struct watcher *w)
{
    struct xen_fail fail;

    w->watch = w->world->ops->watch(w->world->host, watched, &fail);
    w->retry_ns = vt_now_ns() + RETRY_MS * VT_NS_PER_MS;
}

static bool take_all(struct watcher *w)
{
    bool any = false;
    char *path;

    while ((path = w->world->ops->watch_take(w->watch)) != NULL) {
        xen_names_note(w->world, path);
        free(path);
        any = true;
    }
    return any;
}

static bool is_listened_to(struct xen_world *world)
{
    return atomic_load_explicit(&world->events.wanted[VT_EVENT_DOMAIN], memory_order_relaxed) > 0;
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* When the host is to be looked at again without being told to. */
static uint64_t next_look(const struct watcher *w)
{
    uint64_t now = vt_now_ns(), at = UINT64_MAX;

    if (w->watch == NULL)
        at = w->retry_ns;
    if (is_listened_to(w->world))
        at = sooner(at, now + XEN_LOOK_MS * VT_NS_PER_MS);
    if (atomic_load_explicit(&w->world->making, memory_order_relaxed))
        at = sooner(at, now + XEN_LOOK_MAKING_MS * VT_NS_PER_MS);
    if (atomic_load_explicit(&w->world->unattended, memory_order_relaxed))
        at = sooner(at, now + XEN_LOOK_MS * VT_NS_PER_MS);
    return at;
}

/* Milliseconds until then, -1 for ever. */
static int timeout_until(uint64_t at)
{
    uint64_t now = vt_now_ns();

    if (at == UINT64_MAX)
        return -1;
    return at <= now ? 0 : (int)sooner((at - now) / VT_NS_PER_MS + 1, INT32_MAX);
}

/* Takes away what made @fd, an eventfd or a timerfd, readable. */
static void take_ticks(int fd)
{
    uint64_t n;

    if (read(fd, &n, sizeof n) < 0)
        return; /* it was set anew meanwhile */
}

/* Takes away what a watch has told.  False when xenstore is lost. */
static bool drain(struct watcher *w, short revents)
{
    /* Readable with nothing to take: its other end is gone. */
    return take_all(w) && (revents & (POLLERR | POLLHUP | POLLNVAL)) == 0;
}

static void tend(struct xen_world *world)
{
    uint64_t next;

    take_ticks(world->tend_fd);
    next = peek_tend(vt_now_ns());
    if (next != PEEK_TEND_NEVER)
        xen_world_tend_at(world, next);
}

/* Waits until the host is to be looked at; tends windows meanwhile. */
static void wait_for_news(struct watcher *w)
{
    uint64_t look_ns = next_look(w);
    struct pollfd fds[3] = {
        {.fd = w->world->wake_fd, .events = POLLIN},
        {.fd = w->watch != NULL ? w->world->ops->watch_fd(w->watch) : -1, .events = POLLIN},
        {.fd = w->world->tend_fd, .events = POLLIN},
    };

    do {
        if (poll(fds, 3, timeout_until(look_ns)) <= 0)
            return;
        if (fds[2].revents != 0)
            tend(w->world);
    } while (fds[0].revents == 0 && fds[1].revents == 0);
    if (fds[0].revents != 0)
        take_ticks(fds[0].fd);
    if (fds[1].revents != 0 && !drain(w, fds[1].revents)) {
        w->world->ops->watch_end(w->watch);
        w->watch = NULL;
        xen_names_forget(&w->names);
        w->retry_ns = vt_now_ns() + RETRY_MS * VT_NS_PER_MS;
    }
}

static void *watcher_main(void *arg)
{
    struct watcher w = {.world = arg};

    connect_watch(&w);
    tend(w.world); /* what an earlier world of this process has left */
    while (!atomic_load_explicit(&w.world->ending, memory_order_acquire)) {
        if (w.watch == NULL && vt_now_ns() >= w.retry_ns)
            connect_watch(&w);
        if (xen_sync(w.world) < 0)
            vt_error_reset(); /* this thread has nobody to tell; the next look will do */
        if (w.watch != NULL)
            xen_names_follow(&w.names, w.world, w.watch);
        xen_act_on_ends(w.world);
        xen_world_forget_past(w.world);
        wait_for_news(&w);
    }
    if (w.watch != NULL)
        w.world->ops->watch_end(w.watch);
    xen_names_forget(&w.names);
    vt_error_reset();
    if (w.world->orphaned)
        xen_world_free(w.world);
    return NULL;
}

int xen_watch_start(struct xen_world *world)
{
    sigset_t all, before;
    int r;

    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&world->watcher, NULL, watcher_main, world);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0)
        return vt_error_errno(VIR_FROM_XEN, r, "cannot start a thread for the Xen host");
    world->watched = true;
    peek_tend_set_hook(xen_world_tend_soon, NULL);
    return 0;
}

void xen_watch_stop(struct xen_world *world)
{
    if (!world->watched)
        return;
    atomic_store_explicit(&world->ending, true, memory_order_release);
    xen_world_wake(world);
    (void)pthread_join(world->watcher, NULL);
    world->watched = false;
}

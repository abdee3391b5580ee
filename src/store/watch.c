/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hearing of what others change in the folder of a store. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/inside.h"
#include "util/cleanup.h"

/* Watches what is there of the two folders; adding a watch again is nothing.  The outer one tells when the
 * other comes.  False when that is not there either. */
static bool watch(struct vt_store *store)
{
    const uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                          IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

    if (store->notify_fd < 0)
        return false;
    store->folder_watch = inotify_add_watch(store->notify_fd, store->folder, mask);
    if (store->autostart != NULL)
        store->autostart_watch = inotify_add_watch(store->notify_fd, store->autostart, mask);
    return store->folder_watch >= 0;
}

/* False: all is to be looked through. */
static bool heard(struct vt_store *store, const struct inotify_event *e)
{
    VT_AUTOFREE char *name = NULL;
    size_t len;

    if ((e->mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_UNMOUNT | IN_DELETE_SELF | IN_MOVE_SELF)) != 0)
        return false;
    if (e->len == 0)
        return true;
    if (e->wd == store->folder_watch && strcmp(e->name, "autostart") == 0)
        return store->autostart == NULL;
    len = vt_store_name_len(e->name);
    if (len == 0)
        return true;
    name = strndup(e->name, len);
    if (name == NULL)
        return false;
    if (e->wd == store->folder_watch)
        return vt_store_look_at(store, name, (e->mask & IN_CLOSE_WRITE) != 0);
    if (e->wd == store->autostart_watch && vt_known_find(&store->known, name) != NULL)
        vt_store_look_at_mark(store, name);
    return true;
}

/* Takes what the kernel has to tell by now, and looks at those files, unless all is looked through anyway.
 * False: it has to be. */
static bool hear(struct vt_store *store, bool look)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    const struct inotify_event *e;
    int left = 0;

    if (store->notify_fd < 0 || ioctl(store->notify_fd, FIONREAD, &left) < 0)
        return false;
    while (left > 0) {
        ssize_t n = read(store->notify_fd, events, sizeof events);
        if (n <= 0)
            return false;
        left -= (int)n;
        for (char *at = events; at < events + n; at += sizeof *e + e->len) {
            e = (const struct inotify_event *)(const void *)at;
            look = look && heard(store, e);
        }
    }
    return look;
}

static void wake(struct vt_store *store)
{
    const uint64_t one = 1;

    /* It can only fail when the counter is full, and then the thread wakes all the same. */
    if (store->wake_fd >= 0 && write(store->wake_fd, &one, sizeof one) < 0)
        return;
}

int vt_store_catch_up(struct vt_store *store)
{
    bool was = atomic_load_explicit(&store->whole, memory_order_relaxed), watched, again = true;
    int r;

    if (hear(store, was))
        return 0;
    watched = watch(store); /* before looking, so that no change is missed */
    r = vt_store_look(store, &again);
    atomic_store_explicit(&store->whole, watched && !again, memory_order_relaxed);
    if (was && (!watched || again))
        wake(store); /* to try again; it waits for events alone */
    return r;
}

static void look(struct vt_store *store)
{
    vt_store_look_begin(store);
    if (vt_store_catch_up(store) < 0)
        vt_error_reset();
    vt_store_look_end(store);
}

static void drain(int fd)
{
    uint64_t count;

    while (read(fd, &count, sizeof count) < 0 && errno == EINTR)
        continue;
}

static void *store_main(void *arg)
{
    struct vt_store *store = arg;
    struct pollfd fds[2] = {
        {.fd = store->wake_fd, .events = POLLIN},
        {.fd = store->notify_fd, .events = POLLIN},
    };

    for (;;) {
        bool whole = atomic_load_explicit(&store->whole, memory_order_relaxed);
        if (poll(fds, 2, whole ? -1 : VT_STORE_RETRY_MS) < 0 && errno != EINTR)
            break;
        if (atomic_load_explicit(&store->ending, memory_order_acquire))
            break;
        if (fds[0].revents != 0)
            drain(store->wake_fd);
        look(store);
    }
    vt_error_reset();
    return NULL;
}

static int start_thread(struct vt_store *store)
{
    sigset_t all, before;
    int r;

    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&store->thread, NULL, store_main, store);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0)
        return vt_error_errno(store->domain, r, "cannot start a thread for '%s'", store->folder);
    store->running = true;
    return 0;
}

int vt_store_start(struct vt_store *store)
{
    /* A user has few of them (fs.inotify.max_user_instances, often 128).  Without one the folders are looked
     * through every now and then, as when they are not there. */
    store->notify_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (store->notify_fd < 0 && errno != EMFILE)
        return vt_error_errno(store->domain, errno, "cannot watch '%s'", store->folder);
    store->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (store->wake_fd < 0)
        return vt_error_errno(store->domain, errno, "cannot watch '%s'", store->folder);
    vt_store_tidy(store);
    look(store);
    return start_thread(store);
}

void vt_store_stop(struct vt_store *store)
{
    if (store->running) {
        atomic_store_explicit(&store->ending, true, memory_order_release);
        wake(store);
        (void)pthread_join(store->thread, NULL);
    }
    store->running = false;
    if (store->notify_fd >= 0)
        (void)close(store->notify_fd);
    if (store->wake_fd >= 0)
        (void)close(store->wake_fd);
    store->notify_fd = store->wake_fd = -1;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The thread that finds the devices of this machine, and hears of those that come, go and change. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nodedev/host_links.h"
#include "nodedev/host_watch.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* When the kernel's news cannot be had, it is tried again after this. */
#define RETRY_MS 1000
/* What may wait in the socket; beyond that all devices are looked at again. */
#define RECEIVE_BYTES (16 * 1024 * 1024)
/* Devices whose names differ in nothing but what no name can have. */
#define MAX_SAME_NAME 1000
/* udevd is there: then its news are heard, which come when its database has the device. */
#define UDEVD "/run/udev/control"

struct watcher {
    struct nodedev_host *host;
    struct udev *udev;
    struct udev_monitor *monitor; /* NULL while news cannot be had */
    struct host_links *links;     /* NULL then, and when some of its news were lost */
};

static void auto_device(struct udev_device **ud)
{
    (void)udev_device_unref(*ud);
}
#define AUTO_DEVICE VT_AUTO(auto_device)

/* A device by its path; nobody but this thread takes devices out, so it stays. */
static struct host_device *by_path(struct nodedev_host *host, const char *path)
{
    uint32_t hash = vt_index_hash(path), i = vt_index_first(&host->by_path, hash);
    struct vt_object *obj;

    while ((obj = vt_index_at(&host->by_path, hash, &i)) != NULL) {
        struct host_device *own = host_device_of(nodedev_device_of(obj));
        if (strcmp(own->path, path) == 0)
            return own;
    }
    return NULL;
}

static void forget(struct nodedev_host *host, struct host_device *own)
{
    vt_index_remove(&host->by_path, own->hash, own->dev.obj);
    (void)nodedev_vanish(&host->world, &own->dev);
}

/* The name of the nearest device above: by what its path begins with.  NULL when memory ran out. */
static char *parent_name(struct nodedev_host *host, const char *path)
{
    VT_AUTOFREE char *above = strdup(path);
    char *slash;

    while (above != NULL && (slash = strrchr(above, '/')) != NULL) {
        const struct host_device *parent;
        *slash = '\0';
        parent = by_path(host, above);
        if (parent != NULL && above[0] != '\0')
            return strdup(parent->dev.obj->name);
    }
    return above != NULL ? strdup(HOST_SYSTEM_NAME) : NULL;
}

/* A device of that name, in no table; NULL raised. */
static struct host_device *device_new(struct nodedev_host *host, const struct host_found *found,
                                      const char *path, const char *name)
{
    struct host_device *own = calloc(1, sizeof *own);

    if (own == NULL || nodedev_device_init(&own->dev, host->world.ops, name) < 0) {
        free(own);
        return (void)vt_error_no_memory(VIR_FROM_NODEDEV), NULL;
    }
    own->type = found->type;
    own->dev.cap_bits = found->cap_bits;
    own->dev.pci = found->pci;
    own->hash = vt_index_hash(path);
    own->seen = host->looks;
    own->path = strdup(path);
    own->found = strdup(found->name);
    own->parent = found->type != NODEDEV_SYSTEM ? parent_name(host, path) : NULL;
    own->dev.parent = own->parent;
    if (own->path != NULL && own->found != NULL &&
        (own->parent != NULL || found->type == NODEDEV_SYSTEM))
        return own;
    vt_object_unref(own->dev.obj);
    return (void)vt_error_no_memory(VIR_FROM_NODEDEV), NULL;
}

/* 0; 1 when the name is taken; -1 raised. */
static int appear_as(struct nodedev_host *host, const struct host_found *found, const char *path,
                     const char *name)
{
    struct host_device *own = device_new(host, found, path, name);
    int r = own != NULL ? nodedev_appear(&host->world, &own->dev) : -1;

    if (r == 0)
        vt_index_put(&host->by_path, own->hash, own->dev.obj, 0);
    if (own != NULL)
        vt_object_unref(own->dev.obj); /* the table has one */
    return r;
}

static int appear(struct nodedev_host *host, const struct host_found *found, const char *path)
{
    int r;

    if (!vt_index_reserve(&host->by_path, host->by_path.count + 1))
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    r = appear_as(host, found, path, found->name);
    for (int i = 2; r > 0 && i < MAX_SAME_NAME; i++) {
        VT_AUTOFREE char *name = NULL;
        if (asprintf(&name, "%s_%d", found->name, i) < 0) {
            name = NULL;
            return vt_error_no_memory(VIR_FROM_NODEDEV);
        }
        r = appear_as(host, found, path, name);
    }
    return r;
}

/* Whether it is what was found there before. */
static bool is_same(const struct host_device *own, const struct host_found *found)
{
    return own->type == found->type && own->dev.cap_bits == found->cap_bits &&
           strcmp(own->found, found->name) == 0;
}

/* Looks at one path.  @changed: something is known to have changed there.  0, or -1 raised. */
static int look(struct watcher *w, const char *path, bool changed)
{
    AUTO_DEVICE struct udev_device *ud = udev_device_new_from_syspath(w->udev, path);
    struct host_device *own = by_path(w->host, path);
    HOST_AUTO_FOUND struct host_found found = {.name = NULL};
    int r;

    atomic_fetch_add_explicit(&w->host->progress, 1, memory_order_relaxed);
    if (ud == NULL && (errno == ENOMEM || errno == EMFILE || errno == ENFILE))
        return vt_error_errno(VIR_FROM_NODEDEV, errno, "cannot look at '%s'", path);
    r = ud != NULL ? host_find(ud, &found) : 0;
    if (r < 0)
        return -1;
    if (r > 0 && own != NULL && is_same(own, &found)) {
        own->seen = w->host->looks;
        if (changed)
            nodedev_changed(&w->host->world, &own->dev);
        return 0;
    }
    if (own != NULL)
        forget(w->host, own);
    return r > 0 && appear(w->host, &found, path) < 0 ? -1 : 0;
}

/* The newest first: what hangs on others goes before them. */
static int forget_unseen(struct nodedev_host *host)
{
    struct vt_object **all = NULL;
    int n = nodedev_all(&host->world, &all);

    for (int i = n; i-- > 0;) {
        struct host_device *own = host_device_of(nodedev_device_of(all[i]));
        if (own->seen != host->looks && own->type != NODEDEV_SYSTEM)
            forget(host, own);
    }
    if (n >= 0)
        nodedev_all_free(all, n);
    return n < 0 ? -1 : 0;
}

static struct udev_enumerate *list_all(struct udev *udev)
{
    struct udev_enumerate *list = udev_enumerate_new(udev);
    bool ok = list != NULL;

    for (size_t i = 0; ok && host_subsystems[i] != NULL; i++)
        ok = udev_enumerate_add_match_subsystem(list, host_subsystems[i]) >= 0;
    if (ok && udev_enumerate_scan_devices(list) >= 0)
        return list;
    (void)udev_enumerate_unref(list);
    return NULL;
}

/* Looks at all devices: what is gone goes, then what is there comes, parents before children, for paths
 * are sorted.  0, or -1 raised: then some may be missing. */
static int look_at_all(struct watcher *w)
{
    struct udev_enumerate *list = list_all(w->udev);
    struct udev_list_entry *entry;
    int rv = 0;

    if (list == NULL)
        return vt_error_errno(VIR_FROM_NODEDEV, errno, "cannot list the devices in /sys");
    w->host->looks++;
    udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(list))
    {
        struct host_device *own = by_path(w->host, udev_list_entry_get_name(entry));
        if (own != NULL)
            own->seen = w->host->looks;
    }
    rv = forget_unseen(w->host);
    udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(list))
    {
        if (atomic_load_explicit(&w->host->ending, memory_order_acquire))
            break;
        if (look(w, udev_list_entry_get_name(entry), false) < 0)
            rv = -1;
    }
    (void)udev_enumerate_unref(list);
    return rv;
}

/* What hung on a device that has another path now. */
static bool has_beneath(struct nodedev_host *host, const char *path)
{
    struct vt_object **all = NULL;
    int n = nodedev_all(&host->world, &all);
    size_t len = strlen(path);
    bool has = n < 0;

    for (int i = 0; i < n && !has; i++) {
        const char *other = host_device_of(nodedev_device_of(all[i]))->path;
        has = strncmp(other, path, len) == 0 && other[len] == '/';
    }
    if (n >= 0)
        nodedev_all_free(all, n);
    return has;
}

/* True when all is to be looked at. */
static bool forget_old_path(struct nodedev_host *host, struct udev_device *ud)
{
    const char *old = udev_device_get_property_value(ud, "DEVPATH_OLD");
    VT_AUTOFREE char *path = NULL;
    struct host_device *own;
    bool is_net;

    if (old == NULL)
        return false;
    if (asprintf(&path, "/sys%s", old) < 0) {
        path = NULL;
        return true;
    }
    own = by_path(host, path);
    if (own == NULL)
        return false;
    is_net = own->type == NODEDEV_NET; /* on which nothing hangs */
    forget(host, own);
    return !is_net && has_beneath(host, path);
}

/* One piece of news.  True when all is to be looked at. */
static bool hear(struct watcher *w, struct udev_device *ud)
{
    const char *action = udev_device_get_action(ud), *path = udev_device_get_syspath(ud);
    struct host_device *own;

    if (action == NULL || path == NULL)
        return false;
    if (strcmp(action, "remove") == 0) {
        own = by_path(w->host, path);
        if (own != NULL)
            forget(w->host, own);
        return false;
    }
    if (strcmp(action, "move") == 0 && forget_old_path(w->host, ud))
        return true;
    return look(w, path, strcmp(action, "add") != 0) < 0;
}

static void end_monitor(struct watcher *w)
{
    w->monitor = udev_monitor_unref(w->monitor);
    w->links = host_links_close(w->links);
}

static void link_changed(void *opaque, const char *name)
{
    struct watcher *w = opaque;
    AUTO_DEVICE struct udev_device *ud =
        udev_device_new_from_subsystem_sysname(w->udev, "net", name);
    struct host_device *own = ud != NULL ? by_path(w->host, udev_device_get_syspath(ud)) : NULL;

    if (own != NULL) /* else its coming is still to be heard of */
        nodedev_changed(&w->host->world, &own->dev);
}

/* News that were lost are lost: what is there now is what later ones are compared with. */
static void hear_links(struct watcher *w)
{
    if (host_links_hear(w->links, link_changed, w))
        return;
    (void)host_links_close(w->links);
    w->links = host_links_open();
    if (w->links == NULL)
        end_monitor(w); /* and all is begun again */
}

/* All that has come in.  False when all is to be looked at: then the socket was emptied before, for until
 * it is the kernel keeps no more news, and says so only once. */
static bool hear_all(struct watcher *w)
{
    bool lost = false;

    while (!atomic_load_explicit(&w->host->ending, memory_order_acquire)) {
        errno = 0;
        AUTO_DEVICE struct udev_device *ud = udev_monitor_receive_device(w->monitor);
        if (ud != NULL) {
            lost = lost || hear(w, ud);
            continue;
        }
        if (errno == EAGAIN || errno == 0)
            break;
        lost = lost || errno != EINTR; /* ENOBUFS: more has happened than was kept */
        if (errno != EINTR && errno != ENOBUFS)
            break;
    }
    return !lost;
}

static void tell(struct nodedev_host *host, const char *trouble, int err)
{
    VT_LOCK_SCOPE(&host->lock);

    host->trouble = trouble;
    host->trouble_errno = err;
    host->ready = host->ready || trouble == NULL;
    vt_cond_broadcast(&host->known);
}

static const char *open_monitor(struct watcher *w)
{
    if (w->udev == NULL && (w->udev = udev_new()) == NULL)
        return "use libudev";
    w->monitor =
        udev_monitor_new_from_netlink(w->udev, access(UDEVD, F_OK) == 0 ? "udev" : "kernel");
    if (w->monitor == NULL)
        return "open a socket";
    (void)udev_monitor_set_receive_buffer_size(w->monitor, RECEIVE_BYTES);
    for (size_t i = 0; host_subsystems[i] != NULL; i++) {
        if (udev_monitor_filter_add_match_subsystem_devtype(w->monitor, host_subsystems[i], NULL) <
            0)
            return "choose what to hear of";
    }
    if (udev_monitor_enable_receiving(w->monitor) < 0)
        return "hear of changes";
    w->links = host_links_open();
    return w->links != NULL ? NULL : "hear of links";
}

static int add_system(struct nodedev_host *host)
{
    struct host_found found = {.type = NODEDEV_SYSTEM,
                               .cap_bits = NODEDEV_BIT(NODEDEV_SYSTEM),
                               .name = (char[]){HOST_SYSTEM_NAME}};

    return by_path(host, "") != NULL ? 0 : appear(host, &found, "");
}

/* News are heard first, so that nothing is missed between the look and the first of them. */
static void begin(struct watcher *w)
{
    const char *trouble = open_monitor(w);
    int err = errno;

    if (trouble == NULL && (add_system(w->host) < 0 || look_at_all(w) < 0)) {
        trouble = "look at /sys";
        err = EAGAIN;
    }
    if (trouble != NULL)
        end_monitor(w);
    tell(w->host, trouble, err);
    vt_error_reset(); /* this thread has nobody to tell; the next try will do */
}

static void wait_for_news(struct watcher *w)
{
    struct pollfd fds[3] = {
        {.fd = w->host->wake_fd, .events = POLLIN},
        {.fd = w->monitor != NULL ? udev_monitor_get_fd(w->monitor) : -1, .events = POLLIN},
        {.fd = w->links != NULL ? host_links_fd(w->links) : -1, .events = POLLIN},
    };

    (void)poll(fds, 3, w->monitor != NULL ? -1 : RETRY_MS);
}

static void *watcher_main(void *arg)
{
    struct watcher w = {.host = arg};

    while (!atomic_load_explicit(&w.host->ending, memory_order_acquire)) {
        if (w.monitor == NULL)
            begin(&w);
        else if (!hear_all(&w) && look_at_all(&w) < 0)
            end_monitor(&w);
        if (w.links != NULL)
            hear_links(&w);
        vt_error_reset();
        wait_for_news(&w);
    }
    end_monitor(&w);
    (void)udev_unref(w.udev);
    vt_error_reset();
    return NULL;
}

/* libudev 252 makes the key of its hash tables at the first of them, with no lock: here, while there is one
 * thread that uses it. */
static int settle_libudev(void)
{
    struct udev *udev = udev_new();
    struct udev_enumerate *list = udev != NULL ? udev_enumerate_new(udev) : NULL;
    int r = list != NULL ? udev_enumerate_add_match_subsystem(list, host_subsystems[0]) : -ENOMEM;

    (void)udev_enumerate_unref(list);
    (void)udev_unref(udev);
    return r >= 0 ? 0 : vt_error_errno(VIR_FROM_NODEDEV, r, "cannot use libudev");
}

int host_watch_start(struct nodedev_host *host)
{
    sigset_t all, before;
    int r;

    if (settle_libudev() < 0)
        return -1;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&host->watcher, NULL, watcher_main, host);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return r == 0 ? 0 : vt_error_errno(VIR_FROM_NODEDEV, r, "cannot start a thread for devices");
}

void host_watch_stop(struct nodedev_host *host)
{
    const uint64_t one = 1;

    atomic_store_explicit(&host->ending, true, memory_order_release);
    while (write(host->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
    (void)pthread_join(host->watcher, NULL);
}

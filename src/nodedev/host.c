/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of this machine: one table of them in a process, counted by its connections. */
#include "config.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "nodedev/host.h"
#include "nodedev/host_watch.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* How long a call waits for the first look at all devices while not one of them is looked at, which asks none of
 * them anything. */
#define READY_MS 10000

static struct vt_mutex registry_lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "devices of the machine");
static struct nodedev_host *the_host VT_GUARDED_BY(registry_lock);

static void device_free(struct nodedev_device *dev)
{
    struct host_device *own = host_device_of(dev);

    free(own->path);
    free(own->found);
    free(own->parent);
    free(own);
}

static int raise_not_ready_locked(struct nodedev_host *host) VT_REQUIRES(host->lock);
static int raise_not_ready_locked(struct nodedev_host *host)
{
    vt_mutex_held(&host->lock);
    if (host->trouble == NULL)
        return vt_error(
            VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
            "the devices of the machine are not known, and none was looked at for %d ms", READY_MS);
    return vt_error_errno(VIR_FROM_NODEDEV, host->trouble_errno,
                          "cannot %s for the devices of the machine", host->trouble);
}

static int wait_ready(struct nodedev_world *world)
{
    struct nodedev_host *host = nodedev_host_of(world);
    uint64_t deadline_ns = vt_now_ns() + READY_MS * VT_NS_PER_MS;
    unsigned long before = atomic_load_explicit(&host->progress, memory_order_relaxed), now;
    VT_LOCK_SCOPE(&host->lock);

    while (!host->ready && host->trouble == NULL) {
        if (vt_cond_wait(&host->known, &host->lock, deadline_ns))
            continue;
        now = atomic_load_explicit(&host->progress, memory_order_relaxed);
        if (now == before)
            break;
        before = now; /* there are many, or the machine has other things to do */
        deadline_ns = vt_now_ns() + READY_MS * VT_NS_PER_MS;
    }
    return host->ready ? 0 : raise_not_ready_locked(host);
}

static const struct nodedev_world_ops host_ops = {
    .ready = wait_ready,
    .describe = host_describe,
    .detach = host_pci_detach,
    .reattach = host_pci_reattach,
    .reset = host_pci_reset,
    .free = device_free,
};

static void host_free(struct nodedev_host *host)
{
    nodedev_world_done(&host->world);
    vt_event_source_done(&host->events);
    vt_index_done(&host->by_path);
    vt_cond_done(&host->known);
    vt_mutex_done(&host->lock);
    (void)close(host->wake_fd);
    free(host);
}

static struct nodedev_host *host_new(void)
{
    struct nodedev_host *host = aligned_alloc(VT_CACHE_LINE, sizeof *host);

    if (host == NULL)
        return (void)vt_error_no_memory(VIR_FROM_NODEDEV), NULL;
    memset(host, 0, sizeof *host);
    host->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (host->wake_fd < 0) {
        (void)vt_error_errno(VIR_FROM_NODEDEV, errno, "cannot make an eventfd for devices");
        free(host);
        return NULL;
    }
    vt_event_source_init(&host->events);
    nodedev_world_init(&host->world, &host_ops, &host->events, "devices of the machine");
    vt_mutex_init(&host->lock, VT_RANK_WORLD, "what is known of devices");
    vt_cond_init(&host->known);
    VT_HG_ATOMIC(&host->ending, sizeof host->ending);
    atomic_init(&host->ending, false);
    VT_HG_ATOMIC(&host->progress, sizeof host->progress);
    atomic_init(&host->progress, 0);
    if (host_watch_start(host) < 0) {
        host_free(host);
        return NULL;
    }
    return host;
}

struct nodedev_host *nodedev_host_get(void)
{
    VT_LOCK_SCOPE(&registry_lock);

    if (the_host == NULL)
        the_host = host_new();
    if (the_host != NULL)
        the_host->users++;
    return the_host;
}

static bool drop(struct nodedev_host *host)
{
    VT_LOCK_SCOPE(&registry_lock);

    if (--host->users > 0)
        return false;
    the_host = NULL;
    return true;
}

void nodedev_host_drop(struct nodedev_host *host)
{
    if (!drop(host))
        return;
    host_watch_stop(host);
    host_free(host);
}

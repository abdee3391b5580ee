/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of this machine: one table of them in a process, counted by its connections, and the thread
 * that keeps it up to date.
 *
 * A device is in the table by what the kernel says of it without asking it.  What it says besides is read
 * whenever its XML is wanted, by the thread that wants it, with no lock held: so a device that hangs holds
 * up nobody else. */
#pragma once

#include <pthread.h>

#include "nodedev/device.h"
#include "nodedev/host_find.h"
#include "obj/index.h"

struct host_device {
    struct nodedev_device dev;
    /* Immutable: */
    enum nodedev_cap_type type;
    char *path; /* in sysfs, with /sys; "" of the machine itself */
    char *
        found; /* the name as it is found; the device's own has a number behind it when it was taken */
    char *parent;  /* of dev */
    uint32_t hash; /* of path */

    bool changing; /* under the host's lock: a change of a PCI device is on its way */
    uint64_t seen; /* the number of the last look at all devices that met it; the watcher's alone */
};

struct nodedev_host {
    struct nodedev_world world;
    struct vt_event_source events;
    int users; /* under the lock of host.c */

    pthread_t watcher;
    int wake_fd; /* an eventfd: readable when the watcher is to look whether it ends */
    atomic_bool ending;
    atomic_ulong progress; /* how often a device was looked at; relaxed */

    /* The watcher's alone: */
    struct vt_index by_path;
    uint64_t looks; /* at all devices */

    struct vt_mutex lock; /* rank VT_RANK_WORLD */
    struct vt_cond known;
    bool ready VT_GUARDED_BY(lock); /* all devices were looked at once */
    const char *trouble
        VT_GUARDED_BY(lock); /* what cannot be done, "open a socket"; NULL nothing */
    int trouble_errno VT_GUARDED_BY(lock);
};

static inline struct host_device *host_device_of(struct nodedev_device *dev)
{
    return (struct host_device *)dev;
}

static inline struct nodedev_host *nodedev_host_of(struct nodedev_world *world)
{
    return (struct nodedev_host *)world;
}

/* The table, made by the first user; NULL raised.  Returns before the devices are known. */
struct nodedev_host *nodedev_host_get(void);
/* Drops a user.  The last one ends the watcher, and waits for it. */
void nodedev_host_drop(struct nodedev_host *host);

/* host_describe.c */
char *host_describe(struct nodedev_world *world, struct nodedev_device *dev);

/* host_pci.c */
int host_pci_detach(struct nodedev_world *world, struct nodedev_device *dev);
int host_pci_reattach(struct nodedev_world *world, struct nodedev_device *dev);
int host_pci_reset(struct nodedev_world *world, struct nodedev_device *dev);

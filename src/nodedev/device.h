/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of a host: the table of them, how they come and go, and who hears of it.
 *
 * A world is one host's devices, made up or real.  Who owns it finds them and says in its table of
 * functions what they do; all else is the same for every world, and is here. */
#pragma once

#include "conf/nodedev.h"
#include "event/event.h"
#include "obj/connect.h"
#include "obj/table.h"

struct nodedev_world;
struct nodedev_device;

/* What the owner of a world does.  No lock is held. */
struct nodedev_world_ops {
    /* Waits until it is known which devices there are; NULL: it always is.  0, or -1 raised. */
    int (*ready)(struct nodedev_world *world);
    /* The XML of a device as it is now; the caller frees.  NULL raised. */
    char *(*describe)(struct nodedev_world *world, struct nodedev_device *dev);
    /* Of PCI devices that no domain uses.  0, or -1 raised. */
    int (*detach)(struct nodedev_world *world, struct nodedev_device *dev);
    int (*reattach)(struct nodedev_world *world, struct nodedev_device *dev);
    int (*reset)(struct nodedev_world *world, struct nodedev_device *dev);
    /* Makes a virtual host of a fabric, of a definition that has parent and names.  Counted; NULL raised. */
    struct vt_object *(*create)(struct nodedev_world *world, struct nodedev_def *def);
    int (*destroy)(struct nodedev_world *world,
                   struct nodedev_device *dev); /* both NULL: NO_SUPPORT */
    /* Gives back the memory of a device, behind nodedev_device_done. */
    void (*free)(struct nodedev_device *dev);
};

/* Set while it is made, then read only, but for the table. */
struct nodedev_world {
    const struct nodedev_world_ops *ops;
    struct vt_event_source *events; /* of the owner; outlives this */
    struct vt_table devices;
};

/* Stands first in a struct of the owner's. */
struct nodedev_device {
    /* Immutable: */
    struct vt_object *obj; /* count and name; its body is this */
    const struct nodedev_world_ops *ops;
    const char *parent;    /* the name of another; NULL: it hangs on nothing.  The owner's */
    unsigned int cap_bits; /* NODEDEV_BIT of its capabilities */
    struct nodedev_pci_address pci; /* of one with NODEDEV_PCI */

    struct vt_mutex lock; /* rank VT_RANK_OBJECT, for what follows and for what the owner says */
    bool gone VT_GUARDED_BY(lock);
    bool announced VT_GUARDED_BY(lock); /* the event of its coming was raised */
};

static inline struct nodedev_device *nodedev_device_of(struct vt_object *obj)
{
    return obj->body;
}

static inline struct nodedev_device *nodedev_device_of_handle(virNodeDevicePtr dev)
{
    return nodedev_device_of(dev->h.obj);
}

static inline struct nodedev_world *nodedev_world_of(virConnectPtr conn)
{
    return conn->nodedev_data;
}

/* The world of a connection when its devices are known; NULL raised. */
struct nodedev_world *nodedev_ready_world(virConnectPtr conn);

void nodedev_world_init(struct nodedev_world *world, const struct nodedev_world_ops *ops,
                        struct vt_event_source *events, const char *name);
/* Drops the table's counts.  Nobody else uses it any more. */
void nodedev_world_done(struct nodedev_world *world);

/* Makes @dev, which is zeroed, a device with one count that is in no table yet.  The owner then sets
 * what is immutable.  0, or -1 with NO_MEMORY raised: then it is the caller's to free. */
int nodedev_device_init(struct nodedev_device *dev, const struct nodedev_world_ops *ops,
                        const char *name) VT_WARN_UNUSED;

/* Puts it in the world, and raises that it has come.
 * Returns  0; 1 when a device has that name, nothing raised; -1 with NO_MEMORY raised */
int nodedev_appear(struct nodedev_world *world, struct nodedev_device *dev) VT_EXCLUDES(dev->lock);

/* Takes a device out of the world.  False when that was done already. */
bool nodedev_vanish(struct nodedev_world *world, struct nodedev_device *dev) VT_EXCLUDES(dev->lock);

/* Raises that something about a device has changed, if it is there. */
void nodedev_changed_locked(struct nodedev_world *world, struct nodedev_device *dev)
    VT_REQUIRES(dev->lock);
void nodedev_changed(struct nodedev_world *world, struct nodedev_device *dev)
    VT_EXCLUDES(dev->lock);

/* Raises INVALID_NODE_DEVICE when the device is gone.  0 or -1. */
int nodedev_check_locked(struct nodedev_device *dev) VT_REQUIRES(dev->lock);
int nodedev_check(struct nodedev_device *dev) VT_EXCLUDES(dev->lock);
/* The same error, for one of which its owner knows it. */
int nodedev_raise_gone(const struct nodedev_device *dev);

/* A counted device by name; NULL with INVALID_NODE_DEVICE raised. */
struct vt_object *nodedev_find(struct nodedev_world *world, const char *name);

/* All devices, counted, in an array that the caller gives to nodedev_all_free; how many, or -1
 * with NO_MEMORY raised. */
int nodedev_all(struct nodedev_world *world, struct vt_object ***ret);
void nodedev_all_free(struct vt_object **list, int n);

/* Raises OPERATION_FAILED when another device hangs on this one.  0 or -1. */
int nodedev_refuse_parent(struct nodedev_world *world, const struct nodedev_device *dev);

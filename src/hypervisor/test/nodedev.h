/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a world's host: all made up, from the default list or a node file.
 *
 * A device is bound to its driver on the host or detached from it, when it is a PCI device; a host
 * of a Fibre Channel fabric may have virtual ones that come and go.  All else never changes. */
#pragma once

#include "conf/nodedev.h"
#include "hypervisor/test/world.h"

/* The driver of a device that is detached. */
#define TEST_STUB_DRIVER "pci-stub"

struct test_device {
    struct vt_object *obj;   /* count and name; its body is this.  Immutable, as the next two */
    struct nodedev_def *def; /* counted */
    const char *host_driver; /* what it is bound to when it is not detached; of def, may be NULL */

    struct vt_mutex lock; /* rank VT_RANK_OBJECT, for all below */
    bool detached VT_GUARDED_BY(lock);
    bool gone VT_GUARDED_BY(lock);                 /* destroyed */
    bool announced VT_GUARDED_BY(lock);            /* the event of its coming was raised */
    unsigned long long vports VT_GUARDED_BY(lock); /* virtual hosts on it */
};

static inline struct test_device *test_device_of(struct vt_object *obj)
{
    return obj->body;
}

static inline struct test_device *test_device_of_handle(virNodeDevicePtr dev)
{
    return test_device_of(dev->h.obj);
}

/* Makes a device and puts it in the world.  The definition is shared from now on: a count is taken.
 * @ret     the new device, counted; NULL allowed
 * Returns  0; 1 when a device has that name, nothing raised; -1 with NO_MEMORY raised */
int test_device_appear(struct test_world *world, struct nodedev_def *def, struct vt_object **ret);

/* Takes a device out of the world.  False when that was done already. */
bool test_device_vanish(struct test_world *world, struct test_device *dev) VT_EXCLUDES(dev->lock);

/* A counted device by name; NULL with INVALID_NODE_DEVICE raised. */
struct vt_object *test_device_find(struct test_world *world, const char *name);

/* All devices, counted, in an array that the caller gives to test_devices_free; how many, or -1
 * with NO_MEMORY raised. */
int test_devices_all(struct test_world *world, struct vt_object ***ret);
void test_devices_free(struct vt_object **list, int n);

/* Raises INVALID_NODE_DEVICE when the device is gone.  0 or -1. */
int test_device_check_locked(struct test_device *dev) VT_REQUIRES(dev->lock);
int test_device_check(struct test_device *dev) VT_EXCLUDES(dev->lock);

/* The devices that test:///default has. */
int test_devices_add_default(struct test_world *world);

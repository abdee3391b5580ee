/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a world's host: all made up, from the default list or a node file.
 *
 * A device is bound to its driver on the host or detached from it, when it is a PCI device; a host
 * of a Fibre Channel fabric may have virtual ones that come and go.  All else never changes. */
#pragma once

#include "hypervisor/test/world.h"
#include "nodedev/device.h"

/* The driver of a device that is detached. */
#define TEST_STUB_DRIVER "pci-stub"

struct test_device {
    struct nodedev_device dev; /* its lock guards what is guarded here */
    struct nodedev_def *def;   /* counted; this and the next are immutable */
    const char *host_driver; /* what it is bound to when it is not detached; of def, may be NULL */

    bool detached VT_GUARDED_BY(dev.lock);
    unsigned long long vports VT_GUARDED_BY(dev.lock); /* virtual hosts on it */
};

static inline struct test_device *test_device_of(struct nodedev_device *dev)
{
    return (struct test_device *)dev;
}

static inline struct test_device *test_device_of_object(struct vt_object *obj)
{
    return test_device_of(nodedev_device_of(obj));
}

static inline struct test_world *test_world_of_devices(struct nodedev_world *devices)
{
    return (struct test_world *)((char *)devices - offsetof(struct test_world, devices));
}

extern const struct nodedev_world_ops test_devices_ops;

/* Makes a device and puts it in the world.  The definition is shared from now on: a count is taken.
 * @ret     the new device, counted; NULL allowed
 * Returns  0; 1 when a device has that name, nothing raised; -1 with NO_MEMORY raised */
int test_device_appear(struct test_world *world, struct nodedev_def *def, struct vt_object **ret);

/* The devices that test:///default has. */
int test_devices_add_default(struct test_world *world);

/* nodedev_host.c: virtual hosts, as the table of functions has them. */
struct vt_object *test_host_create(struct nodedev_world *devices, struct nodedev_def *def);
int test_host_destroy(struct nodedev_world *devices, struct nodedev_device *dev);

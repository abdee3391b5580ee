/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a world's host: made of definitions, described, detached and given back. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/nodedev.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void device_free(struct nodedev_device *dev)
{
    struct test_device *own = test_device_of(dev);

    nodedev_def_unref(own->def);
    free(own);
}

/* Drivers that hold a device for guests, under the names that releases have given them. */
static bool is_stub(const char *driver)
{
    return strcmp(driver, TEST_STUB_DRIVER) == 0 || strcmp(driver, "vfio-pci") == 0 ||
           strcmp(driver, "pciback") == 0;
}

static void set_pci(struct nodedev_device *dev, const struct nodedev_def *def)
{
    const struct nodedev_cap *pci = nodedev_cap_find(def, NODEDEV_PCI);

    if (pci == NULL)
        return;
    dev->pci.domain = (unsigned int)nodedev_cap_value(pci, "domain")->number;
    dev->pci.bus = (unsigned int)nodedev_cap_value(pci, "bus")->number;
    dev->pci.slot = (unsigned int)nodedev_cap_value(pci, "slot")->number;
    dev->pci.function = (unsigned int)nodedev_cap_value(pci, "function")->number;
}

static struct test_device *device_new(struct nodedev_def *def)
{
    struct test_device *own = calloc(1, sizeof *own);
    const struct nodedev_cap *ports = nodedev_cap_find(def, NODEDEV_VPORTS);

    if (own == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    if (nodedev_device_init(&own->dev, &test_devices_ops, def->name) < 0) {
        free(own);
        return NULL;
    }
    own->dev.parent = def->parent;
    own->dev.cap_bits = def->cap_bits;
    set_pci(&own->dev, def);
    own->def = nodedev_def_ref(def);
    own->detached = def->driver != NULL && is_stub(def->driver);
    own->host_driver = own->detached ? NULL : def->driver;
    own->vports = ports != NULL ? nodedev_cap_value(ports, "vports")->number : 0;
    return own;
}

int test_device_appear(struct test_world *world, struct nodedev_def *def, struct vt_object **ret)
{
    struct test_device *own = device_new(def);
    int r;

    if (own == NULL)
        return -1;
    r = nodedev_appear(&world->devices, &own->dev);
    if (r == 0 && ret != NULL)
        *ret = own->dev.obj;
    else
        vt_object_unref(own->dev.obj);
    return r;
}

static int read_live(struct test_device *own, struct nodedev_live *ret)
{
    VT_LOCK_SCOPE(&own->dev.lock);

    if (nodedev_check_locked(&own->dev) < 0)
        return -1;
    ret->driver = own->host_driver;
    if (own->detached)
        ret->driver = own->def->driver != NULL && is_stub(own->def->driver) ? own->def->driver
                                                                            : TEST_STUB_DRIVER;
    ret->vports = own->vports;
    return 0;
}

static char *describe(struct nodedev_world *devices VT_UNUSED, struct nodedev_device *dev)
{
    struct test_device *own = test_device_of(dev);
    struct nodedev_live live;
    char *xml = NULL;

    if (read_live(own, &live) < 0 || nodedev_def_format(own->def, &live, &xml) < 0)
        return NULL;
    return xml;
}

static int set_detached(struct nodedev_world *devices, struct nodedev_device *dev, bool detached)
{
    struct test_device *own = test_device_of(dev);
    VT_LOCK_SCOPE(&dev->lock);

    if (nodedev_check_locked(dev) < 0)
        return -1;
    if (own->detached != detached)
        nodedev_changed_locked(devices, dev);
    own->detached = detached;
    return 0;
}

static int detach(struct nodedev_world *devices, struct nodedev_device *dev)
{
    return set_detached(devices, dev, true);
}

static int reattach(struct nodedev_world *devices, struct nodedev_device *dev)
{
    return set_detached(devices, dev, false);
}

/* Nothing is kept in such a device that a reset could clear. */
static int reset(struct nodedev_world *devices VT_UNUSED, struct nodedev_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (nodedev_check_locked(dev) < 0)
        return -1;
    if (!test_device_of(dev)->detached)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "cannot reset device '%s': the host uses it, detach it first",
                        dev->obj->name);
    return 0;
}

const struct nodedev_world_ops test_devices_ops = {
    .describe = describe,
    .detach = detach,
    .reattach = reattach,
    .reset = reset,
    .create = test_host_create,
    .destroy = test_host_destroy,
    .free = device_free,
};

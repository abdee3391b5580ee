/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of a host: the table of them, how they come and go, and who hears of it. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "nodedev/device.h"
#include "obj/error.h"

static void device_end(struct vt_object *obj)
{
    struct nodedev_device *dev = nodedev_device_of(obj);

    vt_mutex_done(&dev->lock);
    dev->ops->free(dev);
}

static const struct vt_object_class device_class = {
    .word = "device", .end = device_end, .no_uuid = true};

struct nodedev_world *nodedev_ready_world(virConnectPtr conn)
{
    struct nodedev_world *world = nodedev_world_of(conn);

    return world->ops->ready != NULL && world->ops->ready(world) < 0 ? NULL : world;
}

void nodedev_world_init(struct nodedev_world *world, const struct nodedev_world_ops *ops,
                        struct vt_event_source *events, const char *name)
{
    world->ops = ops;
    world->events = events;
    vt_table_init(&world->devices, name);
}

void nodedev_world_done(struct nodedev_world *world)
{
    vt_table_done(&world->devices);
}

int nodedev_device_init(struct nodedev_device *dev, const struct nodedev_world_ops *ops,
                        const char *name)
{
    dev->obj = vt_object_new(&device_class, dev, name, NULL);
    if (dev->obj == NULL)
        return -1;
    dev->ops = ops;
    vt_mutex_init(&dev->lock, VT_RANK_OBJECT, "device");
    return 0;
}

static void raise_locked(struct nodedev_world *world, struct nodedev_device *dev, int event)
    VT_REQUIRES(dev->lock);
static void raise_locked(struct nodedev_world *world, struct nodedev_device *dev, int event)
{
    vt_mutex_held(&dev->lock);
    vt_event_raise(world->events, VT_EVENT_NODE_DEVICE, dev->obj, event, 0);
}

/* Says that it is there; one that has gone again was never there for anybody. */
static void announce(struct nodedev_world *world, struct nodedev_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (dev->gone)
        return;
    dev->announced = true;
    raise_locked(world, dev, VIR_NODE_DEVICE_EVENT_CREATED);
}

static bool set_gone(struct nodedev_world *world, struct nodedev_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (dev->gone)
        return false;
    dev->gone = true;
    if (dev->announced)
        raise_locked(world, dev, VIR_NODE_DEVICE_EVENT_DELETED);
    return true;
}

int nodedev_appear(struct nodedev_world *world, struct nodedev_device *dev)
{
    int r = vt_table_add(&world->devices, dev->obj, NULL);

    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    if (r < 0)
        return 1;
    announce(world, dev);
    return 0;
}

bool nodedev_vanish(struct nodedev_world *world, struct nodedev_device *dev)
{
    if (!set_gone(world, dev))
        return false;
    (void)vt_table_remove(&world->devices, dev->obj);
    return true;
}

void nodedev_changed_locked(struct nodedev_world *world, struct nodedev_device *dev)
{
    vt_mutex_held(&dev->lock);
    if (!dev->gone && dev->announced)
        vt_event_raise(world->events, VT_EVENT_NODE_DEVICE_UPDATE, dev->obj, 0, 0);
}

void nodedev_changed(struct nodedev_world *world, struct nodedev_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    nodedev_changed_locked(world, dev);
}

int nodedev_raise_gone(const struct nodedev_device *dev)
{
    return vt_error(VIR_FROM_NODEDEV, VIR_ERR_INVALID_NODE_DEVICE, "a call: device '%s' is gone",
                    dev->obj->name);
}

int nodedev_check_locked(struct nodedev_device *dev)
{
    vt_mutex_held(&dev->lock);
    return dev->gone ? nodedev_raise_gone(dev) : 0;
}

int nodedev_check(struct nodedev_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    return nodedev_check_locked(dev);
}

struct vt_object *nodedev_find(struct nodedev_world *world, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&world->devices, name);

    if (obj == NULL)
        (void)vt_error(VIR_FROM_NODEDEV, VIR_ERR_INVALID_NODE_DEVICE,
                       "a lookup: no device has the name '%s'", name);
    return obj;
}

int nodedev_all(struct nodedev_world *world, struct vt_object ***ret)
{
    int n = vt_table_all(&world->devices, ret);

    return n < 0 ? vt_error_no_memory(VIR_FROM_NODEDEV) : n;
}

void nodedev_all_free(struct vt_object **list, int n)
{
    for (int i = 0; i < n; i++)
        vt_object_unref(list[i]);
    free(list);
}

int nodedev_refuse_parent(struct nodedev_world *world, const struct nodedev_device *dev)
{
    struct vt_object **all = NULL;
    int n = nodedev_all(world, &all), rv = 0;

    if (n < 0)
        return -1;
    for (int i = 0; i < n && rv == 0; i++) {
        const char *parent = nodedev_device_of(all[i])->parent;
        if (parent != NULL && strcmp(parent, dev->obj->name) == 0)
            rv = vt_error(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_FAILED,
                          "cannot destroy device '%s': device '%s' hangs on it", dev->obj->name,
                          all[i]->name);
    }
    nodedev_all_free(all, n);
    return rv;
}

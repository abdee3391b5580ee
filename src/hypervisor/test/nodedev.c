/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a world's host: their life, finding and listing them, what they say. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/nodedev.h"
#include "obj/error.h"
#include "util/cleanup.h"

static void device_end(struct vt_object *obj)
{
    struct test_device *dev = test_device_of(obj);

    nodedev_def_unref(dev->def);
    vt_mutex_done(&dev->lock);
    free(dev);
}

static const struct vt_object_class device_class = {
    .word = "device", .end = device_end, .no_uuid = true};

/* Drivers that hold a device for guests, under the names that releases have given them. */
static bool is_stub(const char *driver)
{
    return strcmp(driver, TEST_STUB_DRIVER) == 0 || strcmp(driver, "vfio-pci") == 0 ||
           strcmp(driver, "pciback") == 0;
}

static struct test_device *device_new(struct nodedev_def *def)
{
    struct test_device *dev = calloc(1, sizeof *dev);
    const struct nodedev_cap *ports = nodedev_cap_find(def, NODEDEV_VPORTS);

    if (dev == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    dev->obj = vt_object_new(&device_class, dev, def->name, NULL);
    if (dev->obj == NULL) {
        free(dev);
        return NULL;
    }
    vt_mutex_init(&dev->lock, VT_RANK_OBJECT, "device");
    dev->def = nodedev_def_ref(def);
    dev->detached = def->driver != NULL && is_stub(def->driver);
    dev->host_driver = dev->detached ? NULL : def->driver;
    dev->vports = ports != NULL ? nodedev_cap_value(ports, "vports")->number : 0;
    return dev;
}

static void raise_locked(struct test_world *world, struct test_device *dev, int event)
    VT_REQUIRES(dev->lock);
static void raise_locked(struct test_world *world, struct test_device *dev, int event)
{
    vt_mutex_held(&dev->lock);
    vt_event_raise(&world->events, VT_EVENT_NODE_DEVICE, dev->obj, event, 0);
}

/* Says that it is there; one that has gone again was never there for anybody. */
static void announce(struct test_world *world, struct test_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (dev->gone)
        return;
    dev->announced = true;
    raise_locked(world, dev, VIR_NODE_DEVICE_EVENT_CREATED);
}

static bool set_gone(struct test_world *world, struct test_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (dev->gone)
        return false;
    dev->gone = true;
    if (dev->announced)
        raise_locked(world, dev, VIR_NODE_DEVICE_EVENT_DELETED);
    return true;
}

int test_device_appear(struct test_world *world, struct nodedev_def *def, struct vt_object **ret)
{
    struct test_device *dev = device_new(def);
    int r;

    if (dev == NULL)
        return -1;
    r = vt_table_add(&world->devices, dev->obj, NULL);
    if (r == 0)
        announce(world, dev);
    if (r == 0 && ret != NULL)
        *ret = dev->obj;
    else
        vt_object_unref(dev->obj);
    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_TEST);
    return r == 0 ? 0 : 1;
}

bool test_device_vanish(struct test_world *world, struct test_device *dev)
{
    if (!set_gone(world, dev))
        return false;
    (void)vt_table_remove(&world->devices, dev->obj);
    return true;
}

int test_device_check_locked(struct test_device *dev)
{
    vt_mutex_held(&dev->lock);
    if (!dev->gone)
        return 0;
    return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_NODE_DEVICE, "a call: device '%s' is gone",
                    dev->obj->name);
}

int test_device_check(struct test_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    return test_device_check_locked(dev);
}

struct vt_object *test_device_find(struct test_world *world, const char *name)
{
    struct vt_object *obj = vt_table_by_name(&world->devices, name);

    if (obj == NULL)
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_NODE_DEVICE,
                       "a lookup: no device has the name '%s'", name);
    return obj;
}

int test_devices_all(struct test_world *world, struct vt_object ***ret)
{
    int n = vt_table_all(&world->devices, ret);

    return n < 0 ? vt_error_no_memory(VIR_FROM_TEST) : n;
}

void test_devices_free(struct vt_object **list, int n)
{
    for (int i = 0; i < n; i++)
        vt_object_unref(list[i]);
    free(list);
}

/* Copies of names, up to @max, of the devices that have one of the capabilities @bits; only counts
 * when @names is NULL.  A failure leaves nothing to free. */
static int names_with(struct test_world *world, unsigned int bits, char **names, int max)
{
    struct vt_object **all = NULL;
    int n = test_devices_all(world, &all), found = 0;
    bool failed = false;

    if (n < 0)
        return -1;
    for (int i = 0; i < n && found < max && !failed; i++) {
        if ((test_device_of(all[i])->def->cap_bits & bits) == 0)
            continue;
        failed = names != NULL && (names[found] = strdup(all[i]->name)) == NULL;
        found += !failed;
    }
    test_devices_free(all, n);
    if (!failed)
        return found;
    while (found > 0)
        free(names[--found]);
    return vt_error_no_memory(VIR_FROM_TEST);
}

int test_num_of_devices(virConnectPtr conn, const char *cap, unsigned int flags VT_UNUSED)
{
    struct test_world *world = test_world_of(conn);

    return cap == NULL ? vt_table_count(&world->devices, false)
                       : names_with(world, nodedev_cap_bit(cap), NULL, INT_MAX);
}

int test_list_devices(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                      unsigned int flags VT_UNUSED)
{
    struct test_world *world = test_world_of(conn);
    int n;

    if (cap != NULL)
        return names_with(world, nodedev_cap_bit(cap), names, maxnames);
    n = vt_table_names(&world->devices, false, names, maxnames);
    return n < 0 ? vt_error_no_memory(VIR_FROM_TEST) : n;
}

virNodeDevicePtr test_device_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vt_object *obj = test_device_find(test_world_of(conn), name);

    return obj != NULL ? vt_handle_of(VT_CLASS_NODE_DEVICE, conn, obj) : NULL;
}

static int read_live(struct test_device *dev, struct nodedev_live *ret)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (test_device_check_locked(dev) < 0)
        return -1;
    ret->driver = dev->host_driver;
    if (dev->detached)
        ret->driver = dev->def->driver != NULL && is_stub(dev->def->driver) ? dev->def->driver
                                                                            : TEST_STUB_DRIVER;
    ret->vports = dev->vports;
    return 0;
}

char *test_device_get_xml_desc(virNodeDevicePtr handle, unsigned int flags VT_UNUSED)
{
    struct test_device *dev = test_device_of_handle(handle);
    struct nodedev_live live;
    char *xml = NULL;

    if (read_live(dev, &live) < 0 || nodedev_def_format(dev->def, &live, &xml) < 0)
        return NULL;
    return xml;
}

/* Lives as long as the device, of which the handle has a count. */
const char *test_device_get_parent(virNodeDevicePtr handle)
{
    struct test_device *dev = test_device_of_handle(handle);

    return test_device_check(dev) < 0 ? NULL : dev->def->parent;
}

int test_device_num_of_caps(virNodeDevicePtr handle)
{
    struct test_device *dev = test_device_of_handle(handle);

    return test_device_check(dev) < 0 ? -1 : __builtin_popcount(dev->def->cap_bits);
}

int test_device_list_caps(virNodeDevicePtr handle, char **const names, int maxnames)
{
    struct test_device *dev = test_device_of_handle(handle);
    int n = 0;

    if (test_device_check(dev) < 0)
        return -1;
    for (unsigned int i = 0; i <= NODEDEV_LAST_LISTED && n < maxnames; i++) {
        if ((dev->def->cap_bits & NODEDEV_BIT(i)) == 0)
            continue;
        names[n] = strdup(nodedev_cap_word(i));
        if (names[n] != NULL) {
            n++;
            continue;
        }
        while (n > 0)
            free(names[--n]);
        return vt_error_no_memory(VIR_FROM_TEST);
    }
    return n;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding and listing devices, and what they say. */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "nodedev/device.h"
#include "nodedev/functions.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* Copies of names, up to @max, of the devices that have one of the capabilities @bits; only counts
 * when @names is NULL.  A failure leaves nothing to free. */
static int names_with(struct nodedev_world *world, unsigned int bits, char **names, int max)
{
    struct vt_object **all = NULL;
    int n = nodedev_all(world, &all), found = 0;
    bool failed = false;

    if (n < 0)
        return -1;
    for (int i = 0; i < n && found < max && !failed; i++) {
        if ((nodedev_device_of(all[i])->cap_bits & bits) == 0)
            continue;
        failed = names != NULL && (names[found] = strdup(all[i]->name)) == NULL;
        found += !failed;
    }
    nodedev_all_free(all, n);
    if (!failed)
        return found;
    while (found > 0)
        free(names[--found]);
    return vt_error_no_memory(VIR_FROM_NODEDEV);
}

int nodedev_num_of_devices(virConnectPtr conn, const char *cap, unsigned int flags VT_UNUSED)
{
    struct nodedev_world *world = nodedev_ready_world(conn);

    if (world == NULL)
        return -1;
    return cap == NULL ? vt_table_count(&world->devices, false)
                       : names_with(world, nodedev_cap_bit(cap), NULL, INT_MAX);
}

int nodedev_list_devices(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                         unsigned int flags VT_UNUSED)
{
    struct nodedev_world *world = nodedev_ready_world(conn);
    int n;

    if (world == NULL)
        return -1;
    if (cap != NULL)
        return names_with(world, nodedev_cap_bit(cap), names, maxnames);
    n = vt_table_names(&world->devices, false, names, maxnames);
    return n < 0 ? vt_error_no_memory(VIR_FROM_NODEDEV) : n;
}

virNodeDevicePtr nodedev_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct nodedev_world *world = nodedev_ready_world(conn);
    struct vt_object *obj = world != NULL ? nodedev_find(world, name) : NULL;

    return obj != NULL ? vt_handle_of(VT_CLASS_NODE_DEVICE, conn, obj) : NULL;
}

char *nodedev_get_xml_desc(virNodeDevicePtr handle, unsigned int flags VT_UNUSED)
{
    struct nodedev_world *world = nodedev_world_of(handle->h.conn);
    struct nodedev_device *dev = nodedev_device_of_handle(handle);

    return nodedev_check(dev) < 0 ? NULL : world->ops->describe(world, dev);
}

/* Lives as long as the device, of which the handle has a count. */
const char *nodedev_get_parent(virNodeDevicePtr handle)
{
    struct nodedev_device *dev = nodedev_device_of_handle(handle);

    return nodedev_check(dev) < 0 ? NULL : dev->parent;
}

int nodedev_num_of_caps(virNodeDevicePtr handle)
{
    struct nodedev_device *dev = nodedev_device_of_handle(handle);

    return nodedev_check(dev) < 0 ? -1 : __builtin_popcount(dev->cap_bits);
}

int nodedev_list_caps(virNodeDevicePtr handle, char **const names, int maxnames)
{
    struct nodedev_device *dev = nodedev_device_of_handle(handle);
    int n = 0;

    if (nodedev_check(dev) < 0)
        return -1;
    for (unsigned int i = 0; i <= NODEDEV_LAST_LISTED && n < maxnames; i++) {
        if ((dev->cap_bits & NODEDEV_BIT(i)) == 0)
            continue;
        names[n] = strdup(nodedev_cap_word(i));
        if (names[n] != NULL) {
            n++;
            continue;
        }
        while (n > 0)
            free(names[--n]);
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    }
    return n;
}

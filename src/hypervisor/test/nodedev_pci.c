/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PCI devices between the host and its guests: taken from the host, given back, reset. */
#include "config.h"

#include <stdlib.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/nodedev.h"
#include "obj/error.h"

struct address {
    unsigned long long domain, bus, slot, function;
};

static int address_of(struct test_device *dev, const char *what, struct address *ret)
{
    const struct nodedev_cap *pci = nodedev_cap_find(dev->def, NODEDEV_PCI);

    if (test_device_check(dev) < 0)
        return -1;
    if (pci == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot %s '%s': it is not a PCI device", what, dev->obj->name);
    ret->domain = nodedev_cap_value(pci, "domain")->number;
    ret->bus = nodedev_cap_value(pci, "bus")->number;
    ret->slot = nodedev_cap_value(pci, "slot")->number;
    ret->function = nodedev_cap_value(pci, "function")->number;
    return 0;
}

static bool has_device(const struct domain_def *def, const struct address *address)
{
    for (unsigned int i = 0; i < def->n_hostdevs; i++) {
        const struct domain_hostdev *dev = def->hostdevs[i];
        if (dev->type == DOMAIN_HOSTDEV_PCI && dev->domain == address->domain &&
            dev->bus == address->bus && dev->slot == address->slot &&
            dev->function == address->function)
            return true;
    }
    return false;
}

static bool is_used_by(struct vm *vm, const struct address *address)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && has_device(vm->live, address);
}

/* A guest that starts while this looks may be missed, as one that starts a moment later is. */
static int refuse_used(struct test_world *world, const struct test_device *dev, const char *what,
                       const struct address *address)
{
    struct vt_object **all = NULL;
    int n = vt_table_all(&world->domains.table, &all), rv = 0;

    if (n < 0)
        return vt_error_no_memory(VIR_FROM_TEST);
    for (int i = 0; i < n && rv == 0; i++) {
        if (is_used_by(vm_of(all[i]), address))
            rv = vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                          "cannot %s device '%s': domain '%s' uses it", what, dev->obj->name,
                          all[i]->name);
    }
    test_devices_free(all, n);
    return rv;
}

static int set_detached(struct test_world *world, struct test_device *dev, bool detached)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (test_device_check_locked(dev) < 0)
        return -1;
    if (dev->detached != detached)
        vt_event_raise(&world->events, VT_EVENT_NODE_DEVICE_UPDATE, dev->obj, 0, 0);
    dev->detached = detached;
    return 0;
}

static int change(virNodeDevicePtr handle, const char *what, bool detached)
{
    struct test_device *dev = test_device_of_handle(handle);
    struct test_world *world = test_world_of(handle->h.conn);
    struct address address;

    if (address_of(dev, what, &address) < 0 || refuse_used(world, dev, what, &address) < 0)
        return -1;
    return set_detached(world, dev, detached);
}

int test_device_dettach(virNodeDevicePtr handle)
{
    return change(handle, "detach", true);
}

int test_device_re_attach(virNodeDevicePtr handle)
{
    return change(handle, "reattach", false);
}

static int refuse_attached(struct test_device *dev)
{
    VT_LOCK_SCOPE(&dev->lock);

    if (test_device_check_locked(dev) < 0)
        return -1;
    if (!dev->detached)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "cannot reset device '%s': the host uses it, detach it first",
                        dev->obj->name);
    return 0;
}

/* Nothing is kept in such a device that a reset could clear. */
int test_device_reset(virNodeDevicePtr handle)
{
    struct test_device *dev = test_device_of_handle(handle);
    struct address address;

    if (address_of(dev, "reset", &address) < 0 ||
        refuse_used(test_world_of(handle->h.conn), dev, "reset", &address) < 0)
        return -1;
    return refuse_attached(dev);
}

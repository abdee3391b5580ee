/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come and go. */
#include "config.h"

#include "hypervisor/device.h"
#include "hypervisor/life.h"
#include "hypervisor/peek.h"
#include "obj/error.h"

/* The definition that runs, and its run. */
static int take_live(struct vm *vm, const char *what, struct vm_device_change *ret)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_need_running_locked(vm, what) < 0)
        return -1;
    ret->run = vm->run;
    ret->from = domain_def_ref(vm->live);
    return 0;
}

int vm_device_change_plan(struct vm *vm, const char *xml, const char *what, vm_def_change change,
                          struct vm_device_change *ret)
{
    DOMAIN_AUTODEF struct domain_def *def = vm_def(vm);

    /* A document that is wrong is wrong on a domain that is off, too. */
    if (def == NULL || domain_device_parse(xml, def, vm->domains->parse_opts, &ret->dev) < 0 ||
        take_live(vm, what, ret) < 0)
        return -1;
    return change(ret->from, ret->dev, &ret->to);
}

static int install(struct vm *vm, struct vm_device_change *change)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct domain_def *old = vm->live;

    if (old == NULL || vm->run != change->run)
        return vm_ended_meanwhile(vm);
    vm->live = change->to;
    change->to = NULL;
    domain_def_unref(old);
    vm_changed_locked(vm);
    return 0;
}

int vm_device_change_install(struct vm *vm, struct vm_device_change *change)
{
    if (install(vm, change) < 0)
        return -1;
    vm_forget_disks(vm);
    return 0;
}

void vm_device_change_done(struct vm_device_change *change)
{
    domain_device_free(change->dev);
    domain_def_unref(change->from);
    domain_def_unref(change->to);
}

static bool has_pci(const struct domain_def *def, const struct nodedev_pci_address *address)
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

static bool uses_pci(struct vm *vm, const struct nodedev_pci_address *address)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && has_pci(vm->live, address);
}

int vm_domains_refuse_used_pci(struct vm_domains *domains,
                               const struct nodedev_pci_address *address, const char *what,
                               const char *name)
{
    struct vt_object **all = NULL;
    int n = vt_table_all(&domains->table, &all), rv = 0;

    if (n < 0)
        return vt_error_no_memory(domains->error_domain);
    for (int i = 0; i < n; i++) {
        if (rv == 0 && uses_pci(vm_of(all[i]), address))
            rv = vt_error(domains->error_domain, VIR_ERR_INTERNAL_ERROR,
                          "cannot %s device '%s': domain '%s' uses it", what, name, all[i]->name);
        vt_object_unref(all[i]);
    }
    free(all);
    return rv;
}

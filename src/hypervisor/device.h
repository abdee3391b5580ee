/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come to, and go from, a guest that runs. */
#pragma once

#include "conf/nodedev.h"
#include "hypervisor/domains.h"
#include "hypervisor/vm.h"

/* domain_def_with_device or domain_def_without_device. */
typedef int (*vm_def_change)(const struct domain_def *def, const struct domain_device *dev,
                             struct domain_def **ret);

/* A change that is possible: between its two halves the driver does it to the guest. */
struct vm_device_change {
    uint64_t run;
    struct domain_device *dev; /* as the document has it */
    struct domain_def *from;   /* the definition that runs, counted */
    struct domain_def *to;     /* the same with the change */
};
#define VM_AUTO_CHANGE VT_AUTO(vm_device_change_done)

/* Reads the device of @xml and changes a copy of the definition that runs.  The caller has the job
 * of the vm.  @what is for the error: "attach a device to".
 * Errors  INTERNAL_ERROR not running; NO_DOMAIN; those of the document and of @change
 * Owner   vm_device_change_done, which the caller's zeroed *ret needs in either case */
int vm_device_change_plan(struct vm *vm, const char *xml, const char *what, vm_def_change change,
                          struct vm_device_change *ret) VT_EXCLUDES(vm->lock);
/* The changed definition is that of the run from now on.  OPERATION_FAILED raised when the run was
 * over before.  0 or -1. */
int vm_device_change_install(struct vm *vm, struct vm_device_change *change) VT_EXCLUDES(vm->lock);
void vm_device_change_done(struct vm_device_change *change);

/* Raises INTERNAL_ERROR when a running domain has that PCI device of the host: one cannot @what @name,
 * "detach", "pci_0000_00_02_0".  0 or -1.  Takes the lock of one domain after the other. */
int vm_domains_refuse_used_pci(struct vm_domains *domains,
                               const struct nodedev_pci_address *address, const char *what,
                               const char *name);

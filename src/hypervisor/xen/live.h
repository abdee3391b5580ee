/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hypervisor/info.h"
#include "hypervisor/xen/world.h"

/* A copy of the definition of a run with what the host calls its parts now: interfaces, terminals of
 * consoles and serial ports, the port of VNC.  Asks xenstore, under no lock.  NULL and NO_MEMORY. */
struct domain_def *xen_live_names(struct xen_world *world, uint32_t domid,
                                  const struct domain_def *def) VT_WARN_UNUSED;

/* vm_describe_run, with a definition of its own that has what the guest was last told to have: memory,
 * which it need not have reached yet, and vcpus.  What is started from it goes on as it is. */
int xen_live_describe(struct vm *vm, uint64_t job, uint32_t domid, struct vm_run *ret)
    VT_EXCLUDES(vm->lock);

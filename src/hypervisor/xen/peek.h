/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of Xen guests. */
#pragma once

#include "hypervisor/xen/world.h"

struct peek_source;

/* For vm_domains_ops: the memory of the run with the id.  NULL raised: OPERATION_FAILED the guest is
 * gone, or may not be mapped; NO_SUPPORT domain 0. */
struct peek_source *xen_make_ram(const struct vm *vm, const struct domain_def *def, uint64_t run,
                                 int id);

/* Unmaps all that is kept of the run; the next peek maps it anew. */
void xen_vm_drop_ram(struct vm *vm, uint64_t run) VT_EXCLUDES(vm->lock);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other memory and vcpus for a vm.  On one that runs, a change is one of the run; on one that is
 * off, of its definition. */
#pragma once

#include "hypervisor/vm.h"

/* What a change wants; 0 leaves it. */
struct vm_wish {
    unsigned long long mem_max_kib;
    unsigned long long mem_kib;
    unsigned int vcpus;
};

/* Whether the vm, as it is now, may have it; @max_vcpus of the hypervisor.  0; -1 with INVALID_ARG
 * or NO_DOMAIN raised. */
int vm_check_wish_locked(struct vm *vm, const struct vm_wish *wish, unsigned int max_vcpus)
    VT_REQUIRES(vm->lock);
int vm_check_wish(struct vm *vm, const struct vm_wish *wish, unsigned int max_vcpus)
    VT_EXCLUDES(vm->lock);
/* A copy of a definition with the wish in it.  NULL with NO_MEMORY raised. */
struct domain_def *vm_wish_def(const struct domain_def *from, const struct vm_wish *wish);
/* Checks it, and queries and documents show it from now on.  A hypervisor with guests of its own
 * has done it to the guest before.  0; -1 raised as above, or NO_MEMORY. */
int vm_grant(struct vm *vm, const struct vm_wish *wish, unsigned int max_vcpus)
    VT_EXCLUDES(vm->lock);

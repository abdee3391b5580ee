/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripted faults and delays: what the definition's own element asks of a call. */
#pragma once

#include "hypervisor/test/world.h"

/* Begins to count anew when the definition in force is another one.  Called after each change of
 * vm->live or vm->config.  Without memory nothing is scripted. */
void test_script_install_locked(struct vm *vm) VT_REQUIRES(vm->lock);

int test_script_run_(struct test_vm *tvm, const char *call);

/* Waits, and fails, as the script wants of @call ("virDomainSuspend").  0, or -1 raised.
 * No lock is held; the caller may have the job. */
static inline int test_script(struct vm *vm, const char *call)
{
    struct test_vm *tvm = test_vm_of(vm);

    if (VT_LIKELY(!atomic_load_explicit(&tvm->scripted, memory_order_relaxed)))
        return 0;
    return test_script_run_(tvm, call);
}

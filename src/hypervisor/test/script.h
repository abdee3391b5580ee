/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripted faults and delays: what the definition's own element asks of a call. */
#pragma once

#include "hypervisor/test/world.h"

/* Takes over the rules of the definition in force.  Called after each change of vm->live or
 * vm->config.  The counts go on where the rules count as before: the same calls with the same
 * `after` and `times`, in the same order; else they begin anew. */
void test_script_install_locked(struct vm *vm) VT_REQUIRES(vm->lock);

int test_script_run_(struct test_vm *tvm, const char *call);

/* Waits, and fails, as the script wants of @call, which is one of domain_embedded_call_words.
 * 0, or -1 raised: the scripted error, or NO_MEMORY when there is a script but no memory to count.
 * No lock is held; the caller may have the job. */
static inline int test_script(struct vm *vm, const char *call)
{
    struct test_vm *tvm = test_vm_of(vm);

    if (VT_LIKELY(!atomic_load_explicit(&tvm->scripted, memory_order_relaxed)))
        return 0;
    return test_script_run_(tvm, call);
}

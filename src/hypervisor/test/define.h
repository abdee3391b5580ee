/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which vm a definition means: the one of its name, or a new one. */
#pragma once

#include "hypervisor/test/world.h"

/* The vm of the name and uuid of @def, in the world's table; a new one, shut off and defined by
 * @def, where there is none.  A document that gave no uuid takes that of the vm with its
 * name: @def is changed, so it must not be shared yet.
 * @replace  a shut-off vm of the name but with another uuid gives way to a new one
 * @ret_new  the vm was made here
 * Errors    OPERATION_FAILED the name or the uuid is another domain's; NO_MEMORY
 * Owner     the vm is counted; NULL raised */
struct vm *test_vm_for(struct test_world *world, struct domain_def *def, bool replace,
                       bool *ret_new);

/* Takes a shut-off vm out of the world: what test_vm_for made was not used. */
void test_vm_forget(struct test_world *world, struct vm *vm);

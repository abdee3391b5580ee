/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peeking at the embedded hypervisor's guests.  Takes no job, and waits for nobody who has one. */
#include "config.h"

#include "hypervisor/peek.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"

int test_domain_memory_peek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                            unsigned int flags)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainMemoryPeek") < 0)
        return -1;
    return vm_memory_peek(vm, start, size, buffer, flags);
}

int test_domain_block_peek(virDomainPtr dom, const char *path, unsigned long long offset,
                           size_t size, void *buffer, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainBlockPeek") < 0)
        return -1;
    return vm_block_peek(vm, path, offset, size, buffer);
}

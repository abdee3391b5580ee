/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peeking at the embedded hypervisor's guests.  Takes no job, and waits for nobody who has one. */
#include "config.h"

#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "peek/disk.h"
#include "peek/memory.h"

_Static_assert(VIR_MEMORY_VIRTUAL == PEEK_VIRTUAL && VIR_MEMORY_PHYSICAL == PEEK_PHYSICAL,
               "the flags of the public call are those of the engine");

/* The first look at a guest makes its memory. */
static int make_ready(struct vm *vm)
{
    struct peek_source *ram = test_vm_ram(vm, NULL);

    if (ram == NULL)
        return -1;
    peek_source_unref(ram);
    return 0;
}

int test_domain_memory_peek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                            unsigned int flags)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainMemoryPeek") < 0)
        return -1;
    if (VT_UNLIKELY(!atomic_load_explicit(&vm->ram_ready, memory_order_acquire)) &&
        make_ready(vm) < 0)
        return -1;
    return peek_memory(vm_peek(vm), start, size, buffer, flags, 0);
}

/* Opens what @path names: the source of a disk in force, by its source or its target.  A change
 * of the definition drops what is kept; one that came before ours was kept is made good here. */
static int open_disk(struct vm *vm, struct peek_disks *disks, const char *path)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    DOMAIN_AUTODEF struct domain_def *now = NULL;
    const struct domain_disk *disk;

    def = vm_def(vm);
    if (def == NULL)
        return -1;
    disk = domain_def_find_disk(def, path);
    if (disk == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is no disk of domain '%s'", path,
                        vm->obj->name);
    if (disk->source == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "disk '%s' of domain '%s' is a drive with nothing in it", path,
                        vm->obj->name);
    if (peek_disks_open(disks, path, disk->source) < 0)
        return -1;
    now = vm_def(vm);
    if (now != def)
        peek_disks_reset(disks);
    return now == NULL ? -1 : 0;
}

int test_domain_block_peek(virDomainPtr dom, const char *path, unsigned long long offset,
                           size_t size, void *buffer, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct peek_disks *disks = vm_disks(vm);
    int r;

    if (disks == NULL || test_script(vm, "virDomainBlockPeek") < 0)
        return -1;
    /* What is kept may be dropped at any time: then the definition is asked again. */
    while ((r = peek_disk_read(disks, path, offset, size, buffer)) == 1) {
        if (open_disk(vm, disks, path) < 0)
            return -1;
    }
    return r;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peeking at a vm: its memory, made when it is first looked at, and its disks. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "hypervisor/domains.h"
#include "hypervisor/life.h"
#include "hypervisor/peek.h"
#include "obj/error.h"
#include "peek/disk.h"
#include "peek/memory.h"
#include "peek/source.h"

_Static_assert(VIR_MEMORY_VIRTUAL == PEEK_VIRTUAL && VIR_MEMORY_PHYSICAL == PEEK_PHYSICAL,
               "the flags of the public call are those of the engine");

/* A guest that runs: its memory, or what that is made from. */
struct guest {
    struct peek_source *ram; /* counted; NULL not made yet */
    struct domain_def *def;  /* counted; NULL when there is ram */
    uint64_t run;
    int id;
};

static int look(struct vm *vm, struct guest *ret)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live == NULL)
        return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' is not running: it has no memory", vm->obj->name);
    *ret = (struct guest){.run = vm->run, .id = vm->run_id};
    if (atomic_load_explicit(&vm->ram_ready, memory_order_acquire))
        ret->ram = peek_get_source(vm_peek(vm));
    else
        ret->def = domain_def_ref(vm->live);
    return 0;
}

/* Installs memory that was made for @run, unless another thread was first or the run is over. */
static int install(struct vm *vm, struct peek_source *ram, uint64_t run)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct peek *peek;

    if (vm->live == NULL || vm->run != run ||
        atomic_load_explicit(&vm->ram_ready, memory_order_relaxed))
        return 0;
    peek = vm_peek(vm);
    if (peek == NULL || peek_set_source(peek, ram) < 0)
        return -1;
    atomic_store_explicit(&vm->ram_ready, true, memory_order_release);
    return 0;
}

/* Takes the count of guest->def. */
static int make(struct vm *vm, const struct guest *guest)
{
    DOMAIN_AUTODEF struct domain_def *def = guest->def;
    VT_AUTO_SOURCE struct peek_source *made =
        vm->domains->ops->make_ram(vm, def, guest->run, guest->id);

    return made == NULL ? -1 : install(vm, made, guest->run);
}

struct peek_source *vm_ram(struct vm *vm, uint64_t *ret_run)
{
    for (;;) {
        struct guest guest = {0};

        if (look(vm, &guest) < 0)
            return NULL;
        if (guest.ram != NULL) {
            if (ret_run != NULL)
                *ret_run = guest.run;
            return guest.ram;
        }
        if (make(vm, &guest) == 0)
            continue;
        if (vm_is_run(vm, guest.run))
            return NULL;
        vt_error_reset(); /* the run has ended meanwhile, and there may be another */
    }
}

static int make_ready(struct vm *vm)
{
    struct peek_source *ram = vm_ram(vm, NULL);

    if (ram == NULL)
        return -1;
    peek_source_unref(ram);
    return 0;
}

int vm_memory_peek(struct vm *vm, unsigned long long start, size_t size, void *buffer,
                   unsigned int flags)
{
    for (;;) {
        bool changed;
        if (VT_UNLIKELY(!atomic_load_explicit(&vm->ram_ready, memory_order_acquire)) &&
            make_ready(vm) < 0)
            return -1;
        if (peek_memory_now(vm_peek(vm), start, size, buffer, flags, 0, &changed) == 0)
            return 0;
        if (!changed)
            return -1;
        vt_error_reset(); /* it was taken away, as when the guest is saved: that says nothing of the guest */
    }
}

/* A change of the definition drops what is kept; one that came before ours was kept is made good
 * here. */
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
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG, "'%s' is no disk of domain '%s'",
                        path, vm->obj->name);
    if (disk->source == NULL)
        return vt_error(vm->error_domain, VIR_ERR_INVALID_ARG,
                        "disk '%s' of domain '%s' is a drive with nothing in it", path,
                        vm->obj->name);
    if (peek_disks_open(disks, path, disk->source) < 0)
        return -1;
    now = vm_def(vm);
    if (now != def)
        peek_disks_reset(disks);
    return now == NULL ? -1 : 0;
}

int vm_block_peek(struct vm *vm, const char *path, unsigned long long offset, size_t size,
                  void *buffer)
{
    struct peek_disks *disks = vm_disks(vm);
    int r;

    if (disks == NULL)
        return -1;
    /* What is kept may be dropped at any time: then the definition is asked again. */
    while ((r = peek_disk_read(disks, path, offset, size, buffer)) == 1) {
        if (open_disk(vm, disks, path) < 0)
            return -1;
    }
    return r;
}

void vm_forget_disks(struct vm *vm)
{
    struct peek_disks *disks = atomic_load_explicit(&vm->disks, memory_order_acquire);

    if (disks == NULL)
        return;
    VT_HG_ACQUIRE(&vm->disks);
    peek_disks_reset(disks);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vms of Xen domains: making them, ending their runs, those that may come back. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/xen/peek.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"

/* Looks at the host that are on their way may be this old at most; then an ended vm can be forgotten. */
#define PAST_MIN_LOOKS 64

void xen_vm_settle_locked(struct vm *vm)
{
    struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    xvm->newest = atomic_fetch_add_explicit(&xvm->world->looks, 1, memory_order_relaxed) + 1;
}

void xen_vm_set_starting_locked(struct vm *vm)
{
    struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    xvm->starting++;
    xvm->start_after = vm->run;
}

void xen_vm_clear_starting_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    xen_vm_of(vm)->starting--;
    xen_vm_settle_locked(vm);
    xen_world_wake(xen_vm_of(vm)->world);
}

bool xen_vm_is_starting_locked(struct vm *vm)
{
    const struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    return xvm->starting > 0 && vm->run == xvm->start_after;
}

static void vm_end(struct vt_object *obj)
{
    struct vm *vm = vm_of(obj);

    free(xen_vm_of(vm)->host_name);
    vm_done(vm);
    free(xen_vm_of(vm));
}

static const struct vt_object_class vm_class = {.word = "domain", .end = vm_end};

static struct vm *vm_new(struct vm_domains *domains, struct domain_def *def)
{
    struct xen_vm *xvm = aligned_alloc(VT_CACHE_LINE, VT_CACHE_ROUND(sizeof *xvm));

    if (xvm == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    memset(xvm, 0, sizeof *xvm);
    xvm->world = VT_CONTAINER_OF(domains, struct xen_world, domains);
    xvm->ended = -1;
    if (vm_init(&xvm->vm, &vm_class, domains, def->name, def->uuid) < 0) {
        free(xvm);
        return NULL;
    }
    vm_set_first_config(&xvm->vm, def);
    return &xvm->vm;
}

static void ended_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static void ended_locked(struct vm *vm)
{
    struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    xvm->ours = xvm->unsure = xvm->held = false;
    xvm->ending = NULL;
    xvm->ended = -1;
    xvm->found_paused_ns = 0;
    free(xvm->host_name);
    xvm->host_name = NULL;
}

const struct vm_domains_ops xen_domains_ops = {
    .new = vm_new,
    .ended_locked = ended_locked,
    .make_ram = xen_make_ram,
};

static bool is_gone(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->gone;
}

/* Where another of its name or uuid is remembered, the one that ended last counts.  For want of memory
 * its handles do not see the guest come back, and say NO_DOMAIN. */
static void remember(struct vt_table *past, struct vm *vm)
{
    struct vt_object *other;

    /* One may have its name, and another one its uuid. */
    while (vt_table_add(past, vm->obj, &other) == -EEXIST) {
        (void)vt_table_remove(past, other);
        vt_object_unref(other);
    }
}

bool xen_vm_end(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    if (!vm_end_run(vm, only_run, why))
        return false;
    if (is_gone(vm))
        remember(&xen_vm_of(vm)->world->past, vm);
    return true;
}

/* False: another thread was quicker. */
static bool set_back(struct vm *vm, struct domain_def *def)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (!vm->gone)
        return false;
    vm->gone = false;
    xen_vm_of(vm)->renamed = 0;
    domain_def_unref(vm->config);
    vm->config = domain_def_ref(def);
    vm_set_off_locked(vm, VIR_DOMAIN_SHUTOFF_UNKNOWN);
    return true;
}

static void set_lost(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    vm_set_gone_locked(vm);
}

int xen_vm_revive(struct vm *vm, struct domain_def *def)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    int r;

    if (!set_back(vm, def))
        return -EEXIST;
    (void)vt_table_remove(&world->past, vm->obj);
    r = vt_table_add(&world->domains.table, vm->obj, NULL);
    if (r == 0)
        return 0;
    set_lost(vm);
    remember(&world->past, vm);
    return r == -ENOMEM ? vt_error_no_memory(VIR_FROM_XEN) : r;
}

/* One that has ended under the same name; counted, NULL none. */
static struct vm *find_past(struct xen_world *world, const struct domain_def *def)
{
    struct vm *vm = vm_of(vt_table_by_uuid(&world->past, def->uuid));

    if (vm == NULL || strcmp(vm->obj->name, def->name) == 0)
        return vm;
    vt_object_unref(vm->obj);
    return NULL;
}

struct vm *xen_vm_for_run(struct xen_world *world, struct domain_def *def, bool *ret_new)
{
    struct vm *vm = find_past(world, def);
    int r = vm != NULL ? xen_vm_revive(vm, def) : -EEXIST;

    if (r == 0) {
        *ret_new = true;
        return vm;
    }
    if (vm != NULL)
        vt_object_unref(vm->obj);
    return r == -EEXIST ? vm_domains_for(&world->domains, def, false, ret_new) : NULL;
}

bool xen_vm_is_kept(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);
    const struct xen_vm *xvm = xen_vm_of(vm);

    return vm->live != NULL || xvm->starting || xvm->acting;
}

void xen_vm_lose(struct vm *vm)
{
    vm_domains_forget(vm);
    if (is_gone(vm))
        remember(&xen_vm_of(vm)->world->past, vm);
}

void xen_vm_see_end_locked(struct vm *vm, int reason)
{
    struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    if (reason == XEN_SHUTDOWN_REBOOT && xvm->ended != reason)
        vt_event_raise(vm->domains->events, VT_EVENT_DOMAIN_REBOOT, vm->obj, 0, 0);
    xvm->ended = reason;
}

static bool is_old(struct vm *vm, uint64_t now)
{
    VT_LOCK_SCOPE(&vm->lock);

    return now - xen_vm_of(vm)->newest > PAST_MIN_LOOKS;
}

void xen_world_forget_past(struct xen_world *world)
{
    uint64_t now = atomic_load_explicit(&world->looks, memory_order_relaxed);
    struct vt_object **all = NULL;
    int n = vt_table_all(&world->past, &all);

    for (int i = 0; i < n; i++) {
        /* Two counts: that of the table, and the one just given. */
        if (vt_count_read(&all[i]->count) == 2 && is_old(vm_of(all[i]), now))
            (void)vt_table_remove(&world->past, all[i]);
        vt_object_unref(all[i]);
    }
    free(all);
}

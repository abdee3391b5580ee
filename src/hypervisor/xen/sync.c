/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what the host lists to what the world shows. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/peek.h"
#include "hypervisor/xen/seen.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* One look at the host. */
struct look {
    uint64_t number; /* rises in the order in which looks begin */
    struct xen_domain *list;
    int n_list;
    struct xen_seen *seen; /* of those, what is not half made */
    size_t n;
};

static void look_done(struct look *l)
{
    for (size_t i = 0; i < l->n; i++) {
        domain_def_unref(l->seen[i].def);
        free(l->seen[i].name);
    }
    free(l->seen);
    free(l->list);
}

/* The vm of the uuid, counted: one of the table, or one that has ended and may come back. */
static struct vt_object *find(struct xen_world *world, const unsigned char *uuid, bool *ret_past)
{
    struct vt_object *obj = vt_table_by_uuid(&world->domains.table, uuid);

    *ret_past = obj == NULL;
    return obj != NULL ? obj : vt_table_by_uuid(&world->past, uuid);
}

/* What a look may do with a vm. */
enum relation {
    RELATION_OLD,   /* the vm knows better, or is being started here */
    RELATION_SAME,  /* it is the run that the vm shows */
    RELATION_BARE,  /* the same, but it has to be found out again what it is */
    RELATION_NEW,   /* the vm is off */
    RELATION_OTHER, /* the vm shows another run */
};

/* Whether a look is to show it under another name: as another object, for names never change. */
static bool has_new_name_locked(struct vm *vm, uint64_t number) VT_REQUIRES(vm->lock);
static bool has_new_name_locked(struct vm *vm, uint64_t number)
{
    uint64_t renamed = xen_vm_of(vm)->renamed;

    vt_mutex_held(&vm->lock);
    return renamed != 0 && number >= renamed && vm->config == NULL;
}

/* Whether the look is of no account.  What it missed, and nothing tells of again, is for another one. */
static bool is_old_locked(struct vm *vm, uint64_t number) VT_REQUIRES(vm->lock);
static bool is_old_locked(struct vm *vm, uint64_t number)
{
    const struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    if (xvm->starting > 0)
        return true; /* when that is over the host is looked at */
    if (number >= xvm->newest)
        return false;
    xen_world_wake(xvm->world);
    return true;
}

static enum relation relate(struct vm *vm, const struct xen_domain *info, uint64_t number)
{
    VT_LOCK_SCOPE(&vm->lock);
    const struct xen_vm *xvm = xen_vm_of(vm);

    if (is_old_locked(vm, number))
        return RELATION_OLD;
    if (vm->live == NULL)
        return RELATION_NEW;
    if ((uint32_t)vm->run_id != info->domid || has_new_name_locked(vm, number))
        return RELATION_OTHER;
    return xvm->unsure && !info->paused ? RELATION_BARE : RELATION_SAME;
}

static const struct xen_domain *listed(const struct look *l, struct vm *vm, int id)
{
    for (int i = 0; i < l->n_list; i++) {
        const struct xen_domain *info = &l->list[i];
        if (info->domid == (uint32_t)id && memcmp(info->uuid, vm->obj->uuid, VT_UUID_LEN) == 0)
            return info;
    }
    return NULL;
}

/* Whether the run that the vm shows goes on: then another domain of the same uuid has to wait. */
static bool goes_on(const struct look *l, struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);
    const struct xen_domain *info = listed(l, vm, vm->run_id);

    return vm->live != NULL && info != NULL && !info->dying && !has_new_name_locked(vm, l->number);
}

/* Whether it has to be found out what the domain is. */
static bool is_new(struct xen_world *world, const struct look *l, const struct xen_domain *info)
{
    bool past;
    VT_AUTOOBJ struct vt_object *obj = find(world, info->uuid, &past);

    if (info->dying)
        return false;
    if (obj == NULL)
        return true;
    switch (relate(vm_of(obj), info, l->number)) {
    case RELATION_BARE:
    case RELATION_NEW:
        return true;
    case RELATION_OTHER:
        return !goes_on(l, vm_of(obj));
    case RELATION_OLD:
    case RELATION_SAME:
    default:
        return false;
    }
}

static int look_at_all(struct xen_world *world, struct look *l)
{
    bool making = false;

    l->n_list = xen_seen_list(world, &l->list);
    if (l->n_list < 0)
        return -1;
    l->seen = calloc((size_t)l->n_list + 1, sizeof *l->seen);
    if (l->seen == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    for (int i = 0; i < l->n_list; i++) {
        struct xen_seen *s = &l->seen[l->n];
        s->info = l->list[i];
        if (is_new(world, l, &s->info) && !xen_seen_describe(world, s))
            making = true; /* it is half made: whoever makes it is not done */
        else
            l->n++;
    }
    atomic_store_explicit(&world->making, making, memory_order_relaxed);
    return 0;
}

/* Why a run is over, as far as the last look at it tells. */
static const struct vm_cause *cause_of_end_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static const struct vm_cause *cause_of_end_locked(struct vm *vm)
{
    vt_mutex_held(&vm->lock);
    if (xen_vm_of(vm)->renamed != 0)
        return &vm_cause_renamed_away;
    if (xen_vm_of(vm)->ending != NULL)
        return xen_vm_of(vm)->ending;
    switch (xen_vm_of(vm)->ended) {
    case XEN_SHUTDOWN_POWEROFF:
    case XEN_SHUTDOWN_REBOOT:
        return &vm_cause_shut_down;
    case XEN_SHUTDOWN_SUSPEND:
        return &vm_cause_saved;
    case XEN_SHUTDOWN_CRASH:
    case XEN_SHUTDOWN_WATCHDOG:
        return &vm_cause_crashed;
    default:
        return &vm_cause_destroyed;
    }
}

/* The run that is over; 0 when it goes on, or when the look is too old to tell. */
static uint64_t lost_run(struct vm *vm, const struct look *l, const struct vm_cause **ret_why)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct xen_vm *xvm = xen_vm_of(vm);
    const struct xen_domain *info;

    if (vm->live == NULL || is_old_locked(vm, l->number))
        return 0;
    info = listed(l, vm, vm->run_id);
    if (info == NULL || info->dying)
        xvm->renamed = 0; /* that is of no account any more */
    else if (!has_new_name_locked(vm, l->number))
        return 0;
    if (info != NULL && info->shutdown)
        xen_vm_see_end_locked(vm, (int)info->reason);
    xvm->newest = l->number; /* and what it says of the next run, if there is one, counts */
    *ret_why = cause_of_end_locked(vm);
    return vm->run;
}

/* Ends the runs of which the host knows nothing any more, or that are dying. */
static int end_lost(struct xen_world *world, const struct look *l)
{
    struct vt_object **all = NULL;
    int n = vt_table_all(&world->domains.table, &all);

    if (n < 0)
        return vt_error_no_memory(VIR_FROM_XEN);
    for (int i = 0; i < n; i++) {
        const struct vm_cause *why;
        struct vm *vm = vm_of(all[i]);
        uint64_t run = lost_run(vm, l, &why);
        if (run != 0)
            (void)xen_vm_end(vm, run, why);
        vt_object_unref(all[i]);
    }
    free(all);
    return 0;
}

/* A look that began before one that was taken over would turn back what that has shown.  Nothing is
 * missed: whatever made the older one begin had happened before the newer one began. */
static void update(struct vm *vm, const struct xen_domain *info, uint64_t number)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (is_old_locked(vm, number))
        return;
    xen_vm_of(vm)->newest = number;
    xen_seen_update_locked(vm, info);
}

/* False: it has been started here since it was looked at. */
static bool set_origin(struct vm *vm, const struct xen_seen *s)
{
    VT_LOCK_SCOPE(&vm->lock);
    bool paused = s->info.paused && !s->info.shutdown;

    if (vm->live != NULL || xen_vm_of(vm)->starting > 0)
        return false;
    free(xen_vm_of(vm)->host_name);
    xen_vm_of(vm)->host_name = strdup(s->name); /* NULL will do for most */
    xen_vm_of(vm)->ours = s->ours;
    xen_vm_of(vm)->unsure = !s->ours && s->info.paused;
    xen_vm_of(vm)->found_paused_ns = paused ? vt_now_coarse_ns() : 0;
    return true;
}

static bool is_defined(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->announced;
}

/* What the domain is, under the name that it has here.  Counted; NULL raised. */
static struct domain_def *def_for(const struct vm *vm, const struct xen_seen *s)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;

    if (strcmp(s->def->name, vm->obj->name) == 0)
        return domain_def_ref(s->def);
    def = domain_def_dup(s->def);
    return def == NULL || domain_def_set_name(def, vm->obj->name) < 0 ? NULL : VT_TAKE(def);
}

/* Only want of memory is to be heard of: else the vm has changed while it was looked at, and the next
 * look will tell. */
static int failed(void)
{
    if (vt_error_last()->code == VIR_ERR_NO_MEMORY)
        return -1;
    vt_error_reset();
    return 0;
}

/* A run that others began, of a vm that is in the table. */
static int begin(struct vm *vm, const struct xen_seen *s, bool transient, uint64_t number,
                 const struct vm_cause *why)
{
    /* Nobody is told that it stands still, for it is being built: see xen_seen_update_locked. */
    static const struct vm_cause found_paused = {VM_NO_EVENT, 0, VIR_DOMAIN_PAUSED_USER};
    DOMAIN_AUTODEF struct domain_def *def = def_for(vm, s);
    const struct vm_start start = {
        .def = def,
        .why = why,
        .paused = s->info.paused && !s->info.shutdown ? &found_paused : NULL,
        .transient = transient,
    };

    if (def == NULL)
        return -1;
    if (!set_origin(vm, s))
        return 0;
    if (vm_begin_run(vm, 0, &start, (int)s->info.domid) < 0)
        return failed();
    update(vm, &s->info, number);
    return 0;
}

static void set_known(struct vm *vm, const struct xen_seen *s, struct domain_def *def)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct xen_vm *xvm = xen_vm_of(vm);

    if (vm->live == NULL || (uint32_t)vm->run_id != s->info.domid || !xvm->unsure)
        return;
    xvm->unsure = false;
    xvm->ours = s->ours;
    domain_def_unref(vm->live);
    vm->live = domain_def_ref(def);
    vm->facts.mem_max_kib = def->mem_max_kib; /* published by the update that follows */
    vm_changed_locked(vm);
}

/* The run was half made when it was first seen; now it is known for what it is. */
static int learn(struct vm *vm, const struct xen_seen *s)
{
    DOMAIN_AUTODEF struct domain_def *def = def_for(vm, s);

    if (def == NULL)
        return -1;
    set_known(vm, s, def);
    vm_forget_disks(vm);
    return 0;
}

static int add_and_begin(struct vm *vm, const struct xen_seen *s, uint64_t number,
                         const struct vm_cause *why)
{
    int r = vt_table_add(&xen_vm_of(vm)->world->domains.table, vm->obj, NULL);

    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_XEN);
    return r < 0 ? r : begin(vm, s, true, number, why);
}

/* A vm for a domain that nobody has defined.  Where a definition has its name it gets its number
 * behind it: the names of a table are unique.  0, -1 raised. */
static int add(struct xen_world *world, const struct xen_seen *s, uint64_t number,
               const struct vm_cause *why)
{
    VM_AUTO struct vm *vm = world->domains.ops->new (&world->domains, s->def);
    VM_AUTO struct vm *other = NULL;
    DOMAIN_AUTODEF struct domain_def *named = NULL;
    int r = vm != NULL ? add_and_begin(vm, s, number, why) : -1;

    if (r != -EEXIST)
        return r;
    named = xen_seen_rename(s);
    other = named != NULL ? world->domains.ops->new (&world->domains, named) : NULL;
    if (other == NULL)
        return -1;
    r = add_and_begin(other, s, number, why);
    return r == -EEXIST ? 0 : r; /* that name is taken as well: it stays unseen */
}

static bool was_renamed(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return xen_vm_of(vm)->renamed != 0;
}

/* A vm that had ended lives again, for all who have a handle of it, if it has the same name. */
static int revive(struct xen_world *world, struct vm *vm, const struct xen_seen *s, uint64_t number)
{
    const struct vm_cause *why = was_renamed(vm) ? &vm_cause_renamed : &vm_cause_booted;
    int r = -EEXIST;

    if (strcmp(vm->obj->name, s->def->name) == 0)
        r = xen_vm_revive(vm, s->def);
    if (r == -EEXIST)
        return add(world, s, number, why);
    return r < 0 ? -1 : begin(vm, s, true, number, why);
}

static int take_over(struct xen_world *world, const struct xen_seen *s, uint64_t number)
{
    bool past;
    VT_AUTOOBJ struct vt_object *obj = find(world, s->info.uuid, &past);
    struct vm *vm = vm_of(obj);

    if (s->info.dying)
        return 0;
    if (vm == NULL)
        return s->def != NULL ? add(world, s, number, &vm_cause_booted) : 0;
    switch (relate(vm, &s->info, number)) {
    case RELATION_BARE:
        if (s->def != NULL && learn(vm, s) < 0)
            return -1;
        update(vm, &s->info, number);
        return 0;
    case RELATION_SAME:
        update(vm, &s->info, number);
        return 0;
    case RELATION_NEW:
        if (s->def == NULL) /* it was the same when it was looked at: the next look will tell */
            return 0;
        return past ? revive(world, vm, s, number)
                    : begin(vm, s, !is_defined(vm), number, &vm_cause_booted);
    case RELATION_OTHER: /* nothing keeps others from a second one of its uuid: the first one is shown */
    case RELATION_OLD:
    default:
        return 0;
    }
}

/* Runs that are over come first: after a reboot the same look tells of the next run of that uuid. */
static int apply(struct xen_world *world, const struct look *l)
{
    VT_LOCK_SCOPE(&world->applying);
    int r;

    if (l->number < world->applied)
        return 0; /* a look that began later has been compared */
    world->applied = l->number;
    r = end_lost(world, l);
    for (size_t i = 0; r == 0 && i < l->n; i++)
        r = take_over(world, &l->seen[i], l->number);
    return r;
}

static uint64_t next_look(struct xen_world *world)
{
    return atomic_fetch_add_explicit(&world->looks, 1, memory_order_relaxed) + 1;
}

int xen_sync(struct xen_world *world)
{
    VT_AUTO(look_done) struct look l = {.number = next_look(world)};

    return look_at_all(world, &l) < 0 ? -1 : apply(world, &l);
}

int xen_sync_vm(struct vm *vm)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_domain info;
    uint64_t number = next_look(world);
    int id = vt_object_number(vm->obj);
    int n;

    if (id < 0)
        return 0;
    n = world->ops->domains(world->host, (uint32_t)id, &info, 1, &fail);
    if (n < 0)
        return xen_host_failed("ask the hypervisor for its domains", &fail);
    if (n == 0 || info.domid != (uint32_t)id || info.dying ||
        memcmp(info.uuid, vm->obj->uuid, VT_UUID_LEN) != 0 ||
        relate(vm, &info, number) == RELATION_BARE)
        return xen_sync(world);
    update(vm, &info, number);
    return 0;
}

void xen_sync_vm_after(struct vm *vm)
{
    struct vt_error_saved before;

    vt_error_save(&before);
    (void)xen_sync_vm(vm);
    vt_error_restore(&before);
}

void xen_sync_wait(struct xen_world *world)
{
    VT_LOCK_SCOPE(&world->applying);
}

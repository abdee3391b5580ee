/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Following up the ends of guests: a thread for each, for it takes as long as the toolstack takes. */
#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/xen/act.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/keep.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/thread.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* A guest that was started again after a crash is not started again before this is over, or one that crashes
 * at once would keep the host busy for ever. */
#define CRASHES_NS (2 * VT_NS_PER_S)

/* A run that has stopped by itself. */
struct end {
    struct vm *vm;           /* its object is counted */
    struct xen_world *world; /* counted by the thread that acts */
    struct domain_def *def;  /* of the run, counted */
    uint64_t run;
    int reason; /* enum xen_shutdown */
};

static void end_free(struct end *e)
{
    domain_def_unref(e->def);
    vt_object_unref(e->vm->obj);
    free(e);
}

/* What the definition wants to happen. */
static enum domain_lifecycle wanted(const struct end *e)
{
    switch (e->reason) {
    case XEN_SHUTDOWN_REBOOT:
    case XEN_SHUTDOWN_SOFT_RESET:
        return e->def->on_reboot;
    case XEN_SHUTDOWN_CRASH:
    case XEN_SHUTDOWN_WATCHDOG:
        return e->def->on_crash;
    default:
        return e->def->on_poweroff;
    }
}

/* Whether it is still as it was seen: another process may have been quicker. */
static bool is_still_there(const struct end *e)
{
    VT_LOCK_SCOPE(&e->vm->lock);

    return e->vm->live != NULL && e->vm->run == e->run && xen_vm_of(e->vm)->ended == e->reason;
}

static bool is_crash(int reason)
{
    return reason == XEN_SHUTDOWN_CRASH || reason == XEN_SHUTDOWN_WATCHDOG;
}

static const struct vm_cause *cause(const struct end *e)
{
    return is_crash(e->reason) ? &vm_cause_crashed : &vm_cause_shut_down;
}

/* The definition for the next run: that which waits for it, else that of the run. */
static struct domain_def *next_def(const struct end *e)
{
    VT_LOCK_SCOPE(&e->vm->lock);

    return domain_def_ref(e->vm->config != NULL ? e->vm->config : e->def);
}

static int start(const struct end *e, struct domain_def *def, bool transient)
{
    VM_JOB_SCOPE(job, e->vm, "restarting");

    return job.serial == 0 ? -1
                           : xen_vm_start(e->vm, job.serial,
                                          &(struct xen_start){.def = def,
                                                              .restore_fd = -1,
                                                              .transient = transient,
                                                              .why = &vm_cause_booted});
}

static void note_crash(const struct end *e)
{
    VT_LOCK_SCOPE(&e->vm->lock);

    xen_vm_of(e->vm)->crash_ns = vt_now_ns();
}

/* Starts the guest again: the same vm, whether it is defined or not. */
static int restart(const struct end *e, bool transient)
{
    DOMAIN_AUTODEF struct domain_def *def = next_def(e);
    int r;

    if (transient && xen_vm_revive(e->vm, def) < 0)
        return -1;
    r = start(e, def, transient);
    if (r < 0 && transient)
        xen_vm_lose(e->vm);
    return r;
}

static bool is_defined(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->config != NULL;
}

/* Whether the guest has been dumped or not, what follows is done. */
static void dump_core(const struct end *e)
{
    VM_JOB_SCOPE(job, e->vm, "dumping");
    VT_AUTOFREE char *path = xen_files_dump_path(e->vm->obj->name);
    uint32_t domid;

    if (job.serial == 0 || path == NULL || xen_vm_running(e->vm, "dump the core of", &domid) < 0 ||
        xen_vm_dump(e->vm, domid, path) < 0)
        vt_error_reset();
}

static int act(const struct end *e)
{
    enum domain_lifecycle what = wanted(e);
    bool transient;

    if (xen_sync(e->world) < 0 || !is_still_there(e) || what == DOMAIN_LIFECYCLE_PRESERVE)
        return 0;
    if (what == DOMAIN_LIFECYCLE_COREDUMP_DESTROY || what == DOMAIN_LIFECYCLE_COREDUMP_RESTART)
        dump_core(e);
    transient = !is_defined(e->vm);
    if (xen_vm_destroy(e->vm, e->run, cause(e)) < 0)
        return -1;
    if (what != DOMAIN_LIFECYCLE_RESTART && what != DOMAIN_LIFECYCLE_RENAME_RESTART &&
        what != DOMAIN_LIFECYCLE_COREDUMP_RESTART)
        return 0;
    if (is_crash(e->reason))
        note_crash(e);
    return restart(e, transient);
}

static void set_acted(const struct end *e)
{
    VT_LOCK_SCOPE(&e->vm->lock);

    xen_vm_of(e->vm)->acting = false;
}

/* A keeper's only guest.  Set before there are threads. */
static struct {
    bool set;
    unsigned char uuid[VT_UUID_LEN];
} only;

void xen_act_only_for(const unsigned char uuid[VT_UUID_LEN])
{
    only.set = true;
    memcpy(only.uuid, uuid, VT_UUID_LEN);
}

/* It is looked at again after a while, though nothing tells of it. */
static void leave(const struct end *e)
{
    set_acted(e);
    atomic_store_explicit(&e->world->unattended, true, memory_order_relaxed);
}

/* The run that was begun here may have ended before this was done, and nobody looked. */
static bool is_another_run(const struct end *e)
{
    VT_LOCK_SCOPE(&e->vm->lock);

    return e->vm->live != NULL && e->vm->run != e->run;
}

/* Threads that follow up ends now. */
static atomic_uint acts;

bool xen_act_is_going_on(void)
{
    return atomic_load_explicit(&acts, memory_order_acquire) > 0;
}

static void act_main(struct xen_world *world, void *opaque)
{
    struct end *e = opaque;
    VT_AUTOCLOSE int right = only.set ? -1 : xen_keep_claim(e->vm->obj->uuid);

    atomic_fetch_add_explicit(&acts, 1, memory_order_relaxed);
    /* Nobody hears of a failure here but those who listen to events: the guest is seen as it is. */
    if ((only.set || right >= 0) && act(e) < 0)
        vt_error_reset();
    if (only.set || right >= 0) {
        set_acted(e);
        if (is_another_run(e))
            xen_world_wake(world);
    } else { /* another process acts, or has ended in the middle */
        leave(e);
        xen_world_wake(world);
    }
    end_free(e);
    atomic_fetch_sub_explicit(&acts, 1, memory_order_release);
}

/* The guest is without a keeper, which was killed, unless that is just about to act. */
static void find_keeper(struct xen_world *world, void *opaque)
{
    struct end *e = opaque;

    (void)xen_keep(e->vm);
    leave(e);
    xen_world_wake(world);
    end_free(e);
}

static bool is_too_soon_locked(struct vm *vm) VT_REQUIRES(vm->lock);
static bool is_too_soon_locked(struct vm *vm)
{
    const struct xen_vm *xvm = xen_vm_of(vm);

    vt_mutex_held(&vm->lock);
    return is_crash(xvm->ended) && xvm->crash_ns != 0 && vt_now_ns() - xvm->crash_ns < CRASHES_NS;
}

/* The end of a run of ours, once; NULL when there is nothing to do. */
static struct end *find_end(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct xen_vm *xvm = xen_vm_of(vm);
    struct end *e;

    if (vm->live == NULL || !xvm->ours || xvm->acting || xvm->ended < 0 ||
        xvm->ended == XEN_SHUTDOWN_SUSPEND)
        return NULL;
    if (is_too_soon_locked(vm)) {
        atomic_store_explicit(&xvm->world->unattended, true, memory_order_relaxed);
        return NULL;
    }
    e = calloc(1, sizeof *e);
    if (e == NULL)
        return NULL; /* at the next look */
    xvm->acting = true;
    vt_object_ref(vm->obj);
    e->vm = vm;
    e->world = xvm->world;
    e->def = domain_def_ref(vm->live);
    e->run = vm->run;
    e->reason = xvm->ended;
    return e;
}

static void follow_up(struct vm *vm)
{
    struct end *e = NULL;

    if (!only.set || memcmp(vm->obj->uuid, only.uuid, VT_UUID_LEN) == 0)
        e = find_end(vm);
    if (e == NULL ||
        xen_thread_start(e->world, only.set || !xen_keepers_are_there() ? act_main : find_keeper,
                         e))
        return;
    leave(e); /* also when the world has only just been made */
    end_free(e);
}

void xen_act_on_ends(struct xen_world *world)
{
    struct vt_object **all = NULL;
    int n = vt_table_all(&world->domains.table, &all);

    atomic_store_explicit(&world->unattended, false, memory_order_relaxed);
    for (int i = 0; i < n; i++) {
        follow_up(vm_of(all[i]));
        vt_object_unref(all[i]);
    }
    free(all);
}

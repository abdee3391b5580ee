/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Life and death of Xen domains. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/keep.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/peek.h"
#include "hypervisor/xen/plug.h"
#include "hypervisor/xen/seen.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* From now on what the host lists of it is no run: it is being built. */
static int set_starting(struct vm *vm, uint64_t job)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live != NULL)
        return vm_wrong_state_locked(vm, "start");
    if (!vm_job_mine_locked(vm, job))
        return vm_ended_meanwhile(vm);
    if (xen_vm_is_starting_locked(vm))
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "cannot start domain '%s': its migration has not yet come to its end",
                        vm->obj->name);
    xen_vm_set_starting_locked(vm);
    return 0;
}

static void clear_starting(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    xen_vm_clear_starting_locked(vm);
}

static void set_ours(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    xen_vm_of(vm)->ours = true;
}

static void discard(struct xen_world *world, uint32_t domid)
{
    struct xen_fail fail = {.err = 0};

    /* Whatever it says: it is not ours to show any more, and the next look finds what is left. */
    (void)world->ops->destroy(world->host, domid, &fail);
}

int xen_vm_keep_document(struct vm *vm, uint32_t domid, const struct domain_def *def)
{
    const struct domain_format_opts opts = {.id = -1, .flags = VIR_DOMAIN_XML_SECURE};
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    VT_AUTOFREE char *xml = NULL;

    if (domain_def_format(def, &opts, &xml) < 0)
        return -1;
    return world->ops->put_xml(world->host, domid, xml, &fail) < 0
               ? xen_failed(vm, "keep the document of", &fail)
               : 0;
}

static bool is_ours(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return xen_vm_of(vm)->ours;
}

int xen_vm_keep_change(struct vm *vm, uint32_t domid, const struct domain_def *def)
{
    return is_ours(vm) ? xen_vm_keep_document(vm, domid, def) : 0;
}

/* The memory that is given room for when a guest is built: a PV guest may grow to its maximum later. */
static unsigned long long built_kib(const struct domain_def *def)
{
    bool pvh = def->os.machine != NULL && strcmp(def->os.machine, "xenpvh") == 0;
    bool pv = def->os.type != DOMAIN_OS_HVM && def->os.type != DOMAIN_OS_XENPVH && !pvh;

    return pv && def->mem_cur_kib != 0 ? def->mem_cur_kib : def->mem_max_kib;
}

/* Xen's libraries make a list of all those pages first: of too many, it would take all memory of this domain. */
static int check_memory(struct vm *vm, const struct domain_def *def)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_physical host;

    if (world->ops->physical(world->host, &host, &fail) < 0)
        return xen_host_failed("ask for the memory of the host", &fail);
    if (built_kib(def) <= host.total_kib)
        return 0;
    return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                    "cannot start domain '%s' with %llu kB: the host has %llu kB", vm->obj->name,
                    built_kib(def), (unsigned long long)host.total_kib);
}

static int build(struct vm *vm, const struct xen_start *start, uint32_t *ret_domid)
{
    const struct xen_build build = {
        .def = start->def,
        .restore_fd = start->restore_fd,
        .paused = true,
        .name = start->name,
    };
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};

    if (check_memory(vm, start->def) < 0)
        return -1;
    if (world->ops->create(world->host, &build, ret_domid, &fail) < 0)
        return xen_failed(vm, "start", &fail);
    if (xen_vm_keep_document(vm, *ret_domid, start->def) == 0)
        return 0;
    discard(world, *ret_domid);
    return -1;
}

/* It runs before it is shown, and is starting until it is: a look in between would take it for a run of
 * others. */
static int enter(struct vm *vm, uint64_t job, const struct xen_start *start, uint32_t domid)
{
    const struct vm_start run = {
        .def = start->def,
        .why = start->why,
        .paused = start->paused ? &vm_cause_suspended : NULL,
        .transient = start->transient,
    };
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};

    set_ours(vm);
    if (!start->paused && world->ops->unpause(world->host, domid, &fail) < 0)
        return xen_failed(vm, "start", &fail);
    return vm_begin_run(vm, job, &run, (int)domid);
}

static int build_and_enter(struct vm *vm, uint64_t job, const struct xen_start *wanted)
{
    DOMAIN_AUTODEF struct domain_def *def = xen_plug_all(wanted->def);
    struct xen_start start = *wanted;
    uint32_t domid = 0;

    start.def = def;
    if (def == NULL || build(vm, &start, &domid) < 0)
        return -1;
    if (enter(vm, job, &start, domid) == 0)
        return 0;
    discard(xen_vm_of(vm)->world, domid);
    return -1;
}

int xen_vm_start(struct vm *vm, uint64_t job, const struct xen_start *start)
{
    int r;

    if (set_starting(vm, job) < 0)
        return -1;
    r = build_and_enter(vm, job, start);
    clear_starting(vm);
    if (r < 0)
        return -1;
    (void)xen_keep(vm);
    xen_sync_vm_after(vm);
    return 0;
}

/* Takes the job for it.  -1 raised: what is new is gone again. */
static int start_in(struct vm *vm, bool new, const struct xen_start *wanted, const char *call)
{
    struct xen_start start = *wanted;
    int r = -1;

    if (start.restore_fd < 0 && vm_refuse_active(vm) < 0)
        return -1;
    VM_JOB_SCOPE(job, vm, call);
    start.transient = new;
    if (job.serial != 0)
        r = xen_vm_start(vm, job.serial, &start);
    if (r < 0 && new)
        xen_vm_lose(vm);
    return r;
}

static bool is_gone(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->gone;
}

struct vm *xen_vm_start_new(struct xen_world *world, const struct xen_start *start,
                            const char *call)
{
    for (;;) {
        bool new;
        VM_AUTO struct vm *vm = xen_vm_for_run(world, start->def, &new);
        if (vm == NULL)
            return NULL;
        if (start_in(vm, new, start, call) == 0)
            return VT_TAKE(vm);
        if (new || !is_gone(vm))
            return NULL;
        vt_error_reset(); /* it was another run's, which has ended meanwhile */
    }
}

/* The run that is meant and its number.  1; 0 there is none; -1 raised. */
static int run_to_end(struct vm *vm, uint64_t only_run, uint64_t *ret_run, uint32_t *ret_domid)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live == NULL || (only_run != 0 && vm->run != only_run))
        return 0;
    *ret_run = vm->run;
    *ret_domid = (uint32_t)vm->run_id;
    return 1;
}

static void settle_end(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    xen_vm_settle_locked(vm);
}

/* The end of a run that this process has made.  A look at the host may have been quicker: what it has ended is
 * seen to be off as soon as this returns, in lists, too. */
static void end_run(struct vm *vm, uint64_t run, const struct vm_cause *why)
{
    settle_end(vm);
    if (!xen_vm_end(vm, run, why))
        xen_sync_wait(xen_vm_of(vm)->world);
}

/* The toolstack pauses a guest before it takes it apart, and a look of another thread may see that, or
 * that the guest is gone, before we are told. */
static void set_ending(struct vm *vm, uint64_t run, const struct vm_cause *ending)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live != NULL && vm->run == run)
        xen_vm_of(vm)->ending = ending;
}

int xen_vm_destroy(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;
    uint64_t run;
    int r = run_to_end(vm, only_run, &run, &domid);

    if (r == 0)
        xen_sync_wait(world); /* as in end_run */
    if (r <= 0)
        return r;
    if (domid == 0)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' is the one that all of this runs in", vm->obj->name);
    /* Kept mappings would keep the dying domain, and whoever ends it waiting. */
    xen_vm_drop_ram(vm, run);
    set_ending(vm, run, why);
    if (world->ops->destroy(world->host, domid, &fail) < 0 && fail.err != ESRCH) {
        set_ending(vm, run, NULL);
        return xen_failed(vm, "destroy", &fail);
    }
    end_run(vm, run, why);
    return 0;
}

int xen_domain_create(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainCreate");
    DOMAIN_AUTODEF struct domain_def *def = NULL;

    if (job.serial == 0 || (def = vm_def(vm)) == NULL)
        return -1;
    return xen_vm_start(vm, job.serial,
                        &(struct xen_start){.def = def, .restore_fd = -1, .why = &vm_cause_booted});
}

/* Takes no job: a guest that hangs in one can be ended all the same. */
int xen_domain_destroy(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);

    return xen_sync_vm(vm) < 0 ? -1 : xen_vm_destroy(vm, 0, &vm_cause_destroyed);
}

/* Asks the guest; that it obeys is heard of later. */
static int ask(virDomainPtr dom, const char *call, const char *what, bool reboot)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;
    VM_JOB_SCOPE(job, vm, call);

    if (job.serial == 0 || xen_sync_vm(vm) < 0 || vm_run_for(vm, what, true, reboot) == 0 ||
        xen_vm_running_guest(vm, what, &domid) < 0)
        return -1;
    return world->ops->shutdown(world->host, domid, reboot, &fail) < 0 ? xen_failed(vm, what, &fail)
                                                                       : 0;
}

int xen_domain_shutdown(virDomainPtr dom)
{
    return ask(dom, "virDomainShutdown", "shut down", false);
}

int xen_domain_reboot(virDomainPtr dom, unsigned int flags VT_UNUSED)
{
    return ask(dom, "virDomainReboot", "reboot", true);
}

/* What the host has done is shown, unless the run is another by now. */
static int settle(struct vm *vm, uint64_t run, int state, const struct vm_cause *why)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || vm->run != run)
        return vm_ended_meanwhile(vm);
    xen_vm_settle_locked(vm);
    /* A look may have found it awake already, and idle, and have told so. */
    if (state != VIR_DOMAIN_RUNNING || vm->facts.state != VIR_DOMAIN_BLOCKED)
        vm_set_state_locked(vm, state, why);
    return 0;
}

int xen_domain_suspend(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;
    uint64_t run;
    VM_JOB_SCOPE(job, vm, "virDomainSuspend");

    if (job.serial == 0 || xen_sync_vm(vm) < 0 ||
        (run = vm_run_for(vm, "suspend", true, false)) == 0 ||
        xen_vm_running_guest(vm, "suspend", &domid) < 0)
        return -1;
    if (world->ops->pause(world->host, domid, &fail) < 0)
        return xen_failed(vm, "suspend", &fail);
    return settle(vm, run, VIR_DOMAIN_PAUSED, &vm_cause_suspended);
}

int xen_vm_claim_suspended(const struct vm *vm, const char *what)
{
    int fd = xen_files_claim(vm->obj->uuid, "-suspended");

    if (fd == -EWOULDBLOCK)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "cannot %s domain '%s': another process saves or migrates it", what,
                        vm->obj->name);
    return fd >= 0 ? fd
                   : vt_error_errno(VIR_FROM_XEN, fd, "cannot lock domain '%s'", vm->obj->name);
}

void xen_vm_clear_incoming(struct vm *vm)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    VT_AUTOFREE struct xen_domain *list = NULL;
    struct vt_error_saved before;
    int n;

    vt_error_save(&before);
    n = xen_seen_list(world, &list);
    vt_error_restore(&before);
    for (int i = 0; i < n; i++) {
        if (!list[i].dying && memcmp(list[i].uuid, vm->obj->uuid, VT_UUID_LEN) == 0 &&
            xen_seen_is_incoming(world, list[i].domid))
            discard(world, list[i].domid);
    }
}

/* The run of a guest that has suspended itself to be saved or migrated; 0 it has not. */
static uint64_t suspended_run(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && vm->facts.state == VIR_DOMAIN_SHUTDOWN &&
                   xen_vm_of(vm)->ended == XEN_SHUTDOWN_SUSPEND
               ? vm->run
               : 0;
}

static int let_go(struct vm *vm, uint64_t *ret_run)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;

    *ret_run = vm_run_for(vm, "resume", false, true);
    if (*ret_run == 0 || xen_vm_running(vm, "resume", &domid) < 0)
        return -1;
    return world->ops->unpause(world->host, domid, &fail) < 0 ? xen_failed(vm, "resume", &fail) : 0;
}

/* The process that saved or migrated the guest was killed over it, or is just doing so. */
static int go_on(struct vm *vm, uint64_t *ret_run)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    VT_AUTOCLOSE int right = xen_vm_claim_suspended(vm, "resume");
    struct xen_fail fail = {.err = 0};
    uint32_t domid;

    if (right < 0)
        return -1;
    xen_vm_clear_incoming(vm);
    if (xen_sync_vm(vm) < 0)
        return -1;
    *ret_run = suspended_run(vm);
    if (*ret_run == 0) /* it was just done with */
        return let_go(vm, ret_run);
    if (xen_vm_running(vm, "resume", &domid) < 0)
        return -1;
    return world->ops->resume(world->host, domid, &fail) < 0 ? xen_failed(vm, "resume", &fail) : 0;
}

int xen_domain_resume(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    uint64_t run;
    VM_JOB_SCOPE(job, vm, "virDomainResume");

    if (job.serial == 0 || xen_sync_vm(vm) < 0 ||
        (suspended_run(vm) != 0 ? go_on(vm, &run) : let_go(vm, &run)) < 0)
        return -1;
    return settle(vm, run, VIR_DOMAIN_RUNNING, &vm_cause_resumed);
}

int xen_vm_move_run(struct vm *vm, const struct vm_run *run, uint32_t to)
{
    const struct vm_start start = {.def = run->def, .why = &vm_cause_arrived};

    if (vm_move_run(vm, run->run, &start, (int)to, &vm_cause_moved) < 0) {
        /* Who destroyed the guest meanwhile meant this one, too. */
        discard(xen_vm_of(vm)->world, to);
        return -1;
    }
    set_ours(vm);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Life and death of the embedded hypervisor's domains. */
#include "config.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "peek/memory.h"
#include "util/clock.h"

static void tell_locked(struct vm *vm, const struct vm_cause *why) VT_REQUIRES(vm->lock);
static void tell_locked(struct vm *vm, const struct vm_cause *why)
{
    vt_mutex_held(&vm->lock);
    if (why->event != VM_NO_EVENT)
        vm_raise_locked(vm, why->event, why->detail);
}

static int check_start_locked(struct vm *vm, uint64_t job) VT_REQUIRES(vm->lock);
static int check_start_locked(struct vm *vm, uint64_t job)
{
    vt_mutex_held(&vm->lock);
    if (vm_check_locked(vm) < 0)
        return -1;
    if (!vm_job_mine_locked(vm, job))
        return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' was destroyed while it was started", vm->obj->name);
    return vm->live != NULL ? vm_wrong_state_locked(vm, "start") : 0;
}

/* The vm as of the start, and who is told. */
static void enter_run_locked(struct vm *vm, const struct test_start *s, int id)
    VT_REQUIRES(vm->lock);
static void enter_run_locked(struct vm *vm, const struct test_start *s, int id)
{
    const struct domain_def *def = s->def;

    vt_mutex_held(&vm->lock);
    if (s->transient)
        vm->config = domain_def_unref(vm->config);
    else
        vm_announce_locked(vm);
    vm->live = domain_def_ref(s->def);
    vm->run++;
    vm->run_id = id;
    vm->facts = (struct vm_facts){
        .state = s->paused != NULL ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING,
        .reason = s->paused != NULL ? s->paused->reason : s->why->reason,
        .vcpus = def->vcpus,
        .mem_max_kib = def->mem_max_kib,
        .mem_kib = def->mem_cur_kib,
        .started_ns = s->paused != NULL ? 0 : vt_now_coarse_ns(),
    };
    vm_publish_locked(vm);
    tell_locked(vm, s->why);
    if (s->paused != NULL)
        tell_locked(vm, s->paused);
}

/* The part of a start that queries see, all at once.  The run that has begun; 0 raised. */
static uint64_t begin_run(struct vm *vm, uint64_t job, const struct test_start *s, int id)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (check_start_locked(vm, job) < 0)
        return 0;
    if (s->ram != NULL) {
        struct peek *peek = vm_peek(vm);
        if (peek == NULL || peek_set_source(peek, s->ram) < 0)
            return 0;
        atomic_store_explicit(&vm->ram_ready, true, memory_order_release);
    }
    enter_run_locked(vm, s, id);
    test_script_install_locked(vm);
    return vm->run;
}

static bool is_run(struct vm *vm, int id)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->live != NULL && vm->run_id == id;
}

int test_vm_start(struct vm *vm, uint64_t job, const struct test_start *start)
{
    struct test_world *world = test_vm_of(vm)->world;
    int id = atomic_fetch_add_explicit(&world->next_id, 1, memory_order_relaxed);
    uint64_t run = begin_run(vm, job, start, id);
    int r;

    if (run == 0)
        return -1;
    vm_forget_disks(vm);
    r = vt_table_set_number(&world->domains.table, vm->obj, id);
    if (r == 0) {
        /* A stop that came before the number took none away.  A start that came behind the stop
         * has its own, newer number, which the table has kept. */
        if (!is_run(vm, id))
            vt_table_clear_number(&world->domains.table, vm->obj, id);
        return 0;
    }
    (void)test_vm_stop(vm, run, &vm_cause_failed);
    if (r == -ENOMEM)
        return vt_error_no_memory(VIR_FROM_TEST);
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' was undefined while it was started", vm->obj->name);
}

/* What a stop leaves to be done without the lock. */
struct stopped {
    struct domain_def *live;
    int id;
    bool was_running;
    bool transient;
};

static struct stopped end_run(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct stopped s = {NULL, -1, false, false};

    if (vm->live == NULL || (only_run != 0 && vm->run != only_run))
        return s;
    s.was_running = true;
    s.transient = vm->config == NULL;
    s.id = vm->run_id;
    s.live = vm->live;
    vm->live = NULL;
    if (s.transient)
        vm_set_gone_locked(vm);
    else
        vm_set_off_locked(vm, why->reason);
    tell_locked(vm, why);
    if (atomic_exchange_explicit(&vm->ram_ready, false, memory_order_acq_rel))
        (void)peek_set_source(vm_peek(vm), NULL); /* cannot fail without a source */
    vm_job_take_away_locked(vm);
    free(test_vm_of(vm)->pin);
    test_vm_of(vm)->pin = NULL;
    test_vm_of(vm)->n_pins = 0;
    test_script_install_locked(vm);
    return s;
}

bool test_vm_stop(struct vm *vm, uint64_t only_run, const struct vm_cause *why)
{
    struct test_world *world = test_vm_of(vm)->world;
    struct stopped s = end_run(vm, only_run, why);

    if (!s.was_running)
        return false;
    domain_def_unref(s.live);
    vm_forget_disks(vm);
    if (s.transient)
        (void)vt_table_remove(&world->domains.table, vm->obj);
    else
        vt_table_clear_number(&world->domains.table, vm->obj, s.id);
    return true;
}

static void set_state_locked(struct vm *vm, int state, const struct vm_cause *why)
    VT_REQUIRES(vm->lock);
static void set_state_locked(struct vm *vm, int state, const struct vm_cause *why)
{
    bool changes = vm->facts.state != state;
    uint64_t now = vt_now_coarse_ns();

    vt_mutex_held(&vm->lock);
    if (vm->facts.started_ns != 0) /* as vm_read_facts counts, or the time would step back */
        vm->facts.cpu_ns += now - vm->facts.started_ns + 1;
    vm->facts.started_ns = state == VIR_DOMAIN_RUNNING ? now : 0;
    vm->facts.state = state;
    vm->facts.reason = why->reason;
    vm_publish_locked(vm);
    if (changes)
        tell_locked(vm, why);
}

bool test_vm_set_state(struct vm *vm, uint64_t run, int state, const struct vm_cause *why)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || vm->run != run)
        return false;
    set_state_locked(vm, state, why);
    return true;
}

int test_domain_create(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainCreate");
    DOMAIN_AUTODEF struct domain_def *def = NULL;

    if (job.serial == 0 || test_script(vm, "virDomainCreate") < 0)
        return -1;
    def = vm_def(vm);
    if (def == NULL)
        return -1;
    return test_vm_start(vm, job.serial, &(struct test_start){.def = def, .why = &vm_cause_booted});
}

/* Takes no job: a guest that hangs in one can be ended all the same. */
int test_domain_destroy(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (vm_check(vm) < 0 || test_script(vm, "virDomainDestroy") < 0)
        return -1;
    (void)test_vm_stop(vm, 0, &vm_cause_destroyed); /* one that is off stays so */
    return 0;
}

/* The run that is going on, when the state allows what is wanted; 0 raised. */
static uint64_t run_for(struct vm *vm, const char *what, bool running, bool paused)
{
    VT_LOCK_SCOPE(&vm->lock);
    bool ok = (running && vm->facts.state == VIR_DOMAIN_RUNNING) ||
              (paused && vm->facts.state == VIR_DOMAIN_PAUSED);

    if (vm_check_locked(vm) < 0)
        return 0;
    if (vm->live == NULL || !ok) {
        (void)vm_wrong_state_locked(vm, what);
        return 0;
    }
    return vm->run;
}

static int ended_meanwhile(struct vm *vm)
{
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "domain '%s' was destroyed meanwhile",
                    vm->obj->name);
}

int test_domain_shutdown(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainShutdown");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainShutdown") < 0 ||
        (run = run_for(vm, "shut down", true, false)) == 0)
        return -1;
    return test_vm_stop(vm, run, &vm_cause_shut_down) ? 0 : ended_meanwhile(vm);
}

/* A reboot gives the guest new memory, and keeps its id. */
static int restart(struct vm *vm, uint64_t run)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || vm->run != run)
        return ended_meanwhile(vm);
    vm->run++;
    if (atomic_exchange_explicit(&vm->ram_ready, false, memory_order_acq_rel))
        (void)peek_set_source(vm_peek(vm), NULL);
    vm->facts.cpu_ns = 0;
    vm->facts.started_ns = 0;
    vt_event_raise(&test_vm_of(vm)->world->events, VT_EVENT_DOMAIN_REBOOT, vm->obj, 0, 0);
    set_state_locked(vm, VIR_DOMAIN_RUNNING, &vm_cause_rebooted);
    return 0;
}

int test_domain_reboot(virDomainPtr dom, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainReboot");
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainReboot") < 0 ||
        (run = run_for(vm, "reboot", true, true)) == 0 || (def = vm_def(vm)) == NULL)
        return -1;
    if (def->on_reboot == DOMAIN_LIFECYCLE_RESTART ||
        def->on_reboot == DOMAIN_LIFECYCLE_RENAME_RESTART)
        return restart(vm, run);
    return test_vm_stop(vm, run, &vm_cause_shut_down) ? 0 : ended_meanwhile(vm);
}

int test_domain_suspend(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainSuspend");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainSuspend") < 0 ||
        (run = run_for(vm, "suspend", true, false)) == 0)
        return -1;
    return test_vm_set_state(vm, run, VIR_DOMAIN_PAUSED, &vm_cause_suspended) ? 0
                                                                              : ended_meanwhile(vm);
}

int test_domain_resume(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainResume");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainResume") < 0 ||
        (run = run_for(vm, "resume", false, true)) == 0)
        return -1;
    return test_vm_set_state(vm, run, VIR_DOMAIN_RUNNING, &vm_cause_resumed) ? 0
                                                                             : ended_meanwhile(vm);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Life and death of the embedded hypervisor's domains. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"

int test_vm_start(struct vm *vm, uint64_t job, const struct vm_start *start)
{
    atomic_int *next = &test_vm_of(vm)->world->next_id;

    return vm_begin_run(vm, job, start, atomic_fetch_add_explicit(next, 1, memory_order_relaxed));
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
    return test_vm_start(vm, job.serial, &(struct vm_start){.def = def, .why = &vm_cause_booted});
}

/* Takes no job: a guest that hangs in one can be ended all the same. */
int test_domain_destroy(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (vm_check(vm) < 0 || test_script(vm, "virDomainDestroy") < 0)
        return -1;
    (void)vm_end_run(vm, 0, &vm_cause_destroyed); /* one that is off stays so */
    return 0;
}

int test_domain_shutdown(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainShutdown");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainShutdown") < 0 ||
        (run = vm_run_for(vm, "shut down", true, false)) == 0)
        return -1;
    return vm_end_run(vm, run, &vm_cause_shut_down) ? 0 : vm_ended_meanwhile(vm);
}

/* A reboot gives the guest new memory, and keeps its id. */
static int restart_run(struct vm *vm, uint64_t run, struct peek_source **ret_old)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || vm->run != run)
        return vm_ended_meanwhile(vm);
    vm->run++;
    *ret_old = vm_take_ram_locked(vm);
    vm->facts.cpu_ns = 0;
    vm->facts.started_ns = 0;
    vt_event_raise(vm->domains->events, VT_EVENT_DOMAIN_REBOOT, vm->obj, 0, 0);
    vm_set_state_locked(vm, VIR_DOMAIN_RUNNING, &vm_cause_rebooted);
    return 0;
}

static int restart(struct vm *vm, uint64_t run)
{
    struct peek_source *old = NULL;

    if (restart_run(vm, run, &old) < 0)
        return -1;
    vm_end_ram(vm, old);
    return 0;
}

int test_domain_reboot(virDomainPtr dom, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainReboot");
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainReboot") < 0 ||
        (run = vm_run_for(vm, "reboot", true, true)) == 0 || (def = vm_def(vm)) == NULL)
        return -1;
    if (def->on_reboot == DOMAIN_LIFECYCLE_RESTART ||
        def->on_reboot == DOMAIN_LIFECYCLE_RENAME_RESTART)
        return restart(vm, run);
    return vm_end_run(vm, run, &vm_cause_shut_down) ? 0 : vm_ended_meanwhile(vm);
}

int test_domain_suspend(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainSuspend");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainSuspend") < 0 ||
        (run = vm_run_for(vm, "suspend", true, false)) == 0)
        return -1;
    return vm_set_state(vm, run, VIR_DOMAIN_PAUSED, &vm_cause_suspended) ? 0
                                                                         : vm_ended_meanwhile(vm);
}

int test_domain_resume(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainResume");
    uint64_t run;

    if (job.serial == 0 || test_script(vm, "virDomainResume") < 0 ||
        (run = vm_run_for(vm, "resume", false, true)) == 0)
        return -1;
    return vm_set_state(vm, run, VIR_DOMAIN_RUNNING, &vm_cause_resumed) ? 0
                                                                        : vm_ended_meanwhile(vm);
}

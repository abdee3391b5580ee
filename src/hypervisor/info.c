/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of a vm most often. */
#include "config.h"

#include <string.h>

#include "hypervisor/info.h"
#include "obj/error.h"

int vm_get_info(struct vm *vm, virDomainInfoPtr info)
{
    struct vm_facts facts;

    vm_read_facts(vm, &facts);
    if (facts.state == VM_STATE_GONE)
        return vm_check(vm);
    info->state = (unsigned char)facts.state;
    info->maxMem = facts.mem_max_kib;
    info->memory = facts.mem_kib;
    info->nrVirtCpu = (unsigned short)facts.vcpus;
    info->cpuTime = facts.cpu_ns;
    return 0;
}

int vm_get_state(struct vm *vm, int *state, int *reason)
{
    struct vm_facts facts;

    vm_read_facts(vm, &facts);
    if (facts.state == VM_STATE_GONE)
        return vm_check(vm);
    *state = facts.state;
    if (reason != NULL)
        *reason = facts.reason;
    return 0;
}

unsigned long vm_get_max_memory(struct vm *vm)
{
    struct vm_facts facts;

    if (vm_check(vm) < 0)
        return 0;
    vm_read_facts(vm, &facts);
    return facts.mem_max_kib;
}

int vm_get_job_info(struct vm *vm, virDomainJobInfoPtr info)
{
    struct vm_progress p;

    if (vm_job_progress(vm, &p) < 0)
        return -1;
    memset(info, 0, sizeof *info);
    if (p.owner == NULL)
        return 0;
    info->type = VIR_DOMAIN_JOB_UNBOUNDED;
    info->timeElapsed = p.elapsed_ms;
    if (p.done > 0) {
        info->type = VIR_DOMAIN_JOB_BOUNDED;
        info->timeRemaining = (unsigned long long)((double)p.elapsed_ms *
                                                   (double)(p.total - p.done) / (double)p.done);
    }
    info->dataTotal = info->memTotal = p.total;
    info->dataProcessed = info->memProcessed = p.done;
    info->dataRemaining = info->memRemaining = p.total - p.done;
    return 0;
}

/* What the run has changed of its definition. */
static void show_facts_locked(struct vm *vm, struct domain_format_opts *opts) VT_REQUIRES(vm->lock);
static void show_facts_locked(struct vm *vm, struct domain_format_opts *opts)
{
    vt_mutex_held(&vm->lock);
    opts->mem_max_kib = vm->facts.mem_max_kib;
    opts->mem_cur_kib = vm->facts.mem_kib;
    opts->vcpus = vm->facts.vcpus;
}

int vm_pick_document(struct vm *vm, int flags, struct domain_def **ret_def,
                     struct domain_format_opts *opts)
{
    VT_LOCK_SCOPE(&vm->lock);
    bool inactive = (flags & VIR_DOMAIN_XML_INACTIVE) != 0 && vm->config != NULL;

    *opts = (struct domain_format_opts){.id = -1, .flags = (unsigned int)flags};
    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live == NULL || inactive) {
        *ret_def = domain_def_ref(vm->config);
        return 0;
    }
    *ret_def = domain_def_ref(vm->live);
    if ((flags & VIR_DOMAIN_XML_INACTIVE) == 0)
        opts->id = vm->run_id;
    show_facts_locked(vm, opts);
    return 0;
}

char *vm_get_xml_desc(struct vm *vm, int flags)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    struct domain_format_opts opts;
    char *xml = NULL;

    if (vm_pick_document(vm, flags, &def, &opts) < 0 || domain_def_format(def, &opts, &xml) < 0)
        return NULL;
    return xml;
}

int vm_describe_run(struct vm *vm, uint64_t job, struct vm_run *ret)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    /* A run that began since is somebody else's, to be left alone. */
    if (vm->live == NULL || !vm_job_mine_locked(vm, job))
        return vt_error(vm->error_domain, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' was destroyed before it was saved", vm->obj->name);
    *ret = (struct vm_run){
        .def = domain_def_ref(vm->live),
        .opts = {.id = -1, .flags = VIR_DOMAIN_XML_SECURE},
        .run = vm->run,
        .state = vm->facts.state,
    };
    show_facts_locked(vm, &ret->opts);
    return 0;
}

int vm_get_autostart(struct vm *vm, int *autostart)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    *autostart = vm->autostart;
    return 0;
}

int vm_set_autostart(struct vm *vm, bool autostart)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->config == NULL)
        return vt_error(vm->error_domain, VIR_ERR_INTERNAL_ERROR,
                        "cannot set autostart of domain '%s': it is not defined, it only runs",
                        vm->obj->name);
    vm->autostart = autostart;
    return 0;
}

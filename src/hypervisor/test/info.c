/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of a domain of the embedded hypervisor most often. */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "hypervisor/test/capabilities.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"

int test_domain_get_info(virDomainPtr dom, virDomainInfoPtr info)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct vm_facts facts;

    if (test_script(vm, "virDomainGetInfo") < 0)
        return -1;
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

int test_domain_get_state(virDomainPtr dom, int *state, int *reason, unsigned int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct vm_facts facts;

    if (test_script(vm, "virDomainGetState") < 0)
        return -1;
    vm_read_facts(vm, &facts);
    if (facts.state == VM_STATE_GONE)
        return vm_check(vm);
    *state = facts.state;
    if (reason != NULL)
        *reason = facts.reason;
    return 0;
}

int test_domain_get_job_info(virDomainPtr dom, virDomainJobInfoPtr info)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct vm_progress p;

    if (test_script(vm, "virDomainGetJobInfo") < 0 || vm_job_progress(vm, &p) < 0)
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

int test_domain_abort_job(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainAbortJob") < 0 ? -1 : vm_job_abort(vm);
}

/* The definition that @flags ask for, counted, and what the run has changed of it. */
static int pick(struct vm *vm, int flags, struct domain_def **ret_def,
                struct domain_format_opts *opts)
{
    VT_LOCK_SCOPE(&vm->lock);
    bool inactive = (flags & VIR_DOMAIN_XML_INACTIVE) != 0 && vm->config != NULL;

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->live == NULL || inactive) {
        *ret_def = domain_def_ref(vm->config);
        return 0;
    }
    *ret_def = domain_def_ref(vm->live);
    if ((flags & VIR_DOMAIN_XML_INACTIVE) == 0)
        opts->id = vm->run_id;
    opts->mem_max_kib = vm->facts.mem_max_kib;
    opts->mem_cur_kib = vm->facts.mem_kib;
    opts->vcpus = vm->facts.vcpus;
    return 0;
}

char *test_domain_get_xml_desc(virDomainPtr dom, int flags)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct domain_format_opts opts = {.id = -1, .flags = (unsigned int)flags};
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    char *xml = NULL;

    if (test_script(vm, "virDomainGetXMLDesc") < 0 || pick(vm, flags, &def, &opts) < 0 ||
        domain_def_format(def, &opts, &xml) < 0)
        return NULL;
    return xml;
}

/* What the test driver of libvirt says of every guest, whatever its definition. */
char *test_domain_get_os_type(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    char *type;

    if (vm_check(vm) < 0 || test_script(vm, "virDomainGetOSType") < 0)
        return NULL;
    type = strdup("linux");
    if (type == NULL)
        (void)vt_error_no_memory(VIR_FROM_TEST);
    return type;
}

static int get_label(struct vm *vm, virSecurityLabelPtr label)
{
    VT_LOCK_SCOPE(&vm->lock);
    const struct domain_seclabel *own = vm->live != NULL ? vm->live->seclabel : NULL;
    const char *text = own != NULL && own->label != NULL ? own->label : TEST_SECURITY_LABEL;

    if (vm_check_locked(vm) < 0)
        return -1;
    memset(label, 0, sizeof *label);
    if (vm->live == NULL)
        return 0; /* shut off: no process, no label */
    if (strlen(text) >= sizeof label->label)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "the security label of domain '%s' is longer than %zu bytes", vm->obj->name,
                        sizeof label->label - 1);
    memcpy(label->label, text, strlen(text) + 1);
    label->enforcing = 1;
    return 0;
}

int test_domain_get_security_label(virDomainPtr dom, virSecurityLabelPtr label)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainGetSecurityLabel") < 0)
        return -1;
    return get_label(vm, label);
}

static int get_autostart(struct vm *vm, int *autostart)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    *autostart = vm->autostart;
    return 0;
}

int test_domain_get_autostart(virDomainPtr dom, int *autostart)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainGetAutostart") < 0)
        return -1;
    return get_autostart(vm, autostart);
}

static int set_autostart(struct vm *vm, bool autostart)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    if (vm->config == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                        "cannot set autostart of domain '%s': it is not defined, it only runs",
                        vm->obj->name);
    vm->autostart = autostart;
    return 0;
}

int test_domain_set_autostart(virDomainPtr dom, int autostart)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainSetAutostart") < 0)
        return -1;
    return set_autostart(vm, autostart != 0);
}

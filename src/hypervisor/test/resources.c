/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory, vcpus and scheduling of the embedded hypervisor's domains.  On a domain that runs, a
 * change is one of the run; on one that is off, of its definition. */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"

/* What a change wants; 0 leaves it. */
struct wish {
    unsigned long long mem_max_kib;
    unsigned long long mem_kib;
    unsigned int vcpus;
};

static int check_wish(struct vm *vm, const struct wish *w, unsigned long long mem_max_kib,
                      unsigned long long mem_kib)
{
    if (w->mem_kib > mem_max_kib)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot give domain '%s' %llu kB: its maximum is %llu kB", vm->obj->name,
                        w->mem_kib, mem_max_kib);
    if (w->mem_max_kib != 0 && w->mem_max_kib < mem_kib)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot set the maximum of domain '%s' to %llu kB: it has %llu kB now",
                        vm->obj->name, w->mem_max_kib, mem_kib);
    if (w->mem_max_kib > DOMAIN_MAX_MEM_KIB)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "%llu kB are more than a domain can have", w->mem_max_kib);
    if (w->vcpus > TEST_MAX_VCPUS)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "cannot give domain '%s' %u vcpus: %d are the most", vm->obj->name,
                        w->vcpus, TEST_MAX_VCPUS);
    return 0;
}

/* The definition of a domain that is off, with the wish in it. */
static int wish_config_locked(struct vm *vm, const struct wish *w) VT_REQUIRES(vm->lock);
static int wish_config_locked(struct vm *vm, const struct wish *w)
{
    struct domain_def *def = domain_def_dup(vm->config);

    vt_mutex_held(&vm->lock);
    if (def == NULL)
        return -1;
    if (w->mem_max_kib != 0)
        def->mem_max_kib = w->mem_max_kib;
    if (w->mem_kib != 0)
        def->mem_cur_kib = w->mem_kib;
    if (w->vcpus != 0)
        domain_def_set_vcpus(def, w->vcpus);
    domain_def_unref(vm->config);
    vm->config = def;
    vm_set_off_locked(vm, vm->facts.reason);
    test_script_install_locked(vm);
    return 0;
}

static int grant(struct vm *vm, const struct wish *w)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0 || check_wish(vm, w, vm->facts.mem_max_kib, vm->facts.mem_kib) < 0)
        return -1;
    if (vm->live == NULL)
        return wish_config_locked(vm, w);
    if (w->mem_max_kib != 0)
        vm->facts.mem_max_kib = w->mem_max_kib;
    if (w->mem_kib != 0)
        vm->facts.mem_kib = w->mem_kib;
    if (w->vcpus != 0)
        vm->facts.vcpus = w->vcpus;
    vm_publish_locked(vm);
    return 0;
}

static int change(virDomainPtr dom, const char *call, const struct wish *w)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, call);

    if (job.serial == 0 || test_script(vm, call) < 0)
        return -1;
    return grant(vm, w);
}

int test_domain_set_max_memory(virDomainPtr dom, unsigned long mem_kib)
{
    const struct wish w = {.mem_max_kib = mem_kib};

    return change(dom, "virDomainSetMaxMemory", &w);
}

int test_domain_set_memory(virDomainPtr dom, unsigned long mem_kib)
{
    const struct wish w = {.mem_kib = mem_kib};

    return change(dom, "virDomainSetMemory", &w);
}

int test_domain_set_vcpus(virDomainPtr dom, unsigned int vcpus)
{
    const struct wish w = {.vcpus = vcpus};

    return change(dom, "virDomainSetVcpus", &w);
}

unsigned long test_domain_get_max_memory(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);
    struct vm_facts facts;

    if (test_script(vm, "virDomainGetMaxMemory") < 0 || vm_check(vm) < 0)
        return 0;
    vm_read_facts(vm, &facts);
    return facts.mem_max_kib;
}

int test_domain_get_max_vcpus(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainGetMaxVcpus") < 0 || vm_check(vm) < 0)
        return -1;
    return TEST_MAX_VCPUS;
}

char *test_domain_get_scheduler_type(virDomainPtr dom, int *nparams)
{
    struct vm *vm = test_vm_of_handle(dom);
    char *type;

    if (test_script(vm, "virDomainGetSchedulerType") < 0 || vm_check(vm) < 0)
        return NULL;
    type = strdup("fair");
    if (type == NULL) {
        (void)vt_error_no_memory(VIR_FROM_TEST);
        return NULL;
    }
    if (nparams != NULL)
        *nparams = 1;
    return type;
}

static int get_weight(struct vm *vm, unsigned int *ret_weight)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    *ret_weight = test_vm_of(vm)->weight;
    return 0;
}

int test_domain_get_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params,
                                         int *nparams)
{
    struct vm *vm = test_vm_of_handle(dom);
    unsigned int weight;

    if (test_script(vm, "virDomainGetSchedulerParameters") < 0)
        return -1;
    if (*nparams < 1)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "there is 1 scheduler parameter, but room for %d", *nparams);
    if (get_weight(vm, &weight) < 0)
        return -1;
    memset(&params[0], 0, sizeof params[0]);
    memcpy(params[0].field, "weight", sizeof "weight");
    params[0].type = VIR_DOMAIN_SCHED_FIELD_UINT;
    params[0].value.ui = weight;
    *nparams = 1;
    return 0;
}

static int set_weight(struct vm *vm, unsigned int weight)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -1;
    test_vm_of(vm)->weight = weight;
    return 0;
}

int test_domain_set_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params, int nparams)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainSetSchedulerParameters");

    if (job.serial == 0 || test_script(vm, "virDomainSetSchedulerParameters") < 0)
        return -1;
    if (nparams != 1 || strncmp(params[0].field, "weight", sizeof params[0].field) != 0 ||
        params[0].type != VIR_DOMAIN_SCHED_FIELD_UINT)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "the scheduler takes one parameter: weight, an unsigned int");
    return set_weight(vm, params[0].value.ui);
}

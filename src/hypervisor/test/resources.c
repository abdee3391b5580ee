/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory, vcpus and scheduling of the embedded hypervisor's domains. */
#include "config.h"

#include <string.h>

#include "hypervisor/info.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "hypervisor/wish.h"
#include "obj/error.h"

static int change(virDomainPtr dom, const char *call, const struct vm_wish *w)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, call);

    if (job.serial == 0 || test_script(vm, call) < 0)
        return -1;
    return vm_grant(vm, w, TEST_MAX_VCPUS);
}

int test_domain_set_max_memory(virDomainPtr dom, unsigned long mem_kib)
{
    const struct vm_wish w = {.mem_max_kib = mem_kib};

    return change(dom, "virDomainSetMaxMemory", &w);
}

int test_domain_set_memory(virDomainPtr dom, unsigned long mem_kib)
{
    const struct vm_wish w = {.mem_kib = mem_kib};

    return change(dom, "virDomainSetMemory", &w);
}

int test_domain_set_vcpus(virDomainPtr dom, unsigned int vcpus)
{
    const struct vm_wish w = {.vcpus = vcpus};

    return change(dom, "virDomainSetVcpus", &w);
}

unsigned long test_domain_get_max_memory(virDomainPtr dom)
{
    struct vm *vm = test_vm_of_handle(dom);

    return test_script(vm, "virDomainGetMaxMemory") < 0 ? 0 : vm_get_max_memory(vm);
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

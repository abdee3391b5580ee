/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vcpus and the host's CPUs they may run on. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "hypervisor/life.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/script.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"
#include "util/clock.h"

#define PIN_WORDS (TEST_MAX_CPUS / 64)

static int host_cpus(virDomainPtr dom)
{
    return (int)test_world_of(dom->h.conn)->node.cpus;
}

/* The CPUs of @cpumap that the host has, as words; false when there is none. */
static bool read_map(const unsigned char *cpumap, int maplen, int cpus, uint64_t row[PIN_WORDS])
{
    bool any = false;

    memset(row, 0, PIN_WORDS * sizeof *row);
    for (int cpu = 0; cpu < cpus && cpu / 8 < maplen; cpu++) {
        if ((cpumap[cpu / 8] >> (cpu % 8) & 1) == 0)
            continue;
        row[cpu / 64] |= UINT64_C(1) << (cpu % 64);
        any = true;
    }
    return any;
}

static int set_pin(struct vm *vm, unsigned int vcpu, const uint64_t row[PIN_WORDS])
{
    struct test_vm *tvm = test_vm_of(vm);
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_need_running_locked(vm, "pin a vcpu of") < 0)
        return -1;
    if (vcpu >= vm->facts.vcpus)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no vcpu %u",
                        vm->obj->name, vcpu);
    if (vcpu >= tvm->n_pins) {
        uint64_t *pin = reallocarray(tvm->pin, vcpu + 1, PIN_WORDS * sizeof *pin);
        if (pin == NULL)
            return vt_error_no_memory(VIR_FROM_TEST);
        memset(&pin[tvm->n_pins * PIN_WORDS], 0xff,
               (vcpu + 1 - tvm->n_pins) * PIN_WORDS * sizeof *pin);
        tvm->pin = pin;
        tvm->n_pins = vcpu + 1;
    }
    memcpy(&tvm->pin[vcpu * PIN_WORDS], row, PIN_WORDS * sizeof *row);
    return 0;
}

int test_domain_pin_vcpu(virDomainPtr dom, unsigned int vcpu, unsigned char *cpumap, int maplen)
{
    struct vm *vm = test_vm_of_handle(dom);
    uint64_t row[PIN_WORDS];
    VM_JOB_SCOPE(job, vm, "virDomainPinVcpu");

    if (job.serial == 0 || test_script(vm, "virDomainPinVcpu") < 0)
        return -1;
    if (!read_map(cpumap, maplen, host_cpus(dom), row))
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                        "the map for vcpu %u names no CPU that the host has", vcpu);
    return set_pin(vm, vcpu, row);
}

static bool may_run(const struct test_vm *tvm, int vcpu, int cpu)
{
    return (unsigned int)vcpu >= tvm->n_pins ||
           (tvm->pin[vcpu * PIN_WORDS + cpu / 64] >> (cpu % 64) & 1) != 0;
}

/* One vcpu's line.  It "runs" on the allowed CPU that its number falls on. */
static void describe(const struct test_vm *tvm, int vcpu, int cpus, const struct vm_facts *facts,
                     virVcpuInfoPtr info, unsigned char *map, int maplen)
{
    int allowed = 0, place = 0;

    for (int cpu = 0; cpu < cpus; cpu++) {
        if (!may_run(tvm, vcpu, cpu))
            continue;
        allowed++;
        if (map != NULL && cpu / 8 < maplen)
            map[cpu / 8] |= (unsigned char)(1 << (cpu % 8));
    }
    info->number = (unsigned int)vcpu;
    info->state = facts->state == VIR_DOMAIN_RUNNING ? VIR_VCPU_RUNNING : VIR_VCPU_BLOCKED;
    info->cpuTime = facts->cpu_ns / facts->vcpus;
    info->cpu = 0;
    for (int cpu = 0; cpu < cpus; cpu++) {
        if (may_run(tvm, vcpu, cpu) && place++ == vcpu % allowed)
            info->cpu = cpu;
    }
}

static int get_all(struct vm *vm, int cpus, virVcpuInfoPtr info, int maxinfo,
                   unsigned char *cpumaps, int maplen)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct vm_facts facts;
    int n;

    if (vm_need_running_locked(vm, "list the vcpus of") < 0)
        return -1;
    vm_read_facts(vm, &facts);
    n = maxinfo < (int)facts.vcpus ? maxinfo : (int)facts.vcpus;
    for (int i = 0; i < n; i++) {
        unsigned char *map = cpumaps != NULL ? &cpumaps[(size_t)i * (size_t)maplen] : NULL;
        if (map != NULL)
            memset(map, 0, (size_t)maplen);
        describe(test_vm_of(vm), i, cpus, &facts, &info[i], map, maplen);
    }
    return n;
}

int test_domain_get_vcpus(virDomainPtr dom, virVcpuInfoPtr info, int maxinfo,
                          unsigned char *cpumaps, int maplen)
{
    struct vm *vm = test_vm_of_handle(dom);

    if (test_script(vm, "virDomainGetVcpus") < 0)
        return -1;
    return get_all(vm, host_cpus(dom), info, maxinfo, cpumaps, maplen);
}

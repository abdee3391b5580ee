/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory, vcpus, pinning and scheduling of Xen domains.  On a domain that runs a change is one of the
 * run; on one that is off, of its definition. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "hypervisor/domains.h"
#include "hypervisor/info.h"
#include "hypervisor/life.h"
#include "hypervisor/wish.h"
#include "hypervisor/xen/define.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The run that is going on: its number, or -1 when the domain is off; -2 raised. */
static int64_t run_of(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm_check_locked(vm) < 0)
        return -2;
    return vm->live != NULL ? vm->run_id : -1;
}

/* The definition of the run with another maximum; NULL raised. */
static struct domain_def *with_maximum(struct vm *vm, uint64_t mem_max_kib)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct domain_def *def = vm->live != NULL ? domain_def_dup(vm->live) : NULL;

    if (vm->live == NULL)
        (void)vm_ended_meanwhile(vm);
    if (def != NULL)
        def->mem_max_kib = mem_max_kib;
    return def;
}

static int show_maximum(struct vm *vm, uint32_t domid, struct domain_def *def)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (vm->live == NULL || (uint32_t)vm->run_id != domid)
        return vm_ended_meanwhile(vm);
    domain_def_unref(vm->live);
    vm->live = domain_def_ref(def);
    vm->facts.mem_max_kib = def->mem_max_kib;
    vm_publish_locked(vm);
    vm_changed_locked(vm);
    return 0;
}

/* What the host has of it is less than what was set: other processes find it in the document, which only guests
 * that were started here have. */
static int keep_maximum(struct vm *vm, uint32_t domid, uint64_t mem_max_kib)
{
    DOMAIN_AUTODEF struct domain_def *def = with_maximum(vm, mem_max_kib);

    if (def == NULL || xen_vm_keep_change(vm, domid, def) < 0)
        return -1;
    return show_maximum(vm, domid, def);
}

/* What the host is asked for first, so that nothing is shown that it has refused. */
static int grant(struct vm *vm, uint32_t domid, const struct vm_wish *w)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};

    if (w->mem_max_kib != 0 &&
        world->ops->set_max_memory(world->host, domid, w->mem_max_kib, &fail) < 0)
        return xen_failed(vm, "set the maximum memory of", &fail);
    if (w->mem_kib != 0 && world->ops->set_memory(world->host, domid, w->mem_kib, &fail) < 0)
        return xen_failed(vm, "set the memory of", &fail);
    if (w->vcpus != 0 && world->ops->set_vcpus(world->host, domid, w->vcpus, &fail) < 0)
        return xen_failed(vm, "set the vcpus of", &fail);
    /* Memory and vcpus are what the guest makes of it. */
    if (w->mem_max_kib != 0 && keep_maximum(vm, domid, w->mem_max_kib) < 0)
        return -1;
    return xen_sync_vm(vm);
}

static int change(virDomainPtr dom, const char *call, const struct vm_wish *w)
{
    struct vm *vm = xen_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, call);
    int64_t id;

    if (job.serial == 0 || xen_sync_vm(vm) < 0)
        return -1;
    id = run_of(vm);
    if (id == -2)
        return -1;
    if (id == -1)
        return xen_define_wish(vm, w);
    return vm_check_wish(vm, w, XEN_MAX_VCPUS) < 0 ? -1 : grant(vm, (uint32_t)id, w);
}

int xen_domain_set_max_memory(virDomainPtr dom, unsigned long mem_kib)
{
    return change(dom, "virDomainSetMaxMemory", &(struct vm_wish){.mem_max_kib = mem_kib});
}

int xen_domain_set_memory(virDomainPtr dom, unsigned long mem_kib)
{
    return change(dom, "virDomainSetMemory", &(struct vm_wish){.mem_kib = mem_kib});
}

int xen_domain_set_vcpus(virDomainPtr dom, unsigned int vcpus)
{
    return change(dom, "virDomainSetVcpus", &(struct vm_wish){.vcpus = vcpus});
}

/* What the hypervisor says of the run now. */
static int look(struct vm *vm, const char *what, struct xen_domain *ret)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    uint32_t domid;
    int n;

    if (xen_vm_running(vm, what, &domid) < 0)
        return -1;
    n = world->ops->domains(world->host, domid, ret, 1, &fail);
    if (n < 0)
        return xen_failed(vm, what, &fail);
    if (n == 1 && ret->domid == domid && memcmp(ret->uuid, vm->obj->uuid, VT_UUID_LEN) == 0)
        return 0;
    return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED, "domain '%s' has just ended",
                    vm->obj->name);
}

static unsigned int config_vcpus(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    return vm->config != NULL ? vm->config->vcpus_max : 0;
}

int xen_domain_get_max_vcpus(virDomainPtr dom)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_domain info;
    int64_t id = run_of(vm);

    if (id == -2)
        return -1;
    if (id == -1)
        return (int)config_vcpus(vm);
    return look(vm, "count the vcpus of", &info) < 0 ? -1 : (int)info.vcpus_max;
}

int xen_domain_pin_vcpu(virDomainPtr dom, unsigned int vcpu, unsigned char *cpumap, int maplen)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_domain info;
    VM_JOB_SCOPE(job, vm, "virDomainPinVcpu");

    if (job.serial == 0 || look(vm, "pin vcpus of", &info) < 0)
        return -1;
    if (vcpu >= info.vcpus_max)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                        "domain '%s' has %u vcpus: there is no %u", vm->obj->name, info.vcpus_max,
                        vcpu);
    if (world->ops->set_affinity(world->host, info.domid, vcpu, cpumap, (size_t)maplen, &fail) == 0)
        return 0;
    return fail.err == EINVAL
               ? vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                          "cannot pin vcpu %u of domain '%s': no CPU of the host is in the map",
                          vcpu, vm->obj->name)
               : xen_failed(vm, "pin a vcpu of", &fail);
}

static int get_vcpu(struct vm *vm, uint32_t domid, unsigned int n, virVcpuInfoPtr ret)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_vcpu vcpu;

    if (world->ops->vcpu(world->host, domid, n, &vcpu, &fail) < 0)
        return xen_failed(vm, "ask for the vcpus of", &fail);
    ret->number = n;
    ret->state = !vcpu.online   ? VIR_VCPU_OFFLINE
                 : vcpu.running ? VIR_VCPU_RUNNING
                 : vcpu.blocked ? VIR_VCPU_BLOCKED
                                : VIR_VCPU_RUNNING;
    ret->cpuTime = vcpu.cpu_ns;
    ret->cpu = vcpu.online ? (int)vcpu.cpu : -1;
    return 0;
}

int xen_domain_get_vcpus(virDomainPtr dom, virVcpuInfoPtr info, int maxinfo, unsigned char *cpumaps,
                         int maplen)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_domain d;
    int n;

    if (look(vm, "ask for the vcpus of", &d) < 0)
        return -1;
    n = (unsigned int)maxinfo < d.vcpus_max ? maxinfo : (int)d.vcpus_max;
    for (int i = 0; i < n; i++) {
        if (info != NULL && get_vcpu(vm, d.domid, (unsigned int)i, &info[i]) < 0)
            return -1;
        if (cpumaps != NULL && world->ops->get_affinity(world->host, d.domid, (unsigned int)i,
                                                        cpumaps + (size_t)i * (size_t)maplen,
                                                        (size_t)maplen, &fail) < 0)
            return xen_failed(vm, "ask where vcpus may run of", &fail);
    }
    return n;
}

/* The scheduler's name: 0, or -1 raised. */
static int scheduler(struct vm *vm, char name[16])
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_physical p;

    if (world->ops->physical(world->host, &p, &fail) < 0)
        return xen_host_failed("ask for the scheduler", &fail);
    memcpy(name, p.scheduler, sizeof p.scheduler);
    return 0;
}

static bool has_parameters(const char *name)
{
    return strcmp(name, "credit") == 0 || strcmp(name, "credit2") == 0;
}

char *xen_domain_get_scheduler_type(virDomainPtr dom, int *nparams)
{
    struct vm *vm = xen_vm_of_handle(dom);
    char name[16], *copy;

    if (vm_check(vm) < 0 || scheduler(vm, name) < 0)
        return NULL;
    copy = strdup(name);
    if (copy == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    if (nparams != NULL)
        *nparams = has_parameters(name) ? 2 : 0;
    return copy;
}

/* Weight and cap are those of credit and credit2.  0, or -1 raised. */
static int need_parameters(struct vm *vm)
{
    char name[16];

    if (scheduler(vm, name) < 0)
        return -1;
    if (has_parameters(name))
        return 0;
    return vt_error(VIR_FROM_XEN, VIR_ERR_NO_SUPPORT, "parameters of the scheduler '%s'", name);
}

static void set_param(virSchedParameterPtr p, const char *field, int value)
{
    memset(p, 0, sizeof *p);
    memcpy(p->field, field, strlen(field) + 1);
    p->type = VIR_DOMAIN_SCHED_FIELD_UINT;
    p->value.ui = (unsigned int)value;
}

int xen_domain_get_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params, int *nparams)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_sched sched;
    uint32_t domid;

    if (xen_vm_running(vm, "ask for the scheduling of", &domid) < 0 || need_parameters(vm) < 0)
        return -1;
    if (*nparams < 2)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                        "there are 2 scheduler parameters, but room for %d", *nparams);
    if (world->ops->get_sched(world->host, domid, &sched, &fail) < 0)
        return xen_failed(vm, "ask for the scheduling of", &fail);
    set_param(&params[0], "weight", sched.weight);
    set_param(&params[1], "cap", sched.cap);
    *nparams = 2;
    return 0;
}

/* Source: XEN_DOMCTL_SCHED_CREDIT: a weight of 1 to 65535, a cap of 0 (none) or percent of a CPU. */
static int read_params(virSchedParameterPtr params, int nparams, struct xen_sched *ret)
{
    *ret = (struct xen_sched){.weight = -1, .cap = -1};
    for (int i = 0; i < nparams; i++) {
        const virSchedParameter *p = &params[i];
        bool weight = strncmp(p->field, "weight", sizeof p->field) == 0;
        if ((!weight && strncmp(p->field, "cap", sizeof p->field) != 0) ||
            p->type != VIR_DOMAIN_SCHED_FIELD_UINT || p->value.ui > 65535 ||
            (weight && p->value.ui == 0))
            return vt_error(
                VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                "the scheduler takes weight, 1 to 65535, and cap, 0 to 65535 percent of "
                "a CPU, both unsigned ints");
        *(weight ? &ret->weight : &ret->cap) = (int)p->value.ui;
    }
    return 0;
}

int xen_domain_set_scheduler_parameters(virDomainPtr dom, virSchedParameterPtr params, int nparams)
{
    struct vm *vm = xen_vm_of_handle(dom);
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    struct xen_sched sched;
    uint32_t domid;
    VM_JOB_SCOPE(job, vm, "virDomainSetSchedulerParameters");

    if (job.serial == 0 || xen_vm_running(vm, "schedule", &domid) < 0 || need_parameters(vm) < 0 ||
        read_params(params, nparams, &sched) < 0)
        return -1;
    return world->ops->set_sched(world->host, domid, &sched, &fail) < 0
               ? xen_failed(vm, "change the scheduling of", &fail)
               : 0;
}

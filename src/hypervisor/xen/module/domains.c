/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the hypervisor says of domains and virtual CPUs, and does with them at once. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "module.h"
#include "peek/source.h"

#include <xen/hvm/save.h>

static void domain_fill(struct xen_domain *to, const xc_domaininfo_t *from)
{
    unsigned int reason = from->flags >> XEN_DOMINF_shutdownshift & XEN_DOMINF_shutdownmask;

    *to = (struct xen_domain){
        .domid = from->domain,
        .dying = (from->flags & XEN_DOMINF_dying) != 0,
        .shutdown = (from->flags & XEN_DOMINF_shutdown) != 0,
        .paused = (from->flags & XEN_DOMINF_paused) != 0,
        .blocked = (from->flags & XEN_DOMINF_blocked) != 0,
        .running = (from->flags & XEN_DOMINF_running) != 0,
        .translated = (from->flags & XEN_DOMINF_hvm_guest) != 0,
        /* The guest names it: what is no reason is none that went well. */
        .reason =
            reason <= XEN_SHUTDOWN_SOFT_RESET ? (enum xen_shutdown)reason : XEN_SHUTDOWN_CRASH,
        .cpu_ns = from->cpu_time,
        .tot_pages = from->tot_pages,
        .max_pages = from->max_pages,
        .paged_pages = from->paged_pages,
        .shared_info_frame = from->shared_info_frame,
        .vcpus_online = from->nr_online_vcpus,
        .vcpus_max = from->max_vcpu_id < XEN_MAX_VCPUS ? from->max_vcpu_id + 1 : 0,
    };
    memcpy(to->uuid, from->handle, sizeof to->uuid);
}

int xen_domains(struct xen_host *host, uint32_t first, struct xen_domain *ret, unsigned int max,
                struct xen_fail *fail)
{
    VT_AUTOFREE xc_domaininfo_t *info = NULL;
    int n;

    if (max == 0 || first >= XEN_FIRST_RESERVED)
        return 0;
    if (max > XEN_FIRST_RESERVED)
        max = XEN_FIRST_RESERVED;
    info = calloc(max, sizeof *info);
    if (info == NULL)
        return module_fail_no_memory(fail);
    n = xc_domain_getinfolist(host->xc, first, max, info);
    if (n < 0)
        return module_fail_errno(fail, "the hypervisor does not list its domains");
    for (int i = 0; i < n; i++)
        domain_fill(&ret[i], &info[i]);
    return n;
}

int module_domain_info(struct xen_host *host, uint32_t domid, xc_domaininfo_t *ret,
                       struct xen_fail *fail)
{
    int n = xc_domain_getinfolist(host->xc, domid, 1, ret);

    if (n < 0)
        return module_fail_errno(fail, "the hypervisor does not tell of the domain");
    if (n == 0 || ret->domain != domid)
        return module_fail(fail, ESRCH, "there is no domain %u", domid);
    return 0;
}

int xen_pause(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    if (xc_domain_pause(host->xc, domid) < 0)
        return module_fail_errno(fail, "the hypervisor does not pause it");
    return 0;
}

int xen_unpause(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    if (xc_domain_unpause(host->xc, domid) < 0)
        return module_fail_errno(fail, "the hypervisor does not let it go on");
    return 0;
}

int xen_vcpu(struct xen_host *host, uint32_t domid, unsigned int vcpu, struct xen_vcpu *ret,
             struct xen_fail *fail)
{
    xc_vcpuinfo_t info = {0};

    if (xc_vcpu_getinfo(host->xc, domid, vcpu, &info) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell of the virtual CPU");
    *ret = (struct xen_vcpu){
        .online = info.online != 0,
        .blocked = info.blocked != 0,
        .running = info.running != 0,
        .cpu_ns = info.cpu_time,
        .cpu = info.cpu,
    };
    return 0;
}

/* Bytes of a map of CPUs as the hypervisor has it, bounded; 0 with a failure. */
static size_t map_size(struct xen_host *host, struct xen_fail *fail)
{
    int size = xc_get_cpumap_size(host->xc);

    if (size > 0 && size <= XEN_MAX_CPUS / 8)
        return (size_t)size;
    (void)module_fail(fail, EIO, "the hypervisor does not tell how many CPUs there can be");
    return 0;
}

int xen_get_affinity(struct xen_host *host, uint32_t domid, unsigned int vcpu, unsigned char *map,
                     size_t len, struct xen_fail *fail)
{
    VT_AUTOFREE uint8_t *hard = NULL;
    size_t size = map_size(host, fail);

    if (size == 0)
        return -fail->err;
    hard = calloc(1, size);
    if (hard == NULL)
        return module_fail_no_memory(fail);
    if (xc_vcpu_getaffinity(host->xc, domid, (int)vcpu, hard, NULL, XEN_VCPUAFFINITY_HARD) < 0)
        return module_fail_errno(fail,
                                 "the hypervisor does not tell where the virtual CPU may run");
    memset(map, 0, len);
    memcpy(map, hard, len < size ? len : size);
    return 0;
}

int xen_set_affinity(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                     const unsigned char *map, size_t len, struct xen_fail *fail)
{
    VT_AUTOFREE uint8_t *hard = NULL;
    size_t size = map_size(host, fail);

    if (size == 0)
        return -fail->err;
    hard = calloc(1, size);
    if (hard == NULL)
        return module_fail_no_memory(fail);
    memcpy(hard, map, len < size ? len : size);
    if (xc_vcpu_setaffinity(host->xc, domid, (int)vcpu, hard, NULL, XEN_VCPUAFFINITY_HARD) < 0)
        return module_fail_errno(fail, "the hypervisor does not pin the virtual CPU");
    return 0;
}

static int regs_translated(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                           struct peek_regs *ret)
{
    HVM_SAVE_TYPE(CPU) cpu;

    if (xc_domain_hvm_getcontext_partial(host->xc, domid, HVM_SAVE_CODE(CPU), (uint16_t)vcpu, &cpu,
                                         sizeof cpu) < 0)
        return -1;
    *ret = (struct peek_regs){.cr0 = cpu.cr0, .cr3 = cpu.cr3, .cr4 = cpu.cr4, .efer = cpu.msr_efer};
    return 0;
}

/* cr3 is passed on as it stands: whoever asks knows how a guest of this width has it. */
static int regs_paravirtual(struct xen_host *host, uint32_t domid, unsigned int vcpu,
                            unsigned int width, struct peek_regs *ret)
{
    VT_AUTOFREE vcpu_guest_context_any_t *context = calloc(1, sizeof *context);

    if (context == NULL || xc_vcpu_getcontext(host->xc, domid, vcpu, context) < 0)
        return -1;
    if (width == 8)
        *ret = (struct peek_regs){.cr0 = context->x64.ctrlreg[0],
                                  .cr3 = context->x64.ctrlreg[3],
                                  .cr4 = context->x64.ctrlreg[4]};
    else
        *ret = (struct peek_regs){.cr0 = context->x32.ctrlreg[0],
                                  .cr3 = context->x32.ctrlreg[3],
                                  .cr4 = context->x32.ctrlreg[4]};
    return 0;
}

int xen_regs(struct xen_host *host, uint32_t domid, unsigned int vcpu, unsigned int width,
             struct peek_regs *ret, struct xen_fail *fail)
{
    int r;

    if (vcpu >= XEN_MAX_VCPUS)
        return module_fail(fail, EINVAL, "there is no virtual CPU %u", vcpu);
    r = width == 0 ? regs_translated(host, domid, vcpu, ret)
                   : regs_paravirtual(host, domid, vcpu, width, ret);
    return r < 0 ? module_fail_errno(fail, "the hypervisor does not tell the registers") : 0;
}

int xen_guest_width(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    unsigned int width = 0;

    if (xc_domain_get_guest_width(host->xc, domid, &width) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell the width of the guest");
    return (int)width;
}

int xen_max_frame(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail)
{
    xen_pfn_t frame = 0;

    if (xc_domain_maximum_gpfn(host->xc, domid, &frame) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell the last frame of the guest");
    *ret = frame;
    return 0;
}

int xen_on_demand(struct xen_host *host, uint32_t domid, uint64_t *ret, struct xen_fail *fail)
{
    uint64_t pages, cached;

    if (xc_domain_get_pod_target(host->xc, domid, &pages, &cached, ret) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell which pages the guest has");
    return 0;
}

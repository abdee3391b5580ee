/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host: version of the hypervisor, processors, memory in all and per cell. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "module.h"

#define PAGE_KIB (XC_PAGE_SIZE / 1024)

/* ".7" or ".7-rc1": the third number of the version. */
static unsigned int release_of(const char *extra)
{
    unsigned int release;

    return sscanf(extra, ".%4u", &release) == 1 ? release : 0;
}

int xen_version(struct xen_host *host, struct xen_version *ret, struct xen_fail *fail)
{
    xen_capabilities_info_t capabilities = "";
    xen_extraversion_t extra = "";
    int number = xc_version(host->xc, XENVER_version, NULL);

    if (number < 0 || xc_version(host->xc, XENVER_extraversion, extra) < 0 ||
        xc_version(host->xc, XENVER_capabilities, capabilities) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell its version");
    extra[sizeof extra - 1] = '\0';
    capabilities[sizeof capabilities - 1] = '\0';
    ret->major = (unsigned int)number >> 16;
    ret->minor = (unsigned int)number & 0xffff;
    ret->release = release_of(extra);
    (void)snprintf(ret->capabilities, sizeof ret->capabilities, "%s", capabilities);
    return 0;
}

/* Domain 0 is in the pool of this number. */
static void scheduler_of_host(struct xen_host *host, char *to, size_t size)
{
    xc_cpupoolinfo_t *pool = xc_cpupool_getinfo(host->xc, 0);
    const char *name =
        pool != NULL && pool->cpupool_id == 0 ? xen_sched_name(pool->sched_id) : NULL;

    (void)snprintf(to, size, "%s", name != NULL ? name : "");
    if (pool != NULL)
        xc_cpupool_infofree(host->xc, pool);
}

int xen_physical(struct xen_host *host, struct xen_physical *ret, struct xen_fail *fail)
{
    xc_physinfo_t info = {0};

    if (xc_physinfo(host->xc, &info) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell of the machine");
    *ret = (struct xen_physical){
        .total_kib = info.total_pages * PAGE_KIB,
        .free_kib = info.free_pages * PAGE_KIB,
        .cpus = info.nr_cpus,
        .cells = info.nr_nodes,
        .cores = info.cores_per_socket,
        .threads = info.threads_per_core,
        .mhz = info.cpu_khz / 1000,
        .max_cpus = info.max_cpu_id < XEN_MAX_CPUS ? info.max_cpu_id + 1 : XEN_MAX_CPUS,
        .has_hvm = (info.capabilities & XEN_SYSCTL_PHYSCAP_hvm) != 0,
        .has_pvh = (info.capabilities & XEN_SYSCTL_PHYSCAP_hvm) != 0,
        .has_hap = (info.capabilities & XEN_SYSCTL_PHYSCAP_hap) != 0,
    };
    scheduler_of_host(host, ret->scheduler, sizeof ret->scheduler);
    return 0;
}

int xen_cells(struct xen_host *host, struct xen_cell *ret, unsigned int max, struct xen_fail *fail)
{
    VT_AUTOFREE xc_meminfo_t *info = NULL;
    VT_AUTOFREE uint32_t *distance = NULL;
    unsigned int n = 0;

    if (xc_numainfo(host->xc, &n, NULL, NULL) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell of its memory");
    if (n > XEN_MAX_CELLS)
        n = XEN_MAX_CELLS;
    info = calloc(n + 1, sizeof *info);
    distance = calloc((size_t)n * n + 1, sizeof *distance);
    if (info == NULL || distance == NULL)
        return module_fail_no_memory(fail);
    if (n > 0 && xc_numainfo(host->xc, &n, info, distance) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell of its memory");
    if (n > max)
        n = max;
    for (unsigned int i = 0; i < n; i++) {
        bool there = (uint32_t)info[i].memsize != XEN_INVALID_MEM_SZ;
        ret[i].total_bytes = there ? info[i].memsize : 0;
        ret[i].free_bytes = there ? info[i].memfree : 0;
    }
    return (int)n;
}

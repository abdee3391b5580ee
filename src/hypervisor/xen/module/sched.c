/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Weight and cap of a domain, under the credit and credit2 schedulers. */
#include "config.h"

#include <errno.h>

#include "module.h"

const char *xen_sched_name(uint32_t id)
{
    switch (id) {
    case XEN_SCHEDULER_CREDIT:
        return "credit";
    case XEN_SCHEDULER_CREDIT2:
        return "credit2";
    case XEN_SCHEDULER_ARINC653:
        return "arinc653";
    case XEN_SCHEDULER_RTDS:
        return "rtds";
    case XEN_SCHEDULER_NULL:
        return "null";
    default:
        return NULL;
    }
}

/* The scheduler of the pool that the domain is in; negative. */
static int scheduler_of(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    xc_domaininfo_t info;
    xc_cpupoolinfo_t *pool;
    int id = -1;
    int err = module_domain_info(host, domid, &info, fail);

    if (err < 0)
        return err;
    pool = xc_cpupool_getinfo(host->xc, info.cpupool);
    if (pool != NULL && pool->cpupool_id == info.cpupool)
        id = (int)pool->sched_id;
    if (pool != NULL)
        xc_cpupool_infofree(host->xc, pool);
    return id >= 0 ? id : module_fail(fail, EIO, "the hypervisor does not tell the scheduler");
}

static int no_parameters(int id, struct xen_fail *fail)
{
    const char *name = xen_sched_name((uint32_t)id);

    return module_fail(fail, ENOTSUP, "the scheduler '%s' has no weight and no cap",
                       name != NULL ? name : "unknown");
}

static int sched_read(struct xen_host *host, uint32_t domid, int id, struct xen_sched *ret,
                      struct xen_fail *fail)
{
    struct xen_domctl_sched_credit credit = {0};
    struct xen_domctl_sched_credit2 credit2 = {0};
    int r;

    if (id == XEN_SCHEDULER_CREDIT) {
        r = xc_sched_credit_domain_get(host->xc, domid, &credit);
        *ret = (struct xen_sched){.weight = credit.weight, .cap = credit.cap};
    } else if (id == XEN_SCHEDULER_CREDIT2) {
        r = xc_sched_credit2_domain_get(host->xc, domid, &credit2);
        *ret = (struct xen_sched){.weight = credit2.weight, .cap = credit2.cap};
    } else {
        return no_parameters(id, fail);
    }
    return r < 0 ? module_fail_errno(fail, "the hypervisor does not tell how it is scheduled") : 0;
}

int xen_get_sched(struct xen_host *host, uint32_t domid, struct xen_sched *ret,
                  struct xen_fail *fail)
{
    int id = scheduler_of(host, domid, fail);

    if (id < 0)
        return id;
    if (id != XEN_SCHEDULER_CREDIT && id != XEN_SCHEDULER_CREDIT2) {
        *ret = (struct xen_sched){.weight = -1, .cap = -1};
        return 0;
    }
    return sched_read(host, domid, id, ret, fail);
}

static int sched_write(struct xen_host *host, uint32_t domid, int id, const struct xen_sched *to)
{
    struct xen_domctl_sched_credit credit = {(uint16_t)to->weight, (uint16_t)to->cap};
    struct xen_domctl_sched_credit2 credit2 = {(uint16_t)to->weight, (uint16_t)to->cap};

    if (id == XEN_SCHEDULER_CREDIT)
        return xc_sched_credit_domain_set(host->xc, domid, &credit);
    return xc_sched_credit2_domain_set(host->xc, domid, &credit2);
}

int xen_set_sched(struct xen_host *host, uint32_t domid, const struct xen_sched *to,
                  struct xen_fail *fail)
{
    struct xen_sched whole = *to, now;
    int id = scheduler_of(host, domid, fail);
    int err;

    if (id < 0)
        return id;
    err = sched_read(host, domid, id, &now, fail);
    if (err < 0)
        return err;
    if (whole.weight < 0)
        whole.weight = now.weight;
    if (whole.cap < 0)
        whole.cap = now.cap;
    if (whole.weight == 0 || whole.weight > UINT16_MAX || whole.cap > UINT16_MAX)
        return module_fail(fail, EINVAL, "A weight is from 1 to %d, a cap from 0 to %d", UINT16_MAX,
                           UINT16_MAX);
    if (sched_write(host, domid, id, &whole) < 0)
        return module_fail_errno(fail, "the hypervisor does not schedule it so");
    return 0;
}

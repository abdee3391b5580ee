/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the hypervisor answers: the host, the list of domains, their CPUs. */
#include "fake.h"

struct xen_host {
    struct fake_world *world;
};

int fake_op_open(struct xen_host **ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct xen_host *host;

    if (fake_gate_locked("open", 0, fail) < 0)
        return -fail->err;
    host = fake_zalloc(1, sizeof *host);
    host->world = &fake;
    fake.n_hosts++;
    *ret = host;
    return 0;
}

void fake_op_close(struct xen_host *host)
{
    VT_LOCK_SCOPE(&fake.lock);

    fake.n_hosts--;
    free(host);
}

int fake_op_version(struct xen_host *host VT_UNUSED, struct xen_version *ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);

    if (fake_gate_locked("version", 0, fail) < 0)
        return -fail->err;
    *ret = (struct xen_version){.major = 4,
                                .minor = 17,
                                .release = 7,
                                .capabilities = "xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_32p "
                                                "hvm-3.0-x86_64"};
    return 0;
}

int fake_op_physical(struct xen_host *host VT_UNUSED, struct xen_physical *ret,
                     struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);

    if (fake_gate_locked("physical", 0, fail) < 0)
        return -fail->err;
    *ret = (struct xen_physical){.total_kib = (uint64_t)FAKE_MACHINE_PAGES * 4 + FAKE_DOM0_KIB,
                                 .free_kib = fake_free_frames_locked() * 4,
                                 .cpus = FAKE_CPUS,
                                 .cells = FAKE_CELLS,
                                 .cores = 2,
                                 .threads = 1,
                                 .mhz = 2400,
                                 .max_cpus = FAKE_CPUS,
                                 .has_hvm = true,
                                 .has_pvh = true,
                                 .has_hap = true,
                                 .scheduler = "credit2"};
    return 0;
}

/* The second cell is given away first. */
int fake_op_cells(struct xen_host *host VT_UNUSED, struct xen_cell *ret, unsigned int max,
                  struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    uint64_t total = (uint64_t)FAKE_MACHINE_PAGES / FAKE_CELLS * FAKE_PAGE_SIZE, left;
    unsigned int i;

    if (fake_gate_locked("cells", 0, fail) < 0)
        return -fail->err;
    left = fake_free_frames_locked() * FAKE_PAGE_SIZE;
    for (i = 0; i < FAKE_CELLS && i < max; i++) {
        ret[i].total_bytes = total;
        ret[i].free_bytes = left < total ? left : total;
        left -= ret[i].free_bytes;
    }
    return (int)i;
}

static void list_locked(const struct fake_domain *d, struct xen_domain *ret) VT_REQUIRES(fake.lock);
static void list_locked(const struct fake_domain *d, struct xen_domain *ret)
{
    bool runs = d->state == FAKE_ALIVE && d->pauses == 0 && !d->traits[FAKE_IDLE];

    vt_mutex_held(&fake.lock);
    *ret =
        (struct xen_domain){.domid = d->domid,
                            .dying = d->state == FAKE_DYING,
                            .shutdown = d->state == FAKE_SHUTDOWN,
                            .paused = d->pauses > 0,
                            .blocked = d->state == FAKE_ALIVE && d->traits[FAKE_IDLE],
                            .running = runs,
                            .translated = fake_translated(d),
                            .reason = d->reason,
                            .cpu_ns = fake_cpu_ns_locked(d),
                            .tot_pages = d->tot_pages,
                            .max_pages = d->max_pages,
                            .paged_pages = d->paged,
                            .shared_info_frame = fake_translated(d) ? UINT64_MAX : d->shared_info,
                            .vcpus_max = d->vcpus_max};
    memcpy(ret->uuid, d->uuid, sizeof ret->uuid);
    for (unsigned int i = 0; i < d->vcpus_max; i++)
        ret->vcpus_online += d->vcpus[i].online;
}

int fake_op_domains(struct xen_host *host VT_UNUSED, uint32_t first, struct xen_domain *ret,
                    unsigned int max, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    unsigned int n = 0;

    if (fake_gate_locked("domains", first, fail) < 0)
        return -fail->err;
    if (first == 0 && max > 0)
        list_locked(fake_dom0_locked(), &ret[n++]);
    for (const struct fake_domain *d = fake.domains; d != NULL && n < max; d = d->next)
        if (d->domid >= first)
            list_locked(d, &ret[n++]);
    return (int)n;
}

int fake_op_pause(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;

    d = fake_enter_any_locked("pause", domid, fail);
    if (d == NULL)
        return -fail->err;
    return fake_pause_locked(d, true);
}

int fake_op_unpause(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;

    d = fake_enter_any_locked("unpause", domid, fail);
    if (d == NULL)
        return -fail->err;
    if (fake_pause_locked(d, false) < 0)
        return fake_fail(fail, EINVAL, "domain %u is not paused", domid);
    return 0;
}

/* A virtual CPU of a domain; NULL: fail. */
static struct fake_vcpu *enter_vcpu_locked(const char *op, uint32_t domid, unsigned int vcpu,
                                           struct fake_domain **ret, struct xen_fail *fail)
    VT_REQUIRES(fake.lock);
static struct fake_vcpu *enter_vcpu_locked(const char *op, uint32_t domid, unsigned int vcpu,
                                           struct fake_domain **ret, struct xen_fail *fail)
{
    struct fake_domain *d = fake_enter_locked(op, domid, fail);

    vt_mutex_held(&fake.lock);
    if (d == NULL)
        return NULL;
    if (vcpu >= d->vcpus_max) {
        (void)fake_fail(fail, EINVAL, "domain %u has no CPU %u", domid, vcpu);
        return NULL;
    }
    *ret = d;
    return &d->vcpus[vcpu];
}

int fake_op_vcpu(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpu,
                 struct xen_vcpu *ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;
    struct fake_vcpu *v = enter_vcpu_locked("vcpu", domid, vcpu, &d, fail);
    unsigned int cpu = vcpu % FAKE_CPUS;

    if (v == NULL)
        return -fail->err;
    while ((v->affinity[cpu / 8] >> cpu % 8 & 1) == 0)
        cpu = (cpu + 1) % FAKE_CPUS;
    *ret = (struct xen_vcpu){.online = v->online,
                             .running = v->online && d->since_ns != 0,
                             .blocked = d->traits[FAKE_IDLE],
                             .cpu_ns = fake_cpu_ns_locked(d) / d->vcpus_max,
                             .cpu = cpu};
    return 0;
}

int fake_op_get_affinity(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpu,
                         unsigned char *map, size_t len, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;
    const struct fake_vcpu *v = enter_vcpu_locked("get_affinity", domid, vcpu, &d, fail);

    if (v == NULL)
        return -fail->err;
    memset(map, 0, len);
    memcpy(map, v->affinity, len < sizeof v->affinity ? len : sizeof v->affinity);
    return 0;
}

int fake_op_set_affinity(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpu,
                         const unsigned char *map, size_t len, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;
    struct fake_vcpu *v = enter_vcpu_locked("set_affinity", domid, vcpu, &d, fail);
    unsigned char bits = (unsigned char)(len > 0 ? map[0] & ((1 << FAKE_CPUS) - 1) : 0);

    if (v == NULL)
        return -fail->err;
    if (bits == 0)
        return fake_fail(fail, EINVAL, "no CPU of the host is in the map");
    v->affinity[0] = bits;
    return 0;
}

int fake_op_get_sched(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_sched *ret,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_enter_locked("get_sched", domid, fail);

    if (d == NULL)
        return -fail->err;
    *ret = d->sched;
    return 0;
}

int fake_op_set_sched(struct xen_host *host VT_UNUSED, uint32_t domid, const struct xen_sched *to,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("set_sched", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (to->weight == 0 || to->weight < -1 || to->weight > 65535 || to->cap < -1 || to->cap > 65535)
        return fake_fail(fail, EINVAL, "a weight is 1 to 65535, a cap 0 to 65535");
    if (to->weight != -1)
        d->sched.weight = to->weight;
    if (to->cap != -1)
        d->sched.cap = to->cap;
    return 0;
}

int fake_op_regs(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpu,
                 unsigned int width, struct peek_regs *ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d;

    if (enter_vcpu_locked("regs", domid, vcpu, &d, fail) == NULL)
        return -fail->err;
    if (width != (fake_translated(d) ? 0 : 8))
        return fake_fail(fail, EOPNOTSUPP, "domain %u is of the other kind", domid);
    fake_regs_locked(d, ret);
    return 0;
}

int fake_op_guest_width(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_enter_locked("guest_width", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (fake_translated(d))
        return fake_fail(fail, EOPNOTSUPP, "domain %u is not a PV guest", domid);
    return 8;
}

int fake_op_max_frame(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t *ret,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_enter_locked("max_frame", domid, fail);

    if (d == NULL)
        return -fail->err;
    *ret = fake_translated(d) ? FAKE_MAX_FRAME : d->traits[FAKE_NO_P2M] ? 0 : d->n_pages - 1;
    return 0;
}

int fake_op_on_demand(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t *ret,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_enter_locked("on_demand", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (!fake_translated(d))
        return fake_fail(fail, EINVAL, "domain %u is a PV guest", domid);
    *ret = d->traits[FAKE_ON_DEMAND] ? 1024 : 0;
    return 0;
}

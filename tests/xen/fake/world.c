/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domains of the machine, from their start until nothing is left of them. */
#include "fake.h"

#include <stdarg.h>
#include <stdio.h>

static char dom0_name[] = "Domain-0";

struct fake_world fake = {.lock = VT_MUTEX_INIT(VT_RANK_LEAF, "fake xen")};

char *fake_format(const char *fmt, ...)
{
    va_list args;
    char *text;

    va_start(args, fmt);
    if (vasprintf(&text, fmt, args) < 0)
        abort();
    va_end(args);
    return text;
}

void *fake_zalloc(size_t n, size_t size)
{
    void *p = calloc(n > 0 ? n : 1, size);

    if (p == NULL)
        abort();
    return p;
}

struct fake_domain *fake_find_locked(uint32_t domid)
{
    struct fake_domain *d = fake.domains;

    vt_mutex_held(&fake.lock);
    while (d != NULL && d->domid != domid)
        d = d->next;
    return d;
}

struct fake_domain *fake_dom0_locked(void)
{
    static struct fake_vcpu vcpus[FAKE_CPUS];
    static struct fake_domain dom0;

    vt_mutex_held(&fake.lock);
    if (dom0.vcpus != NULL)
        return &dom0;
    for (unsigned int i = 0; i < FAKE_CPUS; i++)
        vcpus[i] = (struct fake_vcpu){.online = true, .affinity = {(1 << FAKE_CPUS) - 1}};
    dom0 = (struct fake_domain){.name = dom0_name,
                                .max_pages = FAKE_DOM0_KIB / 4,
                                .tot_pages = FAKE_DOM0_KIB / 4,
                                .mem_max_kib = FAKE_DOM0_KIB,
                                .shared_info = 1,
                                .vcpus_max = FAKE_CPUS,
                                .vcpus = vcpus,
                                .sched = {256, 0}};
    fake_clock_locked(&dom0);
    return &dom0;
}

/* What may be asked of domain 0, which is no guest. */
static bool is_for_dom0(const char *op)
{
    static const char *const all[] = {"vcpu",      "get_affinity", "set_affinity", "get_sched",
                                      "set_sched", "describe",     "get_xml"};

    for (size_t i = 0; i < VT_N_ELEMENTS(all); i++)
        if (strcmp(all[i], op) == 0)
            return true;
    return false;
}

struct fake_domain *fake_enter_any_locked(const char *op, uint32_t domid, struct xen_fail *fail)
{
    struct fake_domain *d;

    vt_mutex_held(&fake.lock);
    if (fake_gate_locked(op, domid, fail) < 0)
        return NULL;
    if (domid == 0 && is_for_dom0(op))
        return fake_dom0_locked();
    d = fake_find_locked(domid);
    if (domid == 0)
        (void)fake_fail(fail, EINVAL, "this cannot be done to domain 0");
    else if (d == NULL)
        (void)fake_fail(fail, ESRCH, "there is no domain %u", domid);
    return d;
}

struct fake_domain *fake_enter_locked(const char *op, uint32_t domid, struct xen_fail *fail)
{
    struct fake_domain *d = fake_enter_any_locked(op, domid, fail);

    vt_mutex_held(&fake.lock);
    if (d == NULL || d->state != FAKE_DYING)
        return d;
    (void)fake_fail(fail, ESRCH, "domain %u is dying", domid);
    return NULL;
}

static uint32_t free_domid_locked(uint32_t wanted) VT_REQUIRES(fake.lock);
static uint32_t free_domid_locked(uint32_t wanted)
{
    vt_mutex_held(&fake.lock);
    if (wanted != 0)
        return fake_find_locked(wanted) == NULL && wanted < XEN_FIRST_RESERVED ? wanted : 0;
    for (unsigned int tries = 0; tries < XEN_FIRST_RESERVED; tries++) {
        uint32_t domid = fake.next_domid++;
        if (fake.next_domid >= XEN_FIRST_RESERVED)
            fake.next_domid = 1;
        if (fake_find_locked(domid) == NULL)
            return domid;
    }
    return 0;
}

static void uuid_of(const struct fake_spec *spec, unsigned char *uuid)
{
    if (spec->uuid != NULL) {
        memcpy(uuid, spec->uuid, 16);
        return;
    }
    memset(uuid, 0xfa, 16);
    memcpy(uuid + 4, spec->name, strnlen(spec->name, 12));
}

static void link_locked(struct fake_domain *d) VT_REQUIRES(fake.lock);
static void link_locked(struct fake_domain *d)
{
    struct fake_domain **at = &fake.domains;

    vt_mutex_held(&fake.lock);
    while (*at != NULL && (*at)->domid < d->domid)
        at = &(*at)->next;
    d->next = *at;
    *at = d;
}

static void cpus_new(struct fake_domain *d, const struct fake_spec *spec)
{
    d->vcpus_max = spec->vcpus > 0 ? spec->vcpus : 1;
    d->vcpus = fake_zalloc(d->vcpus_max, sizeof *d->vcpus);
    for (unsigned int i = 0; i < d->vcpus_max; i++) {
        d->vcpus[i].online = true;
        memset(d->vcpus[i].affinity, (1 << FAKE_CPUS) - 1, sizeof d->vcpus[i].affinity);
    }
    d->sched = (struct xen_sched){.weight = 256, .cap = 0};
}

struct fake_domain *fake_new_locked(const struct fake_spec *spec, struct xen_fail *fail)
{
    uint64_t mem_kib = spec->mem_kib > 0 ? spec->mem_kib : 8192;
    struct fake_domain *d;
    uint32_t domid;

    vt_mutex_held(&fake.lock);
    if (spec->vcpus > FAKE_MAX_VCPUS || mem_kib / 4 > FAKE_MAX_PAGES || mem_kib < 4096) {
        (void)fake_fail(fail, EINVAL, "a guest has 4 MiB to 2 GiB, and at most %d CPUs",
                        FAKE_MAX_VCPUS);
        return NULL;
    }
    domid = free_domid_locked(spec->domid);
    if (domid == 0) {
        (void)fake_fail(fail, EBUSY, "there is no free domain number");
        return NULL;
    }
    d = fake_zalloc(1, sizeof *d);
    d->domid = domid;
    d->serial = ++fake.serials;
    d->name = fake_format("%s", spec->name);
    uuid_of(spec, d->uuid);
    d->kind = spec->kind;
    d->daemon = !spec->no_daemon;
    d->seed = d->serial * UINT64_C(0x100000001b3) ^ UINT64_C(0xcbf29ce484222325);
    d->mem_max_kib = mem_kib;
    d->n_pages = mem_kib / 4;
    d->max_pages = d->n_pages + 256; /* slack, as toolstacks give */
    d->pauses = 1;
    cpus_new(d, spec);
    if (fake_guest_make_locked(d) < 0) {
        (void)fake_fail(fail, ENOMEM, "the machine has not %llu KiB free",
                        (unsigned long long)mem_kib);
        fake_free_locked(d);
        return NULL;
    }
    link_locked(d);
    return d;
}

void fake_free_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    fake_devices_free_locked(d);
    free(d->name);
    free(d->xml);
    free(d->pages);
    free(d->vcpus);
    free(d);
}

void fake_introduce_locked(struct fake_domain *d)
{
    VT_AUTOFREE char *vm =
        fake_format("/vm/%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                    d->uuid[0], d->uuid[1], d->uuid[2], d->uuid[3], d->uuid[4], d->uuid[5],
                    d->uuid[6], d->uuid[7], d->uuid[8], d->uuid[9], d->uuid[10], d->uuid[11],
                    d->uuid[12], d->uuid[13], d->uuid[14], d->uuid[15]);
    VT_AUTOFREE char *number = fake_format("%u", d->domid);
    VT_AUTOFREE char *kib = fake_format("%llu", (unsigned long long)d->mem_max_kib);
    VT_AUTOFREE char *tty = fake_format("/dev/pts/%u", d->domid % 1000);

    vt_mutex_held(&fake.lock);
    fake_store_domain_locked(d, "vm", vm);
    fake_store_domain_locked(d, "name", d->name);
    fake_store_domain_locked(d, "domid", number);
    fake_store_domain_locked(d, "memory/static-max", kib);
    fake_store_domain_locked(d, "memory/target", kib);
    fake_store_domain_locked(d, "control/shutdown", "");
    fake_store_domain_locked(d, "control/feature-poweroff", "1");
    fake_store_domain_locked(d, "control/feature-reboot", "1");
    fake_store_domain_locked(d, "console/type", "xenconsoled");
    fake_store_domain_locked(d, "console/tty", tty);
    fake_store_fire_locked("@introduceDomain");
}

void fake_reap_locked(struct fake_domain *d)
{
    struct fake_domain **at = &fake.domains;

    vt_mutex_held(&fake.lock);
    if (d->state != FAKE_DYING || d->held > 0)
        return;
    while (*at != d)
        at = &(*at)->next;
    *at = d->next;
    fake_free_locked(d);
}

void fake_kill_locked(struct fake_domain *d)
{
    VT_AUTOFREE char *path = fake_format("/local/domain/%u", d->domid);
    VT_AUTOFREE char *vbd = fake_format("/local/domain/0/backend/vbd/%u", d->domid);
    VT_AUTOFREE char *vif = fake_format("/local/domain/0/backend/vif/%u", d->domid);

    vt_mutex_held(&fake.lock);
    if (d->state == FAKE_DYING)
        return;
    d->state = FAKE_DYING;
    d->pauses++;
    fake_clock_locked(d);
    (void)fake_store_remove_locked(path);
    (void)fake_store_remove_locked(vbd);
    (void)fake_store_remove_locked(vif);
    fake_store_fire_locked("@releaseDomain");
    fake_guest_drop_locked(d);
    vt_cond_broadcast(&fake.changed);
    fake_reap_locked(d);
}

void fake_stop_locked(struct fake_domain *d, enum xen_shutdown reason)
{
    vt_mutex_held(&fake.lock);
    if (d->state != FAKE_ALIVE)
        return;
    d->state = FAKE_SHUTDOWN;
    d->reason = reason;
    fake_clock_locked(d);
    fake_store_fire_locked("@releaseDomain");
    if (d->daemon && reason != XEN_SHUTDOWN_SUSPEND)
        fake_later_locked(d, FAKE_DO_CLEAN, reason);
}

int fake_reboot_locked(struct fake_domain *d, uint32_t *ret_domid)
{
    VT_AUTOFREE char *name = fake_format("%s", d->name);
    unsigned char uuid[16];
    struct fake_spec spec = {.name = name,
                             .uuid = uuid,
                             .kind = d->kind,
                             .mem_kib = d->mem_max_kib,
                             .vcpus = d->vcpus_max,
                             .no_daemon = !d->daemon};
    struct fake_disk *disks = VT_TAKE(d->disks);
    struct fake_nic *nics = VT_TAKE(d->nics);
    struct xen_fail fail = {0};
    struct fake_domain *again;

    vt_mutex_held(&fake.lock);
    memcpy(uuid, d->uuid, sizeof uuid);
    fake_kill_locked(d);
    again = fake_new_locked(&spec, &fail);
    if (again == NULL) {
        struct fake_domain nobody = {.disks = disks, .nics = nics};
        fake_devices_free_locked(&nobody);
        return -fail.err;
    }
    again->disks = disks;
    again->nics = nics;
    fake_introduce_locked(again);
    fake_devices_store_locked(again);
    again->pauses = 0;
    fake_clock_locked(again);
    *ret_domid = again->domid;
    return 0;
}

int fake_pause_locked(struct fake_domain *d, bool on)
{
    vt_mutex_held(&fake.lock);
    if (!on && d->pauses == 0)
        return -EINVAL;
    d->pauses += on ? 1 : -1;
    fake_clock_locked(d);
    if (d->pauses == 0)
        fake_later_wake_locked(d);
    return 0;
}

uint64_t fake_cpu_ns_locked(const struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    return d->ran_ns + (d->since_ns != 0 ? vt_now_ns() - d->since_ns : 0);
}

void fake_clock_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    d->ran_ns = fake_cpu_ns_locked(d);
    d->since_ns = 0;
    if (d->state == FAKE_ALIVE && d->pauses == 0 && !d->traits[FAKE_IDLE])
        d->since_ns = vt_now_ns();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libxl does: makes guests, ends them, asks them to do things. */
#include "fake.h"

#include <unistd.h>

#define SLACK_PAGES 256 /* above what a guest shall have, as libxl gives it */
#define MAX_DOCUMENT (1u << 20)

static enum fake_kind kind_of(const struct domain_def *def)
{
    if (def->os.type == DOMAIN_OS_XENPVH ||
        (def->os.machine != NULL && strcmp(def->os.machine, "xenpvh") == 0))
        return FAKE_PVH;
    if (def->os.type == DOMAIN_OS_HVM)
        return FAKE_HVM;
    return def->os.cmdline != NULL && strstr(def->os.cmdline, "tree") != NULL ? FAKE_PV_TREE
                                                                              : FAKE_PV_LINEAR;
}

static bool name_is_taken_locked(const char *name) VT_REQUIRES(fake.lock);
static bool name_is_taken_locked(const char *name)
{
    vt_mutex_held(&fake.lock);
    if (strcmp(name, "Domain-0") == 0)
        return true;
    for (const struct fake_domain *d = fake.domains; d != NULL; d = d->next)
        if (d->state != FAKE_DYING && strcmp(d->name, name) == 0)
            return true;
    return false;
}

static int add_devices_locked(struct fake_domain *d, const struct domain_def *def,
                              struct xen_fail *fail) VT_REQUIRES(fake.lock);
static int add_devices_locked(struct fake_domain *d, const struct domain_def *def,
                              struct xen_fail *fail)
{
    vt_mutex_held(&fake.lock);
    for (unsigned int i = 0; i < def->n_disks; i++)
        if (fake_disk_add_locked(d, def->disks[i], fail) < 0)
            return -1;
    for (unsigned int i = 0; i < def->n_interfaces; i++)
        if (fake_nic_add_locked(d, def->interfaces[i], fail) < 0)
            return -1;
    return 0;
}

static int settle_locked(struct fake_domain *d, const struct domain_def *def,
                         const struct fake_image *image, struct xen_fail *fail)
    VT_REQUIRES(fake.lock);
static int settle_locked(struct fake_domain *d, const struct domain_def *def,
                         const struct fake_image *image, struct xen_fail *fail)
{
    VT_AUTOFREE char *target = fake_format("%llu", def->mem_cur_kib);

    vt_mutex_held(&fake.lock);
    d->max_pages = def->mem_cur_kib / 4 + SLACK_PAGES;
    for (unsigned int i = 0; i < d->vcpus_max; i++)
        d->vcpus[i].online = i < def->vcpus;
    if (image->generations == NULL)
        fake_balloon_to_locked(d, def->mem_cur_kib / 4);
    else if (fake_image_apply_locked(d, image) < 0)
        return fake_fail(fail, EINVAL, "the saved guest has %llu KiB",
                         (unsigned long long)image->n_pages * 4);
    fake_introduce_locked(d);
    fake_store_domain_locked(d, "memory/target", target);
    return add_devices_locked(d, def, fail);
}

static int build_locked(const struct xen_build *build, const struct fake_image *image,
                        uint32_t *ret_domid, struct xen_fail *fail) VT_REQUIRES(fake.lock);
static int build_locked(const struct xen_build *build, const struct fake_image *image,
                        uint32_t *ret_domid, struct xen_fail *fail)
{
    const struct domain_def *def = build->def;
    struct fake_spec spec = {.name = build->name != NULL ? build->name : def->name,
                             .uuid = def->uuid,
                             .kind = kind_of(def),
                             .mem_kib = def->mem_max_kib,
                             .vcpus = def->vcpus_max > def->vcpus ? def->vcpus_max : def->vcpus,
                             .no_daemon = true};
    struct fake_domain *d;

    vt_mutex_held(&fake.lock);
    if (name_is_taken_locked(spec.name))
        return fake_fail(fail, EEXIST, "a domain has this name already");
    d = fake_new_locked(&spec, fail);
    if (d == NULL)
        return -fail->err;
    if (settle_locked(d, def, image, fail) < 0) {
        fake_kill_locked(d);
        return -fail->err;
    }
    if (!build->paused)
        d->pauses = 0;
    fake_clock_locked(d);
    *ret_domid = d->domid;
    return 0;
}

static int gate(const char *op, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);

    return fake_gate_locked(op, 0, fail);
}

int fake_op_create(struct xen_host *host VT_UNUSED, const struct xen_build *build,
                   uint32_t *ret_domid, struct xen_fail *fail)
{
    const char *kernel = build->def->os.kernel;
    struct fake_image image = {0};
    VT_AUTOFREE uint32_t *generations = NULL;

    if (gate("create", fail) < 0)
        return -fail->err;
    if (kernel != NULL && access(kernel, R_OK) < 0)
        return fake_fail(fail, errno, "the kernel '%s' cannot be read", kernel);
    if (build->restore_fd >= 0 && fake_image_read(build->restore_fd, &image, fail) < 0)
        return -fail->err;
    generations = image.generations;
    VT_LOCK_SCOPE(&fake.lock);
    return build_locked(build, &image, ret_domid, fail);
}

int fake_op_destroy(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_any_locked("destroy", domid, fail);

    if (d == NULL)
        return -fail->err;
    fake_kill_locked(d);
    return 0;
}

int fake_op_shutdown(struct xen_host *host VT_UNUSED, uint32_t domid, bool reboot,
                     struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("shutdown", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (d->traits[FAKE_NO_CONTROL])
        return fake_fail(fail, ENODEV, "the guest has neither PV drivers nor ACPI");
    fake_store_domain_locked(d, "control/shutdown", reboot ? "reboot" : "poweroff");
    if (!d->traits[FAKE_DEAF])
        fake_later_locked(d, FAKE_DO_STOP, reboot ? XEN_SHUTDOWN_REBOOT : XEN_SHUTDOWN_POWEROFF);
    return 0;
}

int fake_op_set_memory(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t target_kib,
                       struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("set_memory", domid, fail);
    VT_AUTOFREE char *target = fake_format("%llu", (unsigned long long)target_kib);

    if (d == NULL)
        return -fail->err;
    if (target_kib > d->mem_max_kib)
        return fake_fail(fail, EINVAL, "the domain was made for %llu KiB",
                         (unsigned long long)d->mem_max_kib);
    d->max_pages = target_kib / 4 + SLACK_PAGES;
    fake_store_domain_locked(d, "memory/target", target);
    fake_later_locked(d, FAKE_DO_MEMORY, target_kib / 4);
    return 0;
}

int fake_op_set_max_memory(struct xen_host *host VT_UNUSED, uint32_t domid, uint64_t max_kib,
                           struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("set_max_memory", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (max_kib / 4 > FAKE_MACHINE_PAGES || max_kib == 0)
        return fake_fail(fail, EINVAL, "%llu KiB is out of range", (unsigned long long)max_kib);
    d->max_pages = max_kib / 4 + SLACK_PAGES;
    return 0;
}

int fake_op_set_vcpus(struct xen_host *host VT_UNUSED, uint32_t domid, unsigned int vcpus,
                      struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("set_vcpus", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (vcpus == 0 || vcpus > d->vcpus_max)
        return fake_fail(fail, EINVAL, "the domain can have 1 to %u CPUs", d->vcpus_max);
    fake_later_locked(d, FAKE_DO_VCPUS, vcpus);
    return 0;
}

int fake_op_rename(struct xen_host *host VT_UNUSED, uint32_t domid, const char *name,
                   struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("rename", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (name_is_taken_locked(name))
        return fake_fail(fail, EEXIST, "a domain has this name already");
    free(d->name);
    d->name = fake_format("%s", name);
    fake_store_domain_locked(d, "name", name);
    return 0;
}

int fake_op_put_xml(struct xen_host *host VT_UNUSED, uint32_t domid, const char *xml,
                    struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("put_xml", domid, fail);

    if (d == NULL)
        return -fail->err;
    if (strlen(xml) > MAX_DOCUMENT)
        return fake_fail(fail, E2BIG, "the document has more than %u bytes", MAX_DOCUMENT);
    free(d->xml);
    d->xml = fake_format("%s", xml);
    return 0;
}

char *fake_op_get_xml(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    const struct fake_domain *d = fake_enter_locked("get_xml", domid, fail);

    if (d == NULL)
        return NULL;
    if (d->xml != NULL)
        return fake_format("%s", d->xml);
    (void)fake_fail(fail, ENOENT, "no document is kept with the domain");
    return NULL;
}

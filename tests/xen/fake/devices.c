/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks and interfaces of guests, with their counters and their nodes in xenstore. */
#include "fake.h"

#include <unistd.h>

struct fake_disk *fake_disk_find_locked(struct fake_domain *d, const char *target)
{
    struct fake_disk *disk = d->disks;

    vt_mutex_held(&fake.lock);
    while (disk != NULL && strcmp(disk->target, target) != 0)
        disk = disk->next;
    return disk;
}

struct fake_nic *fake_nic_find_locked(struct fake_domain *d, const char *target)
{
    struct fake_nic *nic = d->nics;

    vt_mutex_held(&fake.lock);
    for (; nic != NULL; nic = nic->next) {
        VT_AUTOFREE char *name = fake_format("vif%u.%u", d->domid, nic->devid);
        if (strcmp(name, target) == 0)
            return nic;
    }
    return NULL;
}

static struct fake_nic *nic_by_mac(struct fake_domain *d, const unsigned char *mac)
{
    struct fake_nic *nic = d->nics;

    while (nic != NULL && memcmp(nic->mac, mac, sizeof nic->mac) != 0)
        nic = nic->next;
    return nic;
}

static void disk_free(struct fake_disk *disk)
{
    free(disk->target);
    free(disk->source);
    free(disk);
}

static void nic_free(struct fake_nic *nic)
{
    free(nic->bridge);
    free(nic);
}

void fake_devices_free_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    while (d->disks != NULL) {
        struct fake_disk *disk = d->disks;
        d->disks = disk->next;
        disk_free(disk);
    }
    while (d->nics != NULL) {
        struct fake_nic *nic = d->nics;
        d->nics = nic->next;
        nic_free(nic);
    }
}

/* The number that Linux has for a virtual disk: 202:16*n for xvd, 8 and 3 for sd and hd. */
static unsigned int devid_of(const char *target)
{
    unsigned int letter = target[0] != '\0' && target[1] != '\0' && target[2] != '\0'
                              ? (unsigned char)target[strlen(target) - 1] - 'a'
                              : 0;

    if (strncmp(target, "xvd", 3) == 0)
        return (202 << 8) + 16 * letter;
    return strncmp(target, "sd", 2) == 0 ? (8 << 8) + 16 * letter : (3 << 8) + 64 * letter;
}

static void disk_store_locked(const struct fake_domain *d, const struct fake_disk *disk)
    VT_REQUIRES(fake.lock);
static void disk_store_locked(const struct fake_domain *d, const struct fake_disk *disk)
{
    unsigned int devid = devid_of(disk->target);
    VT_AUTOFREE char *back = fake_format("/local/domain/0/backend/vbd/%u/%u", d->domid, devid);
    VT_AUTOFREE char *front = fake_format("device/vbd/%u/backend", devid);
    VT_AUTOFREE char *dev = fake_format("%s/dev", back);
    VT_AUTOFREE char *params = fake_format("%s/params", back);

    vt_mutex_held(&fake.lock);
    fake_store_set_locked(dev, disk->target);
    fake_store_set_locked(params, disk->source != NULL ? disk->source : "");
    fake_store_domain_locked(d, front, back);
}

static void nic_store_locked(const struct fake_domain *d, const struct fake_nic *nic)
    VT_REQUIRES(fake.lock);
static void nic_store_locked(const struct fake_domain *d, const struct fake_nic *nic)
{
    VT_AUTOFREE char *back = fake_format("/local/domain/0/backend/vif/%u/%u", d->domid, nic->devid);
    VT_AUTOFREE char *front = fake_format("device/vif/%u/backend", nic->devid);
    VT_AUTOFREE char *mac = fake_format("%s/mac", back);
    VT_AUTOFREE char *bridge = fake_format("%s/bridge", back);
    VT_AUTOFREE char *address =
        fake_format("%02x:%02x:%02x:%02x:%02x:%02x", nic->mac[0], nic->mac[1], nic->mac[2],
                    nic->mac[3], nic->mac[4], nic->mac[5]);

    vt_mutex_held(&fake.lock);
    fake_store_set_locked(mac, address);
    if (nic->bridge != NULL)
        fake_store_set_locked(bridge, nic->bridge);
    fake_store_domain_locked(d, front, back);
}

void fake_devices_store_locked(struct fake_domain *d)
{
    vt_mutex_held(&fake.lock);
    for (const struct fake_disk *disk = d->disks; disk != NULL; disk = disk->next)
        disk_store_locked(d, disk);
    for (const struct fake_nic *nic = d->nics; nic != NULL; nic = nic->next)
        nic_store_locked(d, nic);
}

int fake_disk_add_locked(struct fake_domain *d, const struct domain_disk *disk,
                         struct xen_fail *fail)
{
    struct fake_disk **at = &d->disks, *added;

    vt_mutex_held(&fake.lock);
    if (fake_disk_find_locked(d, disk->target) != NULL)
        return fake_fail(fail, EEXIST, "the domain has a disk '%s' already", disk->target);
    if (disk->source != NULL && access(disk->source, F_OK) < 0)
        return fake_fail(fail, errno, "'%s' cannot be opened", disk->source);
    added = fake_zalloc(1, sizeof *added);
    added->target = fake_format("%s", disk->target);
    added->source = disk->source != NULL ? fake_format("%s", disk->source) : NULL;
    added->readonly = disk->readonly;
    added->cdrom = disk->device == DOMAIN_DISK_CDROM;
    added->block = disk->type == DOMAIN_DISK_BLOCK;
    added->stats.oo_req = 0;
    while (*at != NULL)
        at = &(*at)->next;
    *at = added;
    disk_store_locked(d, added);
    return 0;
}

int fake_nic_add_locked(struct fake_domain *d, const struct domain_interface *iface,
                        struct xen_fail *fail)
{
    bool in_network = iface->type == DOMAIN_INTERFACE_NETWORK;
    const char *bridge = in_network ? iface->bridge : iface->source;
    struct fake_nic **at = &d->nics, *added;
    unsigned int devid = 0;

    vt_mutex_held(&fake.lock);
    if (in_network && bridge == NULL)
        return fake_fail(fail, EINVAL, "nobody says which bridge the network has");
    if (nic_by_mac(d, iface->mac) != NULL)
        return fake_fail(fail, EEXIST, "the domain has an interface with this address already");
    for (; *at != NULL && (*at)->devid == devid; at = &(*at)->next)
        devid++;
    added = fake_zalloc(1, sizeof *added);
    added->devid = devid;
    memcpy(added->mac, iface->mac, sizeof added->mac);
    added->bridge = bridge != NULL ? fake_format("%s", bridge) : NULL;
    added->next = *at;
    *at = added;
    nic_store_locked(d, added);
    return 0;
}

int fake_op_attach_disk(struct xen_host *host VT_UNUSED, uint32_t domid,
                        const struct domain_def *def VT_UNUSED, const struct domain_disk *disk,
                        struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("attach_disk", domid, fail);

    return d != NULL ? fake_disk_add_locked(d, disk, fail) : -fail->err;
}

int fake_op_attach_interface(struct xen_host *host VT_UNUSED, uint32_t domid,
                             const struct domain_def *def VT_UNUSED,
                             const struct domain_interface *iface, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("attach_interface", domid, fail);

    return d != NULL ? fake_nic_add_locked(d, iface, fail) : -fail->err;
}

static void forget_nodes_locked(const struct fake_domain *d, const char *kind, unsigned int devid)
    VT_REQUIRES(fake.lock);
static void forget_nodes_locked(const struct fake_domain *d, const char *kind, unsigned int devid)
{
    VT_AUTOFREE char *back = fake_format("/local/domain/0/backend/%s/%u/%u", kind, d->domid, devid);
    VT_AUTOFREE char *front = fake_format("/local/domain/%u/device/%s/%u", d->domid, kind, devid);

    vt_mutex_held(&fake.lock);
    (void)fake_store_remove_locked(front);
    (void)fake_store_remove_locked(back);
}

int fake_op_detach_disk(struct xen_host *host VT_UNUSED, uint32_t domid,
                        const struct domain_def *def VT_UNUSED, const struct domain_disk *disk,
                        struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("detach_disk", domid, fail);
    struct fake_disk **at, *gone;

    if (d == NULL)
        return -fail->err;
    gone = fake_disk_find_locked(d, disk->target);
    if (gone == NULL)
        return fake_fail(fail, ENODEV, "the domain has no disk '%s'", disk->target);
    for (at = &d->disks; *at != gone; at = &(*at)->next)
        continue;
    *at = gone->next;
    forget_nodes_locked(d, "vbd", devid_of(gone->target));
    disk_free(gone);
    return 0;
}

int fake_op_detach_interface(struct xen_host *host VT_UNUSED, uint32_t domid,
                             const struct domain_def *def VT_UNUSED,
                             const struct domain_interface *iface, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("detach_interface", domid, fail);
    struct fake_nic **at, *gone;

    if (d == NULL)
        return -fail->err;
    gone = nic_by_mac(d, iface->mac);
    if (gone == NULL)
        return fake_fail(fail, ENODEV, "the domain has no interface with this address");
    for (at = &d->nics; *at != gone; at = &(*at)->next)
        continue;
    *at = gone->next;
    forget_nodes_locked(d, "vif", gone->devid);
    nic_free(gone);
    return 0;
}

int fake_op_block_stats(struct xen_host *host VT_UNUSED, uint32_t domid, const char *target,
                        struct xen_block_stats *ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("block_stats", domid, fail);
    const struct fake_disk *disk;

    if (d == NULL)
        return -fail->err;
    disk = fake_disk_find_locked(d, target);
    if (disk == NULL)
        return fake_fail(fail, ENODEV, "the domain has no disk '%s'", target);
    *ret = disk->stats;
    return 0;
}

int fake_op_net_stats(struct xen_host *host VT_UNUSED, uint32_t domid, const char *target,
                      struct xen_net_stats *ret, struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("net_stats", domid, fail);
    const struct fake_nic *nic;

    if (d == NULL)
        return -fail->err;
    nic = fake_nic_find_locked(d, target);
    if (nic == NULL)
        return fake_fail(fail, ENODEV, "the domain has no interface '%s'", target);
    *ret = nic->stats;
    return 0;
}

int fake_op_net_name(struct xen_host *host VT_UNUSED, uint32_t domid, const unsigned char mac[6],
                     char ret[XEN_NET_NAME], struct xen_fail *fail)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct fake_domain *d = fake_enter_locked("net_name", domid, fail);
    const struct fake_nic *nic;

    if (d == NULL)
        return -fail->err;
    nic = nic_by_mac(d, mac);
    if (nic == NULL)
        return fake_fail(fail, ENODEV, "the domain has no interface with this address");
    snprintf(ret, XEN_NET_NAME, "vif%u.%u", domid, nic->devid);
    return 0;
}

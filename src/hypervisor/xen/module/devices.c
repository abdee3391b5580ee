/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks and interfaces come to a running guest, and go. */
#include "config.h"

#include <errno.h>
#include <libxl_utils.h>
#include <stdio.h>

#include "conf/domain.h"
#include "module.h"

/* libxl would say that there is none as if that were the failure. */
static bool has_disk(struct xen_host *host, uint32_t domid, const char *vdev)
{
    return module_device_number(host, domid, "vbd", "dev", vdev) >= 0;
}

/* A drive that is there gets another medium.  What libxl could not attach it leaves half made. */
static int disk_plug(struct xen_host *host, libxl_ctx *ctx, uint32_t domid, libxl_device_disk *disk)
{
    int rc;

    if (has_disk(host, domid, disk->vdev))
        return disk->is_cdrom ? libxl_cdrom_insert(ctx, domid, disk, NULL) : ERROR_DEVICE_EXISTS;
    rc = libxl_device_disk_add(ctx, domid, disk, NULL);
    if (rc != 0 && has_disk(host, domid, disk->vdev))
        (void)libxl_device_disk_destroy(ctx, domid, disk, NULL);
    return rc;
}

/* Its number is chosen by libxl: it is no other's. */
static int nic_plug(libxl_ctx *ctx, uint32_t domid, libxl_device_nic *nic)
{
    int rc = libxl_device_nic_add(ctx, domid, nic, NULL);

    if (rc != 0 && nic->devid >= 0)
        (void)libxl_device_nic_destroy(ctx, domid, nic, NULL);
    return rc;
}

int xen_attach_disk(struct xen_host *host, uint32_t domid, const struct domain_def *def VT_UNUSED,
                    const struct domain_disk *disk, struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);
    libxl_device_disk made;
    int err, rc = 0;

    if (op == NULL)
        return -fail->err;
    libxl_device_disk_init(&made);
    err = module_config_disk(disk, &made, fail);
    if (err == 0)
        rc = disk_plug(host, op->ctx, domid, &made);
    libxl_device_disk_dispose(&made);
    return err < 0 ? module_op_drop(op, err)
                   : module_op_end(op, rc, "the disk cannot be attached", fail);
}

int xen_detach_disk(struct xen_host *host VT_UNUSED, uint32_t domid,
                    const struct domain_def *def VT_UNUSED, const struct domain_disk *disk,
                    struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);
    libxl_device_disk there;
    int rc;

    if (op == NULL)
        return -fail->err;
    libxl_device_disk_init(&there);
    rc = libxl_vdev_to_device_disk(op->ctx, domid, disk->target, &there);
    if (rc != 0) {
        libxl_device_disk_dispose(&there);
        return module_op_drop(
            op, module_fail(fail, ENOENT, "the guest has no disk '%s'", disk->target));
    }
    rc = libxl_device_disk_remove(op->ctx, domid, &there, NULL);
    libxl_device_disk_dispose(&there);
    return module_op_end(op, rc, "the disk cannot be detached", fail);
}

/* An emulated card cannot come to a guest that runs. */
int xen_attach_interface(struct xen_host *host VT_UNUSED, uint32_t domid,
                         const struct domain_def *def VT_UNUSED,
                         const struct domain_interface *iface, struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);
    libxl_device_nic made;
    int err, rc = 0;

    if (op == NULL)
        return -fail->err;
    libxl_device_nic_init(&made);
    err = module_config_nic(iface, false, &made, fail);
    if (err == 0)
        rc = nic_plug(op->ctx, domid, &made);
    libxl_device_nic_dispose(&made);
    return err < 0 ? module_op_drop(op, err)
                   : module_op_end(op, rc, "the interface cannot be attached", fail);
}

int xen_detach_interface(struct xen_host *host VT_UNUSED, uint32_t domid,
                         const struct domain_def *def VT_UNUSED,
                         const struct domain_interface *iface, struct xen_fail *fail)
{
    const unsigned char *mac = iface->mac;
    struct module_op *op = module_op_begin(fail);
    libxl_device_nic there;
    char text[18];
    int rc;

    if (op == NULL)
        return -fail->err;
    (void)snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
                   mac[3], mac[4], mac[5]);
    libxl_device_nic_init(&there);
    rc = libxl_mac_to_device_nic(op->ctx, domid, text, &there);
    if (rc != 0) {
        libxl_device_nic_dispose(&there);
        return module_op_drop(op,
                              module_fail(fail, ENOENT, "the guest has no interface '%s'", text));
    }
    rc = libxl_device_nic_remove(op->ctx, domid, &there, NULL);
    libxl_device_nic_dispose(&there);
    return module_op_end(op, rc, "the interface cannot be detached", fail);
}

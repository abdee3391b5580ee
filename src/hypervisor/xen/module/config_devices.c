/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks, interfaces and host devices, for libxl. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conf/domain.h"
#include "module.h"

static const struct {
    const char *word;
    libxl_disk_format format;
} formats[] = {
    {"raw", LIBXL_DISK_FORMAT_RAW},   {"aio", LIBXL_DISK_FORMAT_RAW},
    {"qcow", LIBXL_DISK_FORMAT_QCOW}, {"qcow2", LIBXL_DISK_FORMAT_QCOW2},
    {"vhd", LIBXL_DISK_FORMAT_VHD},   {"vpc", LIBXL_DISK_FORMAT_VHD},
    {"qed", LIBXL_DISK_FORMAT_QED},
};

static int disk_format(const struct domain_disk *disk, libxl_device_disk *ret,
                       struct xen_fail *fail)
{
    ret->format = LIBXL_DISK_FORMAT_RAW;
    if (disk->source == NULL)
        ret->format = LIBXL_DISK_FORMAT_EMPTY;
    if (disk->source == NULL || disk->driver_type == NULL)
        return 0;
    for (size_t i = 0; i < VT_N_ELEMENTS(formats); i++) {
        if (strcmp(disk->driver_type, formats[i].word) == 0) {
            ret->format = formats[i].format;
            return 0;
        }
    }
    return module_fail(fail, ENOTSUP, "the disk '%s' has the format '%s', which Xen does not have",
                       disk->target, disk->driver_type);
}

/* phy: the kernel's; qemu: a process; anything else is chosen by libxl, which takes the kernel's
 * where it can.  "tap" names a kernel module that is no longer there. */
static int disk_backend(const struct domain_disk *disk, libxl_device_disk *ret,
                        struct xen_fail *fail)
{
    const char *name = disk->driver_name != NULL ? disk->driver_name : "";

    ret->backend = LIBXL_DISK_BACKEND_UNKNOWN;
    if (strcmp(name, "phy") == 0)
        ret->backend = LIBXL_DISK_BACKEND_PHY;
    else if (strcmp(name, "qemu") == 0)
        ret->backend = LIBXL_DISK_BACKEND_QDISK;
    else if (name[0] != '\0' && strcmp(name, "file") != 0 && strcmp(name, "tap") != 0 &&
             strcmp(name, "tap2") != 0)
        return module_fail(fail, ENOTSUP,
                           "the disk '%s' has the driver '%s', which Xen does not have",
                           disk->target, name);
    return 0;
}

int module_config_disk(const struct domain_disk *disk, libxl_device_disk *ret,
                       struct xen_fail *fail)
{
    int err;

    if (disk->device != DOMAIN_DISK_DISK && disk->device != DOMAIN_DISK_CDROM)
        return module_fail(fail, ENOTSUP, "the disk '%s' is neither a disk nor a CD drive",
                           disk->target);
    if (disk->source == NULL && disk->device != DOMAIN_DISK_CDROM)
        return module_fail(fail, EINVAL, "the disk '%s' has no source", disk->target);
    ret->is_cdrom = disk->device == DOMAIN_DISK_CDROM;
    ret->removable = ret->is_cdrom;
    ret->readwrite = !disk->readonly && !ret->is_cdrom;
    err = module_text(&ret->vdev, disk->target, fail);
    if (err == 0)
        err = module_text(&ret->pdev_path, disk->source, fail);
    if (err == 0)
        err = disk_format(disk, ret, fail);
    if (err == 0)
        err = disk_backend(disk, ret, fail);
    ret->backend_domname =
        module_carried(disk->extra.children, "backenddomain", NULL, NULL, "name");
    return err;
}

/* A name of an earlier run that the toolstack had made: "vif3.0". */
static bool is_made_name(const char *name)
{
    unsigned int domid, device;
    int end = 0;

    return sscanf(name, "vif%9u.%9u%n", &domid, &device, &end) == 2 &&
           (name[end] == '\0' || strcmp(name + end, "-emu") == 0);
}

int module_config_nic(const struct domain_interface *iface, bool hvm, libxl_device_nic *ret,
                      struct xen_fail *fail)
{
    bool paravirtual = iface->model != NULL && strcmp(iface->model, "netfront") == 0;
    int err = 0;

    memcpy(ret->mac, iface->mac, sizeof ret->mac);
    ret->nictype = hvm && !paravirtual ? LIBXL_NIC_TYPE_VIF_IOEMU : LIBXL_NIC_TYPE_VIF;
    if (iface->type == DOMAIN_INTERFACE_BRIDGE)
        err = module_text(&ret->bridge, iface->source, fail);
    else if (iface->type == DOMAIN_INTERFACE_NETWORK && iface->bridge != NULL)
        err = module_text(&ret->bridge, iface->bridge, fail);
    else if (iface->type == DOMAIN_INTERFACE_NETWORK)
        err =
            module_fail(fail, EINVAL, "an interface is in the network '%s', and no bridge is told",
                        iface->source);
    else if (iface->type != DOMAIN_INTERFACE_ETHERNET)
        err = module_fail(fail, ENOTSUP,
                          "Xen has interfaces at bridges, in networks, and plain ones "
                          "(type 'ethernet'), and no others");
    if (err == 0 && !paravirtual)
        err = module_text(&ret->model, iface->model, fail);
    if (err == 0)
        err = module_text(&ret->script, iface->script, fail);
    if (err == 0)
        err = module_text(&ret->ip, iface->ip, fail);
    if (err == 0 && iface->target != NULL && !is_made_name(iface->target))
        err = module_text(&ret->ifname, iface->target, fail);
    ret->backend_domname =
        module_carried(iface->extra.children, "backenddomain", NULL, NULL, "name");
    return err;
}

static int config_disks(const struct domain_def *def, libxl_domain_config *ret,
                        struct xen_fail *fail)
{
    int err = 0;

    ret->disks = calloc(def->n_disks + 1, sizeof *ret->disks);
    if (ret->disks == NULL)
        return module_fail_no_memory(fail);
    for (unsigned int i = 0; i < def->n_disks && err == 0; i++) {
        libxl_device_disk_init(&ret->disks[i]);
        ret->num_disks++;
        err = module_config_disk(def->disks[i], &ret->disks[i], fail);
    }
    return err;
}

static int config_nics(const struct domain_def *def, libxl_domain_config *ret,
                       struct xen_fail *fail)
{
    bool hvm = ret->c_info.type == LIBXL_DOMAIN_TYPE_HVM;
    int err = 0;

    ret->nics = calloc(def->n_interfaces + 1, sizeof *ret->nics);
    if (ret->nics == NULL)
        return module_fail_no_memory(fail);
    for (unsigned int i = 0; i < def->n_interfaces && err == 0; i++) {
        libxl_device_nic_init(&ret->nics[i]);
        ret->num_nics++;
        err = module_config_nic(def->interfaces[i], hvm, &ret->nics[i], fail);
    }
    return err;
}

static int config_pci(const struct domain_def *def, libxl_domain_config *ret, struct xen_fail *fail)
{
    ret->pcidevs = calloc(def->n_hostdevs + 1, sizeof *ret->pcidevs);
    if (ret->pcidevs == NULL)
        return module_fail_no_memory(fail);
    for (unsigned int i = 0; i < def->n_hostdevs; i++) {
        const struct domain_hostdev *from = def->hostdevs[i];
        libxl_device_pci *to = &ret->pcidevs[ret->num_pcidevs];
        if (from->type != DOMAIN_HOSTDEV_PCI)
            return module_fail(fail, ENOTSUP, "host devices of USB are not given to guests of Xen");
        libxl_device_pci_init(to);
        to->domain = (int)from->domain;
        to->bus = (uint8_t)from->bus;
        to->dev = (uint8_t)from->slot;
        to->func = (uint8_t)from->function;
        to->seize = from->managed;
        ret->num_pcidevs++;
    }
    return 0;
}

int module_config_devices(const struct domain_def *def, libxl_domain_config *ret,
                          struct xen_fail *fail)
{
    int err = config_disks(def, ret, fail);

    if (err == 0)
        err = config_nics(def, ret, fail);
    if (err == 0)
        err = config_pci(def, ret, fail);
    if (err == 0 && def->n_filesystems != 0)
        err = module_fail(fail, ENOTSUP, "folders of the host are not given to guests of Xen");
    return err;
}

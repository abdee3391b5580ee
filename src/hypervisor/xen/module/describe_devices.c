/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The devices of a domain that others made. */
#include "config.h"

#include <string.h>

#include "describe.h"

#define VNC_FIRST_PORT 5900

static const char *format_word(libxl_disk_format format)
{
    switch (format) {
    case LIBXL_DISK_FORMAT_QCOW:
        return "qcow";
    case LIBXL_DISK_FORMAT_QCOW2:
        return "qcow2";
    case LIBXL_DISK_FORMAT_VHD:
        return "vhd";
    case LIBXL_DISK_FORMAT_QED:
        return "qed";
    default:
        return "raw";
    }
}

static const char *bus_word(const char *vdev)
{
    return strncmp(vdev, "hd", 2) == 0 ? "ide" : strncmp(vdev, "sd", 2) == 0 ? "scsi" : "xen";
}

static void put_disk(struct module_doc *doc, const libxl_device_disk *disk)
{
    bool block = disk->pdev_path != NULL && strncmp(disk->pdev_path, "/dev/", 5) == 0;
    bool empty = disk->pdev_path == NULL || disk->pdev_path[0] == '\0';

    if (disk->vdev == NULL)
        return;
    doc_put(doc, "    <disk type='%s' device='%s'>\n", block ? "block" : "file",
            disk->is_cdrom ? "cdrom" : "disk");
    doc_put(doc, "      <driver name='%s' type='%s'/>\n",
            disk->backend == LIBXL_DISK_BACKEND_PHY     ? "phy"
            : disk->backend == LIBXL_DISK_BACKEND_QDISK ? "qemu"
                                                        : "file",
            format_word(disk->format));
    if (!empty) {
        doc_put(doc, "      <source");
        doc_attr(doc, block ? "dev" : "file", disk->pdev_path);
        doc_put(doc, "/>\n");
    }
    doc_put(doc, "      <target");
    doc_attr(doc, "dev", disk->vdev);
    doc_put(doc, " bus='%s'/>\n", bus_word(disk->vdev));
    if (!disk->readwrite)
        doc_put(doc, "      <readonly/>\n");
    doc_put(doc, "    </disk>\n");
}

static void put_part(struct module_doc *doc, const char *name, const char *attr, const char *value)
{
    if (value == NULL)
        return;
    doc_put(doc, "      <%s", name);
    doc_attr(doc, attr, value);
    doc_put(doc, "/>\n");
}

static void put_nic(struct module_doc *doc, uint32_t domid, const libxl_device_nic *nic)
{
    const uint8_t *mac = nic->mac;

    doc_put(doc, "    <interface type='%s'>\n", nic->bridge != NULL ? "bridge" : "ethernet");
    doc_put(doc, "      <mac address='%02x:%02x:%02x:%02x:%02x:%02x'/>\n", mac[0], mac[1], mac[2],
            mac[3], mac[4], mac[5]);
    put_part(doc, "source", "bridge", nic->bridge);
    put_part(doc, "ip", "address", nic->ip);
    put_part(doc, "script", "path", nic->script);
    if (nic->ifname != NULL)
        put_part(doc, "target", "dev", nic->ifname);
    else if (nic->devid >= 0)
        doc_put(doc, "      <target dev='vif%u.%d'/>\n", domid, nic->devid);
    put_part(doc, "model", "type", nic->model);
    doc_put(doc, "    </interface>\n");
}

static bool is_on(libxl_defbool value)
{
    return !libxl_defbool_is_default(value) && libxl_defbool_val(value);
}

static void put_vnc(struct module_doc *doc, const libxl_vnc_info *vnc, const char *keymap)
{
    bool chosen = libxl_defbool_is_default(vnc->findunused) || libxl_defbool_val(vnc->findunused);

    doc_put(doc, "    <graphics type='vnc' port='%d' autoport='%s'",
            chosen ? -1 : VNC_FIRST_PORT + vnc->display, chosen ? "yes" : "no");
    doc_attr(doc, "listen", vnc->listen);
    doc_attr(doc, "keymap", keymap);
    doc_put(doc, "/>\n");
}

static void put_sdl(struct module_doc *doc, const libxl_sdl_info *sdl)
{
    doc_put(doc, "    <graphics type='sdl'");
    doc_attr(doc, "display", sdl->display);
    doc_attr(doc, "xauth", sdl->xauthority);
    doc_put(doc, "/>\n");
}

static void put_graphics(struct module_doc *doc, const libxl_domain_config *config)
{
    const libxl_domain_build_info *info = &config->b_info;

    if (config->num_vfbs > 0 && is_on(config->vfbs[0].vnc.enable))
        put_vnc(doc, &config->vfbs[0].vnc, config->vfbs[0].keymap);
    else if (config->num_vfbs > 0 && is_on(config->vfbs[0].sdl.enable))
        put_sdl(doc, &config->vfbs[0].sdl);
    else if (info->type == LIBXL_DOMAIN_TYPE_HVM && is_on(info->u.hvm.vnc.enable))
        put_vnc(doc, &info->u.hvm.vnc, info->u.hvm.keymap);
    else if (info->type == LIBXL_DOMAIN_TYPE_HVM && is_on(info->u.hvm.sdl.enable))
        put_sdl(doc, &info->u.hvm.sdl);
}

static void put_pci(struct module_doc *doc, const libxl_device_pci *pci)
{
    doc_put(doc, "    <hostdev mode='subsystem' type='pci' managed='%s'>\n",
            pci->seize ? "yes" : "no");
    doc_put(doc,
            "      <source>\n        <address domain='0x%04x' bus='0x%02x' slot='0x%02x' "
            "function='0x%x'/>\n      </source>\n    </hostdev>\n",
            (unsigned int)pci->domain, pci->bus, pci->dev, pci->func);
}

void describe_devices(struct module_doc *doc, uint32_t domid, const libxl_domain_config *config)
{
    const libxl_domain_build_info *info = &config->b_info;

    if (info->device_model != NULL)
        doc_element(doc, 4, "emulator", info->device_model);
    for (int i = 0; i < config->num_disks; i++)
        put_disk(doc, &config->disks[i]);
    for (int i = 0; i < config->num_nics; i++)
        put_nic(doc, domid, &config->nics[i]);
    if (info->type == LIBXL_DOMAIN_TYPE_HVM &&
        (info->u.hvm.serial != NULL || info->u.hvm.serial_list != NULL))
        doc_put(doc, "    <serial type='pty'/>\n");
    doc_put(doc, "    <console type='pty'/>\n");
    put_graphics(doc, config);
    for (int i = 0; i < config->num_pcidevs; i++)
        put_pci(doc, &config->pcidevs[i]);
}

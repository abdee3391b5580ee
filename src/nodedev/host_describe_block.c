/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What disks say of themselves. */
#include "config.h"

#include <fcntl.h>
#include <limits.h> /* which the next needs */
#include <linux/cdrom.h>
#include <string.h>
#include <sys/ioctl.h>

#include "nodedev/host_describe.h"
#include "nodedev/host_find.h"
#include "util/sysfs.h"
#include "util/cleanup.h"
#include "util/file.h"

#define SECTOR 512 /* bytes.  Source: Linux, Documentation/ABI/stable/sysfs-block */

static bool has_property(const struct host_facts *f, const char *property)
{
    const char *value = udev_device_get_property_value(f->ud, property);

    return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

static bool name_begins(const struct host_facts *f, const char *with)
{
    return strncmp(f->name, with, strlen(with)) == 0;
}

/* What udev's database says, else what the kernel's names say. */
static const char *drive_type(const struct host_facts *f)
{
    const char *known = udev_device_get_property_value(f->ud, "ID_TYPE");

    if (has_property(f, "ID_CDROM") || name_begins(f, "sr"))
        return "cdrom";
    if (has_property(f, "ID_DRIVE_FLOPPY") || name_begins(f, "fd"))
        return "floppy";
    if (has_property(f, "ID_DRIVE_FLASH_SD") || name_begins(f, "mmcblk"))
        return "sd";
    return known != NULL && known[0] != '\0' && strcmp(known, "generic") != 0 ? known : "disk";
}

static void take_bus(struct host_facts *f)
{
    static const char *const buses[] = {"usb", "nvme", "virtio", "mmc", "ide", "scsi", "xen"};
    const char *bus = udev_device_get_property_value(f->ud, "ID_BUS");

    for (size_t i = 0; bus == NULL && i < VT_N_ELEMENTS(buses); i++) {
        if (udev_device_get_parent_with_subsystem_devtype(f->ud, buses[i], NULL) != NULL)
            bus = buses[i];
    }
    nodedev_set_text(f->def, f->cap, "bus", bus);
}

/* The device's own words, else those of udev, which has underlines for blanks. */
static void take_words(struct host_facts *f)
{
    VT_AUTOFREE char *serial = host_disk_serial(f->ud, &f->failed);
    VT_AUTOFREE char *own = serial == NULL ? sysfs_text(f->folder, "serial", &f->failed) : NULL;

    host_take_property(f, "model", "ID_MODEL");
    host_take_text(f, "model", "device/model");
    host_take_property(f, "vendor", "ID_VENDOR");
    if (udev_device_get_parent_with_subsystem_devtype(f->ud, "scsi", NULL) != NULL)
        host_take_text(f, "vendor", "device/vendor"); /* elsewhere that is a number */
    nodedev_set_text(f->def, f->cap, "serial", serial != NULL ? serial : own);
}

/* Whether there is something in a drive for CDs.  The kernel knows no size of what is not there. */
static bool has_disc(struct host_facts *f)
{
    const char *node = udev_device_get_devnode(f->ud);
    VT_AUTOCLOSE int fd = -1;

    if (udev_device_get_is_initialized(f->ud) && has_property(f, "ID_CDROM"))
        return has_property(f, "ID_CDROM_MEDIA");
    fd = node != NULL ? vt_open(node, O_RDONLY | O_NONBLOCK) : -1;
    return fd >= 0 && ioctl(fd, CDROM_DRIVE_STATUS, CDSL_CURRENT) == CDS_DISC_OK;
}

static void take_size(struct host_facts *f, const char *field)
{
    unsigned long long sectors = 0, block = 0;

    if (!sysfs_number(f->folder, "size", 10, &sectors, &f->failed) ||
        __builtin_mul_overflow(sectors, (unsigned long long)SECTOR, &sectors))
        sectors = 0;
    nodedev_set_number(f->def, f->cap, field, sectors);
    if (!sysfs_number(f->folder, "queue/logical_block_size", 10, &block, &f->failed) || block == 0)
        return;
    nodedev_set_number(f->def, f->cap, "logical_block_size", block);
    nodedev_set_number(f->def, f->cap, "num_blocks", sectors / block);
}

static void take_media(struct host_facts *f, bool is_cdrom)
{
    struct nodedev_cap *storage = f->cap;
    unsigned long long sectors = 0;
    bool is_there = is_cdrom
                        ? has_disc(f)
                        : sysfs_number(f->folder, "size", 10, &sectors, &f->failed) && sectors > 0;

    f->cap = nodedev_add_cap(f->def, storage, NODEDEV_REMOVABLE);
    nodedev_set_number(f->def, f->cap, "media_available", is_there);
    nodedev_set_number(f->def, f->cap, "media_size", 0);
    if (is_there) {
        take_size(f, "media_size");
        host_take_property(f, "media_label", "ID_FS_LABEL");
    }
    f->cap = storage;
}

void host_describe_storage(struct host_facts *f)
{
    const char *node = udev_device_get_devnode(f->ud), *type = drive_type(f);
    bool is_cdrom = strcmp(type, "cdrom") == 0;
    unsigned long long removable = 0;

    nodedev_set_text(f->def, f->cap, "block", node != NULL ? node : f->name);
    take_bus(f);
    nodedev_set_text(f->def, f->cap, "drive_type", type);
    take_words(f);
    (void)!sysfs_number(f->folder, "removable", 10, &removable, &f->failed);
    if (is_cdrom || strcmp(type, "floppy") == 0 || removable != 0)
        take_media(f, is_cdrom);
    else
        take_size(f, "size");
}

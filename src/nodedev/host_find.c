/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device of udev is in the words of node devices: its name, its capabilities. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/names.h"
#include "nodedev/host_find.h"
#include "util/sysfs.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

#define PAGE_80_HEADER 4 /* bytes.  Source: SPC-4, 7.8.15, unit serial number page */

const char *const host_subsystems[] = {
    "pci", "usb", "net", "scsi", "scsi_generic", "block", "drm", "mdev", "vdpa", "ccw", "css", NULL,
};

/* Source: DEVTYPE of the kernel's uevents. */
static const struct kind {
    const char *subsystem;
    const char *devtype; /* NULL: any */
    enum nodedev_cap_type type;
} kinds[] = {
    {"pci", NULL, NODEDEV_PCI},
    {"usb", "usb_device", NODEDEV_USB_DEVICE},
    {"usb", "usb_interface", NODEDEV_USB},
    {"net", NULL, NODEDEV_NET},
    {"scsi", "scsi_host", NODEDEV_SCSI_HOST},
    {"scsi", "scsi_target", NODEDEV_SCSI_TARGET},
    {"scsi", "scsi_device", NODEDEV_SCSI},
    {"block", "disk", NODEDEV_STORAGE},
    {"scsi_generic", NULL, NODEDEV_SCSI_GENERIC},
    {"drm", "drm_minor", NODEDEV_DRM},
    {"mdev", NULL, NODEDEV_MDEV},
    {"vdpa", NULL, NODEDEV_VDPA},
    {"ccw", NULL, NODEDEV_CCW},
    {"css", NULL, NODEDEV_CSS},
};

static const struct kind *kind_of(struct udev_device *ud)
{
    const char *subsystem = udev_device_get_subsystem(ud), *devtype = udev_device_get_devtype(ud);

    for (size_t i = 0; subsystem != NULL && i < VT_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].subsystem, subsystem) == 0 &&
            (kinds[i].devtype == NULL ||
             (devtype != NULL && strcmp(kinds[i].devtype, devtype) == 0)))
            return &kinds[i];
    }
    return NULL;
}

/* Source: SPC-4, 7.8.15. */
static char *page_80_serial(const char *folder, bool *ret_failed)
{
    size_t len = 0;
    char *page = sysfs_bytes(folder, "device/vpd_pg80", &len, ret_failed);

    if (page == NULL || len <= PAGE_80_HEADER) {
        free(page);
        return NULL;
    }
    memmove(page, page + PAGE_80_HEADER, len - PAGE_80_HEADER);
    page[len - PAGE_80_HEADER] = '\0';
    return page;
}

char *host_disk_serial(struct udev_device *ud, bool *ret_failed)
{
    const char *known = udev_device_get_property_value(ud, "ID_SERIAL");
    const char *folder = udev_device_get_syspath(ud);
    char *serial = known != NULL ? strdup(known) : page_80_serial(folder, ret_failed);

    if (known != NULL && serial == NULL)
        *ret_failed = true;
    if (serial == NULL) /* as nvme has it */
        serial = sysfs_text(folder, "device/serial", ret_failed);
    return serial;
}

/* What tells devices of one kind apart besides their names, which may be given again. */
static char *more_of_name(const struct kind *kind, struct udev_device *ud, bool *ret_failed)
{
    const char *parent;
    char *more = NULL;

    switch (kind->type) {
    case NODEDEV_NET:
        return sysfs_text(udev_device_get_syspath(ud), "address", ret_failed);
    case NODEDEV_STORAGE:
        return host_disk_serial(ud, ret_failed);
    case NODEDEV_MDEV:
        parent = udev_device_get_sysname(udev_device_get_parent(ud));
        more = parent != NULL ? strdup(parent) : NULL;
        *ret_failed = *ret_failed || (parent != NULL && more == NULL);
        return more;
    default:
        return NULL;
    }
}

/* Whatever is no letter and no digit is an underline in names; blanks at the ends are left out. */
static void add_name(struct vt_strbuf *b, const char *text)
{
    size_t len = text != NULL ? strlen(text) : 0;

    while (len > 0 && isspace((unsigned char)text[0]))
        text++, len--;
    while (len > 0 && isspace((unsigned char)text[len - 1]))
        len--;
    if (len > 0 && b->len > 0)
        vt_strbuf_add(b, "_");
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        vt_strbuf_add_n(b, c < 0x80 && isalnum(c) ? &text[i] : "_", 1);
    }
}

static char *name_of(const struct kind *kind, struct udev_device *ud)
{
    bool failed = false;
    VT_AUTOFREE char *more = more_of_name(kind, ud, &failed);
    VT_STRBUF_SCOPE(b);

    add_name(&b, kind->subsystem);
    add_name(&b, udev_device_get_sysname(ud));
    add_name(&b, more);
    if (!b.failed && b.len > CONF_MAX_NAME)
        b.text[CONF_MAX_NAME] = '\0';
    return failed ? NULL : vt_strbuf_take(&b);
}

/* Source: PCI_SLOT_NAME of the kernel's uevents, "0000:00:02.0" in hexadecimal. */
static bool pci_address(struct udev_device *ud, struct nodedev_pci_address *ret)
{
    struct nodedev_pci_address at;
    int len = 0;
    const char *name = udev_device_get_sysname(ud);

    if (sscanf(name, "%8x:%2x:%2x.%1x%n", &at.domain, &at.bus, &at.slot, &at.function, &len) != 4 ||
        name[len] != '\0')
        return false;
    *ret = at;
    return true;
}

/* Those inside of others. */
static unsigned int more_bits(const struct kind *kind, struct udev_device *ud, bool *ret_failed)
{
    const char *folder = udev_device_get_syspath(ud), *name = udev_device_get_sysname(ud);
    VT_AUTOFREE char *fc = NULL;
    unsigned int bits = 0;

    if (kind->type == NODEDEV_PCI || kind->type == NODEDEV_CSS)
        return sysfs_has(folder, "mdev_supported_types", ret_failed)
                   ? NODEDEV_BIT(NODEDEV_MDEV_TYPES)
                   : 0;
    if (kind->type != NODEDEV_SCSI_HOST || !sysfs_has(HOST_FC_FOLDER, name, ret_failed))
        return 0;
    bits = NODEDEV_BIT(NODEDEV_FC_HOST);
    if (asprintf(&fc, HOST_FC_FOLDER "/%s", name) < 0) {
        fc = NULL;
        *ret_failed = true;
    } else if (sysfs_has(fc, "vport_create", ret_failed)) {
        bits |= NODEDEV_BIT(NODEDEV_VPORTS);
    }
    return bits;
}

int host_find(struct udev_device *ud, struct host_found *ret)
{
    const struct kind *kind = kind_of(ud);
    struct host_found found = {.type = NODEDEV_CAP_TYPES};
    bool failed = false;

    if (kind == NULL || (kind->type == NODEDEV_PCI && !pci_address(ud, &found.pci)))
        return 0;
    found.type = kind->type;
    found.cap_bits = NODEDEV_BIT(kind->type) | more_bits(kind, ud, &failed);
    found.name = failed ? NULL : name_of(kind, ud);
    if (found.name == NULL)
        return vt_error_no_memory(VIR_FROM_NODEDEV);
    *ret = found;
    return 1;
}

void host_found_done(struct host_found *found)
{
    free(found->name);
    found->name = NULL;
}

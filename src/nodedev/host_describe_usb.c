/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What USB devices and their interfaces say of themselves, and what the database of hardware does. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nodedev/host_describe.h"
#include "util/sysfs.h"
#include "util/cleanup.h"

char *host_known_as(struct host_facts *f, const char *modalias, const char *key)
{
    const char *stored = udev_device_get_property_value(f->ud, key);
    struct udev_hwdb *hwdb = stored == NULL ? udev_hwdb_new(f->udev) : NULL;
    struct udev_list_entry *entry = NULL;
    char *text = NULL;

    if (hwdb != NULL) {
        entry = udev_list_entry_get_by_name(udev_hwdb_get_properties_list_entry(hwdb, modalias, 0),
                                            key);
        stored = udev_list_entry_get_value(entry);
    }
    if (stored != NULL && (text = strdup(stored)) == NULL)
        f->failed = true;
    (void)udev_hwdb_unref(hwdb);
    return text;
}

/* What the device says goes before what others say of it. */
static void take_id(struct host_facts *f, const char *field, const char *attr, const char *own_text,
                    const char *modalias, const char *key)
{
    VT_AUTOFREE char *text = sysfs_text(f->folder, own_text, &f->failed);
    VT_AUTOFREE char *known = text == NULL ? host_known_as(f, modalias, key) : NULL;
    unsigned long long id;

    if (sysfs_number(f->folder, attr, 16, &id, &f->failed))
        nodedev_set_id(f->def, f->cap, field, id, text != NULL ? text : known);
}

/* Source: Linux, Documentation/ABI/stable/sysfs-bus-usb; the form of modalias: udev's hwdb for USB. */
void host_describe_usb_device(struct host_facts *f)
{
    unsigned long long vendor = 0, product = 0;
    VT_AUTOFREE char *modalias = NULL;

    (void)!sysfs_number(f->folder, "idVendor", 16, &vendor, &f->failed);
    (void)!sysfs_number(f->folder, "idProduct", 16, &product, &f->failed);
    if (asprintf(&modalias, "usb:v%04llXp%04llX", vendor, product) < 0) {
        modalias = NULL;
        f->failed = true;
        return;
    }
    host_take_number(f, "bus", "busnum", 10);
    host_take_number(f, "device", "devnum", 10);
    take_id(f, "product", "idProduct", "product", modalias, "ID_MODEL_FROM_DATABASE");
    take_id(f, "vendor", "idVendor", "manufacturer", modalias, "ID_VENDOR_FROM_DATABASE");
}

void host_describe_usb(struct host_facts *f)
{
    host_take_number(f, "number", "bInterfaceNumber", 16);
    host_take_number(f, "class", "bInterfaceClass", 16);
    host_take_number(f, "subclass", "bInterfaceSubClass", 16);
    host_take_number(f, "protocol", "bInterfaceProtocol", 16);
    host_take_text(f, "description", "interface");
}

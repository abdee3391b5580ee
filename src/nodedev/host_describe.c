/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A device of this machine as it is now: a definition of what it says of itself, and its XML. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/put.h"
#include "nodedev/host.h"
#include "nodedev/host_describe.h"
#include "util/sysfs.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/uuid.h"

#define DMI "/sys/class/dmi/id"
#define MACHINE_ID "machine-id" /* Source: systemd, machine-id(5) */

void host_take_text(struct host_facts *f, const char *field, const char *attr)
{
    VT_AUTOFREE char *text = sysfs_text(f->folder, attr, &f->failed);

    nodedev_set_text(f->def, f->cap, field, text);
}

void host_take_number(struct host_facts *f, const char *field, const char *attr, int base)
{
    unsigned long long number;

    if (sysfs_number(f->folder, attr, base, &number, &f->failed))
        nodedev_set_number(f->def, f->cap, field, number);
}

void host_take_property(struct host_facts *f, const char *field, const char *property)
{
    nodedev_set_text(f->def, f->cap, field, udev_device_get_property_value(f->ud, property));
}

/* Without it the machine has the number that its system was installed with; a machine that has neither
 * has none that could be told from others'. */
static void take_system_uuid(struct host_facts *f)
{
    VT_AUTOFREE char *dmi = sysfs_text(DMI, "product_uuid", &f->failed);
    VT_AUTOFREE char *installed = sysfs_text("/etc", MACHINE_ID, &f->failed);
    unsigned char uuid[VT_UUID_LEN] = {0};
    char text[VT_UUID_STRING_LEN];

    if ((dmi == NULL || !vt_uuid_parse(dmi, uuid)) &&
        (installed == NULL || !vt_uuid_parse(installed, uuid)))
        memset(uuid, 0, sizeof uuid);
    vt_uuid_format(uuid, text);
    nodedev_set_text(f->def, f->cap, "hardware/uuid", text);
}

/* Source: SMBIOS 3.0, structures 0 and 1, as the kernel's dmi-id has them. */
static void describe_system(struct host_facts *f)
{
    f->folder = DMI;
    host_take_text(f, "product", "product_name");
    host_take_text(f, "hardware/vendor", "sys_vendor");
    host_take_text(f, "hardware/version", "product_version");
    host_take_text(f, "hardware/serial", "product_serial");
    take_system_uuid(f);
    host_take_text(f, "firmware/vendor", "bios_vendor");
    host_take_text(f, "firmware/version", "bios_version");
    host_take_text(f, "firmware/release_date", "bios_date");
}

/* Source: Linux, Documentation/ABI/testing/sysfs-class-net; speed in Mbit/s, -1 when it is not known. */
static void take_link(struct host_facts *f)
{
    VT_AUTOFREE char *state = sysfs_text(f->folder, "operstate", &f->failed);
    unsigned long long speed;
    VT_STRBUF_SCOPE(b);

    if (state == NULL || state[0] == '\0')
        return;
    PUT(&b, "    <link");
    if (sysfs_number(f->folder, "speed", 10, &speed, &f->failed) && speed > 0 &&
        speed <= UINT32_MAX)
        put_number(&b, "speed", speed);
    PUT_ATTR(&b, "state", state);
    PUT(&b, "/>\n");
    nodedev_carry(f->def, f->cap, &b);
}

static void describe_net(struct host_facts *f)
{
    const char *devtype = udev_device_get_devtype(f->ud);
    bool wireless = devtype != NULL && strcmp(devtype, "wlan") == 0;

    nodedev_set_text(f->def, f->cap, "interface", f->name);
    host_take_text(f, "address", "address");
    take_link(f);
    (void)nodedev_add_cap(f->def, f->cap, wireless ? NODEDEV_80211 : NODEDEV_80203);
}

static void describe_scsi_generic(struct host_facts *f)
{
    VT_STRBUF_SCOPE(b);

    vt_strbuf_addf(&b, "/dev/%s", f->name);
    nodedev_set_text(f->def, f->cap, "char", b.text);
    f->failed = f->failed || b.failed;
}

/* Source: names of the kernel's DRM minors. */
static void describe_drm(struct host_facts *f)
{
    const char *type = strncmp(f->name, "renderD", strlen("renderD")) == 0     ? "render"
                       : strncmp(f->name, "controlD", strlen("controlD")) == 0 ? "control"
                                                                               : "primary";

    nodedev_set_text(f->def, f->cap, "type", type);
}

bool host_scan_name(const struct host_facts *f, const char *format, unsigned int *ret, int n)
{
    const char *at = f->name;

    for (; *format != '\0'; format++) {
        unsigned long number;
        char *end;
        if (*format != '#' && *format != '$') {
            if (*at++ != *format)
                return false;
            continue;
        }
        if (!isxdigit((unsigned char)*at) || n-- <= 0)
            return false;
        errno = 0;
        number = strtoul(at, &end, *format == '#' ? 10 : 16);
        if (end == at || errno != 0 || number > UINT32_MAX)
            return false;
        *ret++ = (unsigned int)number;
        at = end;
    }
    return *at == '\0' && n == 0;
}

/* Source: Linux, Documentation/arch/s390/cds.rst: names are CSSID.SSID.DEVNO. */
static void describe_channel(struct host_facts *f)
{
    unsigned int part[3];

    if (!host_scan_name(f, "$.$.$", part, 3))
        return;
    nodedev_set_number(f->def, f->cap, "cssid", part[0]);
    nodedev_set_number(f->def, f->cap, "ssid", part[1]);
    nodedev_set_number(f->def, f->cap, "devno", part[2]);
}

static void describe_vdpa(struct host_facts *f)
{
    VT_AUTOCLOSEDIR DIR *dir = opendir(f->folder);
    const struct dirent *entry;
    VT_STRBUF_SCOPE(b);

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strncmp(entry->d_name, "vhost-vdpa", strlen("vhost-vdpa")) != 0)
            continue;
        vt_strbuf_addf(&b, "/dev/%s", entry->d_name);
        break;
    }
    f->failed = f->failed || b.failed;
    nodedev_set_text(f->def, f->cap, "chardev", b.len > 0 ? b.text : "none");
}

static const struct description {
    enum nodedev_cap_type type;
    void (*describe)(struct host_facts *f);
} descriptions[] = {
    {NODEDEV_SYSTEM, describe_system},
    {NODEDEV_PCI, host_describe_pci},
    {NODEDEV_USB_DEVICE, host_describe_usb_device},
    {NODEDEV_USB, host_describe_usb},
    {NODEDEV_NET, describe_net},
    {NODEDEV_SCSI_HOST, host_describe_scsi_host},
    {NODEDEV_SCSI_TARGET, host_describe_scsi_target},
    {NODEDEV_SCSI, host_describe_scsi},
    {NODEDEV_SCSI_GENERIC, describe_scsi_generic},
    {NODEDEV_STORAGE, host_describe_storage},
    {NODEDEV_DRM, describe_drm},
    {NODEDEV_MDEV, host_describe_mdev},
    {NODEDEV_VDPA, describe_vdpa},
    {NODEDEV_CCW, describe_channel},
    {NODEDEV_CSS, describe_channel},
};

static void put_node(struct vt_strbuf *b, const char *type, const char *path)
{
    VT_STRBUF_SCOPE(clean);

    nodedev_clean(&clean, path, NODEDEV_MAX_TEXT);
    b->failed = b->failed || clean.failed;
    if (clean.len == 0)
        return;
    PUT(b, "  <devnode");
    PUT_ATTR(b, "type", type);
    PUT(b, ">");
    vt_strbuf_add_xml(b, clean.text);
    PUT(b, "</devnode>\n");
}

/* The node in /dev, and the links that udevd made to it. */
static void take_nodes(struct host_facts *f)
{
    const char *node = udev_device_get_devnode(f->ud);
    struct udev_list_entry *entry;
    VT_STRBUF_SCOPE(b);

    if (node != NULL)
        put_node(&b, "dev", node);
    udev_list_entry_foreach(entry, udev_device_get_devlinks_list_entry(f->ud))
        put_node(&b, "link", udev_list_entry_get_name(entry));
    nodedev_carry(f->def, NULL, &b);
}

static void take_common(struct host_facts *f)
{
    VT_AUTOFREE char *driver = sysfs_link(f->folder, "driver", &f->failed);

    nodedev_set_path(f->def, f->folder);
    nodedev_set_driver(f->def, driver);
    take_nodes(f);
}

static char *describe(struct host_facts *f, const struct host_device *own)
{
    char *xml = NULL;

    if (f->ud != NULL)
        take_common(f);
    nodedev_set_parent(f->def, own->parent);
    f->cap = nodedev_add_cap(f->def, NULL, own->type);
    for (size_t i = 0; i < VT_N_ELEMENTS(descriptions); i++) {
        if (descriptions[i].type == own->type)
            descriptions[i].describe(f);
    }
    f->def->arena.failed = f->def->arena.failed || f->failed;
    if (nodedev_build_end(f->def) < 0 || nodedev_def_format(f->def, NULL, &xml) < 0)
        return NULL;
    return xml;
}

/* The device, or one like it that has its place meanwhile: news of that is on its way.  Its name may say otherwise
 * by now: an interface has got another address. */
static int find_again(struct host_facts *f, const struct host_device *own)
{
    HOST_AUTO_FOUND struct host_found found = {.name = NULL};
    int r;

    if (own->type == NODEDEV_SYSTEM)
        return 0;
    f->udev = udev_new();
    f->ud = f->udev != NULL ? udev_device_new_from_syspath(f->udev, own->path) : NULL;
    if (f->ud == NULL && (f->udev == NULL || (errno != ENODEV && errno != ENOENT)))
        return vt_error_errno(VIR_FROM_NODEDEV, errno, "cannot look at device '%s' in '%s'",
                              own->dev.obj->name, own->path);
    r = f->ud != NULL ? host_find(f->ud, &found) : 0;
    if (r < 0)
        return -1;
    if (r == 0 || found.type != own->type)
        return nodedev_raise_gone(&own->dev);
    f->folder = own->path;
    f->name = udev_device_get_sysname(f->ud);
    return 0;
}

char *host_describe(struct nodedev_world *world VT_UNUSED, struct nodedev_device *dev)
{
    struct host_device *own = host_device_of(dev);
    NODEDEV_AUTODEF struct nodedev_def *def = nodedev_build(dev->obj->name);
    struct host_facts f = {.def = def};
    char *xml = NULL;

    if (def != NULL && find_again(&f, own) == 0)
        xml = describe(&f, own);
    (void)udev_device_unref(f.ud);
    (void)udev_unref(f.udev);
    return xml;
}

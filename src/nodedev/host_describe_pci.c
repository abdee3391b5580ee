/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What PCI devices say of themselves, and mediated ones on them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/put.h"
#include "nodedev/host_describe.h"
#include "util/sysfs.h"
#include "util/cleanup.h"

#define MAX_LINKS 256 /* of one folder: devices of a group, functions of a device */

static void put_address(struct host_facts *f, struct vt_strbuf *b, unsigned int indent,
                        const char *name)
{
    const struct host_facts other = {.name = name};
    unsigned int at[4];

    (void)f;
    if (!host_scan_name(&other, "$:$:$.$", at, 4))
        return;
    vt_strbuf_indent(b, indent);
    vt_strbuf_addf(b, "<address domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>\n",
                   at[0], at[1], at[2], at[3]);
}

/* <iommuGroup>, with the devices in it when @whole. */
static void put_iommu(struct host_facts *f, struct vt_strbuf *b, bool whole)
{
    VT_AUTOFREE char *group = sysfs_link(f->folder, "iommu_group", &f->failed);
    VT_AUTOFREE char *folder = NULL;
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;
    unsigned long long number;

    if (group == NULL || !sysfs_is_number(group, 10, &number) || number > UINT32_MAX)
        return;
    vt_strbuf_addf(b, "    <iommuGroup number='%llu'", number);
    if (whole && asprintf(&folder, "%s/iommu_group/devices", f->folder) < 0) {
        folder = NULL;
        f->failed = true;
    }
    dir = folder != NULL ? opendir(folder) : NULL;
    if (dir == NULL) {
        PUT(b, "/>\n");
        return;
    }
    PUT(b, ">\n");
    for (int n = 0; n < MAX_LINKS && (entry = readdir(dir)) != NULL; n++)
        put_address(f, b, 6, entry->d_name);
    PUT(b, "    </iommuGroup>\n");
}

static void take_id(struct host_facts *f, const char *field, const char *attr, const char *modalias,
                    const char *key)
{
    VT_AUTOFREE char *known = modalias != NULL ? host_known_as(f, modalias, key) : NULL;
    unsigned long long id;

    if (sysfs_number(f->folder, attr, 16, &id, &f->failed))
        nodedev_set_id(f->def, f->cap, field, id, known);
}

/* Source: Linux, Documentation/PCI/pci-iov-howto.rst. */
static void take_functions(struct host_facts *f)
{
    VT_AUTOFREE char *physical = sysfs_link(f->folder, "physfn", &f->failed);
    struct nodedev_cap *cap;
    VT_STRBUF_SCOPE(b);
    unsigned long long most;

    if (physical != NULL) {
        cap = nodedev_add_cap(f->def, f->cap, NODEDEV_PHYS_FUNCTION);
        put_address(f, &b, 6, physical);
        if (cap != NULL)
            nodedev_carry(f->def, cap, &b);
    }
    if (!sysfs_number(f->folder, "sriov_totalvfs", 10, &most, &f->failed) || most == 0)
        return;
    cap = nodedev_add_cap(f->def, f->cap, NODEDEV_VIRT_FUNCTIONS);
    for (unsigned int i = 0; i < MAX_LINKS; i++) {
        char attr[sizeof "virtfn4294967295"];
        (void)snprintf(attr, sizeof attr, "virtfn%u", i);
        VT_AUTOFREE char *function = sysfs_link(f->folder, attr, &f->failed);
        if (function == NULL)
            break;
        put_address(f, &b, 6, function);
    }
    if (cap != NULL)
        nodedev_carry(f->def, cap, &b);
}

/* Source: Linux, Documentation/ABI/testing/sysfs-bus-pci. */
static void take_places(struct host_facts *f)
{
    unsigned long long node;
    VT_STRBUF_SCOPE(b);

    put_iommu(f, &b, true);
    if (sysfs_number(f->folder, "numa_node", 10, &node, &f->failed)) /* -1: it has none */
        vt_strbuf_addf(&b, "    <numa node='%llu'/>\n", node);
    nodedev_carry(f->def, f->cap, &b);
}

void host_describe_pci(struct host_facts *f)
{
    static const char *const fields[] = {"domain", "bus", "slot", "function"};
    VT_AUTOFREE char *modalias = sysfs_text(f->folder, "modalias", &f->failed);
    unsigned int at[4];

    if (!host_scan_name(f, "$:$:$.$", at, 4))
        return;
    host_take_number(f, "class", "class", 16);
    for (int i = 0; i < 4; i++)
        nodedev_set_number(f->def, f->cap, fields[i], at[i]);
    take_id(f, "product", "device", modalias, "ID_MODEL_FROM_DATABASE");
    take_id(f, "vendor", "vendor", modalias, "ID_VENDOR_FROM_DATABASE");
    take_functions(f);
    if (f->cap != NULL)
        take_places(f);
}

/* Source: Linux, Documentation/driver-api/vfio-mediated-device.rst: the name is the uuid. */
void host_describe_mdev(struct host_facts *f)
{
    VT_AUTOFREE char *type = sysfs_link(f->folder, "mdev_type", &f->failed);
    VT_STRBUF_SCOPE(b);

    nodedev_set_text(f->def, f->cap, "uuid", f->name);
    nodedev_set_text(f->def, f->cap, "parent_addr",
                     udev_device_get_sysname(udev_device_get_parent(f->ud)));
    PUT(&b, "    <type");
    PUT_ATTR(&b, "id", type != NULL ? type : "");
    PUT(&b, "/>\n");
    put_iommu(f, &b, false);
    if (f->cap != NULL)
        nodedev_carry(f->def, f->cap, &b);
}

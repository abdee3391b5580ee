/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What SCSI hosts, targets and units say of themselves. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nodedev/host_describe.h"
#include "nodedev/host_find.h"
#include "util/sysfs.h"
#include "util/cleanup.h"

#define WWN_DIGITS 16

/* Words of the types of peripheral devices; NULL: it stays without.
 * Source: numbers: SPC-4, table 138; words: libvirt 9.0.0 */
static const char *const types[] = {
    [0] = "disk",  [1] = "tape",       [2] = "printer", [3] = "processor", [4] = "worm",
    [5] = "cdrom", [6] = "scanner",    [7] = "optical", [8] = "changer",   [9] = "comm",
    [12] = "raid", [13] = "enclosure", [14] = "rbc",    [17] = "osd",      [20] = "zbc",
};

/* A world wide name is 16 digits behind "0x". */
static void take_wwn(struct host_facts *f, const char *folder, const char *field, const char *attr)
{
    VT_AUTOFREE char *text = sysfs_text(folder, attr, &f->failed);

    if (text != NULL && strncmp(text, "0x", 2) == 0 && strlen(text + 2) == WWN_DIGITS &&
        strspn(text + 2, "0123456789abcdefABCDEF") == WWN_DIGITS)
        nodedev_set_text(f->def, f->cap, field, text + 2);
}

static void take_count(struct host_facts *f, const char *folder, const char *field,
                       const char *attr)
{
    unsigned long long number;

    if (sysfs_number(folder, attr, 10, &number, &f->failed))
        nodedev_set_number(f->def, f->cap, field, number);
}

/* Source: Linux, Documentation/scsi/scsi_fc_transport.rst. */
static void take_fabric(struct host_facts *f)
{
    struct nodedev_cap *host = f->cap;
    VT_AUTOFREE char *folder = NULL;

    if (asprintf(&folder, HOST_FC_FOLDER "/%s", f->name) < 0) {
        folder = NULL;
        f->failed = true;
        return;
    }
    f->cap = nodedev_add_cap(f->def, host, NODEDEV_FC_HOST);
    take_wwn(f, folder, "wwnn", "node_name");
    take_wwn(f, folder, "wwpn", "port_name");
    take_wwn(f, folder, "fabric_wwn", "fabric_name");
    if (sysfs_has(folder, "vport_create", &f->failed)) {
        f->cap = nodedev_add_cap(f->def, host, NODEDEV_VPORTS);
        take_count(f, folder, "max_vports", "max_npiv_vports");
        take_count(f, folder, "vports", "npiv_vports_inuse");
    }
    f->cap = host;
}

void host_describe_scsi_host(struct host_facts *f)
{
    unsigned int number;
    char folder[sizeof "/sys/class/scsi_host/host4294967295"];

    if (!host_scan_name(f, "host#", &number, 1))
        return;
    nodedev_set_number(f->def, f->cap, "host", number);
    (void)snprintf(folder, sizeof folder, "/sys/class/scsi_host/host%u", number);
    take_count(f, folder, "unique_id", "unique_id");
    if (sysfs_has(HOST_FC_FOLDER, f->name, &f->failed))
        take_fabric(f);
}

void host_describe_scsi_target(struct host_facts *f)
{
    nodedev_set_text(f->def, f->cap, "target", f->name);
}

void host_describe_scsi(struct host_facts *f)
{
    static const char *const fields[] = {"host", "bus", "target", "lun"};
    unsigned int part[4];
    unsigned long long type;

    if (!host_scan_name(f, "#:#:#:#", part, 4))
        return;
    for (int i = 0; i < 4; i++)
        nodedev_set_number(f->def, f->cap, fields[i], part[i]);
    if (sysfs_number(f->folder, "type", 10, &type, &f->failed) && type < VT_N_ELEMENTS(types))
        nodedev_set_text(f->def, f->cap, "type", types[type]);
}

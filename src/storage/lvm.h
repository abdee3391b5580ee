/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What LVM2 says of groups, volumes and devices: which columns are asked for, and reading them.
 *
 * A line for each row, fields divided by a control character, which no name has.  Texts of others, parsed strictly: a
 * line of another shape is an error.  Source: lvmreport(7), lvs(8); output of LVM 2.03.16 */
#pragma once

#include "storage/backend.h"

#define LVM_DIVIDER "\x1f"
#define LVM_MAX_NAME 127 /* bytes.  Source: lvm(8), valid names */

/* How a report is asked for, before the name of a group. */
#define LVM_REPORT "--noheadings", "--nosuffix", "--units", "b", "--separator", LVM_DIVIDER
#define LVM_GROUP_COLUMNS "vg_name,vg_size,vg_free,vg_extent_size"
#define LVM_VOLUME_COLUMNS \
    "lv_name,lv_uuid,lv_attr,lv_size,origin,origin_size,data_percent,seg_size,seg_pe_ranges," \
    "vg_extent_size"
#define LVM_DEVICE_COLUMNS "vg_name,pv_name"

/* Whether a group or volume can have the name: letters, digits and + _ . - of ASCII, none of which makes it an
 * option, another folder, or another name with the group's. */
bool lvm_name_ok(const char *name);

/* Whether a text is of the shape of a UUID of LVM: 38 letters, digits and hyphens.  Source: lvs(8), lv_uuid */
bool lvm_uuid_ok(const char *text);

struct lvm_group {
    unsigned long long size, free, extent; /* bytes */
};

/* A volume, with what its segments are on.  Those that are only parts of others are left out. */
struct lvm_volume {
    const char *name;
    const char *uuid;
    const char *origin;           /* NULL: no snapshot */
    unsigned long long size;      /* bytes that a reader finds */
    unsigned long long allocated; /* bytes that it takes */
    bool copies;                  /* a snapshot that is lost with its origin */
    bool active;
    bool by_hand; /* it is not made active with its group */
    struct storage_device **devices;
    unsigned int n_devices;
};

struct lvm_volumes {
    struct arena arena;
    struct lvm_volume **volume;
    unsigned int n;
};
#define LVM_VOLUMES_SCOPE(name) \
    struct lvm_volumes name __attribute__((cleanup(lvm_volumes_done))) = {.arena = ARENA_INIT}
void lvm_volumes_done(struct lvm_volumes *volumes);

/* These three read the output, and change its text.  Negative errno: -EBADMSG it is of another shape, -ENOMEM,
 * -EFBIG.  Raise nothing. */
/* One group or none: 1, 0 */
int lvm_parse_group(char *text, struct lvm_group *ret) VT_WARN_UNUSED;
/* 0 */
int lvm_parse_volumes(char *text, struct lvm_volumes *ret) VT_WARN_UNUSED;
/* The groups with their devices, as sources of pools.  0 */
int lvm_parse_devices(char *text, struct arena *arena, struct storage_source ***ret,
                      unsigned int *ret_n) VT_WARN_UNUSED;

/* The volume of a name; NULL. */
const struct lvm_volume *lvm_find(const struct lvm_volumes *volumes, const char *name);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The units of SCSI adapters and of iSCSI sessions that are block devices, as the kernel lists them.
 *
 * Nothing here asks a device: all is in sysfs, and in udev's database.  Source: Linux,
 * Documentation/ABI/testing/sysfs-bus-scsi; systemd, libudev(3). */
#pragma once

#include "storage/backend.h"

#define SCSI_SYSFS "/sys"
#define SCSI_MAX_UNITS 65536 /* that are looked at */
/* For so long the kernel and udev may take to name what a scan has found, milliseconds. */
#define SCSI_WAIT_MS 10000

struct scsi_unit {
    unsigned int host, bus, target;
    unsigned long long lun;
    const char *block;       /* the kernel's name, sdb; NULL: it has none yet */
    unsigned long long size; /* bytes */
};

/* By bus, target and number. */
struct scsi_units {
    struct arena arena;
    struct scsi_unit **unit;
    unsigned int n;
    unsigned int n_coming; /* of them, disks without a block device */
};
#define SCSI_UNITS_SCOPE(name) \
    struct scsi_units name __attribute__((cleanup(scsi_units_done))) = {.arena = ARENA_INIT}
void scsi_units_done(struct scsi_units *units);

/* Those below a device: a host, "host2", or a session, "session1".
 * @sysfs    where that is
 * Returns   0; -EFBIG more than SCSI_MAX_UNITS, -ENOMEM.  Raises nothing */
int scsi_units_read(const char *sysfs, const char *below, struct scsi_units *ret) VT_WARN_UNUSED;

/* The volumes of a pool that has all units below a device, once each has its name: unit:BUS:TARGET:LUN, without the
 * number of the host, which is another each time.  Key is what udev calls its serial number, else the path.
 * 0, -1 raised. */
int scsi_list(const struct storage_pool_def *def, const char *below,
              struct vol_list *ret) VT_WARN_UNUSED;
/* Whether a text can be the path of a unit in such a list, or its key, which may be any text: `belongs` of backends. */
enum storage_belongs scsi_belongs(const struct storage_pool_def *def, const char *text);

/* Whether two pools are of one adapter, as far as their texts tell: `is_same` of backends. */
bool scsi_same_adapter(const struct storage_pool_def *a, const struct storage_pool_def *b);

/* The adapter of a pool, "host2": it is named, or has the names of a Fibre Channel port.
 * Returns   1, the caller frees *ret; 0 there is none; -1 raised: XML_ERROR it is none that could be, NO_MEMORY */
int scsi_adapter(const char *sysfs, const struct storage_pool_def *def, char **ret) VT_WARN_UNUSED;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device of udev is in the words of node devices: its name, its capabilities. */
#pragma once

#include <libudev.h>

#include "conf/nodedev.h"

/* The device that stands for the machine: it is found nowhere. */
#define HOST_SYSTEM_NAME "computer"

struct host_found {
    enum nodedev_cap_type type;
    char *name;            /* at most CONF_MAX_NAME bytes of ASCII */
    unsigned int cap_bits; /* NODEDEV_BIT of its capabilities */
    struct nodedev_pci_address pci;
};
#define HOST_AUTO_FOUND VT_AUTO(host_found_done)

/* The subsystems of all devices that can be found; ended by NULL. */
extern const char *const host_subsystems[];

/* Says what @ud is.  Reads what the kernel itself knows and asks no device, so that none can hold it up.
 * Returns  1; 0 when it is nothing that is listed; -1 with NO_MEMORY raised
 * Source   names: the udev backend of libvirt 9.0.0 */
int host_find(struct udev_device *ud, struct host_found *ret) VT_WARN_UNUSED;
void host_found_done(struct host_found *found);

/* The serial number of a disk, as far as the kernel or udev's database has it; NULL none.  As sysfs_text. */
char *host_disk_serial(struct udev_device *ud, bool *ret_failed) VT_WARN_UNUSED;

/* The folder of sysfs with what a SCSI host says of its fabric. */
#define HOST_FC_FOLDER "/sys/class/fc_host"

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside of the files that describe a device of this machine: what they share. */
#pragma once

#include <libudev.h>

#include "conf/nodedev_build.h"

/* One description on its way. */
struct host_facts {
    struct nodedev_def *def;
    struct udev *udev;
    struct udev_device *ud;
    const char *folder;      /* of the device in sysfs */
    const char *name;        /* of the kernel: "sda", "0000:00:02.0" */
    struct nodedev_cap *cap; /* the one to be filled; NULL when memory ran out */
    bool failed;             /* memory ran out */
};

/* A field of the capability from a file of sysfs, when it is there and says something. */
void host_take_text(struct host_facts *f, const char *field, const char *attr);
void host_take_number(struct host_facts *f, const char *field, const char *attr, int base);
/* From a property of udev. */
void host_take_property(struct host_facts *f, const char *field, const char *property);
/* The numbers in the kernel's name, which is as @format says: '#' is one in decimal, '$' one in hexadecimal,
 * all else itself.  False when it is not, or when there are not @n of them. */
bool host_scan_name(const struct host_facts *f, const char *format, unsigned int *ret, int n);
/* What udev's database of hardware calls something; NULL when it does not know it.
 * @modalias  as the kernel says what it is
 * @key       ID_VENDOR_FROM_DATABASE or ID_MODEL_FROM_DATABASE */
char *host_known_as(struct host_facts *f, const char *modalias, const char *key) VT_WARN_UNUSED;

/* host_describe_pci.c */
void host_describe_pci(struct host_facts *f);
void host_describe_mdev(struct host_facts *f);
/* host_describe_usb.c */
void host_describe_usb_device(struct host_facts *f);
void host_describe_usb(struct host_facts *f);
/* host_describe_scsi.c */
void host_describe_scsi_host(struct host_facts *f);
void host_describe_scsi_target(struct host_facts *f);
void host_describe_scsi(struct host_facts *f);
/* host_describe_block.c */
void host_describe_storage(struct host_facts *f);

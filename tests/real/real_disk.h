/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest of the embedded hypervisor with one disk, and the superblock of an ext4 file system. */
#pragma once

#include <stdint.h>

#include "real_domain.h"

#define REAL_TARGET "vda"

/* Where an ext4 superblock lies and what it has where, in bytes; numbers are little-endian.
 * Source   the kernel's Documentation/filesystems/ext4, "Super Block" */
#define SUPER_OFFSET 1024
#define SUPER_BYTES 1024
#define SUPER_AT_BLOCKS 4
#define SUPER_AT_MAGIC 56
#define SUPER_AT_UUID 104
#define SUPER_AT_LABEL 120
#define SUPER_MAGIC 0xef53

struct real_super {
    unsigned int magic;
    uint32_t blocks;
    char uuid[VIR_UUID_STRING_BUFLEN];
    char label[17];
};

/* Defines and starts a guest with @image as its disk REAL_TARGET. */
virDomainPtr real_disk_start(virConnectPtr conn, const char *image);

/* Reads the superblock through the library.  0, or -1 when the read failed. */
int real_disk_super(virDomainPtr dom, const char *path, struct real_super *ret);

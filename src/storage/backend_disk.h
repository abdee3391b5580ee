/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a disk with a partition table: what their files share. */
#pragma once

#include "storage/partitions.h"

/* The kernel's path of the disk, which the caller frees; NULL raised. */
char *disk_device(const struct storage_pool_def *def) VT_WARN_UNUSED;
/* What is on it.
 * Errors   OPERATION_FAILED it has no table, or none of the format of the pool; INTERNAL_ERROR parted says what is not
 *          understood; those of run.h */
int disk_read(const struct storage_pool_def *def, const char *device,
              struct partition_table *ret) VT_WARN_UNUSED;
/* The kernel's name of a partition: sda1, nvme0n1p1.  The caller frees; NULL with NO_MEMORY raised. */
char *disk_partition_name(const char *device, unsigned int number) VT_WARN_UNUSED;

int disk_vol_make(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                  unsigned long long capacity, unsigned long long allocation);
int disk_vol_remove(const struct storage_pool_def *def, const char *name, const char *path);

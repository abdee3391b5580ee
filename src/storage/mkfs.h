/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making file systems on devices. */
#pragma once

#include "util/compiler.h"

/* Makes a file system of a format on a device.
 * @flags   VIR_STORAGE_POOL_BUILD_NO_OVERWRITE or _OVERWRITE: with the first nothing may be there
 * Errors   INVALID_ARG both flags, a format that cannot be made, or none; OPERATION_FAILED something is there; those
 *          of run.h */
int mkfs_build(const char *pool, const char *device, const char *format,
               unsigned int flags) VT_WARN_UNUSED;

/* What is on a device, as blkid(8) tells from the device itself: 1 something, 0 nothing, -1 raised. */
int mkfs_probe(const char *pool, const char *device) VT_WARN_UNUSED;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Block devices of this host, as pools that are made of them use them.  All of it may hang with a device: no lock is
 * held.  Functions return 0 or -1 with an error raised, unless noted. */
#pragma once

#include "storage/backend.h"

#define DEVICE_WAIT_MS 10000 /* how long udev may take to name a device, milliseconds */

/* The kernel's own path of a block device, /dev/sdb, whatever link @path is.  The caller frees; NULL raised.
 * Errors   XML_ERROR it is no absolute path; SYSTEM_ERROR it is not there; OPERATION_FAILED it is no block device */
char *device_real_path(const char *pool, const char *path) VT_WARN_UNUSED;

/* Whether the kernel lets nobody have it alone: it is mounted, swapped to, part of a mapping.
 * Errors   OPERATION_FAILED it is in use; SYSTEM_ERROR.  Source: open(2), O_EXCL on block devices */
int device_check_free(const char *pool, const char *path) VT_WARN_UNUSED;

/* Before something new is made on a device: nobody uses it, and nothing is on it unless it may be overwritten.
 * @flags   of virStoragePoolBuild
 * Errors   INVALID_ARG contrary flags; OPERATION_FAILED in use, or something is there; those of run.h */
int device_check_new(const char *pool, const char *path, unsigned int flags) VT_WARN_UNUSED;
/* Takes the signatures of file systems, tables and such off a device, by wipefs(8). */
int device_clear(const char *pool, const char *path) VT_WARN_UNUSED;

/* Waits until udev has done what was to do: when a disk was written to, it reads the table anew, and for a moment
 * the kernel has none of the partitions.  Where there is no udev nothing is waited for.  Raises nothing. */
void device_settle(const char *pool);

/* While parted works on a disk, which it opens to write even when it only reads, udev is not to have the table read
 * anew: the kernel would forget all partitions and take them up again.  To be held until udev has settled.
 * Returns  a descriptor that holds the lock until it is closed; -1 raised: OPERATION_FAILED another program has it
 *          for too long, SYSTEM_ERROR
 * Source   systemd, Locking Block Device Access: with a shared lock udev names partitions, and that is all */
int device_lock(const char *pool, const char *path) VT_WARN_UNUSED;

/* The path by which a pool names a device: in its target path, when that is a folder of links beneath /dev and has
 * one to it, such as /dev/disk/by-path; else the device's own.
 * @name      of the kernel: sdb1
 * @is_new    its link is waited for as well
 * @deadline  of vt_now_ns, until which the device may come; 0 it is there or not
 * Returns    1, and the caller frees *ret; 0 it is not there; -1 NO_MEMORY raised */
int device_find(const struct storage_pool_def *def, const char *name, bool is_new,
                uint64_t deadline, char **ret) VT_WARN_UNUSED;

/* Whether @path can be one that device_find gives, by its text: in the pool's folder of links, or a device's own. */
bool device_may_be(const struct storage_pool_def *def, const char *path);

/* Owner and mode of a device: as they are, or as they are to be. */
int device_get_perms(const char *path, struct storage_vol_found *ret) VT_WARN_UNUSED;
int device_set_perms(const char *path, const struct storage_perms *perms) VT_WARN_UNUSED;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading the bytes of guests' disks through descriptors that are kept open.
 *
 * All kept descriptors of the process stand in one table under one lock that readers take by
 * stripe, for the lookup only; pread runs with no lock held.  Whether a path belongs to a guest is
 * the driver's knowledge: it is asked once for each path, when nothing is kept for it yet. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "util/compiler.h"

/* Descriptors that the process keeps; the one that was not used for longest is closed. */
#define PEEK_DISKS_MAX_KEPT 256
/* After this long, at the next read, it is looked whether the path still means the same file. */
#define PEEK_DISKS_RECHECK_NS UINT64_C(1000000000)

/* The disks of one vm: only a name for what is kept of it. */
struct peek_disks;

/* @name is the guest's, for messages.  NULL: raised. */
struct peek_disks *peek_disks_new(int error_domain, const char *name);
/* Forgets all of it; no read of it may be going on.  NULL is fine. */
void peek_disks_free(struct peek_disks *d);

/* Reads the host's bytes of a disk.
 * @path    as the caller of the API named it
 * @offset  bytes from the start of the disk
 * @buf     @size bytes out; its content is undefined on failure
 * Shape    0: all of it; 1: nothing is kept for @path, ask the definition, call peek_disks_open
 *          and then this again; -1.  Size 0 tests whether the byte at @offset is in the disk
 * Errors   SYSTEM_ERROR an offset that no file can have, or what the system says;
 *          OPERATION_FAILED the disk ends before: at which byte
 * Locks    none while it reads */
int peek_disk_read(struct peek_disks *d, const char *path, uint64_t offset, size_t size,
                   void *buf) VT_WARN_UNUSED;

/* Opens @source, the file or device that @path means, and keeps it.
 * Errors   INVALID_ARG neither a regular file nor a block device; SYSTEM_ERROR */
int peek_disks_open(struct peek_disks *d, const char *path, const char *source);

/* Forgets all that is kept of a vm: its definition has changed. */
void peek_disks_reset(struct peek_disks *d);

/* How many descriptors the process keeps now, for tests and statistics. */
unsigned int peek_disks_kept(void);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of a guest in a save file: written in one go, read back into a new sealed memfd.
 *
 * Little-endian, 8 bytes each unless said otherwise:
 *   magic "VtRAMimg"; version (4), page size (4); bytes of the address space; generation;
 *   number of vcpus (4), number of RAM ranges (4);
 *   per vcpu cr0, cr3, cr4, efer; per range start, end;
 *   extents, ascending, each start, length, bytes; what lies in no extent is zero;
 *   an end mark: 2^64-1 in place of a start, the sum of all lengths; CRC-32C of all before (4). */
#pragma once

#include "ram_stream.h"

#define RAM_IMAGE_MAGIC "VtRAMimg"
#define RAM_IMAGE_VERSION 1u

/* Writes the section at the file's position; the guest does not run meanwhile, or the pages of
 * the image are of different moments.
 * @generation  what the driver counts with, given back on reading
 * Errors       what reading and writing raise; OPERATION_FAILED cancelled */
int ram_image_write(struct vt_outfile *file, struct peek_source *source, uint64_t generation,
                    ram_progress progress, void *opaque, int error_domain);

/* Reads the section from the descriptor's position on, forward only (it may be a FIFO), and
 * leaves it behind the section.
 * @path       for messages
 * @name       of the guest
 * @max_bytes  the most memory that the guest may have
 * Errors      OPERATION_FAILED what is wrong with the file; SYSTEM_ERROR; NO_MEMORY
 * Owner       the caller's count of the source */
struct peek_source *ram_image_read(int fd, const char *path, const char *name, uint64_t max_bytes,
                                   int error_domain, uint64_t *ret_generation);

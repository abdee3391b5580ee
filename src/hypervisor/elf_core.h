/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing a guest's memory as an ELF core, of the kind that QEMU's dump-guest-memory writes. */
#pragma once

#include "ram_stream.h"

/* Writes ELF64, little-endian: notes with the registers of each vcpu, one PT_LOAD for each RAM
 * range by physical address.  Only forward, so @file may be a FIFO; in a regular file memory that
 * was never written becomes holes.
 * @file    open; committing it is the caller's
 * Errors   what reading and writing raise; OPERATION_FAILED cancelled; INVALID_ARG too many ranges
 * Source   System V ABI (ELF); QEMU target/i386/arch_dump.c for the two notes */
int elf_core_write(struct vt_outfile *file, struct peek_source *source, ram_progress progress,
                   void *opaque, int error_domain);

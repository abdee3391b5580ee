/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sources that are files: raw images, ELF cores.  They are read with pread, never mapped, so a
 * file that is cut off under a reader is an error that says where, and no signal. */
#pragma once

#include "source.h"

enum peek_file_format {
    PEEK_FORMAT_AUTO, /* ELF when the file begins as one, else raw */
    PEEK_FORMAT_RAW,
    PEEK_FORMAT_ELF,
};

/* Opens a dump file.
 * Errors  SYSTEM_ERROR cannot open; INVALID_ARG no regular file, empty, or not a dump of the
 *         format: the sentence says what is wrong with it */
struct peek_source *peek_source_open(const char *path, enum peek_file_format format,
                                     int error_domain);

/* A raw file: byte n is physical address n.  Takes @fd over when it succeeds. */
struct peek_source *peek_raw_source_new(int fd, const char *name, uint64_t size, int error_domain);

/* Reads exactly @len bytes at @offset of a source's file; the messages speak of @paddr.
 * -1: raised. */
int peek_file_read(struct peek_source *s, int fd, uint64_t paddr, uint64_t offset, size_t len,
                   void *buf);

/* The first data of the file at or behind @start, before @end; both are file offsets.  Where the
 * file system cannot say, all is data.  Returns false when there is none. */
bool peek_file_next_data(int fd, uint64_t start, uint64_t end, struct peek_range *ret_data);

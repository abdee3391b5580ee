/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing guest memory to a file or FIFO in one go, front to back: what cores and saves share. */
#pragma once

#include "peek/source.h"
#include "util/file.h"

/* Memory that is read and written at a time; between two such pieces progress is told. */
#define RAM_STREAM_CHUNK_BYTES (UINT64_C(1) << 20)

/* @done and @total are bytes of guest memory.  Other than 0 cancels, and has raised why.  Called
 * with no lock held, before the first piece and after each. */
typedef int (*ram_progress)(void *opaque, uint64_t done, uint64_t total);

struct ram_stream {
    struct vt_outfile *file;
    struct peek_source *source;
    ram_progress progress; /* NULL allowed */
    void *opaque;
    int error_domain;
    uint64_t done, total; /* bytes of memory */
    uint64_t written;     /* bytes of the file */
    uint32_t crc;         /* CRC-32C of all written, when @with_crc */
    bool with_crc;
    unsigned char *chunk; /* RAM_STREAM_CHUNK_BYTES */
};

/* All: 0, or -1 raised. */
int ram_stream_init(struct ram_stream *s);
void ram_stream_done(struct ram_stream *s);
int ram_stream_write(struct ram_stream *s, const void *buf, size_t len);
int ram_stream_zeros(struct ram_stream *s, uint64_t len); /* not with a CRC */
/* Reads [start, end), one run of RAM, and writes it. */
int ram_stream_copy(struct ram_stream *s, uint64_t start, uint64_t end);
/* Says that memory up to @done has been dealt with; -1 raised when that cancels. */
int ram_stream_progress(struct ram_stream *s, uint64_t done);

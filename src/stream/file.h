/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streams of files: a regular file or a block device, from an offset, so many bytes.  Both ways are
 * always ready, so they never say that they would wait. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "stream/stream.h"

struct vt_stream_file {
    int fd;           /* open for what it is to do; nobody else reads its position */
    const char *name; /* for messages; copied */
    bool upload;      /* data goes into the file */
    bool sparse;      /* holes are told of */
    uint64_t offset;  /* where it begins, bytes */
    uint64_t length;  /* at most so many bytes: a download ends there, an upload is refused more */
};

/* Attaches @st to the file; finishing an upload syncs it.  @file->fd is the stream's from now on,
 * and is closed on failure.
 * Errors   OPERATION_INVALID the stream is not new; NO_MEMORY.  Later: SYSTEM_ERROR the host's; and
 *          that of ENOSPC for more than @length bytes */
int vt_stream_attach_file(struct vt_stream *st, const struct vt_stream_file *file);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The copying loop, with progress and cancelling. */
#include "config.h"

#include <stdlib.h>

#include "crc32c.h"
#include "obj/error.h"
#include "ram_stream.h"

int ram_stream_progress(struct ram_stream *s, uint64_t done)
{
    s->done = done;
    return s->progress != NULL && s->progress(s->opaque, s->done, s->total) != 0 ? -1 : 0;
}

int ram_stream_init(struct ram_stream *s)
{
    s->total = peek_source_ram_bytes(s->source);
    s->chunk = malloc(RAM_STREAM_CHUNK_BYTES);
    if (s->chunk == NULL)
        return vt_error_no_memory(s->error_domain);
    return ram_stream_progress(s, 0);
}

void ram_stream_done(struct ram_stream *s)
{
    free(s->chunk);
    s->chunk = NULL;
}

static int written(struct ram_stream *s, int r, uint64_t len)
{
    if (r < 0)
        return vt_error_errno(s->error_domain, r, "cannot write the memory of '%s' to '%s'",
                              s->source->name, s->file->path);
    s->written += len;
    return 0;
}

int ram_stream_write(struct ram_stream *s, const void *buf, size_t len)
{
    if (s->with_crc)
        s->crc = crc32c(s->crc, buf, len);
    return written(s, vt_outfile_write(s->file, buf, len), len);
}

int ram_stream_zeros(struct ram_stream *s, uint64_t len)
{
    return len == 0 ? 0 : written(s, vt_outfile_write_zeros(s->file, len), len);
}

int ram_stream_copy(struct ram_stream *s, uint64_t start, uint64_t end)
{
    while (start < end) {
        size_t n = end - start < RAM_STREAM_CHUNK_BYTES ? (size_t)(end - start)
                                                        : (size_t)RAM_STREAM_CHUNK_BYTES;
        if (peek_source_read(s->source, start, n, s->chunk) < 0 ||
            ram_stream_write(s, s->chunk, n) < 0 || ram_stream_progress(s, s->done + n) < 0)
            return -1;
        start += n;
    }
    return 0;
}

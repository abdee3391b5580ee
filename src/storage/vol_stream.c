/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bytes of volumes that are files: in and out by streams.  A stream has its own descriptor and
 * no turn of the pool: it is used as a guest would use the volume. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "storage/functions.h"
#include "storage/pool.h"
#include "obj/error.h"
#include "stream/file.h"
#include "util/cleanup.h"

/* What the caller asks for. */
struct part {
    struct vol *vol;
    uint64_t offset;
    uint64_t length; /* 0 all that there is */
    bool upload;
    bool sparse;
};

static bool is_raw(struct vol *vol)
{
    struct pool *pool = vol->pool;
    VT_LOCK_SCOPE(&pool->lock);

    return vol_size_is_capacity(vol->def);
}

/* How far the part may reach, bytes.  A raw volume is as large as its file; what writes another
 * format knows how long its file has to be. */
static int end_of(const struct part *part, int fd, uint64_t *ret_end)
{
    off_t end = lseek(fd, 0, SEEK_END); /* that of a device as well; the position is nobody's */

    if (end < 0)
        return vt_error_errno(VIR_FROM_STORAGE, errno, "cannot look at '%s'", part->vol->path);
    *ret_end = part->upload && !is_raw(part->vol) ? INT64_MAX : (uint64_t)end;
    return 0;
}

static int check_part(const struct part *part, uint64_t end)
{
    if (part->offset > end)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "byte %llu is behind the end of '%s', which has %llu",
                        (unsigned long long)part->offset, part->vol->path, (unsigned long long)end);
    if (part->upload && part->length > end - part->offset)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                        "%llu bytes from byte %llu do not fit into '%s', which has %llu",
                        (unsigned long long)part->length, (unsigned long long)part->offset,
                        part->vol->path, (unsigned long long)end);
    return 0;
}

static int attach(const struct part *part, virStreamPtr stream)
{
    struct vt_stream *st = vt_stream_of(stream);
    VT_AUTOCLOSE int fd = -1;
    uint64_t end = 0;

    if (vt_stream_check_new(st) < 0)
        return -1;
    fd = vol_open(part->vol, part->upload ? O_WRONLY : O_RDONLY);
    if (fd < 0 || end_of(part, fd, &end) < 0 || check_part(part, end) < 0)
        return -1;
    end -= part->offset;
    const struct vt_stream_file file = {
        .fd = VT_TAKE_FD(fd),
        .name = part->vol->path,
        .upload = part->upload,
        .sparse = part->sparse,
        .offset = part->offset,
        .length = part->length > 0 && part->length < end ? part->length : end,
    };
    return vt_stream_attach_file(st, &file);
}

int vol_download(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                 unsigned long long length, unsigned int flags)
{
    const struct part part = {.vol = vol_of(vol->h.obj),
                              .offset = offset,
                              .length = length,
                              .sparse = (flags & VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM) != 0};

    return attach(&part, stream);
}

int vol_upload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
               unsigned long long length, unsigned int flags)
{
    const struct part part = {.vol = vol_of(vol->h.obj),
                              .offset = offset,
                              .length = length,
                              .upload = true,
                              .sparse = (flags & VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM) != 0};

    return attach(&part, stream);
}

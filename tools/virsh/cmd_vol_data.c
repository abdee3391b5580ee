/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that move the bytes of storage volumes: between a volume and a file, by a stream. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool.h"
#include "progress.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/file.h"

struct transfer {
    struct shell *sh;
    virStorageVolPtr vol;
    const char *path;
    unsigned long long offset, length; /* of the volume; a length of 0 is all */
    bool sparse;
    bool told;               /* an error of the file has been printed */
    int fd;                  /* what is uploaded */
    struct vt_outfile *file; /* what is downloaded */
    struct progress progress;
    unsigned long long done, total; /* bytes; a total of 0 is not known */
};

static void stream_release(virStreamPtr *stream)
{
    if (*stream != NULL)
        (void)virStreamFree(*stream);
}
#define STREAM_SCOPE __attribute__((cleanup(stream_release)))

/* The file has failed, with a negative errno.  Always -1. */
static int file_failed(struct transfer *t, const char *doing, int r)
{
    t->told = true;
    return report_error(t->sh, "cannot %s the file '%s': %s", doing, t->path, strerror(-r));
}

static void advance(struct transfer *t, unsigned long long n)
{
    t->done += n;
    progress_update(&t->progress, t->done, t->total);
}

/* What is left of a length that was given. */
static unsigned long long left_of(const struct transfer *t)
{
    return t->length > 0 ? t->length - t->done : ULLONG_MAX;
}

static int on_source(virStreamPtr stream VT_UNUSED, char *data, size_t nbytes, void *opaque)
{
    struct transfer *t = opaque;
    ssize_t n;

    if (nbytes > left_of(t))
        nbytes = (size_t)left_of(t);
    do
        n = read(t->fd, data, nbytes);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return file_failed(t, "read", -errno);
    advance(t, (unsigned long long)n);
    return (int)n;
}

/* What knows nothing of holes, a pipe too, is refused before. */
static int on_source_hole(virStreamPtr stream VT_UNUSED, int *in_data, long long *length,
                          void *opaque)
{
    struct transfer *t = opaque;
    unsigned long long most = left_of(t) < LLONG_MAX ? left_of(t) : LLONG_MAX;
    off_t pos = lseek(t->fd, 0, SEEK_CUR), data = lseek(t->fd, pos, SEEK_DATA), until;

    if (data < 0 && errno != ENXIO)
        return file_failed(t, "find holes in", -errno);
    until = data == pos ? lseek(t->fd, pos, SEEK_HOLE) : data;
    if (data < 0)
        until = lseek(t->fd, 0, SEEK_END);
    if (until < 0 || lseek(t->fd, pos, SEEK_SET) < 0)
        return file_failed(t, "find holes in", -errno);
    *length = until > pos ? until - pos : 0;
    if (*length > (long long)most)
        *length = (long long)most;
    *in_data = data == pos && *length > 0;
    return 0;
}

static int on_source_skip(virStreamPtr stream VT_UNUSED, long long length, void *opaque)
{
    struct transfer *t = opaque;

    if (lseek(t->fd, length, SEEK_CUR) < 0)
        return file_failed(t, "move on in", -errno);
    advance(t, (unsigned long long)length);
    return 0;
}

static int on_sink(virStreamPtr stream VT_UNUSED, const char *data, size_t nbytes, void *opaque)
{
    struct transfer *t = opaque;
    int r = vt_outfile_write(t->file, data, nbytes);

    if (r < 0)
        return file_failed(t, "write", r);
    advance(t, nbytes);
    return (int)nbytes;
}

static int on_sink_hole(virStreamPtr stream VT_UNUSED, long long length, void *opaque)
{
    struct transfer *t = opaque;
    int r = vt_outfile_write_zeros(t->file, (uint64_t)length);

    if (r < 0)
        return file_failed(t, "write", r);
    advance(t, (unsigned long long)length);
    return 0;
}

/* Always -1.  What the file has to say was said, and is the cause. */
static int failed(struct transfer *t, const char *what)
{
    if (!t->told)
        return report_error(t->sh, "cannot %s volume '%s'", what, virStorageVolGetName(t->vol));
    report_forget(t->sh);
    return -1;
}

static int read_options(struct transfer *t, struct shell *sh, const struct cmd *cmd)
{
    t->sh = sh;
    t->path = cmd_text(cmd, "file");
    t->offset = cmd_number(cmd, "offset");
    t->length = cmd_number(cmd, "length");
    t->sparse = cmd_given(cmd, "sparse");
    if (cmd_given(cmd, "length") && t->length == 0)
        return report_error(sh, "option '--length' must be at least 1 byte");
    return 0;
}

static int upload(struct transfer *t, virStreamPtr stream)
{
    unsigned int flags = t->sparse ? VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM : 0;
    int r;

    if (stream == NULL || virStorageVolUpload(t->vol, stream, t->offset, t->length, flags) < 0)
        return failed(t, "upload into");
    r = t->sparse ? virStreamSparseSendAll(stream, on_source, on_source_hole, on_source_skip, t)
                  : virStreamSendAll(stream, on_source, t);
    if (r < 0)
        return failed(t, "upload into");
    if (virStreamFinish(stream) < 0)
        return failed(t, "finish the upload into");
    return 0;
}

static int run_upload(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    STREAM_SCOPE virStreamPtr stream = NULL;
    struct transfer t = {.vol = vol};
    VT_AUTOCLOSE int fd = -1;
    struct stat st;

    if (vol == NULL || read_options(&t, sh, cmd) < 0)
        return -1;
    t.fd = fd = vt_open(t.path, O_RDONLY);
    if (fd < 0)
        return file_failed(&t, "open", fd);
    if (fstat(fd, &st) < 0)
        return file_failed(&t, "look at", -errno);
    if (t.sparse && !S_ISREG(st.st_mode))
        return report_error(sh, "'%s' is no regular file: it has no holes to find", t.path);
    /* With a length that does not fit, all is refused before the volume is touched. */
    if (S_ISREG(st.st_mode) && (t.length == 0 || t.length > (unsigned long long)st.st_size))
        t.length = (unsigned long long)st.st_size;
    t.total = t.length;
    stream = virStreamNew(sh->conn, 0);
    progress_begin(&t.progress, sh, "Uploading", cmd_given(cmd, "verbose"));
    if (upload(&t, stream) < 0)
        return -1;
    progress_end(&t.progress, t.done, t.done);
    return 0;
}

/* How much is to come, as far as one can know: a format may need less, or more. */
static unsigned long long expected(const struct transfer *t)
{
    virStorageVolInfo info;
    unsigned long long all = 0;

    if (virStorageVolGetInfo(t->vol, &info) < 0)
        report_forget(t->sh);
    else if (info.capacity > t->offset)
        all = info.capacity - t->offset;
    return t->length > 0 && (all == 0 || t->length < all) ? t->length : all;
}

static int download(struct transfer *t, virStreamPtr stream)
{
    unsigned int flags = t->sparse ? VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM : 0;
    int r;

    if (stream == NULL || virStorageVolDownload(t->vol, stream, t->offset, t->length, flags) < 0)
        return failed(t, "download from");
    r = vt_outfile_open(t->file, t->path, 0600); /* what a guest holds is nobody else's */
    if (r < 0)
        return file_failed(t, "write", r);
    r = t->sparse ? virStreamSparseRecvAll(stream, on_sink, on_sink_hole, t)
                  : virStreamRecvAll(stream, on_sink, t);
    if (r < 0)
        return failed(t, "download from");
    if (virStreamFinish(stream) < 0)
        return failed(t, "finish the download from");
    r = vt_outfile_commit(t->file);
    return r < 0 ? file_failed(t, "finish", r) : 0;
}

static int run_download(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    STREAM_SCOPE virStreamPtr stream = NULL;
    struct transfer t = {.vol = vol, .fd = -1};
    VT_OUTFILE_SCOPE(file);

    if (vol == NULL || read_options(&t, sh, cmd) < 0)
        return -1;
    t.file = &file;
    t.total = expected(&t);
    stream = virStreamNew(sh->conn, 0);
    progress_begin(&t.progress, sh, "Downloading", cmd_given(cmd, "verbose"));
    if (download(&t, stream) < 0)
        return -1;
    progress_end(&t.progress, t.done, t.done);
    return 0;
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)
#define DATA_OPTIONS(file_help, sparse_help) \
    {"vol", OPT_STRING, REQUIRED, COMPLETE_VOL, "volume key or path, or with its pool its name"}, \
        {"file", OPT_STRING, REQUIRED, COMPLETE_FILE, file_help}, \
        {"pool", OPT_STRING, 0, COMPLETE_POOL_ACTIVE, "pool name or UUID"}, \
        {"offset", OPT_SIZE, 0, COMPLETE_NOTHING, "where to begin in the volume"}, \
        {"length", OPT_SIZE, 0, COMPLETE_NOTHING, "how many bytes at most"}, \
        {"sparse", OPT_FLAG, 0, COMPLETE_NOTHING, sparse_help}, OPT_VERBOSE, OPT_END

static const struct opt_def upload_options[] = {
    DATA_OPTIONS("file to read", "holes of the file become holes of the volume"),
};
static const struct opt_def download_options[] = {
    DATA_OPTIONS("file to write, whole or not at all",
                 "holes of the volume become holes of the file"),
};

const struct cmd_def cmds_vol_data[] = {
    {"vol-upload", "write the contents of a file into a volume",
     "The bytes are stored as they are, whatever the format of the volume is.", upload_options,
     CMD_CONNECT, run_upload},
    {"vol-download", "write the contents of a volume to a file",
     "The bytes are those that are stored, whatever the format of the volume is.", download_options,
     CMD_CONNECT, run_download},
    {.name = NULL},
};

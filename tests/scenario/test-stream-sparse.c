/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holes: told of, sent as such, and zeros for who does not ask. */
#include "config.h"

#include "scenario/storage.h"

#define BLOCK (1 << 20) /* of any file system's, so that holes can be there */
#define BLOCKS 4

static virConnectPtr conn;
static virStorageVolPtr from, to;
static char block[BLOCK];

static virStreamPtr begin(virStorageVolPtr vol, bool upload)
{
    virStreamPtr st = virStreamNew(conn, 0);

    if (upload)
        OK(virStorageVolUpload(vol, st, 0, 0, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM));
    else
        OK(virStorageVolDownload(vol, st, 0, 0, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM));
    return st;
}

static void finish(virStreamPtr st)
{
    OK(virStreamFinish(st));
    OK(virStreamFree(st));
}

static void send_block(virStreamPtr st, int fill)
{
    memset(block, fill, BLOCK);
    for (int done = 0; done < BLOCK;) {
        int n = virStreamSend(st, block + done, BLOCK - (size_t)done);
        CHECK(n > 0);
        done += n;
    }
}

/* Whether a block of the volume is @fill, by a stream that asks for no holes. */
static bool is_block(virStorageVolPtr vol, int index, int fill)
{
    virStreamPtr st = virStreamNew(conn, 0);
    char buf[4096];
    int n, got = 0;
    bool same = true;

    OK(virStorageVolDownload(vol, st, (unsigned long long)index * BLOCK, BLOCK, 0));
    while ((n = virStreamRecvFlags(st, buf, sizeof buf, VIR_STREAM_RECV_STOP_AT_HOLE)) > 0) {
        for (int i = 0; i < n; i++)
            same = same && buf[i] == fill;
        got += n;
    }
    CHECK_INT(n, 0);
    CHECK_INT(got, BLOCK);
    finish(st);
    return same;
}

/* Data, hole, data, hole; over what was data everywhere. */
static void make(void)
{
    virStreamPtr st = begin(from, true);

    for (int i = 0; i < BLOCKS; i++)
        send_block(st, 'z');
    finish(st);
    st = begin(from, true);
    send_block(st, 'a');
    OK(virStreamSendHole(st, 0, 0));
    OK(virStreamSendHole(st, BLOCK, 0));
    send_block(st, 'b');
    OK(virStreamSendHole(st, BLOCK, 0));
    FAILS(virStreamSendHole(st, 1, 0), VIR_ERR_SYSTEM_ERROR); /* beyond the end */
    OK(virStreamFree(st));
    CHECK(is_block(from, 0, 'a') && is_block(from, 1, 0) && is_block(from, 2, 'b') &&
          is_block(from, 3, 0));
}

static bool has_holes(virStorageVolPtr vol)
{
    virStorageVolInfo info;

    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, BLOCKS * BLOCK);
    return info.allocation < 3 * BLOCK;
}

/* Step by step. */
static void told(void)
{
    virStreamPtr st = begin(from, false);
    long long data = 0, holes = 0, hole;
    int n;

    OK(virStreamRecvHole(st, &hole, 0));
    CHECK_INT(hole, 0); /* data comes first */
    while ((n = virStreamRecvFlags(st, block, 5000, VIR_STREAM_RECV_STOP_AT_HOLE)) != 0) {
        CHECK(n > 0 || n == -3);
        CHECK(n > 0 || virGetLastError() == NULL);
        if (n > 0) {
            data += n;
            continue;
        }
        OK(virStreamRecvHole(st, &hole, 0));
        CHECK(hole > 0);
        holes += hole;
    }
    CHECK_INT(data + holes, BLOCKS * BLOCK);
    if (has_holes(from))
        CHECK(holes >= BLOCK);
    finish(st);
}

/* A copy by functions of the application, with holes from both. */
struct file {
    int fd;
    int gives_up; /* in a hole */
};

static int to_file(virStreamPtr st, const char *data, size_t nbytes, void *opaque)
{
    (void)st;
    return (int)write(((struct file *)opaque)->fd, data, nbytes);
}

static int hole_to_file(virStreamPtr st, long long length, void *opaque)
{
    const struct file *f = opaque;
    off_t end = lseek(f->fd, length, SEEK_CUR);

    (void)st;
    return end < 0 || ftruncate(f->fd, end) < 0 || f->gives_up ? -1 : 0;
}

static int from_file(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    (void)st;
    return (int)read(((struct file *)opaque)->fd, data, nbytes);
}

static int look_in_file(virStreamPtr st, int *in_data, long long *length, void *opaque)
{
    const struct file *f = opaque;
    off_t pos = lseek(f->fd, 0, SEEK_CUR), data = lseek(f->fd, pos, SEEK_DATA);
    off_t end = data == pos ? lseek(f->fd, pos, SEEK_HOLE) : data;

    (void)st;
    if (data < 0)
        end = lseek(f->fd, 0, SEEK_END);
    *in_data = data == pos;
    *length = end - pos;
    return lseek(f->fd, pos, SEEK_SET) == pos ? 0 : -1;
}

static int skip_in_file(virStreamPtr st, long long length, void *opaque)
{
    const struct file *f = opaque;

    (void)st;
    return lseek(f->fd, length, SEEK_CUR) < 0 || f->gives_up ? -1 : 0;
}

static void copy(void)
{
    struct file f = {.fd = open(scn_path("copy"), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    virStreamPtr st = begin(from, false);

    CHECK(f.fd >= 0);
    OK(virStreamSparseRecvAll(st, to_file, hole_to_file, &f));
    finish(st);
    CHECK_INT(lseek(f.fd, 0, SEEK_SET), 0);
    st = begin(to, true);
    OK(virStreamSparseSendAll(st, from_file, look_in_file, skip_in_file, &f));
    finish(st);
    CHECK(is_block(to, 0, 'a') && is_block(to, 1, 0) && is_block(to, 2, 'b') && is_block(to, 3, 0));
    CHECK(has_holes(to) == has_holes(from));
    if (has_holes(from)) {
        f.gives_up = true;
        st = begin(from, false);
        FAILS(virStreamSparseRecvAll(st, to_file, hole_to_file, &f), VIR_ERR_OPERATION_ABORTED);
        OK(virStreamFree(st));
        CHECK_INT(lseek(f.fd, 0, SEEK_SET), 0);
        st = begin(to, true);
        FAILS(virStreamSparseSendAll(st, from_file, look_in_file, skip_in_file, &f),
              VIR_ERR_OPERATION_ABORTED);
        OK(virStreamFree(st));
    }
    close(f.fd);
}

int main(void)
{
    virStoragePoolPtr pool;

    conn = scn_open();
    pool = scn_pool_start(conn, "files", scn_folder());
    from = scn_vol(pool, "from", BLOCKS * BLOCK);
    to = scn_vol(pool, "to", BLOCKS * BLOCK);
    make();
    told();
    copy();
    OK(virStorageVolFree(from));
    OK(virStorageVolFree(to));
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

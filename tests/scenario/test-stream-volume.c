/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes by streams: bytes in and out, from where to where, and what is refused. */
#include "config.h"

#include "scenario/storage.h"

#define SIZE 100000

static virConnectPtr conn;
static virStoragePoolPtr pool;
static virStorageVolPtr vol;
static char bytes[SIZE];

static virStreamPtr new_stream(void)
{
    virStreamPtr st = virStreamNew(conn, 0);

    CHECK(st != NULL);
    return st;
}

static virStreamPtr begin_upload(unsigned long long offset, unsigned long long length)
{
    virStreamPtr st = new_stream();

    OK(virStorageVolUpload(vol, st, offset, length, 0));
    return st;
}

static virStreamPtr begin_download(unsigned long long offset, unsigned long long length)
{
    virStreamPtr st = new_stream();

    OK(virStorageVolDownload(vol, st, offset, length, 0));
    return st;
}

static void finish(virStreamPtr st)
{
    OK(virStreamFinish(st));
    OK(virStreamFree(st));
}

static void want_file(void)
{
    char *path = virStorageVolGetPath(vol), *data;
    size_t len;

    CHECK(path != NULL);
    data = scn_read(path, &len);
    CHECK_INT(len, SIZE);
    CHECK(memcmp(data, bytes, SIZE) == 0);
    free(data);
    free(path);
}

static void in_and_out(void)
{
    virStreamPtr st = begin_upload(0, 0);
    char buf[SIZE + 1];
    int n, got = 0;

    for (int i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 + i / 256);
    CHECK_INT(virStreamSend(st, bytes, 1000), 1000);
    CHECK_INT(virStreamSend(st, bytes + 1000, SIZE - 1000), SIZE - 1000);
    CHECK_INT(virStreamSend(st, bytes, 0), 0);
    finish(st);
    want_file();
    st = begin_download(0, 0);
    while ((n = virStreamRecv(st, buf + got, 30001)) > 0)
        got += n;
    CHECK_INT(n, 0);
    CHECK_INT(got, SIZE);
    CHECK(memcmp(buf, bytes, SIZE) == 0);
    finish(st);
}

static void parts(void)
{
    virStreamPtr st = begin_upload(10, 20);
    char buf[100];

    memset(bytes + 10, 'x', 20);
    CHECK_INT(virStreamSend(st, "xxxxx", 5), 5);
    memset(buf, 'x', sizeof buf);
    CHECK_INT(virStreamSend(st, buf, sizeof buf), 15); /* what has room */
    FAILS(virStreamSend(st, buf, 1), VIR_ERR_SYSTEM_ERROR);
    FAILS(virStreamFinish(st), VIR_ERR_OPERATION_INVALID); /* that has aborted it */
    OK(virStreamFree(st));
    want_file();
    st = begin_upload(SIZE - 1, 0); /* a raw volume does not grow */
    bytes[SIZE - 1] = 'x';
    CHECK_INT(virStreamSend(st, buf, 2), 1);
    finish(st);
    want_file();
    st = begin_download(5, 10);
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 10);
    CHECK(memcmp(buf, bytes + 5, 10) == 0);
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 0);
    finish(st);
    st = begin_download(SIZE - 3, 10); /* no more than there is */
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 3);
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 0);
    finish(st);
    st = begin_download(SIZE, 0);
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 0);
    OK(virStreamAbort(st));
    OK(virStreamFree(st));
}

/* What was not taken leaves the stream as it was. */
static void refused(void)
{
    virConnectPtr other = scn_open(), ro = scn_open_ro();
    virStreamPtr foreign = virStreamNew(other, 0), st = new_stream();
    char *key = strdup(virStorageVolGetKey(vol));
    virStorageVolPtr there = virStorageVolLookupByKey(ro, key);
    virStreamPtr ro_stream = virStreamNew(ro, 0);

    CHECK(there != NULL && foreign != NULL && ro_stream != NULL);
    FAILS(virStorageVolUpload(there, ro_stream, 0, 0, 0), VIR_ERR_OPERATION_DENIED);
    FAILS(virStorageVolDownload(there, ro_stream, 0, 0, 0), VIR_ERR_OPERATION_DENIED);
    FAILS(virStorageVolUpload(vol, foreign, 0, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolDownload(vol, NULL, 0, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolDownload(vol, st, 0, 0, 2), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolUpload(vol, st, SIZE + 1, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolUpload(vol, st, 1, SIZE, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolUpload(vol, st, 1, UINT64_MAX, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolDownload(vol, st, SIZE + 1, 0, 0), VIR_ERR_INVALID_ARG);
    FAILS(virStorageVolDownload(vol, st, UINT64_MAX, 0, 0), VIR_ERR_INVALID_ARG);
    OK(virStorageVolDownload(vol, st, 0, UINT64_MAX, 0));
    FAILS(virStorageVolDownload(vol, st, 0, 0, 0), VIR_ERR_OPERATION_INVALID);
    FAILS(virStorageVolUpload(vol, st, 0, 0, 0), VIR_ERR_OPERATION_INVALID);
    finish(st);
    OK(virStreamFree(foreign));
    OK(virStreamFree(ro_stream));
    OK(virStorageVolFree(there));
    free(key);
    CHECK_INT(virConnectClose(other), 0);
    CHECK_INT(virConnectClose(ro), 0);
}

static void in_memory(void)
{
    virStoragePoolPtr nowhere = scn_pool_start(conn, "nowhere", SCN_NOWHERE);
    virStorageVolPtr v = scn_vol(nowhere, "v", SIZE);
    virStreamPtr st = new_stream();

    FAILS(virStorageVolUpload(v, st, 0, 0, 0), VIR_ERR_NO_SUPPORT);
    FAILS(virStorageVolDownload(v, st, 0, 0, 0), VIR_ERR_NO_SUPPORT);
    OK(virStorageVolFree(v));
    scn_pool_drop(nowhere);
    OK(virStorageVolUpload(vol, st, 0, 0, 0)); /* it is new still */
    finish(st);
}

/* A stream outlives its volume and, with its handle, the connection. */
static void outlives(void)
{
    virStreamPtr st = begin_download(0, 10), late = new_stream();
    char buf[16];

    OK(virStorageVolDelete(vol, 0));
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 10);
    FAILS(virStorageVolDownload(vol, late, 0, 0, 0), VIR_ERR_NO_STORAGE_VOL);
    OK(virStreamFree(late));
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 1);
    CHECK_INT(virStreamRecv(st, buf, sizeof buf), 0);
    finish(st);
}

int main(void)
{
    conn = scn_open();
    pool = scn_pool_start(conn, "files", scn_folder());
    vol = scn_vol(pool, "v", SIZE);
    in_and_out();
    parts();
    refused();
    in_memory();
    outlives();
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All data in one call: through functions of the application, and when they give up. */
#include "config.h"

#include "scenario/storage.h"

#define SIZE 1000000 /* several buffers */

static virConnectPtr conn;
static virStorageVolPtr vol;
static char bytes[SIZE], got[SIZE];

/* Both sides of the application. */
struct app {
    char *data;
    size_t pos, step;   /* at most so many bytes in one call */
    size_t stop;        /* from here on: */
    int answer, errnum; /* this is what comes */
};

static int source(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    struct app *a = opaque;
    size_t n = nbytes < a->step ? nbytes : a->step;

    CHECK(st != NULL && nbytes > 0);
    if (a->pos >= a->stop) {
        errno = a->errnum;
        return a->answer == INT32_MAX ? (int)nbytes + 1 : a->answer;
    }
    n = n < SIZE - a->pos ? n : SIZE - a->pos;
    memcpy(data, a->data + a->pos, n);
    a->pos += n;
    return (int)n;
}

static int sink(virStreamPtr st, const char *data, size_t nbytes, void *opaque)
{
    struct app *a = opaque;
    size_t n = nbytes < a->step ? nbytes : a->step;

    CHECK(st != NULL && nbytes > 0);
    if (a->pos >= a->stop) {
        errno = a->errnum;
        return a->answer == INT32_MAX ? (int)nbytes + 1 : a->answer;
    }
    memcpy(a->data + a->pos, data, n);
    a->pos += n;
    return (int)n;
}

static virStreamPtr begin(bool upload, unsigned int flags)
{
    virStreamPtr st = virStreamNew(conn, flags);

    CHECK(st != NULL);
    if (upload)
        OK(virStorageVolUpload(vol, st, 0, 0, 0));
    else
        OK(virStorageVolDownload(vol, st, 0, 0, 0));
    return st;
}

static void round_trip(size_t step)
{
    struct app in = {.data = bytes, .step = step, .stop = SIZE};
    struct app out = {.data = got, .step = step, .stop = SIZE};
    virStreamPtr st = begin(true, 0);

    for (int i = 0; i < SIZE; i++)
        bytes[i] = (char)(i / 3 + (int)step);
    OK(virStreamSendAll(st, source, &in));
    OK(virStreamFinish(st));
    OK(virStreamFree(st));
    st = begin(false, 0);
    OK(virStreamRecvAll(st, sink, &out));
    OK(virStreamFinish(st));
    OK(virStreamFree(st));
    CHECK_INT(out.pos, SIZE);
    CHECK(memcmp(bytes, got, SIZE) == 0);
}

static void gives_up(int answer, int errnum, int code)
{
    struct app in = {.data = bytes, .step = 1000, .stop = 5000, .answer = answer, .errnum = errnum};
    struct app out = in;
    virStreamPtr st = begin(true, 0);

    if (answer != 0) { /* the end, for a source */
        FAILS(virStreamSendAll(st, source, &in), code);
        FAILS(virStreamFinish(st), VIR_ERR_OPERATION_INVALID); /* it was aborted */
    }
    OK(virStreamFree(st));
    out.data = got;
    st = begin(false, 0);
    FAILS(virStreamRecvAll(st, sink, &out), code);
    FAILS(virStreamFinish(st), VIR_ERR_OPERATION_INVALID);
    OK(virStreamFree(st));
}

static void refused(void)
{
    struct app a = {.data = bytes, .step = 100, .stop = SIZE};
    virStreamPtr up = begin(true, VIR_STREAM_NONBLOCK), down = begin(false, VIR_STREAM_NONBLOCK);

    FAILS(virStreamSendAll(up, source, &a), VIR_ERR_OPERATION_INVALID);
    FAILS(virStreamRecvAll(down, sink, &a), VIR_ERR_OPERATION_INVALID);
    CHECK_INT(a.pos, 0); /* not asked at all, and the streams are as they were */
    OK(virStreamFinish(up));
    OK(virStreamFinish(down));
    FAILS(virStreamRecvAll(down, sink, &a), VIR_ERR_OPERATION_INVALID);
    OK(virStreamFree(up));
    OK(virStreamFree(down));
    up = begin(true, 0); /* the wrong way */
    FAILS(virStreamRecvAll(up, sink, &a), VIR_ERR_OPERATION_INVALID);
    OK(virStreamFree(up));
}

/* More than there is room for. */
static void too_much(void)
{
    struct app in = {.data = bytes, .step = 1000, .stop = SIZE};
    virStreamPtr st = virStreamNew(conn, 0);

    OK(virStorageVolUpload(vol, st, 0, 2500, 0));
    FAILS(virStreamSendAll(st, source, &in), VIR_ERR_SYSTEM_ERROR);
    OK(virStreamFree(st));
}

static int source_that_aborts(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    (void)nbytes, (void)opaque;
    OK(virStreamAbort(st));
    data[0] = 'x';
    return 1;
}

static void aborted_inside(void)
{
    virStreamPtr st = begin(true, 0);

    FAILS(virStreamSendAll(st, source_that_aborts, NULL), VIR_ERR_OPERATION_INVALID);
    OK(virStreamFree(st));
}

int main(void)
{
    virStoragePoolPtr pool;

    conn = scn_open();
    pool = scn_pool_start(conn, "files", scn_folder());
    vol = scn_vol(pool, "v", SIZE);
    round_trip(SIZE);
    round_trip(999);
    gives_up(-1, 0, VIR_ERR_OPERATION_ABORTED);
    gives_up(-1, EIO, VIR_ERR_SYSTEM_ERROR);
    gives_up(-2, 0, VIR_ERR_OPERATION_ABORTED);
    gives_up(0, 0, VIR_ERR_OPERATION_ABORTED);
    gives_up(INT32_MAX, 0, VIR_ERR_INTERNAL_ERROR);
    refused();
    too_much();
    aborted_inside();
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

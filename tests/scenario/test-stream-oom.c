/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whichever request for memory fails while a stream lives, with a callback and through functions of
 * the application: NO_MEMORY is raised, and nothing is lost. */
#include "config.h"

#include "scenario/oom_alloc.h"
#include "scenario/storage.h"

#define SIZE 5000

static virConnectPtr conn;
static virStorageVolPtr vol;
static int code; /* of the failure: freeing handles forgets it */
static int freed;

static int source(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    size_t *left = opaque, n = nbytes < *left ? nbytes : *left;

    (void)st;
    memset(data, 'x', n);
    *left -= n;
    return (int)n;
}

static int sink(virStreamPtr st, const char *data, size_t nbytes, void *opaque)
{
    (void)st;
    CHECK(data[0] == 'x');
    *(size_t *)opaque += nbytes;
    return (int)nbytes;
}

static void on_event(virStreamPtr st, int events, void *opaque)
{
    (void)st, (void)events, (void)opaque;
}

static void on_free(void *opaque)
{
    CHECK(opaque == &freed);
    freed++;
}

static int use(virStreamPtr st, bool upload)
{
    size_t left = SIZE, got = 0;
    int rv =
        upload ? virStorageVolUpload(vol, st, 0, 0, 0) : virStorageVolDownload(vol, st, 0, 0, 0);

    if (rv == 0)
        rv = virStreamEventAddCallback(st, 0, on_event, &freed, on_free);
    if (rv == 0)
        rv = upload ? virStreamSendAll(st, source, &left) : virStreamRecvAll(st, sink, &got);
    if (rv == 0)
        rv = virStreamFinish(st);
    CHECK(rv < 0 || upload || got == SIZE);
    if (rv < 0 && virGetLastError() != NULL)
        code = virGetLastError()->code;
    return rv;
}

static int life(bool upload)
{
    virStreamPtr st = virStreamNew(conn, 0);
    int rv = st != NULL ? use(st, upload) : -1;

    if (st == NULL && virGetLastError() != NULL)
        code = virGetLastError()->code;
    if (st != NULL)
        virStreamFree(st);
    return rv;
}

static void on_timer(int timer, void *opaque)
{
    (void)timer, (void)opaque;
}

/* The connection keeps its last error: let it be the same one each time.  A turn of the loop frees
 * what was removed from it. */
static void settle(void)
{
    int timer = virEventAddTimeout(0, on_timer, NULL, NULL);

    CHECK(timer >= 0);
    OK(virEventRunDefaultImpl());
    OK(virEventRemoveTimeout(timer));
    FAILS_NULL(virStoragePoolLookupByName(conn, "none"), VIR_ERR_NO_STORAGE_POOL);
    virResetLastError();
}

static void each(bool upload)
{
    long blocks = 0;
    bool failed = true;

    for (int i = 0; i < 3; i++) { /* what is kept for good is there then */
        OK(life(upload));
        settle();
        blocks = oom_blocks();
    }
    for (long n = 1; failed; n++) {
        int rv;

        code = 0;
        freed = 0;
        oom_arm(n, false);
        rv = life(upload);
        failed = oom_has_failed();
        oom_disarm();
        CHECK(freed <= 1);
        if (rv < 0)
            CHECK_INT(code, VIR_ERR_NO_MEMORY);
        CHECK(rv < 0 || freed == 1);
        settle();
        CHECK_INT(oom_blocks(), blocks);
        CHECK(n < 1000);
    }
}

int main(void)
{
    const char *preload = getenv("LD_PRELOAD");
    virStoragePoolPtr pool;

    if (OOM_SANITIZED)
        SKIP("a sanitizer has an allocator of its own");
    if (preload != NULL && strstr(preload, "vgpreload") != NULL)
        SKIP("valgrind has an allocator of its own");
    OK(virEventRegisterDefaultImpl());
    conn = scn_open();
    pool = scn_pool_start(conn, "files", scn_folder());
    vol = scn_vol(pool, "v", SIZE);
    each(true);
    each(false);
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

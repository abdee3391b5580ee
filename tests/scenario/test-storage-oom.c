/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whichever request for memory fails while a pool lives and its volumes come and go, in memory and
 * in a folder: NO_MEMORY is raised, nothing is half done, nothing is lost. */
#include "config.h"

#include "scenario/oom_alloc.h"
#include "scenario/storage.h"

static const char vol_xml[] = "<volume><name>v</name><capacity>4096</capacity></volume>";
static const char copy_xml[] = "<volume><name>w</name><capacity>4096</capacity></volume>";
static virConnectPtr conn;
static char *pool_xml;

static int code; /* of the failure: freeing handles forgets it */

static void note(int rv)
{
    if (rv < 0 && virGetLastError() != NULL)
        code = virGetLastError()->code;
}

static int drop_text(char *text)
{
    int rv = text != NULL ? 0 : -1;

    free(text);
    return rv;
}

static int list(virStoragePoolPtr pool)
{
    char *names[4];
    int n = virStoragePoolListVolumes(pool, names, 4);

    for (int i = 0; i < n; i++)
        free(names[i]);
    return n < 0 ? -1 : 0;
}

static int use_volume(virStoragePoolPtr pool)
{
    virStorageVolPtr vol = virStorageVolCreateXML(pool, vol_xml, 0), copy = NULL, same = NULL;
    char *path = vol != NULL ? virStorageVolGetPath(vol) : NULL;
    int rv = path != NULL ? 0 : -1;

    if (rv == 0)
        rv = (same = virStorageVolLookupByPath(conn, path)) != NULL ? 0 : -1;
    if (rv == 0)
        rv = (copy = virStorageVolCreateXMLFrom(pool, copy_xml, vol, 0)) != NULL ? 0 : -1;
    if (rv == 0)
        rv = drop_text(virStorageVolGetXMLDesc(copy, 0));
    if (rv == 0)
        rv = virStoragePoolRefresh(pool, 0);
    if (rv == 0)
        rv = list(pool);
    if (rv == 0)
        rv = virStorageVolDelete(vol, 0);
    note(rv);
    if (vol != NULL)
        virStorageVolFree(vol);
    if (copy != NULL)
        virStorageVolFree(copy);
    if (same != NULL)
        virStorageVolFree(same);
    free(path);
    return rv;
}

static int life(void)
{
    virStoragePoolPtr pool = virStoragePoolDefineXML(conn, pool_xml, 0);
    int rv = pool != NULL ? virStoragePoolCreate(pool, 0) : -1;

    if (rv == 0)
        rv = use_volume(pool);
    if (rv == 0)
        rv = drop_text(virStoragePoolGetXMLDesc(pool, 0));
    if (rv == 0)
        rv = drop_text(virConnectFindStoragePoolSources(conn, "logical", NULL, 0));
    note(rv);
    if (pool != NULL)
        virStoragePoolFree(pool);
    return rv;
}

/* Takes away what there is, with memory again: all of it works. */
static void clean(void)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "oom");
    static const char *const names[] = {"v", "w"};

    if (pool == NULL)
        return;
    if (virStoragePoolIsActive(pool) == 0)
        OK(virStoragePoolCreate(pool, 0));
    OK(virStoragePoolRefresh(pool, 0));
    for (int i = 0; i < 2; i++) {
        virStorageVolPtr vol = virStorageVolLookupByName(pool, names[i]);
        if (vol == NULL)
            continue;
        OK(virStorageVolDelete(vol, 0));
        OK(virStorageVolFree(vol));
    }
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    scn_pool_drop(pool);
}

/* The connection keeps its last error: let it be the same one each time. */
static void settle(void)
{
    FAILS_NULL(virStoragePoolLookupByName(conn, "none"), VIR_ERR_NO_STORAGE_POOL);
    virResetLastError();
}

static void each(const char *path, bool ever)
{
    long blocks;

    pool_xml = scn_pool_xml("oom", path, "");
    for (int i = 0; i < 2; i++) {
        CHECK_INT(life(), 0); /* what is made once and kept is made now */
        clean();
    }
    settle();
    blocks = oom_blocks();
    for (long n = 1;; n++) {
        code = 0;
        oom_arm(n, ever);
        int rv = life();
        bool failed = oom_has_failed();
        oom_disarm();
        if (rv < 0)
            CHECK_INT(code, VIR_ERR_NO_MEMORY);
        CHECK(rv == 0 || failed);
        clean();
        settle();
        CHECK_INT(oom_blocks(), blocks);
        if (!failed)
            break;
    }
    free(pool_xml);
}

int main(void)
{
    const char *preload = getenv("LD_PRELOAD");
    char *folder;

    if (OOM_SANITIZED)
        SKIP("a sanitizer has an allocator of its own");
    if (preload != NULL && strstr(preload, "vgpreload") != NULL)
        SKIP("valgrind has an allocator of its own");
    folder = scn_pool_folder("pool");
    conn = scn_open();
    each(SCN_NOWHERE, false);
    each(SCN_NOWHERE, true);
    each(folder, false);
    each(folder, true);
    CHECK_INT(virConnectClose(conn), 0);
    scn_remove(folder);
    return 0;
}

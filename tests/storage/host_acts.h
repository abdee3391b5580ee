/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a process does to a pool and a volume until it is killed: arranging for it, doing it, and what is there
 * afterwards.  For one test. */
#pragma once

#include "storage/host_testing.h"

#define BYTES (64 * 1024)

enum act { ACT_DEFINE, ACT_UNDEFINE, ACT_START, ACT_STOP, ACT_MAKE, ACT_DELETE, N_ACTS };

static char *folder; /* of the pool */

static inline virStoragePoolPtr find(virConnectPtr conn)
{
    return virStoragePoolLookupByName(conn, "it");
}

static inline void work(void *opaque)
{
    enum act act = *(enum act *)opaque;
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool;
    virStorageVolPtr vol;

    if (act == N_ACTS)
        _exit(0); /* what opening takes */
    pool = act == ACT_DEFINE ? scn_pool_define(conn, "it", folder) : find(conn);
    CHECK(pool != NULL);
    switch (act) {
    case ACT_UNDEFINE:
        OK(virStoragePoolUndefine(pool));
        break;
    case ACT_START:
        OK(virStoragePoolCreate(pool, 0));
        break;
    case ACT_STOP:
        OK(virStoragePoolDestroy(pool));
        break;
    case ACT_MAKE:
        CHECK(scn_vol_try(pool, "v", BYTES, BYTES, "raw") != NULL);
        break;
    case ACT_DELETE:
        vol = virStorageVolLookupByName(pool, "v");
        CHECK(vol != NULL);
        OK(virStorageVolDelete(vol, 0));
        break;
    default:
        break;
    }
    _exit(0);
}

/* The state before the act, whatever is there. */
static inline void arrange(virConnectPtr conn, enum act act)
{
    bool defined = act != ACT_DEFINE;
    bool up = act == ACT_STOP || act == ACT_MAKE || act == ACT_DELETE;
    virStoragePoolPtr pool = find(conn);
    virStorageVolPtr vol;

    if (pool == NULL)
        pool = scn_pool_define(conn, "it", folder);
    if (scn_pool_state(pool) != VIR_STORAGE_POOL_RUNNING)
        OK(virStoragePoolCreate(pool, 0));
    vol = virStorageVolLookupByName(pool, "v");
    if (vol == NULL && act == ACT_DELETE)
        vol = scn_vol(pool, "v", BYTES);
    if (vol != NULL && act == ACT_MAKE)
        OK(virStorageVolDelete(vol, 0));
    if (vol != NULL)
        OK(virStorageVolFree(vol));
    if (!up)
        OK(virStoragePoolDestroy(pool));
    if (!defined)
        OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

static inline bool vol_is_there(virStoragePoolPtr pool)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, "v");
    virStorageVolInfo info;

    if (vol == NULL)
        return false;
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, BYTES);
    OK(virStorageVolFree(vol));
    return true;
}

/* What a process sees that comes afterwards; true: the act is done. */
static inline bool check(virConnectPtr conn, enum act act)
{
    virStoragePoolPtr pool = find(conn);
    bool is_new = false;

    if (act == ACT_DEFINE || act == ACT_UNDEFINE)
        is_new = (pool != NULL) == (act == ACT_DEFINE);
    else
        CHECK(pool != NULL);
    if (act == ACT_START || act == ACT_STOP)
        is_new = (scn_pool_state(pool) == VIR_STORAGE_POOL_RUNNING) == (act == ACT_START);
    if (act == ACT_MAKE || act == ACT_DELETE)
        is_new = vol_is_there(pool) == (act == ACT_MAKE);
    if (act == ACT_MAKE)
        CHECK_INT(virStoragePoolNumOfVolumes(pool), is_new);
    if (pool != NULL)
        OK(virStoragePoolFree(pool));
    return is_new;
}

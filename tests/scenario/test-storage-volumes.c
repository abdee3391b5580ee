/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes in memory: room, names, keys and paths, states of their pool, copies, volumes that go. */
#include "config.h"

#include "scenario/storage.h"

#define MIB (1024ULL * 1024)

static void room(virConnectPtr conn)
{
    virStoragePoolPtr pool = scn_pool_start(conn, "room", SCN_NOWHERE "/room");
    virStoragePoolInfo info;
    virStorageVolPtr vol;

    FAILS_NULL(scn_vol_try(pool, "big", 1, (100ULL << 30) + 1, "raw"), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(scn_vol_try(pool, "big", 1, INT64_MAX, "raw"), VIR_ERR_INTERNAL_ERROR);
    vol = scn_vol_try(pool, "all", 200ULL << 30, 100ULL << 30, "raw");
    CHECK(vol != NULL);
    OK(virStoragePoolGetInfo(pool, &info));
    CHECK_INT(info.available, 0);
    CHECK_INT(info.allocation, 100ULL << 30);
    FAILS_NULL(scn_vol_try(pool, "more", 1, 1, "raw"), VIR_ERR_INTERNAL_ERROR);
    OK(virStorageVolFree(scn_vol(pool, "none", MIB)));
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_ZEROED));
    OK(virStoragePoolGetInfo(pool, &info));
    CHECK_INT(info.available, 100ULL << 30);
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
}

static void lookups(virConnectPtr conn)
{
    virStoragePoolPtr pool = scn_pool_start(conn, "find", SCN_NOWHERE "/find//"), of;
    virStorageVolPtr vol = scn_vol(pool, "a b", MIB), same;
    virStorageVolInfo info;
    char *names[3] = {NULL}, *path = virStorageVolGetPath(vol);

    CHECK_STR(virStorageVolGetName(vol), "a b");
    CHECK_STR(virStorageVolGetKey(vol), SCN_NOWHERE "/find/a b");
    CHECK_STR(path, SCN_NOWHERE "/find/a b");
    free(path);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.type, VIR_STORAGE_VOL_FILE);
    CHECK_INT(info.capacity, MIB);
    CHECK((same = virStorageVolLookupByName(pool, "a b")) != NULL);
    OK(virStorageVolFree(same));
    CHECK((same = virStorageVolLookupByKey(conn, SCN_NOWHERE "/find/a b")) != NULL);
    OK(virStorageVolFree(same));
    CHECK((same = virStorageVolLookupByPath(conn, "/" SCN_NOWHERE "//find/./a b")) != NULL);
    CHECK((of = virStoragePoolLookupByVolume(same)) != NULL);
    CHECK_STR(virStoragePoolGetName(of), "find");
    OK(virStoragePoolFree(of));
    OK(virStorageVolFree(same));
    FAILS_NULL(virStorageVolLookupByName(pool, "b"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByKey(conn, "a b"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByKey(conn, "/" SCN_NOWHERE "/find/a b"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByPath(conn, SCN_NOWHERE "/find"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(scn_vol_try(pool, "a b", 1, 0, "raw"), VIR_ERR_INVALID_STORAGE_POOL);
    OK(virStorageVolFree(scn_vol(pool, "c", 0)));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 2);
    CHECK_INT(virStoragePoolListVolumes(pool, names, 1), 1);
    CHECK(names[1] == NULL);
    free(names[0]);
    CHECK_INT(virStoragePoolListVolumes(pool, names, 0), 0);
    OK(virStoragePoolDestroy(pool));
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStorageVolDelete(vol, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virStorageVolGetPath(vol), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virStorageVolLookupByName(pool, "c"), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virStorageVolLookupByKey(conn, SCN_NOWHERE "/find/c"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(scn_vol_try(pool, "d", 1, 0, "raw"), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolCreate(pool, 0));
    OK(virStorageVolGetInfo(vol, &info)); /* what is stored in it stays */
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolDelete(pool, 0)); /* but not when it is deleted */
    OK(virStoragePoolCreate(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
}

static void gone(virConnectPtr conn)
{
    virStoragePoolPtr pool = scn_pool_start(conn, "gone", SCN_NOWHERE "/gone");
    virStorageVolPtr vol = scn_vol(pool, "v", MIB), two = scn_vol(pool, "w", MIB);
    virStorageVolInfo info;

    OK(virStorageVolDelete(vol, 0));
    FAILS(virStorageVolDelete(vol, 0), VIR_ERR_NO_STORAGE_VOL);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolGetXMLDesc(vol, 0), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolGetPath(vol), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolCreateXMLFrom(
                   pool, "<volume><name>x</name><capacity>1</capacity></volume>", vol, 0),
               VIR_ERR_NO_STORAGE_VOL);
    CHECK_STR(virStorageVolGetName(vol), "v");
    OK(virStorageVolFree(vol));
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolUndefine(pool));
    FAILS(virStorageVolGetInfo(two, &info), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStoragePoolLookupByVolume(two), VIR_ERR_NO_STORAGE_POOL);
    FAILS(virStoragePoolNumOfVolumes(pool), VIR_ERR_NO_STORAGE_POOL);
    FAILS_NULL(virStorageVolLookupByName(pool, "w"), VIR_ERR_NO_STORAGE_POOL);
    FAILS_NULL(scn_vol_try(pool, "d", 1, 0, "raw"), VIR_ERR_NO_STORAGE_POOL);
    CHECK_STR(virStorageVolGetKey(two), SCN_NOWHERE "/gone/w");
    OK(virStorageVolFree(two));
    OK(virStoragePoolFree(pool));
}

static void copies(virConnectPtr conn)
{
    static const char small[] = "<volume><name>copy</name><capacity>1</capacity></volume>";
    static const char other[] = "<volume><name>other</name><capacity>1</capacity><target>"
                                "<format type='qcow2'/></target></volume>";
    virStoragePoolPtr pool = scn_pool_start(conn, "copy", SCN_NOWHERE "/copy");
    virStorageVolPtr vol = scn_vol(pool, "v", MIB), copy;
    virStorageVolInfo info;

    copy = virStorageVolCreateXMLFrom(pool, small, vol, 0);
    CHECK(copy != NULL);
    OK(virStorageVolGetInfo(copy, &info));
    CHECK_INT(info.capacity, MIB);
    CHECK_INT(info.allocation, 0);
    FAILS_NULL(virStorageVolCreateXMLFrom(pool, small, vol, 0), VIR_ERR_INVALID_STORAGE_POOL);
    FAILS_NULL(virStorageVolCreateXMLFrom(pool, other, vol, 0), VIR_ERR_NO_SUPPORT);
    FAILS_NULL(virStorageVolCreateXMLFrom(pool, small, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virStorageVolCreateXMLFrom(pool, small, vol, 2), VIR_ERR_INVALID_ARG);
    OK(virStorageVolFree(copy));
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    room(conn);
    lookups(conn);
    gone(conn);
    copies(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

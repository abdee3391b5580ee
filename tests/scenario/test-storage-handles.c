/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of pools and volumes: their references, and the UUIDs by which pools are found. */
#include "config.h"

#include "scenario/storage.h"

#define UUID "dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566" /* of default-pool */

static void found(virConnectPtr conn, const char *uuid)
{
    virStoragePoolPtr pool = virStoragePoolLookupByUUIDString(conn, uuid);

    CHECK(pool != NULL);
    CHECK_STR(virStoragePoolGetName(pool), "default-pool");
    OK(virStoragePoolFree(pool));
}

static void by_uuid(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool"), again;
    unsigned char raw[VIR_UUID_BUFLEN];
    char text[VIR_UUID_STRING_BUFLEN];

    CHECK(pool != NULL);
    OK(virStoragePoolGetUUID(pool, raw));
    CHECK(raw[0] == 0xdf && raw[15] == 0x66);
    OK(virStoragePoolGetUUIDString(pool, text));
    CHECK_STR(text, UUID);
    again = virStoragePoolLookupByUUID(conn, raw);
    CHECK(again != NULL && again != pool);
    OK(virStoragePoolFree(again));
    OK(virStoragePoolFree(pool));
    found(conn, UUID);
    /* Hyphens and blanks between the pairs, or none; either case. */
    found(conn, "dfe224cb28fb8dd0c4b264eb3f0f4566");
    found(conn, "DFE224CB 28FB-8DD0 C4B2 64EB3F0F4566");
    FAILS_NULL(virStoragePoolLookupByUUIDString(conn, "dfe224cb"), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virStoragePoolLookupByUUIDString(conn, UUID "0"), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virStoragePoolLookupByUUIDString(conn, "00000000-28fb-8dd0-c4b2-64eb3f0f4566"),
               VIR_ERR_NO_STORAGE_POOL);
}

/* A reference more is a Free more, and the objects hold their connection. */
static void references(void)
{
    virConnectPtr conn = scn_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "p", SCN_NOWHERE);
    virStorageVolPtr vol = scn_vol(pool, "v", 4096);

    OK(virStoragePoolRef(pool));
    OK(virStorageVolRef(vol));
    OK(virStoragePoolFree(pool));
    OK(virStorageVolFree(vol));
    CHECK_INT(virConnectClose(conn), 2);
    CHECK(virStorageVolGetConnect(vol) == conn && virStoragePoolGetConnect(pool) == conn);
    CHECK_STR(virStorageVolGetName(vol), "v");
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
    FAILS(virStoragePoolRef(pool), VIR_ERR_INVALID_STORAGE_POOL);
    FAILS(virStorageVolRef(vol), VIR_ERR_INVALID_STORAGE_VOL);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    by_uuid(conn);
    references();
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

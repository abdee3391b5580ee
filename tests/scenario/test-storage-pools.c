/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of pools: definitions, states and what each forbids, lists, autostart, pools that go. */
#include "config.h"

#include "scenario/storage.h"

#define U1 "<uuid>11111111-1111-4111-8111-111111111111</uuid>"
#define U2 "<uuid>22222222-2222-4222-8222-222222222222</uuid>"

static void default_world(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool");
    char uuid[VIR_UUID_STRING_BUFLEN];
    virStoragePoolInfo info;
    char *names[2] = {NULL, NULL};

    CHECK(pool != NULL);
    OK(virStoragePoolGetUUIDString(pool, uuid));
    CHECK_STR(uuid, "dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566");
    OK(virStoragePoolGetInfo(pool, &info));
    CHECK_INT(info.state, VIR_STORAGE_POOL_RUNNING);
    CHECK_INT(info.capacity, 107374182400);
    CHECK_INT(info.available, 107374182400);
    CHECK_INT(info.allocation, 0);
    CHECK_INT(virConnectListStoragePools(conn, names, 2), 1);
    CHECK_STR(names[0], "default-pool");
    free(names[0]);
    CHECK_INT(virConnectListDefinedStoragePools(conn, names, 2), 0);
    CHECK_INT(virStoragePoolIsActive(pool), 1);
    CHECK_INT(virStoragePoolIsPersistent(pool), 1);
    OK(virStoragePoolFree(pool));
}

static void states(virConnectPtr conn)
{
    virStoragePoolPtr pool = scn_pool_define(conn, "one", SCN_NOWHERE);
    int autostart = -1;

    CHECK_INT(scn_pool_state(pool), VIR_STORAGE_POOL_INACTIVE);
    CHECK_INT(virStoragePoolIsActive(pool), 0);
    CHECK_INT(virConnectNumOfDefinedStoragePools(conn), 1);
    FAILS(virStoragePoolDestroy(pool), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolRefresh(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolNumOfVolumes(pool), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolListVolumes(pool, NULL, 0), VIR_ERR_INVALID_ARG);
    OK(virStoragePoolGetAutostart(pool, &autostart));
    CHECK_INT(autostart, 0);
    OK(virStoragePoolSetAutostart(pool, 7));
    OK(virStoragePoolGetAutostart(pool, &autostart));
    CHECK_INT(autostart, 1);
    OK(virStoragePoolCreate(pool, 0));
    CHECK_INT(scn_pool_state(pool), VIR_STORAGE_POOL_RUNNING);
    CHECK_INT(virConnectNumOfStoragePools(conn), 2);
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolBuild(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolDelete(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolUndefine(pool), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolDelete(pool, VIR_STORAGE_POOL_DELETE_ZEROED));
    OK(virStoragePoolUndefine(pool));
    CHECK_STR(virStoragePoolGetName(pool), "one");
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_NO_STORAGE_POOL);
    FAILS(virStoragePoolUndefine(pool), VIR_ERR_NO_STORAGE_POOL);
    FAILS(virStoragePoolIsActive(pool), VIR_ERR_NO_STORAGE_POOL);
    FAILS(virStoragePoolGetAutostart(pool, &autostart), VIR_ERR_NO_STORAGE_POOL);
    FAILS_NULL(virStoragePoolGetXMLDesc(pool, 0), VIR_ERR_NO_STORAGE_POOL);
    FAILS_NULL(virStoragePoolLookupByName(conn, "one"), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolFree(pool));
}

static void transient(virConnectPtr conn)
{
    char *xml = scn_pool_xml("brief", SCN_NOWHERE, U1);
    virStoragePoolPtr pool = virStoragePoolCreateXML(conn, xml, 0);
    int autostart = -1;

    CHECK(pool != NULL);
    CHECK_INT(virStoragePoolIsPersistent(pool), 0);
    OK(virStoragePoolGetAutostart(pool, &autostart));
    CHECK_INT(autostart, 0);
    FAILS(virStoragePoolSetAutostart(pool, 1), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virStoragePoolCreateXML(conn, xml, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolDestroy(pool));
    FAILS(virStoragePoolDestroy(pool), VIR_ERR_NO_STORAGE_POOL);
    CHECK_INT(virConnectNumOfStoragePools(conn), 1);
    OK(virStoragePoolFree(pool));
    free(xml);
}

/* A transient pool becomes persistent; an active one has its new definition at the next start. */
static void definitions(virConnectPtr conn)
{
    char *xml = scn_pool_xml("one", SCN_NOWHERE, U1);
    char *moved = scn_pool_xml("one", SCN_NOWHERE "/else", "");
    char *other = scn_pool_xml("one", SCN_NOWHERE, U2);
    char *same_uuid = scn_pool_xml("two", SCN_NOWHERE, U1);
    virStoragePoolPtr pool = virStoragePoolCreateXML(conn, xml, 0), again;

    CHECK(pool != NULL);
    again = virStoragePoolDefineXML(conn, moved, 0);
    CHECK(again != NULL);
    CHECK_INT(virStoragePoolIsPersistent(pool), 1);
    char *text = virStoragePoolGetXMLDesc(pool, 0);
    CHECK(text != NULL && strstr(text, "/else") == NULL);
    free(text);
    FAILS_NULL(virStoragePoolDefineXML(conn, other, 0), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStoragePoolDefineXML(conn, same_uuid, 0), VIR_ERR_OPERATION_FAILED);
    FAILS_NULL(virStoragePoolCreateXML(conn, same_uuid, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolCreate(again, 0));
    text = virStoragePoolGetXMLDesc(pool, 0);
    CHECK(text != NULL && strstr(text, SCN_NOWHERE "/else</path>") != NULL);
    CHECK(strstr(text, "11111111-1111-4111-8111-111111111111") != NULL);
    free(text);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolFree(again));
    again = virStoragePoolDefineXML(conn, other, 0); /* inactive: another one takes its place */
    CHECK(again != NULL);
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolUndefine(again));
    OK(virStoragePoolFree(again));
    OK(virStoragePoolFree(pool));
    free(xml), free(moved), free(other), free(same_uuid);
}

static void refusals(virConnectPtr conn)
{
    virConnectPtr ro = scn_open_ro();
    virStoragePoolPtr pool = virStoragePoolLookupByName(ro, "default-pool");
    unsigned char uuid[VIR_UUID_BUFLEN] = {0};

    FAILS_NULL(virStoragePoolLookupByUUID(conn, uuid), VIR_ERR_NO_STORAGE_POOL);
    FAILS_NULL(virStoragePoolDefineXML(conn, "<pool type='tape'/>", 0), VIR_ERR_INTERNAL_ERROR);
    FAILS_NULL(virStoragePoolDefineXML(conn, "<pool", 0), VIR_ERR_XML_DETAIL);
    FAILS_NULL(virStoragePoolCreateXML(conn, "<volume/>", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virStoragePoolCreateXML(ro, "<pool/>", 0), VIR_ERR_OPERATION_DENIED);
    FAILS(virStoragePoolDestroy(pool), VIR_ERR_OPERATION_DENIED);
    FAILS(virStoragePoolRefresh(pool, 0), VIR_ERR_OPERATION_DENIED);
    OK(virStoragePoolFree(pool));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    default_world(conn);
    states(conn);
    transient(conn);
    definitions(conn);
    refusals(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools of the host: their life from definition to the end of it, and what is refused in which state. */
#include "config.h"

#include "storage/host_testing.h"

static bool is_file(const char *root, const char *name)
{
    char path[1024];

    snprintf(path, sizeof path, "%s/storage/%s", getenv(root), name);
    return access(path, F_OK) == 0;
}

static void defined(virStoragePoolPtr pool)
{
    virStoragePoolInfo info;
    int autostart = -1;

    OK(virStoragePoolGetInfo(pool, &info)); /* nobody has looked yet */
    CHECK(info.capacity == 0 && info.allocation == 0 && info.available == 0);
    CHECK(is_file("VITRINE_CONFIG_DIR", "p.xml") && !is_file("VITRINE_STATE_DIR", "p.xml"));
    FAILS(virStoragePoolRefresh(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolDestroy(pool), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolNumOfVolumes(pool), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_SYSTEM_ERROR); /* there is no folder */
    CHECK_INT(scn_pool_state(pool), VIR_STORAGE_POOL_INACTIVE);
    FAILS(virStoragePoolBuild(pool, VIR_STORAGE_POOL_BUILD_REPAIR), VIR_ERR_NO_SUPPORT);
    FAILS(virStoragePoolBuild(pool, VIR_STORAGE_POOL_BUILD_OVERWRITE), VIR_ERR_NO_SUPPORT);
    OK(virStoragePoolBuild(pool, 0));
    OK(virStoragePoolGetAutostart(pool, &autostart));
    CHECK_INT(autostart, 0);
    OK(virStoragePoolSetAutostart(pool, 7));
    OK(virStoragePoolGetAutostart(pool, &autostart));
    CHECK_INT(autostart, 1);
}

static void active(virStoragePoolPtr pool)
{
    virStoragePoolInfo info;

    OK(virStoragePoolCreate(pool, 0));
    CHECK(is_file("VITRINE_STATE_DIR", "p.xml"));
    OK(virStoragePoolGetInfo(pool, &info));
    CHECK_INT(info.state, VIR_STORAGE_POOL_RUNNING);
    CHECK(info.capacity > 0 && info.capacity == info.allocation + info.available);
    FAILS(virStoragePoolCreate(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolBuild(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolDelete(pool, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolUndefine(pool), VIR_ERR_INTERNAL_ERROR);
    OK(virStoragePoolRefresh(pool, 0));
    OK(virStoragePoolDestroy(pool));
    CHECK(!is_file("VITRINE_STATE_DIR", "p.xml"));
}

static void gone(virStoragePoolPtr pool, const char *folder)
{
    FAILS(virStoragePoolDelete(pool, VIR_STORAGE_POOL_DELETE_ZEROED), VIR_ERR_NO_SUPPORT);
    OK(virStoragePoolDelete(pool, 0));
    CHECK(access(folder, F_OK) < 0);
    OK(virStoragePoolUndefine(pool));
    CHECK(!is_file("VITRINE_CONFIG_DIR", "p.xml") &&
          !is_file("VITRINE_CONFIG_DIR", "autostart/p.xml"));
    FAILS(virStoragePoolUndefine(pool), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolFree(pool));
}

static void transient(virConnectPtr conn, const char *folder)
{
    char *xml = scn_pool_xml("t", folder, "");
    virStoragePoolPtr pool;

    CHECK(mkdir(folder, 0700) == 0);
    pool = virStoragePoolCreateXML(conn, xml, 0);
    CHECK(pool != NULL);
    FAILS_NULL(virStoragePoolCreateXML(conn, xml, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virStoragePoolSetAutostart(pool, 1), VIR_ERR_INVALID_ARG);
    CHECK(is_file("VITRINE_STATE_DIR", "t.xml") && !is_file("VITRINE_CONFIG_DIR", "t.xml"));
    OK(virStoragePoolDestroy(pool));
    FAILS_NULL(virStoragePoolLookupByName(conn, "t"), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolFree(pool));
    CHECK(rmdir(folder) == 0);
    free(xml);
}

/* The same name with another uuid takes the place of one that is inactive. */
static void replaced(virConnectPtr conn, const char *folder)
{
    char *xml = scn_pool_xml("p", folder, "<uuid>11111111-2222-3333-4444-555555555555</uuid>");
    virStoragePoolPtr old = scn_pool_define(conn, "p", folder), new;
    char uuid[VIR_UUID_STRING_BUFLEN];

    new = virStoragePoolDefineXML(conn, xml, 0);
    CHECK(new != NULL);
    OK(virStoragePoolGetUUIDString(new, uuid));
    CHECK_STR(uuid, "11111111-2222-3333-4444-555555555555");
    FAILS(virStoragePoolUndefine(old), VIR_ERR_NO_STORAGE_POOL);
    OK(virStoragePoolUndefine(new));
    OK(virStoragePoolFree(old));
    OK(virStoragePoolFree(new));
    free(xml);
}

int main(void)
{
    char *folder = strdup(scn_path("folder"));
    virConnectPtr conn;

    host_roots();
    conn = host_open();
    CHECK(folder != NULL);
    CHECK_INT(virConnectNumOfDefinedStoragePools(conn), 0);
    virStoragePoolPtr pool = scn_pool_define(conn, "p", folder);
    defined(pool);
    active(pool);
    gone(pool, folder);
    transient(conn, folder);
    replaced(conn, folder);
    FAILS_NULL(virStoragePoolDefineXML(conn, "<pool type='rbd'><name>r</name></pool>", 0),
               VIR_ERR_NO_SUPPORT);
    host_close(conn);
    host_done();
    free(folder);
    return 0;
}

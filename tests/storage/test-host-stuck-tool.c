/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pool of devices whose tool hangs: no lookup of a volume that cannot be its own asks it, one of a key that may be
 * waits a little for it and once, and none is told that there is no such volume when nobody knows.  The tools are
 * fakes, which are told by files to hang and to end. */
#include "config.h"

#include "storage/host_testing.h"
#include "util/clock.h"

/* How long a lookup may take, milliseconds: the tool itself has 60 s. */
#define SOON_MS 40000
#define AT_ONCE_MS 2500

#define KEY "aaaaaa-bbbb-cccc-dddd-eeee-ffff-gggggg" /* of the shape of those of LVM2 */
#define GROUP \
    "<pool type='logical'><name>group</name><target><path>/dev/group</path></target></pool>"

static char *folder; /* of the tools and what they are told by */

static char *path_of(const char *name)
{
    static char path[600];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void fake(const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "w");

    CHECK(f != NULL && fprintf(f, "#!/bin/sh\ncd '%s'\n%s\n", folder, text) > 0);
    CHECK(fclose(f) == 0);
    CHECK(chmod(path_of(name), 0755) == 0);
}

static void make_tools(void)
{
    char path[4096];

    fake("vgs", "if [ -e hang ]; then >begun; read line <go; fi\n"
                "size=1000; [ ! -e grown ] || size=2000\n"
                "printf '  group\\037%d\\037500\\0374\\n' $size");
    fake("lvs", "");
    fake("vgchange", "");
    CHECK(mkfifo(path_of("go"), 0600) == 0);
    snprintf(path, sizeof path, "%s:%s", folder, getenv("PATH"));
    CHECK(setenv("PATH", path, 1) == 0);
}

static void touch(const char *name)
{
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    CHECK(fd >= 0);
    CHECK(close(fd) == 0);
}

/* The other process, when it is told to. */
static void refresh(virConnectPtr conn)
{
    virStoragePoolPtr pool;

    HOST_WAIT(access(path_of("refresh"), F_OK) == 0);
    HOST_WAIT((pool = virStoragePoolLookupByName(conn, "group")) != NULL);
    touch("grown");
    OK(virStoragePoolRefresh(pool, 0));
    OK(virStoragePoolFree(pool));
}

static bool has_grown(virStoragePoolPtr pool)
{
    virStoragePoolInfo info = {0};

    OK(virStoragePoolGetInfo(pool, &info));
    return info.capacity == 2000;
}

static void found(virStorageVolPtr vol)
{
    CHECK(vol != NULL);
    OK(virStorageVolFree(vol));
}

/* What surely is no volume of the group is looked for without asking it. */
static void look_elsewhere(virConnectPtr conn, const char *own)
{
    found(virStorageVolLookupByPath(conn, own));
    found(virStorageVolLookupByKey(conn, own));
    FAILS_NULL(virStorageVolLookupByPath(conn, "/somewhere/else"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByPath(conn, "/dev/groups/v"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByKey(conn, "a serial number"), VIR_ERR_NO_STORAGE_VOL);
    CHECK(access(path_of("begun"), F_OK) < 0);
}

static uint64_t look_for_key_ms(virConnectPtr conn)
{
    uint64_t began = vt_now_ns();

    FAILS_NULL(virStorageVolLookupByKey(conn, KEY), VIR_ERR_OPERATION_FAILED);
    return (vt_now_ns() - began) / VT_NS_PER_MS;
}

static void end_tool(void)
{
    int fd = open(path_of("go"), O_WRONLY | O_CLOEXEC);

    CHECK(fd >= 0);
    CHECK(unlink(path_of("hang")) == 0);
    CHECK(close(fd) == 0);
}

int main(void)
{
    char own[700];

    host_roots();
    folder = scn_pool_folder("tools");
    make_tools();
    pid_t refresher = host_begin(refresh); /* while there is no thread yet */
    char *files = scn_pool_folder("files");
    virConnectPtr conn = host_open();
    virStoragePoolPtr other = scn_pool_start(conn, "other", files);
    OK(virStorageVolFree(scn_vol(other, "w", 4096)));
    snprintf(own, sizeof own, "%s/w", files);
    virStoragePoolPtr group = virStoragePoolCreateXML(conn, GROUP, 0);
    CHECK(group != NULL);
    CHECK(!has_grown(group));
    touch("refresh");
    host_end(refresher);
    HOST_WAIT(has_grown(group)); /* what it has is out of date from now on */

    touch("hang");
    look_elsewhere(conn, own);
    CHECK(look_for_key_ms(conn) < SOON_MS);
    CHECK(access(path_of("begun"), F_OK) == 0);
    CHECK(look_for_key_ms(conn) < AT_ONCE_MS);
    OK(virStoragePoolFree(group));
    OK(virStoragePoolFree(other));
    host_close(conn); /* waits for no list, and takes nothing away from it */
    end_tool();
    conn = host_open();
    HOST_WAIT(virStorageVolLookupByKey(conn, KEY) == NULL &&
              virGetLastError()->code == VIR_ERR_NO_STORAGE_VOL);
    group = virStoragePoolLookupByName(conn, "group");
    OK(virStoragePoolDestroy(group));
    OK(virStoragePoolFree(group));
    scn_pool_drop(virStoragePoolLookupByName(conn, "other"));
    host_close(conn);
    host_done();
    scn_remove(folder);
    scn_remove(files);
    return 0;
}

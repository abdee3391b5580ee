/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes as files: building the folder, making, copying, deleting, what others do in the folder. */
#include "config.h"

#include <sys/statvfs.h>

#include "scenario/storage.h"

#define MIB (1024ULL * 1024)

static unsigned long long size_of(const char *folder, const char *name, unsigned int *ret_mode)
{
    struct stat st;
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (lstat(path, &st) < 0)
        return (unsigned long long)-errno;
    *ret_mode = st.st_mode;
    return (unsigned long long)st.st_size;
}

static void build(virConnectPtr conn)
{
    char *deep = strdup(scn_path("deep/er/pool"));
    virStoragePoolPtr pool = scn_pool_define(conn, "deep", deep);
    unsigned int mode;

    OK(virStoragePoolCreate(pool, 0)); /* there is no folder: in memory */
    OK(virStorageVolFree(scn_vol(pool, "v", 1)));
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolBuild(pool, 0));
    OK(virStoragePoolBuild(pool, 0));
    CHECK((long long)size_of(scn_folder(), "deep/er/pool", &mode) >= 0);
    CHECK_INT(mode & 07777, 0700);
    OK(virStoragePoolCreate(pool, 0)); /* now there is, and it is empty */
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    OK(virStorageVolFree(scn_vol(pool, "v", 1)));
    CHECK_INT(size_of(deep, "v", &mode), 1);
    OK(virStoragePoolDestroy(pool));
    FAILS(virStoragePoolDelete(pool, 0), VIR_ERR_SYSTEM_ERROR);
    OK(virStoragePoolCreate(pool, 0));
    virStorageVolPtr vol = virStorageVolLookupByName(pool, "v");
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolDelete(pool, 0));
    CHECK_INT((long long)size_of(scn_folder(), "deep/er/pool", &mode), -ENOENT);
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
    CHECK(rmdir(scn_path("deep/er")) == 0 && rmdir(scn_path("deep")) == 0);
    free(deep);
}

static void make(virStoragePoolPtr pool, const char *folder)
{
    static const char xml[] =
        "<volume><name>m</name><capacity unit='KiB'>64</capacity><allocation>8192</allocation>"
        "<target><permissions><mode>0640</mode></permissions></target></volume>";
    virStorageVolPtr vol = virStorageVolCreateXML(pool, xml, 0), dir;
    virStorageVolInfo info;
    unsigned int mode;

    CHECK(vol != NULL);
    CHECK_INT(size_of(folder, "m", &mode), 65536);
    CHECK_INT(mode, S_IFREG | 0640);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, 65536);
    CHECK(info.allocation >= 8192);
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_ZEROED));
    CHECK_INT((long long)size_of(folder, "m", &mode), -ENOENT);
    OK(virStorageVolFree(vol));
    dir = scn_vol_try(pool, "d", 0, 0, "dir");
    CHECK(dir != NULL);
    CHECK((long long)size_of(folder, "d", &mode) >= 0 && S_ISDIR(mode));
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    OK(virStorageVolDelete(dir, 0));
    CHECK_INT((long long)size_of(folder, "d", &mode), -ENOENT);
    OK(virStorageVolFree(dir));
    FAILS_NULL(virStorageVolCreateXML(pool,
                                      "<volume><name>e</name><capacity>1</capacity><target>"
                                      "<encryption format='luks'/></target></volume>",
                                      0),
               VIR_ERR_NO_SUPPORT);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
}

/* Files come, go, grow, and turn into links, without us. */
static void others(virStoragePoolPtr pool, const char *folder)
{
    char path[512], *names[8];
    virStorageVolPtr vol;
    virStorageVolInfo info;

    snprintf(path, sizeof path, "%s/found", folder);
    scn_write(path, "12345", 5);
    FAILS_NULL(scn_vol_try(pool, "found", 1, 0, "raw"), VIR_ERR_INVALID_STORAGE_POOL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    snprintf(path, sizeof path, "%s/link", folder);
    CHECK(symlink("/etc/passwd", path) == 0);
    snprintf(path, sizeof path, "%s/fifo", folder);
    CHECK(mkfifo(path, 0600) == 0);
    snprintf(path, sizeof path, "%s/.vitrine-0-0.part", folder);
    scn_write(path, "x", 1);
    snprintf(path, sizeof path, "%s/sub", folder);
    CHECK(mkdir(path, 0700) == 0);
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolListVolumes(pool, names, 8), 1);
    CHECK_STR(names[0], "found");
    free(names[0]);
    vol = virStorageVolLookupByName(pool, "found");
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, 5);
    snprintf(path, sizeof path, "%s/found", folder);
    scn_write(path, "1234567", 7);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK_INT(info.capacity, 7);
    CHECK(unlink(path) == 0 && symlink("/etc/passwd", path) == 0);
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    OK(virStorageVolDelete(vol, VIR_STORAGE_VOL_DELETE_ZEROED)); /* what it was has gone */
    CHECK(access("/etc/passwd", R_OK) == 0);
    OK(virStorageVolFree(vol));
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
}

/* Another folder comes in the place of the pool's: a refresh finds it.  Then none: what the pool had
 * is gone, and the pool stays. */
static void replaced(virConnectPtr conn)
{
    char *path = strdup(scn_path("turned")), *old = strdup(scn_path("turned.old"));
    virStoragePoolPtr pool;
    virStorageVolPtr vol, fresh;
    virStorageVolInfo info;
    unsigned int mode;

    CHECK(mkdir(path, 0700) == 0);
    pool = scn_pool_start(conn, "turned", path);
    vol = scn_vol(pool, "v", 1);
    CHECK(rename(path, old) == 0 && mkdir(path, 0700) == 0);
    OK(virStorageVolGetInfo(vol, &info)); /* nobody has looked yet */
    OK(virStoragePoolRefresh(pool, 0));
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    fresh = scn_vol(pool, "v", 2);
    CHECK_INT(size_of(path, "v", &mode), 2);
    CHECK_INT(size_of(old, "v", &mode), 1);
    OK(virStorageVolDelete(fresh, 0));
    CHECK(rmdir(path) == 0);
    OK(virStoragePoolRefresh(pool, 0));
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    FAILS_NULL(scn_vol_try(pool, "v", 1, 0, "raw"), VIR_ERR_SYSTEM_ERROR);
    OK(virStorageVolFree(fresh));
    OK(virStorageVolFree(vol));
    scn_pool_drop(pool);
    scn_remove(old);
    free(path);
}

/* A handle of a volume that went with its transient pool says so of the volume, in every call. */
static void gone_with_its_pool(virConnectPtr conn, const char *folder)
{
    char xml[400];
    virStoragePoolPtr pool;
    virStorageVolPtr vol;
    virStorageVolInfo info;

    snprintf(xml, sizeof xml,
             "<pool type='dir'><name>short</name><target><path>%s</path></target></pool>", folder);
    pool = virStoragePoolCreateXML(conn, xml, 0);
    CHECK(pool != NULL);
    vol = scn_vol(pool, "v", 1);
    OK(virStoragePoolDestroy(pool));
    FAILS(virStorageVolGetInfo(vol, &info), VIR_ERR_NO_STORAGE_VOL);
    FAILS(virStorageVolDelete(vol, 0), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolGetXMLDesc(vol, 0), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolGetPath(vol), VIR_ERR_NO_STORAGE_VOL);
    OK(virStorageVolFree(vol));
    OK(virStoragePoolFree(pool));
    snprintf(xml, sizeof xml, "%s/v", folder);
    CHECK(unlink(xml) == 0);
}

static void copy(virStoragePoolPtr pool, const char *folder)
{
    static const char xml[] = "<volume><name>b</name><capacity unit='MiB'>9</capacity></volume>";
    virStorageVolPtr vol = scn_vol(pool, "a", 8 * MIB), second;
    char path[512], bytes[4096], back[4096];
    virStorageVolInfo info;

    snprintf(path, sizeof path, "%s/a", folder);
    int fd = open(path, O_RDWR);
    memset(bytes, 'q', sizeof bytes);
    CHECK(fd >= 0 && pwrite(fd, bytes, sizeof bytes, 5 * MIB) == (ssize_t)sizeof bytes);
    close(fd);
    second = virStorageVolCreateXMLFrom(pool, xml, vol, 0);
    CHECK(second != NULL);
    OK(virStorageVolGetInfo(second, &info));
    CHECK_INT(info.capacity, 9 * MIB);
    CHECK(info.allocation < MIB); /* holes stay holes */
    snprintf(path, sizeof path, "%s/b", folder);
    fd = open(path, O_RDONLY);
    CHECK(fd >= 0 && pread(fd, back, sizeof back, 5 * MIB) == (ssize_t)sizeof back);
    CHECK(memcmp(back, bytes, sizeof back) == 0);
    close(fd);
    OK(virStorageVolDelete(second, 0));
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(second));
    OK(virStorageVolFree(vol));
}

static void sizes(virStoragePoolPtr pool, const char *folder)
{
    virStoragePoolInfo info;
    struct statvfs fs;

    OK(virStoragePoolGetInfo(pool, &info));
    CHECK(statvfs(folder, &fs) == 0);
    CHECK_INT(info.capacity, fs.f_blocks * fs.f_frsize);
    CHECK_INT(info.allocation + info.available, info.capacity);
    FAILS_NULL(scn_vol_try(pool, "big", INT64_MAX, INT64_MAX, "raw"), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char *folder = scn_pool_folder("pool");
    virStoragePoolPtr pool;

    build(conn);
    replaced(conn);
    gone_with_its_pool(conn, folder);
    pool = scn_pool_start(conn, "files", folder);
    make(pool, folder);
    sizes(pool, folder);
    copy(pool, folder);
    others(pool, folder);
    scn_pool_drop(pool);
    scn_remove(folder);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pool on a file system that answers nobody: it holds up who uses it, and no lookup of any kind, no list of
 * pools, no other pool, and no question of what is known of it. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mount.h>

#include "storage/host_testing.h"

static virStoragePoolPtr stuck;
static atomic_int begun, ended;

/* A file system whose server reads no request. */
static int mount_deaf(const char *where)
{
    int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    char options[64];

    if (fd < 0)
        SKIP("there is no /dev/fuse here");
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
    if (mount("deaf", where, "fuse", MS_NODEV | MS_NOSUID, options) < 0)
        SKIP("nothing can be mounted here: %s", strerror(errno));
    return fd;
}

static void *hang(void *arg)
{
    (void)arg;
    atomic_fetch_add(&begun, 1);
    if (virStorageVolLookupByName(stuck, "v") == NULL) /* until the server has ended */
        atomic_fetch_add(&ended, 1);
    return NULL;
}

/* It hangs in the kernel, for nobody else to wait for. */
static bool is_waiting(void)
{
    DIR *dir = opendir("/proc/self/task");
    struct dirent *e;
    int waiting = 0;

    CHECK(dir != NULL);
    while ((e = readdir(dir)) != NULL) {
        char path[300], text[64] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/wchan", e->d_name);
        FILE *f = fopen(path, "r");
        if (f != NULL && fgets(text, sizeof text, f) != NULL)
            waiting += strstr(text, "fuse") != NULL || strstr(text, "request_wait") != NULL;
        if (f != NULL)
            fclose(f);
    }
    closedir(dir);
    return waiting > 0;
}

static void go_on(virConnectPtr conn, virStoragePoolPtr other, const char *folder)
{
    virStoragePoolInfo info;
    char path[600], *xml = virStoragePoolGetXMLDesc(stuck, 0), *names[4];

    CHECK(xml != NULL);
    free(xml);
    OK(virStoragePoolGetInfo(stuck, &info));
    CHECK_INT(info.state, VIR_STORAGE_POOL_RUNNING);
    OK(virStorageVolFree(scn_vol(other, "w", 4096)));
    CHECK_INT(virStoragePoolNumOfVolumes(other), 1);
    OK(virStoragePoolRefresh(other, 0));
    snprintf(path, sizeof path, "%s/w", folder);
    virStorageVolPtr vol = virStorageVolLookupByPath(conn, path);
    CHECK(vol != NULL);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    FAILS_NULL(virStorageVolLookupByPath(conn, "/somewhere/else"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(virStorageVolLookupByKey(conn, path), VIR_ERR_NO_STORAGE_VOL);
    CHECK_INT(virConnectListStoragePools(conn, names, 4), 2);
    free(names[0]);
    free(names[1]);
    OK(virStoragePoolDestroy(other));
    OK(virStoragePoolCreate(other, 0));
}

int main(void)
{
    char *dead, *alive;
    pthread_t thread;
    virConnectPtr conn;
    int fd;

    if (geteuid() != 0)
        SKIP("only root mounts");
    host_roots();
    dead = scn_pool_folder("dead");
    alive = scn_pool_folder("alive");
    conn = host_open();
    stuck = scn_pool_start(conn, "stuck", dead);
    virStoragePoolPtr other = scn_pool_start(conn, "other", alive);

    fd = mount_deaf(dead);
    CHECK(pthread_create(&thread, NULL, hang, NULL) == 0);
    HOST_WAIT(atomic_load(&begun) == 1 && is_waiting());
    go_on(conn, other, alive);
    CHECK_INT(atomic_load(&ended), 0);
    CHECK(close(fd) == 0); /* who waited is told that there is no server */
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_INT(atomic_load(&ended), 1);
    CHECK(umount2(dead, MNT_DETACH) == 0);
    scn_pool_drop(stuck);
    scn_pool_drop(other);
    host_close(conn);
    host_done();
    scn_remove(dead);
    scn_remove(alive);
    return 0;
}

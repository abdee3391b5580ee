/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A volume whose making hangs, in a tool that stands in for qemu-img: everything else goes on, in
 * its pool too; then what the tool complains of, and that there is none. */
#include "config.h"

#include <pthread.h>

#include "scenario/storage.h"

static virStoragePoolPtr stuck;
static int result_code;

static void tool(const char *folder, const char *script)
{
    char path[512];

    snprintf(path, sizeof path, "%s/qemu-img", folder);
    scn_write(path, script, strlen(script));
    CHECK(chmod(path, 0700) == 0);
}

static void *make(void *arg)
{
    virStorageVolPtr vol = scn_vol_try(stuck, "slow", 1 << 20, 0, "qcow2");

    (void)arg;
    if (vol == NULL)
        result_code = virGetLastError()->code;
    else
        OK(virStorageVolFree(vol));
    return NULL;
}

/* All of it while the tool waits for somebody to read its FIFO. */
static void go_on(virConnectPtr conn)
{
    virStoragePoolInfo info;
    virStorageVolPtr vol;
    char *xml;

    OK(virStoragePoolGetInfo(stuck, &info));
    CHECK_INT(virStoragePoolNumOfVolumes(stuck), 0); /* half a volume is none */
    FAILS_NULL(virStorageVolLookupByName(stuck, "slow"), VIR_ERR_NO_STORAGE_VOL);
    FAILS_NULL(scn_vol_try(stuck, "slow", 1, 0, "raw"), VIR_ERR_INVALID_STORAGE_POOL);
    vol = scn_vol(stuck, "quick", 1);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    xml = virStoragePoolGetXMLDesc(stuck, 0);
    CHECK(xml != NULL);
    free(xml);
    virStoragePoolPtr other = scn_pool_start(conn, "other", SCN_NOWHERE);
    FAILS_NULL(virStorageVolLookupByKey(conn, "/a/b"), VIR_ERR_NO_STORAGE_VOL);
    OK(virStoragePoolRefresh(other, 0));
    scn_pool_drop(other);
}

/* Waits until the tool writes to the FIFO. */
static void meet(const char *fifo)
{
    int fd = open(fifo, O_RDONLY);
    char byte;

    CHECK(fd >= 0 && read(fd, &byte, 1) == 1);
    close(fd);
}

static void hang(virConnectPtr conn, const char *bin)
{
    const char *begun = scn_path("begun"), *go = scn_path("go");
    char script[600];
    pthread_t thread;

    CHECK(mkfifo(begun, 0600) == 0 && mkfifo(go, 0600) == 0);
    snprintf(script, sizeof script, "#!/bin/sh\necho x >'%s'\necho x >'%s'\n", begun, go);
    tool(bin, script);
    CHECK(pthread_create(&thread, NULL, make, NULL) == 0);
    meet(begun);
    go_on(conn);
    meet(go);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_INT(result_code, 0);
    CHECK_INT(virStoragePoolNumOfVolumes(stuck), 1);
}

static void complaints(const char *bin, const char *folder)
{
    tool(bin, "#!/bin/sh\necho 'it is broken' >&2\nexit 3\n");
    FAILS_NULL(scn_vol_try(stuck, "v", 1, 0, "qcow2"), VIR_ERR_OPERATION_FAILED);
    CHECK(strstr(virGetLastError()->message, "it is broken") != NULL);
    tool(bin, "#!/bin/sh\nkill -9 $$\n");
    FAILS_NULL(scn_vol_try(stuck, "v", 1, 0, "qcow2"), VIR_ERR_OPERATION_FAILED);
    /* Descriptors of the application stay here; the environment does too. */
    CHECK(dup2(0, 77) == 77);
    CHECK(setenv("SECRET", "s", 1) == 0);
    tool(bin, "#!/bin/sh\n[ -z \"$SECRET\" ] && [ ! -e /proc/self/fd/77 ] || exit 9\n"
              "[ \"$4 $6\" = 'qcow2 7' ] || exit 8\n");
    virStorageVolPtr vol = scn_vol_try(stuck, "v", 7, 0, "qcow2");
    CHECK(vol != NULL);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
    CHECK(setenv("PATH", "/nowhere-at-all", 1) == 0);
    FAILS_NULL(scn_vol_try(stuck, "v", 1, 0, "vmdk"), VIR_ERR_NO_SUPPORT);
    CHECK_INT(virStoragePoolNumOfVolumes(stuck), 1);
    DIR *dir = opendir(folder);
    int n = 0;
    while (dir != NULL && readdir(dir) != NULL)
        n++;
    closedir(dir);
    CHECK_INT(n, 3); /* . and .. and the one that was slow: nothing is left of the others */
}

int main(void)
{
    char *folder = scn_pool_folder("pool"), *bin = scn_pool_folder("bin"), *path = NULL;
    virConnectPtr conn = scn_open();

    CHECK(asprintf(&path, "%s:%s", bin, getenv("PATH")) > 0);
    CHECK(setenv("PATH", path, 1) == 0);
    stuck = scn_pool_start(conn, "stuck", folder);
    hang(conn, bin);
    complaints(bin, folder);
    scn_pool_drop(stuck);
    CHECK_INT(virConnectClose(conn), 0);
    scn_remove(folder);
    scn_remove(bin);
    free(path);
    return 0;
}

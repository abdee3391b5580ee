/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process that makes volumes is killed at any moment: what is listed afterwards is whole. */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "scenario/storage.h"

#define ROUNDS 12
#define BYTES (256 * 1024)

static void child(const char *folder)
{
    virConnectPtr conn = scn_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "killed", folder);
    char name[32];

    for (int i = 0;; i++) {
        snprintf(name, sizeof name, "%d-%d", (int)getpid(), i);
        if (scn_vol_try(pool, name, BYTES, BYTES, "raw") == NULL)
            _exit(1);
    }
}

static void check(const char *folder)
{
    virConnectPtr conn = scn_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "killed", folder);
    int n = virStoragePoolNumOfVolumes(pool);
    char **names = calloc((size_t)n + 1, sizeof *names);
    virStorageVolInfo info;

    CHECK(n > 0 && names != NULL);
    n = virStoragePoolListVolumes(pool, names, n);
    for (int i = 0; i < n; i++) {
        virStorageVolPtr vol = virStorageVolLookupByName(pool, names[i]);
        CHECK(vol != NULL);
        OK(virStorageVolGetInfo(vol, &info));
        CHECK_INT(info.capacity, BYTES);
        CHECK(info.allocation >= BYTES);
        OK(virStorageVolDelete(vol, 0));
        OK(virStorageVolFree(vol));
        free(names[i]);
    }
    free(names);
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 0);
}

static bool is_made(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *e;
    bool made = false;

    CHECK(dir != NULL);
    while ((e = readdir(dir)) != NULL)
        made |= e->d_name[0] != '.';
    closedir(dir);
    return made;
}

int main(void)
{
    char *folder = scn_pool_folder("pool");

    for (int i = 0; i < ROUNDS; i++) {
        struct timespec some = {0, (i + 1) * 7 * 1000 * 1000};
        pid_t pid = fork();
        int status;
        CHECK(pid >= 0);
        if (pid == 0)
            child(folder);
        (void)nanosleep(&some, NULL);               /* any moment will do */
        while (i == ROUNDS - 1 && !is_made(folder)) /* but one volume must be there in the end */
            (void)nanosleep(&some, NULL);
        CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
        CHECK(WIFSIGNALED(status));
    }
    check(folder);
    scn_remove(folder);
    return 0;
}

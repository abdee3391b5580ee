/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A new volume takes the disk that its document asks for, and none that could never be used. */
#include "config.h"

#include "storage/host_testing.h"

#define KIB 1024ull
#define MIB (1024 * KIB)
#define SLACK (64 * KIB) /* what a file system may round up to, and its own */

/* @want  bytes, or a little more */
static void takes(virStoragePoolPtr pool, unsigned long long capacity,
                  unsigned long long allocation, unsigned long long want)
{
    virStorageVolPtr vol = scn_vol_try(pool, "v", capacity, allocation, "raw");
    virStorageVolInfo info;

    CHECK(vol != NULL);
    OK(virStorageVolGetInfo(vol, &info));
    CHECK(info.capacity == capacity);
    CHECK(info.allocation >= want && info.allocation <= want + SLACK);
    OK(virStorageVolDelete(vol, 0));
    OK(virStorageVolFree(vol));
}

int main(void)
{
    host_roots();
    char *folder = scn_pool_folder("folder");
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "p", folder);

    takes(pool, 4 * MIB, 4 * MIB, 4 * MIB);
    takes(pool, 4 * MIB, 0, 0);
    takes(pool, 4 * MIB, MIB, MIB);
    takes(pool, MIB, 8 * MIB, MIB);
    takes(pool, 0, MIB, 0);
    scn_pool_drop(pool);
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}

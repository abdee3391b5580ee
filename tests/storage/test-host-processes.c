/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two processes with the same pools: what one starts, changes and stops the other sees, and a third that comes
 * later too. */
#include "config.h"

#include "storage/host_testing.h"

static char *folder;
static int to_second[2], to_third[2];

static void later(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "shared");

    CHECK(pool != NULL);
    CHECK_INT(scn_pool_state(pool), VIR_STORAGE_POOL_RUNNING);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    OK(virStoragePoolFree(pool));
}

static bool is_active(virStoragePoolPtr pool)
{
    virStoragePoolInfo info;

    return virStoragePoolGetInfo(pool, &info) == 0 && info.state == VIR_STORAGE_POOL_RUNNING;
}

/* When it is active; NULL until then. */
static virStoragePoolPtr find_active(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "shared");

    if (pool == NULL || is_active(pool))
        return pool;
    OK(virStoragePoolFree(pool));
    return NULL;
}

static void wait_for_word(const int ends[2])
{
    char byte;

    CHECK(read(ends[0], &byte, 1) == 1);
}

static void say_word(const int ends[2])
{
    CHECK(write(ends[1], "x", 1) == 1);
}

/* Sees the other's pool, works with it, and stops it. */
static void other(virConnectPtr conn)
{
    virStoragePoolPtr pool = NULL;
    virStoragePoolInfo before, after;

    HOST_WAIT((pool = find_active(conn)) != NULL);
    OK(virStoragePoolGetInfo(pool, &before));
    OK(virStorageVolFree(scn_vol(pool, "v", 1 << 20)));
    OK(virStoragePoolGetInfo(pool, &after));
    CHECK(before.capacity > 0 && after.capacity == before.capacity);
    wait_for_word(to_second);
    OK(virStoragePoolDestroy(pool));
    OK(virStoragePoolUndefine(pool));
    OK(virStoragePoolFree(pool));
}

static bool is_gone(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "shared");

    if (pool != NULL)
        OK(virStoragePoolFree(pool));
    return pool == NULL;
}

int main(void)
{
    host_roots();
    folder = scn_pool_folder("folder");
    CHECK(pipe(to_second) == 0 && pipe(to_third) == 0);
    /* All processes come about before this one uses the library; the third is made by a fourth. */
    pid_t second = host_begin(other);
    pid_t third = fork();
    CHECK(third >= 0);
    if (third == 0) {
        wait_for_word(to_third);
        host_end(host_begin(later));
        _exit(0);
    }
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = scn_pool_start(conn, "shared", folder);
    virStorageVolPtr vol = NULL;

    HOST_WAIT((vol = virStorageVolLookupByName(pool, "v")) != NULL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    say_word(to_third);
    host_end(third);
    say_word(to_second);
    host_end(second);
    HOST_WAIT(is_gone(conn));
    FAILS(virStoragePoolRefresh(pool, 0), VIR_ERR_NO_STORAGE_POOL);
    FAILS(virStorageVolDelete(vol, 0), VIR_ERR_NO_STORAGE_POOL);
    OK(virStorageVolFree(vol));
    OK(virStoragePoolFree(pool));
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}

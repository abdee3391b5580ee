/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads make, delete, list, refresh, look up, start and stop, in memory and in a folder: no
 * name is given twice, nothing is counted that is not there, and at the end nothing is left. */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "scenario/storage.h"

#define THREADS 8
#define NAMES 4
#define BYTES 4096

static virConnectPtr conn;
static const char *pool_name;
static int rounds = 150;
static atomic_int made, deleted;

static int error_code(void)
{
    virErrorPtr err = virGetLastError();

    return err != NULL ? err->code : 0;
}

/* A pool that was stopped just now is started again soon: its stopper waits for nobody else. */
static void make_one(virStoragePoolPtr pool, const char *name)
{
    virStorageVolPtr vol;

    while ((vol = scn_vol_try(pool, name, BYTES, BYTES, "raw")) == NULL &&
           error_code() == VIR_ERR_INTERNAL_ERROR)
        sched_yield();
    if (vol == NULL) {
        CHECK_INT(error_code(), VIR_ERR_INVALID_STORAGE_POOL);
        return;
    }
    atomic_fetch_add(&made, 1);
    OK(virStorageVolFree(vol));
}

static void delete_one(virStoragePoolPtr pool, const char *name)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, name);
    virStorageVolInfo info;

    if (vol == NULL)
        return;
    if (virStorageVolGetInfo(vol, &info) == 0)
        CHECK_INT(info.capacity, BYTES);
    if (virStorageVolDelete(vol, 0) == 0)
        atomic_fetch_add(&deleted, 1);
    else
        CHECK(error_code() == VIR_ERR_NO_STORAGE_VOL || error_code() == VIR_ERR_INTERNAL_ERROR);
    OK(virStorageVolFree(vol));
}

static void list_all(virStoragePoolPtr pool)
{
    char *names[NAMES + 1];
    int n = virStoragePoolListVolumes(pool, names, NAMES + 1);

    CHECK(n <= NAMES);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++)
            CHECK(strcmp(names[i], names[j]) != 0);
    }
    for (int i = 0; i < n; i++)
        free(names[i]);
}

static void change_pool(virStoragePoolPtr pool, int round)
{
    if (round % 16 == 0) {
        if (virStoragePoolDestroy(pool) == 0)
            OK(virStoragePoolCreate(pool, 0));
    } else if (virStoragePoolRefresh(pool, 0) < 0) {
        CHECK_INT(error_code(), VIR_ERR_INTERNAL_ERROR); /* it was stopped just now */
    }
}

static void *work(void *arg)
{
    int me = (int)(intptr_t)arg;
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, pool_name);
    char name[16], *xml;

    CHECK(pool != NULL);
    for (int i = 0; i < rounds; i++) {
        snprintf(name, sizeof name, "v%d", (i + me) % NAMES);
        if (me == 0)
            change_pool(pool, i);
        else if (me % 3 == 1)
            make_one(pool, name);
        else if (me % 3 == 2)
            delete_one(pool, name);
        else
            list_all(pool);
        xml = virStoragePoolGetXMLDesc(pool, 0);
        CHECK(xml != NULL);
        free(xml);
    }
    OK(virStoragePoolFree(pool));
    return NULL;
}

static void run(const char *name, const char *path)
{
    virStoragePoolPtr pool = scn_pool_start(conn, name, path);
    pthread_t thread[THREADS];
    virStoragePoolInfo info;
    char volume[16];
    int left;

    pool_name = name;
    atomic_store(&made, 0);
    atomic_store(&deleted, 0);
    for (intptr_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&thread[i], NULL, work, (void *)i) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(thread[i], NULL) == 0);
    left = virStoragePoolNumOfVolumes(pool);
    CHECK_INT(left, atomic_load(&made) - atomic_load(&deleted));
    CHECK(atomic_load(&made) > 0);
    OK(virStoragePoolGetInfo(pool, &info));
    if (strcmp(path, SCN_NOWHERE) == 0)
        CHECK_INT(info.allocation, left * BYTES);
    for (int i = 0; i < NAMES; i++) {
        snprintf(volume, sizeof volume, "v%d", i);
        delete_one(pool, volume);
    }
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    scn_pool_drop(pool);
}

static atomic_bool looking;

/* Looks at a pool at all moments of its life: one that is being started for the first time, above all. */
static void *look(void *unused)
{
    while (atomic_load(&looking)) {
        virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "brief");
        char *xml;

        if (pool == NULL) {
            sched_yield();
            continue;
        }
        xml = virStoragePoolGetXMLDesc(pool, 0);
        CHECK(xml != NULL || error_code() == VIR_ERR_NO_STORAGE_POOL);
        free(xml);
        OK(virStoragePoolFree(pool));
    }
    return unused;
}

static void create_while_looked_at(const char *path)
{
    virStoragePoolPtr pool;
    pthread_t thread;
    char xml[300];

    snprintf(xml, sizeof xml,
             "<pool type='dir'><name>brief</name><target><path>%s</path></target></pool>", path);
    atomic_store(&looking, true);
    CHECK(pthread_create(&thread, NULL, look, NULL) == 0);
    for (int i = 0; i < 10 * rounds; i++) {
        pool = virStoragePoolCreateXML(conn, xml, 0);
        CHECK(pool != NULL);
        OK(virStoragePoolDestroy(pool));
        OK(virStoragePoolFree(pool));
    }
    atomic_store(&looking, false);
    CHECK(pthread_join(thread, NULL) == 0);
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    char *folder = scn_pool_folder("pool");

    if (scale != NULL)
        rounds = rounds * atoi(scale) / 100 + 20;
    conn = scn_open();
    run("memory", SCN_NOWHERE);
    run("files", folder);
    create_while_looked_at(folder);
    CHECK_INT(virConnectClose(conn), 0);
    CHECK_INT(rmdir(folder), 0); /* nothing is left */
    free(folder);
    return 0;
}

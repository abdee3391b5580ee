/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a file system cannot take disk for a file, zeros are written; until that is done the volume is found by its
 * name, tells how much there is, is in no list, and can be neither deleted nor read.  fallocate(2) is answered here, and
 * writing stops in the middle until it is told to go on. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include "storage/host_testing.h"

#define MIB (1024ull * 1024)
#define BYTES (64 * MIB)
#define STOP (40 * MIB)

static virStoragePoolPtr pool;
static atomic_bool stopping, go_on;

/* In the place of those of libc. */
int fallocate(int fd, int mode, off_t offset, off_t len);
int fallocate(int fd, int mode, off_t offset, off_t len)
{
    (void)fd, (void)mode, (void)offset, (void)len;
    errno = EOPNOTSUPP;
    return -1;
}

ssize_t pwrite(int fd, const void *buf, size_t len, off_t offset)
{
    while (offset >= (off_t)STOP && atomic_load(&stopping) && !atomic_load(&go_on))
        usleep(1000);
    return syscall(SYS_pwrite64, fd, buf, len, offset);
}

static void *make(void *arg)
{
    (void)arg;
    return scn_vol_try(pool, "v", BYTES, BYTES, "raw");
}

static unsigned long long allocation(virStorageVolPtr vol)
{
    virStorageVolInfo info;

    OK(virStorageVolGetInfo(vol, &info));
    CHECK(info.capacity == BYTES);
    return info.allocation;
}

/* NULL: no part of it is there. */
static virStorageVolPtr find(void)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, "v");

    if (vol == NULL)
        CHECK_INT(virGetLastError()->code, VIR_ERR_NO_STORAGE_VOL);
    return vol;
}

static void under_way(void)
{
    virStorageVolPtr vol = NULL;

    HOST_WAIT((vol = find()) != NULL);
    HOST_WAIT(allocation(vol) >= STOP - 16 * MIB);
    CHECK(allocation(vol) <= STOP);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 0);
    FAILS_NULL(
        virStorageVolCreateXML(pool, "<volume><name>v</name><capacity>1</capacity></volume>", 0),
        VIR_ERR_INVALID_STORAGE_POOL);
    OK(virStorageVolFree(vol));
}

int main(void)
{
    pthread_t thread;
    void *made;

    host_roots();
    char *folder = scn_pool_folder("pool");
    virConnectPtr conn = host_open();
    pool = scn_pool_start(conn, "p", folder);

    atomic_store(&stopping, true);
    CHECK_INT(pthread_create(&thread, NULL, make, NULL), 0);
    under_way();
    atomic_store(&go_on, true);
    CHECK_INT(pthread_join(thread, &made), 0);
    CHECK(made != NULL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 1);
    CHECK(allocation(made) >= BYTES); /* the disk is taken */
    OK(virStorageVolDelete(made, 0));
    OK(virStorageVolFree(made));

    scn_pool_drop(pool);
    host_close(conn);
    host_done();
    scn_remove(folder);
    return 0;
}

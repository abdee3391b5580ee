/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* While a volume is copied it is found by its name and tells how much it has; it is in no list, and
 * neither deleted nor opened before it is whole. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#ifdef HAVE_VALGRIND_HELGRIND_H
#include <valgrind/valgrind.h>
#endif

#include "scenario/storage.h"
#include "util/clock.h"

#define MIB (1024ull * 1024)
#define BYTES (256 * MIB)

static virStoragePoolPtr pool;
static atomic_bool done;

static void *copy(void *from)
{
    char xml[200];

    snprintf(xml, sizeof xml,
             "<volume><name>copy</name><capacity>%llu</capacity><target><format type='raw'/>"
             "</target></volume>",
             BYTES);
    virStorageVolPtr vol = virStorageVolCreateXMLFrom(pool, xml, from, 0);
    CHECK(vol != NULL);
    atomic_store(&done, true);
    return vol;
}

static void fill(const char *folder)
{
    static char part[MIB];
    char path[300];
    FILE *f;

    memset(part, 0x5a, sizeof part);
    snprintf(path, sizeof path, "%s/from", folder);
    f = fopen(path, "w");
    CHECK(f != NULL);
    for (unsigned long long n = 0; n < BYTES; n += MIB)
        CHECK(fwrite(part, 1, sizeof part, f) == sizeof part);
    CHECK(fclose(f) == 0);
}

/* One look at the copy: true when it was found under way. */
static bool look(unsigned long long *last)
{
    virStorageVolPtr vol = virStorageVolLookupByName(pool, "copy");
    virStorageVolInfo info;
    bool under_way;

    if (vol == NULL) {
        CHECK_INT(virGetLastError()->code, VIR_ERR_NO_STORAGE_VOL);
        return false;
    }
    OK(virStorageVolGetInfo(vol, &info));
    CHECK(info.capacity == BYTES);
    under_way = info.allocation < BYTES;
    if (under_way) {
        CHECK(info.allocation >= *last);
        *last = info.allocation;
    }
    OK(virStorageVolFree(vol));
    return under_way;
}

/* Copies once, and looks all the time: how often it was seen under way. */
static unsigned int watch(virStorageVolPtr from)
{
    unsigned long long last = 0;
    unsigned int seen = 0;
    pthread_t thread;
    void *made;

    atomic_store(&done, false);
    CHECK_INT(pthread_create(&thread, NULL, copy, from), 0);
    while (!atomic_load(&done)) {
        int listed = virStoragePoolNumOfVolumes(pool);
        CHECK(listed == 1 || listed == 2);
        seen += look(&last);
        usleep(200);
    }
    CHECK_INT(pthread_join(thread, &made), 0);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), 2);
    OK(virStorageVolDelete(made, 0));
    OK(virStorageVolFree(made));
    return seen;
}

/* Valgrind runs one thread at a time, and that which copies may never give way. */
static bool one_at_a_time(void)
{
#ifdef HAVE_VALGRIND_HELGRIND_H
    return RUNNING_ON_VALGRIND;
#else
    return false;
#endif
}

int main(void)
{
    char *folder = scn_pool_folder("pool");
    virConnectPtr conn = scn_open();
    virStorageVolPtr from;
    unsigned int turns = 0, most = one_at_a_time() ? 1 : 20;
    bool seen = false;
    uint64_t begun;

    fill(folder);
    pool = scn_pool_start(conn, "p", folder);
    from = virStorageVolLookupByName(pool, "from");
    CHECK(from != NULL);
    begun = vt_now_ns();
    for (; turns < most && !seen; turns++)
        seen = watch(from) > 0;
    /* A file system that shares blocks copies in no time. */
    CHECK(seen || one_at_a_time() || (vt_now_ns() - begun) / turns < 20 * VT_NS_PER_MS);
    OK(virStorageVolFree(from));
    scn_pool_drop(pool);
    CHECK_INT(virConnectClose(conn), 0);
    scn_remove(folder);
    return 0;
}

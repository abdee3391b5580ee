/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ten thousand volumes: a list reads the folder and looks at none of them, and a lookup asks for one file however
 * many there are.  System calls are counted, not time. */
#include "config.h"

#include "kill_at.h"
#include "storage/host_testing.h"

#define MANY 10000
#define FEW 1000
#define LOOKUPS 100
/* What a lookup may ask the kernel for: the folder and where it is, the file, its format. */
#define CALLS_OF_A_LOOKUP 12
#define CALLS_OF_MORE_NAMES 200 /* reading a folder that is longer, and memory for it */

static char *folder;

struct work {
    int lookups;
    int names;
};

static void make_files(int from, int to)
{
    char path[1024];

    for (int i = from; i < to; i++) {
        snprintf(path, sizeof path, "%s/v%d", folder, i);
        scn_write(path, "x", 1);
    }
}

static void work(void *opaque)
{
    const struct work *w = opaque;
    virConnectPtr conn = host_open();
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "p");
    char **names = calloc(MANY, sizeof *names);

    CHECK(pool != NULL && names != NULL);
    if (w->names > 0)
        CHECK_INT(virStoragePoolListVolumes(pool, names, MANY), w->names);
    for (int i = 0; i < w->lookups; i++) {
        virStorageVolPtr vol = virStorageVolLookupByName(pool, "v7");
        CHECK(vol != NULL);
        OK(virStorageVolFree(vol));
    }
    _exit(0);
}

/* System calls of the thread that works. */
static unsigned int count_calls(int lookups, int names)
{
    struct work w = {lookups, names};

    return kill_at_count(work, &w);
}

static void create(virConnectPtr conn)
{
    OK(virStoragePoolFree(scn_pool_start(conn, "p", folder)));
}

static void drop(virConnectPtr conn)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "p");

    CHECK(pool != NULL);
    CHECK_INT(virStoragePoolNumOfVolumes(pool), MANY);
    scn_pool_drop(pool);
}

int main(void)
{
    unsigned int none, few, many, lookups;

    host_roots();
    folder = scn_pool_folder("folder");
    make_files(0, FEW);
    host_end(host_begin(create));
    none = count_calls(0, 0);
    few = count_calls(0, FEW) - none;
    make_files(FEW, MANY);
    many = count_calls(0, MANY) - none;
    lookups = count_calls(LOOKUPS, 0) - none;
    printf("calls: %u for %d names, %u for %d, %u for %d lookups\n", few, FEW, many, MANY, lookups,
           LOOKUPS);
    CHECK(many < few + CALLS_OF_MORE_NAMES);
    CHECK(lookups <= LOOKUPS * CALLS_OF_A_LOOKUP);
    host_end(host_begin(drop));
    host_done();
    host_remove_tree(folder);
    free(folder);
    return 0;
}

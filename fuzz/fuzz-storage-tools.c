/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds what tools of storage say: the first byte says which, L for lvs, G for vgs, D for pvs, P for parted.  What is
 * accepted can stand on a disk. */
#include "fuzz.h"

#include "storage/lvm.h"
#include "storage/partitions.h"

static void feed_volumes(char *text)
{
    LVM_VOLUMES_SCOPE(volumes);

    if (lvm_parse_volumes(text, &volumes) < 0)
        return;
    for (unsigned int i = 0; i < volumes.n; i++) {
        const struct lvm_volume *vol = volumes.volume[i];
        must(lvm_name_ok(vol->name), "a name that is none");
        must(vol->size <= STORAGE_MAX_BYTES && vol->allocated <= STORAGE_MAX_BYTES, "too large");
        for (unsigned int d = 0; d < vol->n_devices; d++)
            must(vol->devices[d]->extents[0]->start < vol->devices[d]->extents[0]->end,
                 "an extent of nothing");
    }
}

static void feed_partitions(char *text)
{
    PARTITION_TABLE_SCOPE(table);
    unsigned long long start, end;

    if (partition_table_parse(text, "/dev/sda", &table) < 0)
        return;
    for (unsigned int i = 0; i < table.n; i++) {
        must(table.partition[i]->start < table.partition[i]->end, "a partition of nothing");
        must(table.partition[i]->end <= table.size, "a partition behind the end");
    }
    for (int kind = PARTITION_PRIMARY; kind <= PARTITION_LOGICAL; kind++) {
        if (partition_table_place(&table, (enum partition_kind)kind, 1 << 20, &start, &end))
            must(end <= table.size && end - start >= 1 << 20 && start % PARTITIONS_ALIGN == 0,
                 "a place that is none");
    }
}

static void feed(char *text)
{
    struct arena arena = ARENA_INIT;
    struct storage_source **sources;
    struct lvm_group group;
    unsigned int n;

    switch (text[0]) {
    case 'L':
        feed_volumes(text + 1);
        break;
    case 'G':
        if (lvm_parse_group(text + 1, &group) > 0)
            must(group.free <= group.size, "more is free than there is");
        break;
    case 'D':
        if (lvm_parse_devices(text + 1, &arena, &sources, &n) == 0)
            must(n <= STORAGE_MAX_LIST, "too many groups");
        arena_done(&arena);
        break;
    case 'P':
        feed_partitions(text + 1);
        break;
    default:
        break;
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is on a partitioned disk, as parted(8) tells it in its form for programs; and where a new partition goes.
 *
 * Whoever used the disk has written what is read here, names of partitions above all: a line of another shape,
 * a number twice, places outside of the disk or on each other are an error.
 * Source: parted(8), -m; output of parted 3.5 with "unit B print free" */
#pragma once

#include "storage/backend.h"

#define PARTITIONS_ALIGN (1ULL << 20) /* bytes, for the start of new ones */
#define PARTITIONS_MAX 1024           /* of one disk, and of free places */
#define PARTITIONS_FIRST_LOGICAL \
    5 /* number of the first in an extended one.  Source: msdos tables */

enum partition_kind { PARTITION_PRIMARY, PARTITION_EXTENDED, PARTITION_LOGICAL };

struct partition {
    unsigned int number;
    enum partition_kind kind;
    unsigned long long start, end; /* bytes; behind the last */
    const char *format;            /* a word of volumes of such pools */
};

/* A free place. */
struct partition_room {
    bool logical; /* in the extended partition */
    unsigned long long start, end;
};

struct partition_table {
    struct arena arena;
    const char *label; /* a word of sources of such pools; static text */
    unsigned long long size;
    unsigned int sector; /* bytes */
    struct partition **partition;
    unsigned int n;
    struct partition_room **room;
    unsigned int n_rooms;
};
#define PARTITION_TABLE_SCOPE(name) \
    struct partition_table name \
        __attribute__((cleanup(partition_table_done))) = {.arena = ARENA_INIT}
void partition_table_done(struct partition_table *table);

/* Reads the output, and changes its text.
 * @device   as parted was given it
 * Returns   0; -EBADMSG it is of another shape, -EFBIG too much of it, -ENOMEM.  Raises nothing */
int partition_table_parse(char *text, const char *device,
                          struct partition_table *ret) VT_WARN_UNUSED;

/* The partition of a number; NULL. */
const struct partition *partition_table_find(const struct partition_table *table,
                                             unsigned int number);
/* The one extended partition; NULL. */
const struct partition *partition_table_extended(const struct partition_table *table);
/* The number that the next one of a kind gets; 0 there is none left. */
unsigned int partition_table_next(const struct partition_table *table, enum partition_kind kind);
/* The smallest free place that has room for @size bytes behind an aligned start.  The end, behind the last byte, is
 * aligned as well where there is room for that.  False: there is none. */
bool partition_table_place(const struct partition_table *table, enum partition_kind kind,
                           unsigned long long size, unsigned long long *ret_start,
                           unsigned long long *ret_end) VT_WARN_UNUSED;

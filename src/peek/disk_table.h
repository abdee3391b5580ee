/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The process's table of kept disk descriptors, by (vm, path).  For disk.c. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "util/striped.h"

/* A kept descriptor.  Counted by stripes, so that readers of one disk share no written line. */
struct disk_file {
    struct vt_striped count; /* the table is its owner, each read a hold */
    struct disk_file *next;  /* of its chain, under the table's lock */
    uint64_t vm;             /* immutable, as all up to checked_ns */
    char *path;
    char *source;
    int fd;
    dev_t dev, rdev;
    ino_t ino;
    _Atomic uint64_t checked_ns; /* when its path was last seen to mean this file */
    _Atomic uint64_t used_ns;    /* coarse: written only when DISK_USED_STEP_NS have passed */
};

#define DISK_USED_STEP_NS UINT64_C(20000000)

struct disk_hold {
    struct disk_file *file;
    unsigned int stripe;
};

/* Takes @fd over when it succeeds; NULL: no memory, nothing raised. */
struct disk_file *disk_file_new(uint64_t vm, const char *path, const char *source, int fd,
                                const struct stat *st);
void disk_file_used(struct disk_file *f, uint64_t now_ns);

/* Puts it in place of what has its key, takes it over, and keeps to PEEK_DISKS_MAX_KEPT. */
void disk_table_put(struct disk_file *f);
/* True: ret_hold->file may be used until it is released. */
bool disk_table_find(uint64_t vm, const char *path, struct disk_hold *ret_hold);
void disk_table_release(struct disk_hold *hold);
void disk_table_forget(uint64_t vm);
/* Takes @f, which the caller has a hold of, out of the table if it is still there. */
void disk_table_drop(struct disk_file *f);
/* Closes the one that was not used for longest; false when there is none. */
bool disk_table_drop_oldest(void);
unsigned int disk_table_count(void);

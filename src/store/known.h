/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a store knows of its files: as they were when they were read or written.  No lock of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "util/compiler.h"

struct vt_known {
    char *name; /* of the object */
    ino_t inode;
    struct timespec changed;
    off_t size;
    uint64_t hash; /* of its text; tells whether a file that was touched says anything new */
    bool again;    /* it could not be read or taken over: it is to be tried again */
};

struct vt_known_set {
    struct vt_known *all; /* ascending by name */
    size_t n, room;
};

struct vt_known *vt_known_find(const struct vt_known_set *set, const char *name);
/* The record of a name, a new one where there is none; NULL: no memory.  It is good until the next change
 * of the set. */
struct vt_known *vt_known_get(struct vt_known_set *set, const char *name) VT_WARN_UNUSED;
void vt_known_drop(struct vt_known_set *set, const char *name);
void vt_known_done(struct vt_known_set *set);

/* Adds a name without keeping the order, for many at once; then vt_known_sort.  False: no memory. */
bool vt_known_append(struct vt_known_set *set, const char *name, size_t len,
                     const struct stat *st) VT_WARN_UNUSED;
void vt_known_sort(struct vt_known_set *set);

void vt_known_stamp(struct vt_known *k, const struct stat *st);
bool vt_known_is_same(const struct vt_known *k, const struct stat *st);
uint64_t vt_known_hash(const char *text);

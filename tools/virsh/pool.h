/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage pools and volumes as commands need them: found by what the user typed, and listed. */
#pragma once

#include <libvirt/libvirt.h>

#include "columns.h"
#include "command.h"
#include "words.h"

static inline void pool_release(virStoragePoolPtr *pool)
{
    if (*pool != NULL)
        (void)virStoragePoolFree(*pool);
}

static inline void vol_release(virStorageVolPtr *vol)
{
    if (*vol != NULL)
        (void)virStorageVolFree(*vol);
}

#define POOL_SCOPE __attribute__((cleanup(pool_release)))
#define VOL_SCOPE __attribute__((cleanup(vol_release)))

/* Which readings of a text to try; in this order. */
#define POOL_BY_UUID 1u
#define POOL_BY_NAME 2u
#define POOL_BY_ANY (POOL_BY_UUID | POOL_BY_NAME)

/* The pool TEXT; NULL with the error printed. */
virStoragePoolPtr pool_find_text(struct shell *sh, const char *text, unsigned int how);
/* The pool that the option "pool" names; NULL with the error printed. */
virStoragePoolPtr pool_find(struct shell *sh, const struct cmd *cmd, unsigned int how);

/* The volume TEXT: by its name when POOL is not NULL, then by its key, then by its path.  One of
 * another pool than POOL is not taken.  NULL with the error printed. */
virStorageVolPtr vol_find_text(struct shell *sh, virStoragePoolPtr pool, const char *text);
/* The volume that the option "vol" names, in the pool that "pool" names when that is given. */
virStorageVolPtr vol_find(struct shell *sh, const struct cmd *cmd);

/* Names, sorted.  0, or -1 with the error printed. */
int pool_list(struct shell *sh, bool active, struct words *ret);
int vol_list(struct shell *sh, virStoragePoolPtr pool, struct words *ret);

/* The words for virStoragePoolState and virStorageVolType; "unknown" for others. */
const char *pool_state_word(int state);
const char *vol_type_word(int type);

/* A line with a size, for people or exact: label, number, and unit as 0.6.1 prints them. */
void pool_print_size(const char *label, unsigned long long bytes, bool exact);
/* The same as a cell of a table. */
void pool_add_size(struct columns *c, unsigned long long bytes);

#define OPT_POOL(kind) \
    { \
        "pool", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, kind, "pool name or UUID" \
    }

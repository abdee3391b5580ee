/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a store knows of its files. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "store/known.h"

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct vt_known *)a)->name, ((const struct vt_known *)b)->name);
}

/* Where the name is, or would be. */
static size_t place_of(const struct vt_known_set *set, const char *name)
{
    size_t low = 0, high = set->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(set->all[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct vt_known *vt_known_find(const struct vt_known_set *set, const char *name)
{
    size_t at = place_of(set, name);

    return at < set->n && strcmp(set->all[at].name, name) == 0 ? &set->all[at] : NULL;
}

static bool make_room(struct vt_known_set *set)
{
    size_t room = set->room != 0 ? set->room * 2 : 16;
    struct vt_known *more;

    if (set->n < set->room)
        return true;
    more = reallocarray(set->all, room, sizeof *more);
    if (more == NULL)
        return false;
    set->all = more;
    set->room = room;
    return true;
}

struct vt_known *vt_known_get(struct vt_known_set *set, const char *name)
{
    size_t at = place_of(set, name);
    char *copy;

    if (at < set->n && strcmp(set->all[at].name, name) == 0)
        return &set->all[at];
    copy = make_room(set) ? strdup(name) : NULL;
    if (copy == NULL)
        return NULL;
    memmove(&set->all[at + 1], &set->all[at], (set->n - at) * sizeof *set->all);
    set->n++;
    set->all[at] = (struct vt_known){.name = copy, .again = true};
    return &set->all[at];
}

void vt_known_drop(struct vt_known_set *set, const char *name)
{
    struct vt_known *k = vt_known_find(set, name);

    if (k == NULL)
        return;
    free(k->name);
    set->n--;
    memmove(k, k + 1, (set->n - (size_t)(k - set->all)) * sizeof *k);
}

void vt_known_done(struct vt_known_set *set)
{
    for (size_t i = 0; i < set->n; i++)
        free(set->all[i].name);
    free(set->all);
    *set = (struct vt_known_set){.all = NULL};
}

bool vt_known_append(struct vt_known_set *set, const char *name, size_t len, const struct stat *st)
{
    char *copy = make_room(set) ? strndup(name, len) : NULL;

    if (copy == NULL)
        return false;
    set->all[set->n] = (struct vt_known){.name = copy};
    vt_known_stamp(&set->all[set->n++], st);
    return true;
}

void vt_known_sort(struct vt_known_set *set)
{
    if (set->n > 0)
        qsort(set->all, set->n, sizeof *set->all, compare);
}

void vt_known_stamp(struct vt_known *k, const struct stat *st)
{
    k->inode = st->st_ino;
    k->changed = st->st_ctim;
    k->size = st->st_size;
}

bool vt_known_is_same(const struct vt_known *k, const struct stat *st)
{
    return k->inode == st->st_ino && k->size == st->st_size &&
           k->changed.tv_sec == st->st_ctim.tv_sec && k->changed.tv_nsec == st->st_ctim.tv_nsec;
}

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
uint64_t vt_known_hash(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

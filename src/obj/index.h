/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash index: from a 32-bit hash to objects.  Open addressing; no lock of its own, no counts. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "object.h"

struct vt_index_slot {
    uint32_t hash;
    uint32_t place;        /* a word for the index's owner */
    struct vt_object *obj; /* NULL empty, vt_index_gone_ removed */
};

struct vt_index {
    struct vt_index_slot *slot;
    uint32_t mask;  /* slots - 1; slots are a power of two, 0 before the first reserve */
    uint32_t used;  /* slots that are not empty, removed ones too */
    uint32_t count; /* objects */
};

extern struct vt_object vt_index_gone_;

/* Spreads every bit over all: indexes probe in a line, and names like guest-00001 to guest-09999
 * would stand in heaps.  Source: the finaliser of MurmurHash3. */
uint32_t vt_index_mix(uint64_t v);
/* The hash of a name. */
uint32_t vt_index_hash(const char *text);

/* Room for COUNT objects in all; false when there is no memory, and nothing has changed.  After it
 * vt_index_put cannot fail for that many. */
bool vt_index_reserve(struct vt_index *x, uint32_t count) VT_WARN_UNUSED;
void vt_index_put(struct vt_index *x, uint32_t hash, struct vt_object *obj, uint32_t place);
/* Where the object stands; NULL when it is not in the index. */
struct vt_index_slot *vt_index_slot_of(const struct vt_index *x, uint32_t hash,
                                       const struct vt_object *obj);
void vt_index_remove(struct vt_index *x, uint32_t hash, struct vt_object *obj);
static inline void vt_index_done(struct vt_index *x)
{
    free(x->slot);
}

/* for (i = vt_index_first(x, hash); (obj = vt_index_at(x, hash, &i)) != NULL;) looks at the objects
 * of one hash. */
static inline uint32_t vt_index_first(const struct vt_index *x, uint32_t hash)
{
    return hash & x->mask;
}

static inline struct vt_object *vt_index_at(const struct vt_index *x, uint32_t hash, uint32_t *i)
{
    if (VT_UNLIKELY(x->slot == NULL))
        return NULL;
    for (;; *i = (*i + 1) & x->mask) {
        const struct vt_index_slot *s = &x->slot[*i];
        if (s->obj == NULL)
            return NULL;
        if (s->hash == hash && s->obj != &vt_index_gone_) {
            *i = (*i + 1) & x->mask;
            return s->obj;
        }
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver's own objects (vm, net, pool, vol, device): what all of them begin with.
 *
 * Identity (name, uuid) never changes after vt_object_init, so it is read without a lock by
 * whoever holds a count.  The number (a domain's id) is published atomically. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/count.h"
#include "util/uuid.h"

struct vt_object;

struct vt_object_class {
    const char *word;                /* "domain", for messages */
    void (*end)(struct vt_object *); /* after the last count: frees the body, not the object */
    bool no_uuid;                    /* volumes and devices: known by name alone */
};

/* One cache line: all that a lookup reads and writes.  The lines stand close together, apart from
 * the bodies, so that a table of thousands stays in the caches. */
struct vt_object {
    _Alignas(VT_CACHE_LINE) const struct vt_object_class *class;
    void *body; /* the driver's struct */
    struct vt_count count;
    atomic_int number; /* a running domain's id; -1 inactive.  Changed by vt_table_set_number */
    unsigned char uuid[VT_UUID_LEN];
    const char *name; /* in name_short when it fits, else allocated */
    char name_short[16];
};

/* A new object with one count, for @body.  @name is copied.  NULL with NO_MEMORY raised: then the
 * body is still the caller's.  @uuid is not read, and is all zeros, where the class has none. */
struct vt_object *vt_object_new(const struct vt_object_class *class, void *body, const char *name,
                                const unsigned char uuid[VT_UUID_LEN]) VT_WARN_UNUSED;

void vt_object_end_(struct vt_object *o);

static inline void vt_object_ref(struct vt_object *o)
{
    vt_count_take(&o->count);
}

/* NULL is fine. */
static inline void vt_object_unref(struct vt_object *o)
{
    if (o != NULL && vt_count_drop(&o->count))
        vt_object_end_(o);
}

static inline void vt_object_auto_(struct vt_object **o)
{
    vt_object_unref(*o);
}
/* A variable whose count is dropped at the end of its scope. */
#define VT_AUTOOBJ __attribute__((cleanup(vt_object_auto_)))

static inline int vt_object_number(struct vt_object *o)
{
    return atomic_load_explicit(&o->number, memory_order_acquire);
}

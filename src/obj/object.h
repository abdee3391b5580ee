/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver's own objects (vm, net, pool, vol, device): what all of them begin with.
 *
 * Identity (name, uuid) never changes after vt_object_init, so it is read without a lock by
 * whoever holds a count.  The number (a domain's id) is published atomically. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "util/count.h"
#include "util/uuid.h"

struct vt_object;

struct vt_object_class {
    const char *word;                /* "domain", for messages */
    void (*end)(struct vt_object *); /* after the last count: frees everything, and the object */
};

/* One cache line: all that a lookup reads. */
struct vt_object {
    const struct vt_object_class *class;
    struct vt_count count;
    atomic_int number; /* a running domain's id; -1 inactive.  Changed by vt_table_set_number */
    unsigned char uuid[VT_UUID_LEN];
    const char *name;   /* in name_short when it fits, else allocated */
    uint32_t place;     /* the table's: where it stands in the order; under the table's lock */
    char name_short[20];
};

/* Begins with one count.  @name is copied.  0, or -1 with NO_MEMORY raised. */
int vt_object_init(struct vt_object *o, const struct vt_object_class *class, const char *name,
                   const unsigned char uuid[VT_UUID_LEN]) VT_WARN_UNUSED;
/* Frees what vt_object_init took; called by the class's end. */
void vt_object_done(struct vt_object *o);

static inline void vt_object_ref(struct vt_object *o)
{
    vt_count_take(&o->count);
}

/* NULL is fine. */
static inline void vt_object_unref(struct vt_object *o)
{
    if (o != NULL && vt_count_drop(&o->count))
        o->class->end(o);
}

static inline int vt_object_number(struct vt_object *o)
{
    return atomic_load_explicit(&o->number, memory_order_acquire);
}

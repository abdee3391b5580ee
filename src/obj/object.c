/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The base of the driver's own objects, and the memory of their lines. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "object.h"
#include "util/lines.h"
#include "util/lock.h"

static struct vt_mutex pool_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "object memory");
/* Free lines, the next one where a live one has its body. */
static struct vt_object *pool_free VT_GUARDED_BY(pool_lock);
static struct vt_lines pool_lines VT_GUARDED_BY(pool_lock);

static struct vt_object *pool_get(void)
{
    VT_LOCK_SCOPE(&pool_lock);
    struct vt_object *o = pool_free;

    if (o == NULL)
        return vt_lines_carve(&pool_lines);
    pool_free = o->body;
    return o;
}

static void pool_put(struct vt_object *o)
{
    VT_LOCK_SCOPE(&pool_lock);

    o->body = pool_free;
    pool_free = o;
}

struct vt_object *vt_object_new(const struct vt_object_class *class, void *body, const char *name,
                                const unsigned char uuid[VT_UUID_LEN])
{
    size_t size = strlen(name) + 1;
    struct vt_object *o = pool_get();
    char *copy = o != NULL ? o->name_short : NULL;

    if (o != NULL && size > sizeof o->name_short)
        copy = malloc(size);
    if (copy == NULL) {
        if (o != NULL)
            pool_put(o);
        (void)vt_error_no_memory(VIR_FROM_NONE);
        return NULL;
    }
    memcpy(copy, name, size);
    o->class = class;
    o->body = body;
    o->name = copy;
    if (class->no_uuid)
        memset(o->uuid, 0, VT_UUID_LEN);
    else
        memcpy(o->uuid, uuid, VT_UUID_LEN);
    vt_count_init(&o->count);
    VT_HG_ATOMIC(&o->number, sizeof o->number);
    atomic_init(&o->number, -1);
    return o;
}

void vt_object_end_(struct vt_object *o)
{
    o->class->end(o);
    if (o->name != o->name_short)
        free((char *)o->name);
    VT_HG_PLAIN(&o->count, sizeof o->count);
    VT_HG_PLAIN(&o->number, sizeof o->number);
    pool_put(o);
}

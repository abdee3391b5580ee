/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The base of the driver's own objects, and the memory of their lines. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "object.h"
#include "util/lock.h"

#define CHUNK_LINES 1024 /* 64 KiB at a time, kept for ever */

static struct vt_mutex pool_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "object memory");
/* Free lines, the next one where a live one has its body. */
static struct vt_object *pool_free VT_GUARDED_BY(pool_lock);

static bool pool_grow_locked(void) VT_REQUIRES(pool_lock);
static bool pool_grow_locked(void)
{
    struct vt_object *chunk = aligned_alloc(VT_CACHE_LINE, CHUNK_LINES * sizeof *chunk);

    vt_mutex_held(&pool_lock);
    if (chunk == NULL)
        return false;
    for (int i = CHUNK_LINES - 1; i >= 0; i--) { /* so that they are given out in order */
        chunk[i].body = pool_free;
        pool_free = &chunk[i];
    }
    return true;
}

static struct vt_object *pool_get(void)
{
    VT_LOCK_SCOPE(&pool_lock);
    struct vt_object *o;

    if (pool_free == NULL && !pool_grow_locked())
        return NULL;
    o = pool_free;
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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles: the public counted objects.
 *
 * A handle is one cache line: class, count, its connection and the driver's object.  Each lookup
 * makes a new one, so there is no table of handles and no lock around them.  Their memory is type
 * stable (handle.c): the class word of a freed handle stays readable, so a stale pointer is told
 * from a good one until its memory serves again, which is put off as long as is cheap. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "util/count.h"

/* Class words: what stands first in every handle, a connection too. */
enum vt_class {
    VT_CLASS_DEAD = 0x56540000,
    VT_CLASS_CONN = 0x56540001,
    VT_CLASS_DOMAIN,
    VT_CLASS_NETWORK,
    VT_CLASS_STORAGE_POOL,
    VT_CLASS_STORAGE_VOL,
    VT_CLASS_NODE_DEVICE,
    VT_CLASS_STREAM,
    VT_CLASS_END /* behind the last */
};

struct vt_handle {
    _Alignas(VT_CACHE_LINE) atomic_uint class;
    struct vt_count count;
    virConnectPtr conn;    /* held on stripe `stripe`; NULL in free memory: the next free one */
    struct vt_object *obj; /* counted */
    unsigned int stripe;
};

struct _virDomain {
    struct vt_handle h;
};
struct _virNetwork {
    struct vt_handle h;
};
struct _virStoragePool {
    struct vt_handle h;
};
struct _virStorageVol {
    struct vt_handle h;
};
struct _virNodeDevice {
    struct vt_handle h;
};
struct _virStream {
    struct vt_handle h;
};

/* False for NULL, for a pointer that cannot be one, for freed handles and those of other classes.
 * (Memory that was never a handle cannot be told: it is read.) */
static inline bool vt_handle_is(const void *p, enum vt_class class)
{
    const struct vt_handle *h = p;

    return VT_LIKELY(h != NULL && ((uintptr_t)p & (VT_CACHE_LINE - 1)) == 0 &&
                     atomic_load_explicit(&((struct vt_handle *)(uintptr_t)p)->class,
                                          memory_order_relaxed) == (unsigned int)class);
}

/* A new handle with one count.  Takes a count of @obj and a hold on @conn, of both of which the
 * caller has one.  NULL with NO_MEMORY raised. */
void *vt_handle_new(enum vt_class class, virConnectPtr conn, struct vt_object *obj);

static inline void vt_handle_ref(struct vt_handle *h)
{
    vt_count_take(&h->count);
}

void vt_handle_end_(struct vt_handle *h);

/* Drops a count; the last one ends the handle, perhaps its object and its connection.  No lock is
 * held by the caller. */
static inline void vt_handle_unref(struct vt_handle *h)
{
    if (vt_count_drop(&h->count))
        vt_handle_end_(h);
}

/* The same for one that was looked up: consumes the caller's count of OBJ, whatever happens. */
void *vt_handle_of(enum vt_class class, virConnectPtr conn, struct vt_object *obj);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The connection's life, and its copy of the last error. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "connect.h"
#include "error.h"
#include "util/valgrind.h"

/* What one thread knows of the connection's last error. */
struct vt_error_shadow {
    struct vt_error_shadow *next;
    const void *thread; /* an address in its thread-local memory: unique while it lives */
    bool own;           /* the error is one of the thread's own calls */
    virError error;
};

static struct vt_mutex pool_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "connection memory");
static virConnectPtr pool_free VT_GUARDED_BY(pool_lock);

static virConnectPtr pool_get(void)
{
    VT_LOCK_SCOPE(&pool_lock);
    virConnectPtr conn = pool_free;

    if (conn != NULL)
        pool_free = conn->next_free;
    return conn;
}

static void pool_put(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&pool_lock);

    conn->next_free = pool_free;
    pool_free = conn;
}

virConnectPtr vt_connect_new(void)
{
    virConnectPtr conn = pool_get();

    if (conn == NULL) {
        conn = aligned_alloc(VT_CACHE_LINE, sizeof *conn);
        if (conn == NULL) {
            (void)vt_error_no_memory(VIR_FROM_NONE);
            return NULL;
        }
        VT_HG_ATOMIC(&conn->class, sizeof conn->class);
        VT_HG_ATOMIC(&conn->events, sizeof conn->events);
    }
    /* Not the class word: a stale pointer may be looking at it. */
    memset((char *)conn + sizeof conn->class, 0, sizeof *conn - sizeof conn->class);
    vt_striped_init(&conn->refs);
    vt_mutex_init(&conn->lock, VT_RANK_CONN, "connection");
    atomic_store_explicit(&conn->class, (unsigned int)VT_CLASS_CONN, memory_order_release);
    return conn;
}

static void connect_end(virConnectPtr conn)
{
    struct vt_error_saved saved;

    vt_lock_none_held("the end of a connection");
    atomic_store_explicit(&conn->class, (unsigned int)VT_CLASS_DEAD, memory_order_relaxed);
    vt_error_save(&saved);
    if (conn->end != NULL)
        conn->end(conn);
    vt_error_restore(&saved);
    vt_error_clear(&conn->error);
    while (conn->shadows != NULL) {
        struct vt_error_shadow *shadow = conn->shadows;
        conn->shadows = shadow->next;
        vt_error_clear(&shadow->error);
        free(shadow);
    }
    free(conn->uri);
    vt_mutex_done(&conn->lock);
    pool_put(conn);
}

static int unref(virConnectPtr conn, bool *ret_ownerless)
{
    struct vt_striped_drop drop = vt_striped_unref(&conn->refs);

    *ret_ownerless = drop.ownerless;
    if (drop.refused)
        return -1;
    if (drop.last)
        connect_end(conn);
    return drop.left;
}

int vt_connect_unref(virConnectPtr conn)
{
    unsigned int stripe;
    bool ownerless;
    int left;

    /* A closed connection's count is refused before anything is held: it may be no more. */
    if (!vt_striped_owned(&conn->refs))
        return -1;
    /* A hold of our own keeps it while the callbacks end; they are looked for only now, when no
     * owner is left to register more.  It and theirs are nobody's handles. */
    stripe = vt_striped_hold(&conn->refs);
    left = unref(conn, &ownerless);
    if (ownerless) {
        left--;
        if (atomic_load_explicit(&conn->events, memory_order_acquire) != NULL) {
            VT_HG_ACQUIRE(&conn->events);
            conn->events_end(conn);
            left--;
        }
    }
    vt_connect_release(conn, stripe);
    return left;
}

void vt_connect_release(virConnectPtr conn, unsigned int stripe)
{
    if (vt_striped_release(&conn->refs, stripe))
        connect_end(conn);
}

/* The calling thread's shadow, made when there is none; NULL when memory has run out. */
static struct vt_error_shadow *shadow_locked(virConnectPtr conn) VT_REQUIRES(conn->lock);
static struct vt_error_shadow *shadow_locked(virConnectPtr conn)
{
    struct vt_error_shadow *shadow = conn->shadows;

    vt_mutex_held(&conn->lock);
    while (shadow != NULL && shadow->thread != vt_error_last())
        shadow = shadow->next;
    if (shadow == NULL) {
        shadow = calloc(1, sizeof *shadow);
        if (shadow == NULL)
            return NULL;
        shadow->thread = vt_error_last();
        shadow->next = conn->shadows;
        conn->shadows = shadow;
    }
    return shadow;
}

static void set_error(virErrorPtr to, const virError *from)
{
    vt_error_clear(to);
    (void)vt_error_copy(to, from);
}

void vt_connect_set_error(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_error_shadow *shadow = shadow_locked(conn);

    set_error(&conn->error, vt_error_last());
    if (shadow == NULL)
        return;
    set_error(&shadow->error, vt_error_last());
    shadow->own = true;
}

void vt_connect_reset_error(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_error_shadow *shadow = shadow_locked(conn);

    vt_error_clear(&conn->error);
    if (shadow == NULL)
        return;
    vt_error_clear(&shadow->error);
    shadow->own = false;
}

int vt_connect_copy_error(virConnectPtr conn, virErrorPtr to)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_error_shadow *shadow = shadow_locked(conn);

    (void)vt_error_copy(to, shadow != NULL && shadow->own ? &shadow->error : &conn->error);
    return to->code;
}

virErrorPtr vt_connect_shadow_error(virConnectPtr conn)
{
    VT_LOCK_SCOPE(&conn->lock);
    struct vt_error_shadow *shadow = shadow_locked(conn);

    if (shadow == NULL)
        return NULL;
    if (!shadow->own)
        set_error(&shadow->error, &conn->error);
    return &shadow->error;
}

virErrorFunc vt_connect_get_handler(virConnectPtr conn, void **ret_data)
{
    VT_LOCK_SCOPE(&conn->lock);

    *ret_data = conn->handler_data;
    return conn->handler;
}

void vt_connect_set_handler(virConnectPtr conn, virErrorFunc handler, void *data)
{
    VT_LOCK_SCOPE(&conn->lock);

    conn->handler = handler;
    conn->handler_data = data;
}

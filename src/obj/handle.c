/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handle memory: lines that are handles for ever, free ones in a ring per thread and one queue
 * for all.  Both are first in, first out, so that freed memory rests before it serves again. */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "connect.h"
#include "error.h"
#include "handle.h"
#include "util/lines.h"
#include "util/lock.h"

#define RING 64  /* free handles that a thread keeps */
#define BATCH 32 /* moved between a ring and the queue at once */

struct ring {
    unsigned int first, n;
    struct vt_handle *slot[RING];
};

static _Thread_local struct ring *my_ring;
static pthread_key_t ring_key;
static pthread_once_t ring_once = PTHREAD_ONCE_INIT;
static bool ring_key_made;

static struct vt_mutex queue_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "handle memory");
static struct vt_handle *queue_head VT_GUARDED_BY(queue_lock);
static struct vt_handle **queue_tail VT_GUARDED_BY(queue_lock) = &queue_head;
static struct vt_lines lines VT_GUARDED_BY(queue_lock);

/* A free handle keeps the next one where a live one has its connection. */
static struct vt_handle **next_of(struct vt_handle *h)
{
    return (struct vt_handle **)&h->conn;
}

static void queue_put_locked(struct vt_handle *h) VT_REQUIRES(queue_lock);
static void queue_put_locked(struct vt_handle *h)
{
    vt_mutex_held(&queue_lock);
    *next_of(h) = NULL;
    *queue_tail = h;
    queue_tail = next_of(h);
}

static struct vt_handle *queue_get_locked(void) VT_REQUIRES(queue_lock);
static struct vt_handle *queue_get_locked(void)
{
    struct vt_handle *h = queue_head;

    vt_mutex_held(&queue_lock);
    if (h == NULL)
        return NULL;
    queue_head = *next_of(h);
    if (queue_head == NULL)
        queue_tail = &queue_head;
    return h;
}

/* A line that was no handle before.  It will be one for ever: stale pointers to it stay readable. */
static struct vt_handle *carve_locked(void) VT_REQUIRES(queue_lock);
static struct vt_handle *carve_locked(void)
{
    struct vt_handle *h = vt_lines_carve(&lines);

    vt_mutex_held(&queue_lock);
    if (h == NULL)
        return NULL;
    VT_HG_ATOMIC(&h->class, sizeof h->class);
    VT_HG_ATOMIC(&h->count, sizeof h->count);
    atomic_init(&h->class, (unsigned int)VT_CLASS_DEAD);
    return h;
}

static void ring_end(void *arg)
{
    struct ring *ring = arg;

    VT_LOCK_SCOPE(&queue_lock);
    my_ring = NULL;
    for (; ring->n > 0; ring->n--)
        queue_put_locked(ring->slot[ring->first++ % RING]);
    free(ring);
}

static void make_ring_key(void)
{
    ring_key_made = pthread_key_create(&ring_key, ring_end) == 0;
    VT_HG_BEFORE(&ring_once);
}

/* The calling thread's ring; NULL when there is no memory for one: the queue serves then. */
static struct ring *ring_of_thread(void)
{
    struct ring *ring = my_ring;

    if (VT_LIKELY(ring != NULL))
        return ring;
    (void)pthread_once(&ring_once, make_ring_key);
    VT_HG_ACQUIRE(&ring_once);
    ring = ring_key_made ? calloc(1, sizeof *ring) : NULL;
    if (ring != NULL && pthread_setspecific(ring_key, ring) != 0) {
        free(ring);
        ring = NULL;
    }
    my_ring = ring;
    return ring;
}

static void ring_push(struct ring *ring, struct vt_handle *h)
{
    ring->slot[(ring->first + ring->n++) % RING] = h;
}

static struct vt_handle *ring_pop(struct ring *ring)
{
    ring->n--;
    return ring->slot[ring->first++ % RING];
}

/* For a thread whose ring is empty: one handle, and some for its ring. */
static struct vt_handle *get_from_queue(struct ring *ring)
{
    VT_LOCK_SCOPE(&queue_lock);
    struct vt_handle *h;

    for (int i = 1; ring != NULL && i < BATCH && (h = queue_get_locked()) != NULL; i++)
        ring_push(ring, h);
    h = queue_get_locked();
    if (h == NULL)
        h = carve_locked();
    return h != NULL || ring == NULL || ring->n == 0 ? h : ring_pop(ring);
}

static void put_to_queue(struct ring *ring, struct vt_handle *h)
{
    VT_LOCK_SCOPE(&queue_lock);

    for (int i = 0; ring != NULL && i < BATCH; i++)
        queue_put_locked(ring_pop(ring));
    if (ring != NULL)
        ring_push(ring, h);
    else
        queue_put_locked(h);
}

void *vt_handle_new(enum vt_class class, virConnectPtr conn, struct vt_object *obj)
{
    struct ring *ring = ring_of_thread();
    struct vt_handle *h;

    h = ring != NULL && ring->n > 0 ? ring_pop(ring) : get_from_queue(ring);
    if (h == NULL) {
        (void)vt_error_no_memory(VIR_FROM_NONE);
        return NULL;
    }
    vt_object_ref(obj);
    h->conn = conn;
    h->obj = obj;
    h->stripe = vt_striped_hold(&conn->refs);
    atomic_store_explicit(&h->count.n, 1, memory_order_relaxed);
    atomic_store_explicit(&h->class, (unsigned int)class, memory_order_release);
    return h;
}

void *vt_handle_of(enum vt_class class, virConnectPtr conn, struct vt_object *obj)
{
    void *h = vt_handle_new(class, conn, obj);

    vt_object_unref(obj);
    return h;
}

void vt_handle_end_(struct vt_handle *h)
{
    struct ring *ring = ring_of_thread();
    virConnectPtr conn = h->conn;
    unsigned int stripe = h->stripe;

    vt_lock_none_held("the end of a handle");
    atomic_store_explicit(&h->class, (unsigned int)VT_CLASS_DEAD, memory_order_relaxed);
    vt_object_unref(h->obj);
    h->obj = NULL;
    if (ring != NULL && ring->n < RING)
        ring_push(ring, h);
    else
        put_to_queue(ring, h);
    vt_connect_release(conn, stripe);
}

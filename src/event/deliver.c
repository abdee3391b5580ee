/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Delivering what is pending, from the event loop's thread. */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "event/queue.h"
#include "obj/connect.h"

/* Then the loop looks at others, and comes back. */
#define BATCH 64

const enum vt_class vt_event_class[VT_EVENT_KINDS] = {
    [VT_EVENT_DOMAIN] = VT_CLASS_DOMAIN,
    [VT_EVENT_DOMAIN_REBOOT] = VT_CLASS_DOMAIN,
    [VT_EVENT_NETWORK] = VT_CLASS_NETWORK,
    [VT_EVENT_POOL] = VT_CLASS_STORAGE_POOL,
    [VT_EVENT_POOL_REFRESH] = VT_CLASS_STORAGE_POOL,
    [VT_EVENT_NODE_DEVICE] = VT_CLASS_NODE_DEVICE,
    [VT_EVENT_NODE_DEVICE_UPDATE] = VT_CLASS_NODE_DEVICE,
};

void vt_event_wake(struct vt_event_queue *q)
{
    const uint64_t one = 1;
    ssize_t n;

    do
        n = write(q->fd, &one, sizeof one); /* EAGAIN: it is readable as it is */
    while (n < 0 && errno == EINTR);
}

static void drain(int fd)
{
    uint64_t count;
    ssize_t n;

    do
        n = read(fd, &count, sizeof count);
    while (n < 0 && errno == EINTR);
}

/* One delivers at a time: order is kept whatever loop it is.  The connection is held from here. */
static bool begin(struct vt_event_queue *q, unsigned int *ret_stripe)
{
    VT_LOCK_SCOPE(&q->lock);

    if (q->ended || q->delivering)
        return false;
    drain(q->fd);
    q->delivering = true;
    *ret_stripe = vt_striped_hold(&q->conn->refs); /* the queue's own hold is there still */
    return true;
}

static void finish(struct vt_event_queue *q)
{
    VT_LOCK_SCOPE(&q->lock);

    q->delivering = false;
    if (q->first != NULL && !q->ended)
        vt_event_wake(q);
}

/* The event that is next; it stays the first until everybody was told. */
static struct pending *peek_first(struct vt_event_queue *q)
{
    VT_LOCK_SCOPE(&q->lock);

    return q->first;
}

static void drop_first(struct vt_event_queue *q, struct pending *e)
{
    VT_LOCK_SCOPE(&q->lock);

    q->first = e->next;
    if (q->first == NULL)
        q->last = &q->first;
}

/* The next registration that is to hear of @e, marked as running; NULL when all have. */
static struct registration *next_listener(struct vt_event_queue *q, struct pending *e)
{
    VT_LOCK_SCOPE(&q->lock);

    for (struct registration *r = q->regs; r != NULL; r = r->next) {
        if (r->number <= e->told || r->since >= e->serial || !vt_event_wanted(r, e))
            continue;
        e->told = r->number;
        r->running = true;
        r->runner = pthread_self();
        return r;
    }
    return NULL;
}

/* True when @r was ended inside of its callback and is ours to free. */
static bool returned(struct vt_event_queue *q, struct registration *r)
{
    VT_LOCK_SCOPE(&q->lock);

    r->running = false;
    vt_cond_broadcast(&q->idle);
    return r->orphan;
}

static void call(const struct registration *r, virConnectPtr conn, const struct pending *e,
                 void *handle)
{
    union {
        virConnectDomainEventGenericCallback generic;
        virConnectDomainEventCallback domain;
        virConnectNetworkEventLifecycleCallback network;
        virConnectStoragePoolEventLifecycleCallback pool;
        virConnectNodeDeviceEventLifecycleCallback device;
        virConnectStoragePoolEventGenericCallback pool_plain;
        virConnectNodeDeviceEventGenericCallback device_plain;
    } as = {.generic = r->l.callback};

    switch (e->kind) {
    case VT_EVENT_DOMAIN:
        (void)as.domain(conn, handle, e->event, e->detail, r->l.opaque);
        break;
    case VT_EVENT_NETWORK:
        as.network(conn, handle, e->event, e->detail, r->l.opaque);
        break;
    case VT_EVENT_POOL:
        as.pool(conn, handle, e->event, e->detail, r->l.opaque);
        break;
    case VT_EVENT_NODE_DEVICE:
        as.device(conn, handle, e->event, e->detail, r->l.opaque);
        break;
    case VT_EVENT_POOL_REFRESH:
        as.pool_plain(conn, handle, r->l.opaque);
        break;
    case VT_EVENT_NODE_DEVICE_UPDATE:
        as.device_plain(conn, handle, r->l.opaque);
        break;
    default:
        as.generic(conn, handle, r->l.opaque);
        break;
    }
}

/* How many deliveries the thread is inside of: a callback may turn the loop. */
static _Thread_local unsigned int depth;

bool vt_event_inside(void)
{
    return depth > 0;
}

/* False when there is no memory for a handle: to be tried again. */
static bool tell_all(struct vt_event_queue *q, struct pending *e)
{
    struct registration *r;
    struct vt_handle *handle = vt_handle_new(vt_event_class[e->kind], q->conn, e->obj);

    if (handle == NULL)
        return false;
    depth++;
    while ((r = next_listener(q, e)) != NULL) {
        call(r, q->conn, e, handle);
        if (returned(q, r))
            vt_event_registration_free(r);
    }
    depth--;
    vt_handle_unref(handle);
    return true;
}

void vt_event_deliver(int watch VT_UNUSED, int fd VT_UNUSED, int events VT_UNUSED, void *queue)
{
    struct vt_event_queue *q = queue;
    virConnectPtr conn = q->conn;
    unsigned int stripe;
    struct pending *e;

    vt_lock_none_held("the delivery of events");
    vt_count_take(&q->count); /* a callback may close the connection, and the loop forget us */
    if (!begin(q, &stripe)) {
        vt_event_queue_unref(q);
        return;
    }
    for (int n = 0; n < BATCH && (e = peek_first(q)) != NULL && tell_all(q, e); n++) {
        drop_first(q, e);
        vt_event_pending_free(e);
    }
    finish(q);
    vt_event_queue_unref(q);
    vt_connect_release(conn, stripe);
}

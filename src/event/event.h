/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events: drivers raise them, callbacks of applications hear of them.
 *
 * A driver raises an event at the moment of the change, under the lock of what changes, so that
 * events of one object are queued in the order of its changes.  Each connection with callbacks has
 * a queue; the event loop finds the queue's eventfd readable and delivers from there, one event
 * after the other, with no lock held.  A queue grows as long as its callbacks are slow; it holds
 * up nobody.
 *
 * Locks: the source's (VT_RANK_SOURCE) guards who listens, the queue's (VT_RANK_QUEUE) what is
 * pending; raising takes both, in that order, below an object's lock. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdatomic.h>

#include "obj/handle.h"
#include "util/lock.h"

/* What can be listened to; the words in brackets are those of the public header. */
enum vt_event_kind {
    VT_EVENT_DOMAIN,             /* virDomainEventType, and its detail */
    VT_EVENT_DOMAIN_REBOOT,      /* no event, no detail */
    VT_EVENT_NETWORK,            /* virNetworkEventLifecycleType, detail 0 */
    VT_EVENT_POOL,               /* virStoragePoolEventLifecycleType, detail 0 */
    VT_EVENT_POOL_REFRESH,       /* no event, no detail */
    VT_EVENT_NODE_DEVICE,        /* virNodeDeviceEventLifecycleType, detail 0 */
    VT_EVENT_NODE_DEVICE_UPDATE, /* no event, no detail */
    VT_EVENT_KINDS
};

struct vt_event_link;

/* Whose events are heard together: a driver's world.  A connection has one for each family that is apart
 * from the others.  It outlives the connections that use it. */
struct vt_event_source {
    atomic_uint wanted[VT_EVENT_KINDS]; /* registrations: looked at without the lock */
    struct vt_mutex lock;               /* rank VT_RANK_SOURCE */
    struct vt_event_link *links VT_GUARDED_BY(lock);
};

void vt_event_source_init(struct vt_event_source *source);
void vt_event_source_done(struct vt_event_source *source);

/* Says that @obj has just changed.  Called under its lock; a few ns while nobody listens.  It
 * cannot fail: where memory has run out, the event is lost to that listener. */
void vt_event_raise(struct vt_event_source *source, enum vt_event_kind kind, struct vt_object *obj,
                    int event, int detail) VT_EXCLUDES(source->lock);

/* What is registered.  The callback's true type follows from the kind. */
struct vt_event_listener {
    enum vt_event_kind kind;
    struct vt_object *obj; /* only events of this one (of any with its uuid, or name); NULL all */
    virConnectDomainEventGenericCallback callback;
    void *opaque;
    virFreeCallback freecb; /* NULL allowed */
    bool once;              /* one of each callback: what vt_event_remove_callback finds */
};

/* Registers @listener, which is copied, on the events of @source, one of @conn's.  Only
 * what happens afterwards is heard.  Returns its number, not negative, unique in the connection; or
 * -1 raised: INTERNAL_ERROR without an event loop and where @once refuses, OPERATION_INVALID on a
 * connection that was closed, NO_MEMORY, SYSTEM_ERROR.  No lock is held. */
int vt_event_add(virConnectPtr conn, struct vt_event_source *source,
                 const struct vt_event_listener *listener);

/* Ends a registration.  While another thread runs its callback this waits for it, so that the
 * callback is not running when this returns; inside of the callback it returns at once, and freecb
 * is called when the callback has returned.  Of threads that each wait for the other's callback from
 * inside of their own, all but the first return at once, too.  @class is that of the objects of its kind.  0; -1
 * with INTERNAL_ERROR raised when there is none.  No lock is held. */
int vt_event_remove(virConnectPtr conn, enum vt_class class, int number);
int vt_event_remove_callback(virConnectPtr conn, enum vt_event_kind kind,
                             virConnectDomainEventGenericCallback callback);

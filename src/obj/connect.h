/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The connection: its count, what its drivers hang on it, its copy of the last error. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "handle.h"
#include "util/lock.h"
#include "util/striped.h"

struct vt_driver;
struct vt_hypervisor_ops;
struct vt_network_ops;
struct vt_storage_ops;
struct vt_nodedev_ops;
struct nodedev_pci_address;
struct vt_error_shadow;
struct vt_event_queue;

struct _virConnect {
    _Alignas(VT_CACHE_LINE) atomic_uint class; /* VT_CLASS_CONN, first as in every handle */

    /* Set while it is opened, never changed afterwards: read without a lock. */
    bool readonly;
    bool on_host; /* what is not a domain is the host's own: its driver said so when it opened */
    char *uri;    /* as it was opened */
    const struct vt_driver *driver;
    void (*end)(virConnectPtr);                 /* closes the drivers; NULL while none is open */
    const struct vt_hypervisor_ops *hypervisor; /* NULL: nothing of this family */
    const struct vt_network_ops *network;
    const struct vt_storage_ops *storage;
    const struct vt_nodedev_ops *nodedev;
    void *hypervisor_data; /* the driver's own; the others are the host's, when it is on_host */
    void *network_data;
    void *storage_data;
    void *nodedev_data;
    /* Raises that a running domain of the hypervisor has a PCI device of the host, @name, so that one cannot
     * @what it.  0 or -1.  Takes locks of domains.  NULL: that cannot be known. */
    int (*refuse_used_pci)(virConnectPtr conn, const struct nodedev_pci_address *address,
                           const char *what, const char *name);
    struct _virConnect *next_free; /* of a connection that has ended */

    struct vt_striped refs; /* owners: virConnectRef; holds: handles */

    /* What event/ hangs here while callbacks are registered; NULL none.  It has a hold, which it
     * gives back in events_end: that is called, with no lock held, when the last owner leaves. */
    _Atomic(struct vt_event_queue *) events;
    void (*events_end)(virConnectPtr); /* set before `events`, never changed */

    struct vt_mutex lock; /* rank VT_RANK_CONN, for all below */
    virError error VT_GUARDED_BY(lock);
    struct vt_error_shadow *shadows VT_GUARDED_BY(lock);
    virErrorFunc handler VT_GUARDED_BY(lock);
    void *handler_data VT_GUARDED_BY(lock);
};

/* A connection without a driver, one owner, not yet shared; its memory is type stable as that of
 * handles is.  NULL with NO_MEMORY raised. */
virConnectPtr vt_connect_new(void);

static inline bool vt_connect_is(const void *conn)
{
    return vt_handle_is(conn, VT_CLASS_CONN);
}

/* Drops an owner's reference.  Returns the owners' references left, or when there are none the
 * handles that still hold it; -1 (nothing raised) when there was no owner.  The last reference of
 * either kind closes the drivers.  Registered callbacks end with the last owner, handles or not: see
 * events_end. */
int vt_connect_unref(virConnectPtr conn);
/* Drops a handle's hold. */
void vt_connect_release(virConnectPtr conn, unsigned int stripe);

/* Sets the connection's copy from the calling thread's last error.  A thread whose own calls
 * failed sees the last of those, whatever others raise; one whose calls did not sees the last of
 * all. */
void vt_connect_set_error(virConnectPtr conn) VT_EXCLUDES(conn->lock);
/* Forgets both. */
void vt_connect_reset_error(virConnectPtr conn) VT_EXCLUDES(conn->lock);
/* A copy of what the thread sees into @to, which is overwritten.  Returns its code. */
int vt_connect_copy_error(virConnectPtr conn, virErrorPtr to) VT_EXCLUDES(conn->lock);
/* What the thread sees, in memory of its own: it stays as it is until this thread fails, asks
 * again, or the connection ends.  NULL when memory has run out. */
virErrorPtr vt_connect_shadow_error(virConnectPtr conn) VT_EXCLUDES(conn->lock);

/* The handler of this connection, NULL when none is set. */
virErrorFunc vt_connect_get_handler(virConnectPtr conn, void **ret_data) VT_EXCLUDES(conn->lock);
void vt_connect_set_handler(virConnectPtr conn, virErrorFunc handler, void *data)
    VT_EXCLUDES(conn->lock);

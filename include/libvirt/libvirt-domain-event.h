/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns the news of domains: what happened, why, and who is told.
 * Part of the family of libvirt-domain.h; the event loop is libvirt-event.h's. */

#ifndef VITRINE_LIBVIRT_DOMAIN_EVENT_H
#define VITRINE_LIBVIRT_DOMAIN_EVENT_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* What happened to a domain. */
typedef enum {
    VIR_DOMAIN_EVENT_DEFINED = 0,
    VIR_DOMAIN_EVENT_UNDEFINED = 1,
    VIR_DOMAIN_EVENT_STARTED = 2,
    VIR_DOMAIN_EVENT_SUSPENDED = 3,
    VIR_DOMAIN_EVENT_RESUMED = 4,
    VIR_DOMAIN_EVENT_STOPPED = 5
} virDomainEventType;

/* Detail of VIR_DOMAIN_EVENT_DEFINED. */
typedef enum {
    VIR_DOMAIN_EVENT_DEFINED_ADDED = 0,  /* it is new */
    VIR_DOMAIN_EVENT_DEFINED_UPDATED = 1 /* its definition was replaced */
} virDomainEventDefinedDetailType;

/* Detail of VIR_DOMAIN_EVENT_UNDEFINED. */
typedef enum {
    VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 0 /* its definition was removed */
} virDomainEventUndefinedDetailType;

/* Detail of VIR_DOMAIN_EVENT_STARTED. */
typedef enum {
    VIR_DOMAIN_EVENT_STARTED_BOOTED = 0,   /* afresh */
    VIR_DOMAIN_EVENT_STARTED_MIGRATED = 1, /* it came from another host */
    VIR_DOMAIN_EVENT_STARTED_RESTORED = 2  /* from a file of virDomainSave */
} virDomainEventStartedDetailType;

/* Detail of VIR_DOMAIN_EVENT_SUSPENDED. */
typedef enum {
    VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = 0,  /* on request */
    VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED = 1 /* for a migration */
} virDomainEventSuspendedDetailType;

/* Detail of VIR_DOMAIN_EVENT_RESUMED. */
typedef enum {
    VIR_DOMAIN_EVENT_RESUMED_UNPAUSED = 0, /* on request */
    VIR_DOMAIN_EVENT_RESUMED_MIGRATED = 1  /* after a migration */
} virDomainEventResumedDetailType;

/* Detail of VIR_DOMAIN_EVENT_STOPPED. */
typedef enum {
    VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 0,  /* the guest did it */
    VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 1, /* virDomainDestroy */
    VIR_DOMAIN_EVENT_STOPPED_CRASHED = 2,   /* the guest failed */
    VIR_DOMAIN_EVENT_STOPPED_MIGRATED = 3,  /* it went to another host */
    VIR_DOMAIN_EVENT_STOPPED_SAVED = 4,     /* to a file of virDomainSave */
    VIR_DOMAIN_EVENT_STOPPED_FAILED = 5     /* the hypervisor or host failed */
} virDomainEventStoppedDetailType;

/* The application's, called by the event loop when something happened to a domain.
 * Events come in the order in which they happened, never from inside the call that caused them.
 * @conn     connection that the callback is registered on
 * @dom      domain, perhaps gone by now
 * @event    one of virDomainEventType
 * @detail   one of the detail type of that event
 * @opaque   the pointer that was given with the callback
 * Returns   of no account; return 0
 * Threads   the thread of the loop; no lock of the library is held, any function may be called,
 *           virConnectDomainEventDeregister included
 * Owner     @conn and @dom are the library's; virDomainRef keeps @dom beyond the call
 */
typedef int (*virConnectDomainEventCallback)(virConnectPtr conn, virDomainPtr dom, int event,
                                             int detail, void *opaque);

/* Asks to be told what happens to the domains of a connection; virEventRegisterImpl must have been
 * called before the connection was opened.
 * @conn     open connection; the registration holds a reference of its own
 * @cb       to call for each event; only once per connection
 * @opaque   to hand to @cb and @freecb; NULL allowed
 * @freecb   to call once when the registration has ended; NULL allowed
 * Returns   0; -1 on failure, then @freecb is not called
 * Errors    INVALID_CONN @conn; INVALID_ARG @cb NULL; NO_SUPPORT; INTERNAL_ERROR @cb is registered
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @opaque until @freecb is called
 * Since     0.5.0
 */
int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                  void *opaque, virFreeCallback freecb);

/* Ends a registration; the callback is not called afterwards.
 * @conn     open connection
 * @cb       registered callback
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @cb NULL; NO_SUPPORT; INTERNAL_ERROR @cb is not
 *           registered
 * Threads   any thread, any time; waits while another thread runs the callback, but returns at
 *           once inside of it
 * Owner     calls the freecb of the registration, after the last call of @cb
 * Since     0.5.0
 */
int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_EVENT_H */

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
    VIR_DOMAIN_EVENT_DEFINED_ADDED = 0,   /* it is new */
    VIR_DOMAIN_EVENT_DEFINED_UPDATED = 1, /* its definition was replaced */
    VIR_DOMAIN_EVENT_DEFINED_RENAMED = 2  /* it had another name; since 1.2.19 */
} virDomainEventDefinedDetailType;

/* Detail of VIR_DOMAIN_EVENT_UNDEFINED. */
typedef enum {
    VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 0, /* its definition was removed */
    VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = 1  /* it has another name; since 1.2.19 */
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

/* Asks to be told what happens to the domains of a connection; an event loop must have been
 * registered, with virEventRegisterImpl or virEventRegisterDefaultImpl.
 * @conn     open connection; the registration ends when it is closed for the last time
 * @cb       to call for each event; only once per connection
 * @opaque   to hand to @cb and @freecb; NULL allowed
 * @freecb   to call once when the registration has ended; NULL allowed
 * Returns   0; -1 on failure, then @freecb is not called
 * Errors    INVALID_CONN @conn; INVALID_ARG @cb NULL; NO_SUPPORT; INTERNAL_ERROR @cb is registered,
 *           no event loop; OPERATION_INVALID @conn was closed
 * Threads   any thread, any time; events before the call are not told
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

/* What virConnectDomainEventRegisterAny can listen to; each has its own type of callback.  Those
 * that are not named with a callback below are known by number only: their registration answers
 * NO_SUPPORT. */
typedef enum {
    VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0, /* virConnectDomainEventCallback */
    VIR_DOMAIN_EVENT_ID_REBOOT = 1,    /* the guest starts anew; the generic callback */
    VIR_DOMAIN_EVENT_ID_RTC_CHANGE = 2,
    VIR_DOMAIN_EVENT_ID_WATCHDOG = 3,
    VIR_DOMAIN_EVENT_ID_IO_ERROR = 4,
    VIR_DOMAIN_EVENT_ID_GRAPHICS = 5,
    VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON = 6,
    VIR_DOMAIN_EVENT_ID_CONTROL_ERROR = 7,
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB = 8,
    VIR_DOMAIN_EVENT_ID_DISK_CHANGE = 9,
    VIR_DOMAIN_EVENT_ID_TRAY_CHANGE = 10,
    VIR_DOMAIN_EVENT_ID_PMWAKEUP = 11,
    VIR_DOMAIN_EVENT_ID_PMSUSPEND = 12,
    VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE = 13,
    VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK = 14,
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = 15,
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2 = 16,
    VIR_DOMAIN_EVENT_ID_TUNABLE = 17,
    VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE = 18,
    VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = 19,
    VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20,
    VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21,
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED = 22,
    VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 23,
    VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD = 24,
    VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE = 25,
    VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE = 26
} virDomainEventID;

/* The application's, for events that say no more than whom they befell; also what a callback of
 * another type is cast to. */
typedef void (*virConnectDomainEventGenericCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     void *opaque);
#define VIR_DOMAIN_EVENT_CALLBACK(cb) ((virConnectDomainEventGenericCallback)(cb))

/* Asks to be told of one kind of event, of one domain or of all.
 * @conn     open connection
 * @dom      domain of @conn: only what happens to it, and to later ones of its uuid; NULL all
 * @eventID  one of virDomainEventID
 * @cb       to call, of the type that belongs to @eventID, cast with VIR_DOMAIN_EVENT_CALLBACK; any
 *           number of times
 * @opaque   to hand to @cb and @freecb; NULL allowed
 * @freecb   to call once when the registration has ended; NULL allowed
 * Returns   the registration's number, not negative; -1 on failure, then @freecb is not called
 * Errors    INVALID_CONN @conn; INVALID_ARG @cb NULL, @dom of another connection, @eventID unknown;
 *           NO_SUPPORT no such event here; INTERNAL_ERROR no event loop; OPERATION_INVALID @conn
 *           was closed
 * Threads   any thread, any time; events before the call are not told
 * Owner     caller owns @opaque until @freecb is called; that is when the registration is ended, or
 *           its connection is closed for the last time
 * Since     0.8.0
 */
int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int eventID,
                                     virConnectDomainEventGenericCallback cb, void *opaque,
                                     virFreeCallback freecb);

/* Ends a registration; the callback is not called afterwards.
 * @conn        open connection
 * @callbackID  number that virConnectDomainEventRegisterAny returned
 * Returns      0; -1 on failure
 * Errors       INVALID_CONN @conn; INVALID_ARG @callbackID negative; NO_SUPPORT; INTERNAL_ERROR
 *              there is none of that number
 * Threads      as virConnectDomainEventDeregister
 * Since        0.8.0
 */
int virConnectDomainEventDeregisterAny(virConnectPtr conn, int callbackID);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_EVENT_H */

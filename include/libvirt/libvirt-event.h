/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns the contract between the library and the application's event loop.
 * What the loop delivers is declared with each family, see libvirt-domain-event.h. */

#ifndef VITRINE_LIBVIRT_EVENT_H
#define VITRINE_LIBVIRT_EVENT_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* Conditions of a descriptor, joined by or.  ERROR and HANGUP are reported whether asked or not. */
typedef enum {
    VIR_EVENT_HANDLE_READABLE = 1,
    VIR_EVENT_HANDLE_WRITABLE = 2,
    VIR_EVENT_HANDLE_ERROR = 4,
    VIR_EVENT_HANDLE_HANGUP = 8
} virEventHandleType;

/* The library's, called by the loop when a watched descriptor is ready.
 * @watch    number that the add function gave
 * @fd       the descriptor
 * @events   conditions met, of virEventHandleType
 * @opaque   the pointer that was given with the callback
 * Threads   the thread of the loop
 */
typedef void (*virEventHandleCallback)(int watch, int fd, int events, void *opaque);

/* The application's: begins to watch a descriptor.
 * @fd       descriptor; the same one may be added more than once, each has its own watch
 * @event    conditions to wait for, of virEventHandleType; 0 watches without waiting
 * @cb       to call when a condition is met
 * @opaque   to hand to @cb and @ff
 * @ff       to call once, after the last call of @cb, when the watch is gone; may be NULL
 * Returns   watch number >= 0; -1 when the descriptor cannot be watched
 * Threads   any thread that is inside the library, with no lock of the library held; so a loop of
 *           another thread must be woken
 */
typedef int (*virEventAddHandleFunc)(int fd, int event, virEventHandleCallback cb, void *opaque,
                                     virFreeCallback ff);

/* The application's: changes what a watch waits for.
 * @watch    number that the add function gave
 * @event    conditions to wait for from now on; 0 pauses the watch
 * Threads   as the add function
 */
typedef void (*virEventUpdateHandleFunc)(int watch, int event);

/* The application's: ends a watch.
 * @watch    number that the add function gave
 * Returns   0; -1 when there is no such watch
 * Threads   as the add function; may be called from inside the callback of that watch
 * Owner     the loop calls the watch's ff, now or later, but never while the callback runs
 */
typedef int (*virEventRemoveHandleFunc)(int watch);

/* The library's, called by the loop when a timer is due.
 * @timer    number that the add function gave
 * @opaque   the pointer that was given with the callback
 * Threads   the thread of the loop
 */
typedef void (*virEventTimeoutCallback)(int timer, void *opaque);

/* The application's: starts a timer that fires again and again.
 * @timeout  milliseconds between two calls; 0 fires at each turn of the loop; -1 is disabled
 * @cb       to call when due
 * @opaque   to hand to @cb and @ff
 * @ff       to call once, after the last call of @cb, when the timer is gone; may be NULL
 * Returns   timer number >= 0; -1 when there can be no more timers
 * Threads   as virEventAddHandleFunc
 */
typedef int (*virEventAddTimeoutFunc)(int timeout, virEventTimeoutCallback cb, void *opaque,
                                      virFreeCallback ff);

/* The application's: changes the interval of a timer.
 * @timer    number that the add function gave
 * @timeout  milliseconds as for virEventAddTimeoutFunc
 * Threads   as virEventAddHandleFunc
 */
typedef void (*virEventUpdateTimeoutFunc)(int timer, int timeout);

/* The application's: ends a timer.
 * @timer    number that the add function gave
 * Returns   0; -1 when there is no such timer
 * Threads   as virEventAddHandleFunc; may be called from inside the callback of that timer
 * Owner     the loop calls the timer's ff, now or later, but never while the callback runs
 */
typedef int (*virEventRemoveTimeoutFunc)(int timer);

/* Tells the library which event loop to use, once, before the first connection is opened.
 * Connections opened without a loop deliver no events.  A loop that is in use stays: setting
 * another one is refused.
 * @addHandle      NULL allowed here and below: what lacks its function is not done
 * @updateHandle   changes a watch
 * @removeHandle   ends a watch
 * @addTimeout     starts a timer
 * @updateTimeout  changes a timer
 * @removeTimeout  ends a timer
 * Errors    OPERATION_FAILED a loop is in use; only virGetLastError tells, as nothing is returned
 * Threads   any thread, any time; never blocks; no lock is held while the loop is called
 * Owner     the functions must stay valid for the life of the process
 * Since     0.5.0
 */
void virEventRegisterImpl(virEventAddHandleFunc addHandle, virEventUpdateHandleFunc updateHandle,
                          virEventRemoveHandleFunc removeHandle, virEventAddTimeoutFunc addTimeout,
                          virEventUpdateTimeoutFunc updateTimeout,
                          virEventRemoveTimeoutFunc removeTimeout);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_EVENT_H */

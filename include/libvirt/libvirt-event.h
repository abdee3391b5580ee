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
 * another one is refused, also when that is virEventRegisterDefaultImpl's.
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

/* Makes the library's own event loop the one that is used, in the place of virEventRegisterImpl.
 * It has no thread of its own: the application calls virEventRunDefaultImpl again and again.
 * Returns   0, also when it is in use already; -1 on failure
 * Errors    OPERATION_FAILED the application has set its own; SYSTEM_ERROR no descriptors left
 * Threads   any thread, any time; never blocks
 * Since     0.9.0
 */
int virEventRegisterDefaultImpl(void);

/* One turn of the library's event loop: waits until a timer or a descriptor is due, calls what is
 * due, and returns.  It returns without a call as well, when another thread added, changed or
 * removed something, or a signal handler ran; so it stands in a loop.  Several threads may be in
 * it: a callback that takes long then holds up no other, and none runs in two threads at once.
 * Returns   0; -1 on failure
 * Errors    INTERNAL_ERROR virEventRegisterDefaultImpl was not called, or refused; SYSTEM_ERROR the
 *           kernel cannot wait, as when a program has closed all descriptors
 * Threads   any thread; blocks; callbacks run in it with no lock held, and may call anything
 * Since     0.9.0
 */
int virEventRunDefaultImpl(void);

/* Begins to watch a descriptor, with the loop that is in use, whichever it is.  What the six
 * functions from here on are told holds for the library's own loop; an application's does what it
 * does.
 * @fd       descriptor, >= 0; the same one may be added more than once, each has its own watch
 * @events   conditions to wait for, of virEventHandleType; 0 pauses the watch.  As with poll(2),
 *           a condition that stays met is reported at each turn, and regular files are always ready
 * @cb       to call when a condition is met; it may run before this function returns
 * @opaque   to hand to @cb and @ff; NULL allowed
 * @ff       to call once, when the watch was removed and @cb runs no more; NULL allowed
 * Returns   watch number > 0, that of no timer; -1 on failure, and @ff is not called
 * Errors    INVALID_ARG @fd, @cb, @events; INTERNAL_ERROR no loop is in use, or the application's
 *           refused; NO_SUPPORT it cannot; NO_MEMORY; SYSTEM_ERROR @fd is not open
 * Threads   any thread, callbacks too; never blocks
 * Owner     the descriptor stays the caller's: remove the watch, then close
 * Since     0.9.3
 */
int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff);

/* Changes what a watch waits for.
 * @watch    number from virEventAddHandle
 * @events   conditions from now on; 0 pauses the watch: no callback begins after that
 * Errors    INVALID_ARG @events, no such watch; INTERNAL_ERROR and NO_SUPPORT as virEventAddHandle;
 *           SYSTEM_ERROR its descriptor was closed; only virGetLastError tells
 * Threads   any thread, callbacks too; never blocks
 * Since     0.9.3
 */
void virEventUpdateHandle(int watch, int events);

/* Ends a watch.  No callback of it begins any more; one that runs in another thread goes on to its
 * end.  Then the ff is called, by a thread that runs the loop: in its next turn, or after the
 * callback.
 * @watch    number from virEventAddHandle
 * Returns   0; -1 on failure
 * Errors    INVALID_ARG no such watch; INTERNAL_ERROR and NO_SUPPORT as virEventAddHandle
 * Threads   any thread, callbacks too, also that of the watch itself; never blocks
 * Since     0.9.3
 */
int virEventRemoveHandle(int watch);

/* Starts a timer that fires again and again, with the loop that is in use.
 * @timeout  milliseconds of CLOCK_MONOTONIC between two calls; 0 fires at each turn of the loop;
 *           negative is disabled, by custom -1.  A timer that fell behind fires once and goes on
 * @cb       to call when due; it may run before this function returns
 * @opaque   to hand to @cb and @ff; NULL allowed
 * @ff       to call once, when the timer was removed and @cb runs no more; NULL allowed
 * Returns   timer number > 0, that of no watch; -1 on failure, and @ff is not called
 * Errors    INVALID_ARG @cb; INTERNAL_ERROR, NO_SUPPORT and NO_MEMORY as virEventAddHandle
 * Threads   any thread, callbacks too; never blocks
 * Since     0.9.3
 */
int virEventAddTimeout(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);

/* Changes the interval of a timer, and begins it anew from now.
 * @timer    number from virEventAddTimeout
 * @timeout  milliseconds as there; when negative, no callback begins after that
 * Errors    INVALID_ARG no such timer; INTERNAL_ERROR and NO_SUPPORT as virEventAddHandle; only
 *           virGetLastError tells
 * Threads   any thread, callbacks too; never blocks
 * Since     0.9.3
 */
void virEventUpdateTimeout(int timer, int timeout);

/* Ends a timer, as virEventRemoveHandle ends a watch.
 * @timer    number from virEventAddTimeout
 * Returns   0; -1 on failure
 * Errors    INVALID_ARG no such timer; INTERNAL_ERROR and NO_SUPPORT as virEventAddHandle
 * Threads   any thread, callbacks too, also that of the timer itself; never blocks
 * Since     0.9.3
 */
int virEventRemoveTimeout(int timer);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_EVENT_H */

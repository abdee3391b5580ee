/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which event loop the process uses, the application's or ours, and how the library asks it.
 *
 * The loop may be the application's: call the functions below with no lock held. */
#pragma once

#include <libvirt/libvirt.h>

struct event_impl {
    virEventAddHandleFunc add_handle;
    virEventUpdateHandleFunc update_handle;
    virEventRemoveHandleFunc remove_handle;
    virEventAddTimeoutFunc add_timeout;
    virEventUpdateTimeoutFunc update_timeout;
    virEventRemoveTimeoutFunc remove_timeout;
};

/* Sets the application's loop, once per process.  0, or -1 with OPERATION_FAILED raised when there
 * is one. */
int event_impl_set(const struct event_impl *impl);

/* Opens our loop (loop.h) and sets it; 0 also when it is set already.
 * Errors   OPERATION_FAILED the application has set its own; SYSTEM_ERROR no descriptors */
int event_impl_set_default(void);

/* The loop that is set, NULL when there is none.  Once set it stays for the life of the process.
 * Its functions may be NULL.  Takes no lock, under any lock. */
const struct event_impl *event_impl_get(void);

/* The six functions of the loop that is set, with the arguments of libvirt-event.h, checked.
 * Errors   INVALID_ARG arguments; INTERNAL_ERROR no loop is set, or the application's refused and
 *          raised nothing; NO_SUPPORT it lacks this function; ours: loop.h
 * Owner    @opaque is the loop's until it calls @ff; where the add fails it stays the caller's */
int event_add_handle(int fd, int events, virEventHandleCallback cb, void *opaque,
                     virFreeCallback ff);
int event_update_handle(int watch, int events);
int event_remove_handle(int watch);
int event_add_timeout(int timeout_ms, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);
int event_update_timeout(int timer, int timeout_ms);
int event_remove_timeout(int timer);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The public functions of the event loop: which one is used, the turns of ours, and the six that
 * work with either. */
#include "config.h"

#include "call.h"
#include "event/impl.h"
#include "event/loop.h"

/* None of them has a connection; their handler is the global one. */
static int end(int rv)
{
    vt_call_report(NULL);
    return rv;
}

VT_PUBLIC void virEventRegisterImpl(virEventAddHandleFunc addHandle,
                                    virEventUpdateHandleFunc updateHandle,
                                    virEventRemoveHandleFunc removeHandle,
                                    virEventAddTimeoutFunc addTimeout,
                                    virEventUpdateTimeoutFunc updateTimeout,
                                    virEventRemoveTimeoutFunc removeTimeout)
{
    const struct event_impl impl = {addHandle,  updateHandle,  removeHandle,
                                    addTimeout, updateTimeout, removeTimeout};

    vt_error_reset();
    (void)end(event_impl_set(&impl));
}

VT_PUBLIC int virEventRegisterDefaultImpl(void)
{
    vt_error_reset();
    return end(event_impl_set_default());
}

VT_PUBLIC int virEventRunDefaultImpl(void)
{
    vt_error_reset();
    return end(event_loop_run());
}

VT_PUBLIC int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque,
                                virFreeCallback ff)
{
    vt_error_reset();
    return end(event_add_handle(fd, events, cb, opaque, ff));
}

VT_PUBLIC void virEventUpdateHandle(int watch, int events)
{
    vt_error_reset();
    (void)end(event_update_handle(watch, events));
}

VT_PUBLIC int virEventRemoveHandle(int watch)
{
    vt_error_reset();
    return end(event_remove_handle(watch));
}

VT_PUBLIC int virEventAddTimeout(int timeout, virEventTimeoutCallback cb, void *opaque,
                                 virFreeCallback ff)
{
    vt_error_reset();
    return end(event_add_timeout(timeout, cb, opaque, ff));
}

VT_PUBLIC void virEventUpdateTimeout(int timer, int timeout)
{
    vt_error_reset();
    (void)end(event_update_timeout(timer, timeout));
}

VT_PUBLIC int virEventRemoveTimeout(int timer)
{
    vt_error_reset();
    return end(event_remove_timeout(timer));
}

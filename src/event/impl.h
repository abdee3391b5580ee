/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The application's event loop, as virEventRegisterImpl was given it. */
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

/* The loop, which stays for good; NULL when none was registered. */
const struct event_impl *event_impl_get(void);

/* Sets the loop, once per process.  0, or -1 with OPERATION_FAILED raised when there is one. */
int event_impl_set(const struct event_impl *impl);

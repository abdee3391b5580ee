/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The application's event loop: set once, all six functions together. */
#include "config.h"

#include <stdbool.h>

#include "event/impl.h"
#include "obj/error.h"
#include "util/lock.h"

static struct vt_mutex impl_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "event loop");
static struct event_impl current VT_GUARDED_BY(impl_lock);
static bool is_set VT_GUARDED_BY(impl_lock);

const struct event_impl *event_impl_get(void)
{
    VT_LOCK_SCOPE(&impl_lock);

    return is_set ? &current : NULL;
}

int event_impl_set(const struct event_impl *impl)
{
    VT_LOCK_SCOPE(&impl_lock);

    if (is_set)
        return vt_error(VIR_FROM_NONE, VIR_ERR_OPERATION_FAILED,
                        "an event loop is registered already");
    current = *impl;
    is_set = true;
    return 0;
}

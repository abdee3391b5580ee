/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deals threads out to stripes in turn. */
#include "config.h"

#include "stripe.h"

_Thread_local unsigned int vt_stripe_tls_;

unsigned int VT_COLD vt_stripe_assign_(void)
{
    static atomic_uint next;

    vt_stripe_tls_ = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed) % VT_STRIPES + 1;
    return vt_stripe_tls_;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A small number per thread, to spread what many threads write over several cache lines. */
#pragma once

#include <stdatomic.h>

#include "compiler.h"

#define VT_STRIPES 16

/* 0 when the thread has none yet, else its stripe plus one. */
extern _Thread_local unsigned int vt_stripe_tls_;
unsigned int vt_stripe_assign_(void);

/* The calling thread's stripe, 0 to VT_STRIPES-1, the same for the thread's whole life.  Threads
 * are dealt out in turn, so up to VT_STRIPES threads share none. */
static inline unsigned int vt_stripe(void)
{
    unsigned int s = vt_stripe_tls_;

    if (VT_UNLIKELY(s == 0))
        s = vt_stripe_assign_();
    return s - 1;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reference counts: C11 atomics, taken relaxed, dropped with release, the last drop acquires.
 *
 * Never resurrect: take a count only from a count you hold, or under the lock of the table that
 * holds one.  The count may be read by anybody, at any time. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "compiler.h"
#include "valgrind.h"

struct vt_count {
    atomic_int n;
};

/* Begins with one count, the caller's. */
static inline void vt_count_init(struct vt_count *c)
{
    VT_HG_ATOMIC(&c->n, sizeof c->n);
    atomic_init(&c->n, 1);
}

static inline void vt_count_take(struct vt_count *c)
{
    atomic_fetch_add_explicit(&c->n, 1, memory_order_relaxed);
}

/* True when that was the last: the caller now owns the object alone and must end it. */
static inline bool VT_WARN_UNUSED vt_count_drop(struct vt_count *c)
{
    VT_HG_BEFORE(c);
    if (VT_LIKELY(atomic_fetch_sub_explicit(&c->n, 1, memory_order_acq_rel) != 1))
        return false;
    VT_HG_AFTER(c);
    return true;
}

/* For reports only: the value may be old when the caller looks at it. */
static inline int vt_count_read(struct vt_count *c)
{
    return atomic_load_explicit(&c->n, memory_order_relaxed);
}

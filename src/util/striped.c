/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The striped count; striped.h says how it sees zero. */
#include "config.h"

#include "striped.h"
#include "valgrind.h"

void vt_striped_init(struct vt_striped *s)
{
    VT_HG_ATOMIC(s, sizeof *s);
    atomic_init(&s->owners, 1);
    atomic_init(&s->groups, 1 + VT_STRIPES);
    atomic_init(&s->unbiased, false);
    for (int i = 0; i < VT_STRIPES; i++)
        atomic_init(&s->line[i].n, 1);
}

static bool drop_group(struct vt_striped *s)
{
    VT_HG_BEFORE(s);
    if (atomic_fetch_sub_explicit(&s->groups, 1, memory_order_acq_rel) != 1)
        return false;
    VT_HG_AFTER(s);
    return true;
}

void vt_striped_ref(struct vt_striped *s)
{
    if (VT_UNLIKELY(atomic_fetch_add_explicit(&s->owners, 1, memory_order_relaxed) == 0))
        atomic_fetch_add_explicit(&s->groups, 1, memory_order_relaxed);
}

bool vt_striped_try_ref(struct vt_striped *s)
{
    int n = atomic_load_explicit(&s->owners, memory_order_relaxed);

    while (n > 0) {
        if (atomic_compare_exchange_weak_explicit(&s->owners, &n, n + 1, memory_order_relaxed,
                                                  memory_order_relaxed))
            return true;
    }
    return false;
}

/* Holds that are out now. */
static int holds(struct vt_striped *s)
{
    int sum = 0;
    int bias = atomic_load_explicit(&s->unbiased, memory_order_relaxed) ? 0 : 1;

    for (int i = 0; i < VT_STRIPES; i++)
        sum += atomic_load_explicit(&s->line[i].n, memory_order_relaxed) - bias;
    return sum;
}

struct vt_striped_drop vt_striped_unref(struct vt_striped *s)
{
    struct vt_striped_drop drop = {0};
    int n = atomic_load_explicit(&s->owners, memory_order_relaxed);

    do {
        if (n <= 0) {
            drop.refused = true;
            return drop;
        }
        /* Counted before it is given up: afterwards the object may be gone.  The sum over all
         * lines is for the last owner only. */
        drop.left = n > 1 ? n - 1 : holds(s);
        VT_HG_BEFORE(s);
    } while (!atomic_compare_exchange_weak_explicit(&s->owners, &n, n - 1, memory_order_acq_rel,
                                                    memory_order_relaxed));
    if (n > 1)
        return drop;
    if (!atomic_exchange_explicit(&s->unbiased, true, memory_order_acq_rel)) {
        for (int i = 0; i < VT_STRIPES; i++) {
            if (atomic_fetch_sub_explicit(&s->line[i].n, 1, memory_order_acq_rel) == 1)
                (void)drop_group(s); /* never the last: the owners' group is still there */
        }
    }
    drop.ownerless = true;
    drop.last = drop_group(s);
    return drop;
}

unsigned int vt_striped_hold(struct vt_striped *s)
{
    unsigned int i = vt_stripe();

    if (VT_UNLIKELY(atomic_fetch_add_explicit(&s->line[i].n, 1, memory_order_relaxed) == 0))
        atomic_fetch_add_explicit(&s->groups, 1, memory_order_relaxed);
    return i;
}

bool vt_striped_release(struct vt_striped *s, unsigned int stripe)
{
    VT_HG_BEFORE(s);
    if (VT_LIKELY(atomic_fetch_sub_explicit(&s->line[stripe].n, 1, memory_order_acq_rel) != 1))
        return false;
    return drop_group(s);
}

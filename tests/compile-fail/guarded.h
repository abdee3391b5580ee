/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs here lock, rightly or wrongly. */
#pragma once

#include "util/lock.h"

struct thing {
    struct vt_mutex lock;
    int value VT_GUARDED_BY(lock);
};

static inline void thing_change_locked(struct thing *t) VT_REQUIRES(t->lock);
static inline void thing_change_locked(struct thing *t)
{
    vt_mutex_held(&t->lock);
    t->value++;
}

static inline void thing_change(struct thing *t) VT_EXCLUDES(t->lock);
static inline void thing_change(struct thing *t)
{
    VT_LOCK_SCOPE(&t->lock);

    thing_change_locked(t);
}

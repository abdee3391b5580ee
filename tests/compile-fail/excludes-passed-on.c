/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Must not compile: a function whose caller holds the lock calls what takes it.
 * The complaint is that it cannot be called while the lock is held. */
#include "config.h"

#include "guarded.h"

void wrong_locked(struct thing *t) VT_REQUIRES(t->lock);
void wrong_locked(struct thing *t)
{
    thing_change(t);
}

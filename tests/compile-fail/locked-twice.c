/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Must not compile: what takes the lock itself is called with it held.
 * The complaint is that it cannot be called while the lock is held. */
#include "config.h"

#include "guarded.h"

void wrong(struct thing *t);
void wrong(struct thing *t)
{
    VT_LOCK_SCOPE(&t->lock);

    thing_change(t);
}

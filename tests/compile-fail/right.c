/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiles: it takes the lock, and calls what needs it.  The others differ from this in one thing,
 * which must be an error. */
#include "config.h"

#include "guarded.h"

void wrong(struct thing *t);
void wrong(struct thing *t)
{
    VT_LOCK_SCOPE(&t->lock);

    thing_change_locked(t);
}

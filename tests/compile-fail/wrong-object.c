/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Must not compile: the lock of one object is taken, another is changed.
 * The complaint is that calling it requires the lock of that one. */
#include "config.h"

#include "guarded.h"

void wrong(struct thing *t, struct thing *other);
void wrong(struct thing *t, struct thing *other)
{
    VT_LOCK_SCOPE(&t->lock);

    thing_change_locked(other);
}

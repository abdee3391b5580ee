/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Must not compile: what needs the lock is called without it.
 * The complaint is that calling it requires the lock. */
#include "config.h"

#include "guarded.h"

void wrong(struct thing *t);
void wrong(struct thing *t)
{
    thing_change_locked(t);
}

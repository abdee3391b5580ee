/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Must not compile: a function that says it needs the lock is declared so, its caller is not.
 * The complaint is that calling it requires the lock. */
#include "config.h"

#include "guarded.h"

static void helper_locked(struct thing *t) VT_REQUIRES(t->lock);
static void helper_locked(struct thing *t)
{
    thing_change_locked(t);
}

void wrong(struct thing *t);
void wrong(struct thing *t)
{
    helper_locked(t);
}

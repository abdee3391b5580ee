/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is done once after each start of the host, by whichever process comes first. */
#pragma once

#include "util/compiler.h"

/* The right to do it: a lock on the mark of this boot, a file in the folder @below VT_ROOT_STATE, that is
 * held while the work goes on.  A process that ends before it is done leaves the work to the next.
 * @below   as in roots.h
 * @name    of the mark: "autostarted"
 * Returns  a descriptor, which the caller gives to vt_boot_done or closes; -1, nothing raised: another is
 *          at it, it is done, or it cannot be known */
int vt_boot_claim(const char *below, const char *name) VT_WARN_UNUSED;
/* It is done: no process does it again in this boot.  Closes @fd.  What cannot be written is done again by
 * the next process. */
void vt_boot_done(int fd);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tending windows of foreign sources: they pin pages that guests may want to give back, so what
 * is idle, too old or out of date is unmapped also when nobody reads.
 *
 * A thread of the driver that has such sources calls peek_tend when it is due. */
#pragma once

#include <stdint.h>

struct peek;

/* What is idle or out of date is found at most this long after it became so. */
#define PEEK_TEND_NS UINT64_C(500000000)
/* Nothing is kept: no need to call again before the hook was called. */
#define PEEK_TEND_NEVER UINT64_MAX

/* Looks after all foreign sources of the process.  It unmaps windows that were not read for the
 * idle time of their source, windows past their stale time, windows of which the guest exchanged
 * or gave back pages, and all of a guest that is gone.
 * @now_ns  vt_now_ns()
 * Returns  when it wants to be called next, or PEEK_TEND_NEVER
 * Errors   none; what a guest's own operations raise is raised again when it is read
 * Locks    takes those of the peeks, one at a time; makes hypercalls with none held */
uint64_t peek_tend(uint64_t now_ns);

/* Sets what is called when something was mapped after peek_tend had answered PEEK_TEND_NEVER; in
 * the beginning it has.  Called with no lock held, by whoever reads: it must not block, and may
 * write to an eventfd.  NULL takes it away; when it returns, a call may still be going on only if
 * a read is. */
void peek_tend_set_hook(void (*hook)(void *opaque), void *opaque);

/* For memory.c: this peek has, or had, a foreign source; it is about to be freed.  Both may be
 * repeated. */
void peek_tend_add(struct peek *p);
void peek_tend_remove(struct peek *p);
/* For those that map: something is kept that has to be looked after. */
void peek_tend_wake(void);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain that is stuck: virDomainCoreDump to a FIFO that nobody reads, in a thread of its own. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>

/* Whoever waits for the stuck domain is let go after this time. */
#define STUCK_PATIENCE_MS 2000

/* Returns when the dump of @dom waits.  -1: *ret_why says why it does not. */
int stuck_begin(virDomainPtr dom, const char **ret_why);
/* Lets the dump go on, and waits for its end.  Whether it was let go before, as the patience of
 * whoever called meanwhile was at its end. */
bool stuck_end(void);
/* Sleeps as stuck_begin does, so that a loop without a stuck domain begins as one with it. */
void stuck_rest(void);

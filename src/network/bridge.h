/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bridge of a network: an interface of the kernel, with its addresses.
 *
 * It is known as a network's own by its name and its MAC address together: the address is set in the
 * same step that makes it, so a bridge that others made is never taken for ours. */
#pragma once

#include "conf/network.h"

/* Makes it, with the spanning tree, delay, MTU and addresses of the definition, and sets it up.
 * Errors  INTERNAL_ERROR there is an interface of that name; SYSTEM_ERROR, and then none is left
 * Locks   none may be held */
int bridge_make(const struct network_def *def) VT_WARN_UNUSED;

/* Removes it; one that is not there, or is not ours, is fine.  SYSTEM_ERROR. */
int bridge_remove(const struct network_def *def) VT_WARN_UNUSED;

/* Whether it is there, and ours.  False as well when that cannot be known. */
bool bridge_is_there(const struct network_def *def);

/* Raises INTERNAL_ERROR when an interface or a route of the host has addresses of the network, so
 * that one of the two could not be reached.  A wider route through a gateway is no conflict.
 * Errors  SYSTEM_ERROR too */
int bridge_check_addresses(const struct network_def *def) VT_WARN_UNUSED;

/* The addresses of a definition, the first one first.
 * @i  from 0
 * Returns false behind the last */
bool bridge_address(const struct network_def *def, unsigned int i, struct network_address *ret);

/* Whether two addresses are in one range of the shorter prefix. */
bool bridge_addresses_meet(const struct network_address *a, const struct network_address *b);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The packet filter of a network: one table of nftables that is its own, so that removing it removes all
 * that it has, and nothing else.
 *
 * A table can refuse what passes, but not allow what another table of the host refuses.
 * Source: the manual of nft 1.0.6 */
#pragma once

#include "conf/network.h"
#include "util/strbuf.h"

/* What the table does, by the mode of the network:
 *   nat    guests reach anything, under the address of the host; answers come back, nothing else comes in
 *   route  both ways, for packets with an address of the network
 *   none   nothing in or out, but among guests
 *   open   no table
 * Guests may talk to each other, and to the host. */
void firewall_format(const struct network_def *def, struct vt_strbuf *ret);

/* Puts the table in place, in one step.
 * @folder  for the file that nft reads
 * Errors   SYSTEM_ERROR; OPERATION_FAILED nft refused it, or took too long
 * Locks    none may be held */
int firewall_make(const struct network_def *def, const char *folder) VT_WARN_UNUSED;
/* Removes it; one that is not there is fine. */
int firewall_remove(const struct network_def *def, const char *folder) VT_WARN_UNUSED;
/* Whether the table is there, for a mode that has one. */
bool firewall_is_there(const struct network_def *def);

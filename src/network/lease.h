/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Leases of DHCP, from what a dnsmasq has written of them.
 *
 * Names and identifications in there are those that guests have chosen: nothing of them is believed, and
 * what is of another form than it should be counts as not given. */
#pragma once

#include <libvirt/libvirt-network.h>

#include "conf/network.h"

/* More leases than this are neither given nor read; dnsmasq's own bound is 1000. */
#define LEASE_MAX 65536
/* Bytes of a file of leases; one of LEASE_MAX usual ones has a quarter. */
#define LEASE_MAX_FILE (32u << 20)

struct lease_list {
    virNetworkDHCPLeasePtr *list; /* NULL behind the last one; NULL itself when there is none */
    size_t n;
    size_t room; /* entries */
};

void lease_list_done(struct lease_list *list);
#define LEASE_LIST_SCOPE(name) \
    struct lease_list name __attribute__((cleanup(lease_list_done))) = {NULL, 0, 0}

/* Reads a file of leases.  Left out are those that have run out, that are for addresses which the network has
 * no longer, and lines of any other form.
 * @text   as read, with a NUL behind it; it is taken to pieces
 * @mac    of the only client that is wanted; NULL all
 * @now    seconds since the epoch
 * @ret    empty; the leases in the order of the file
 * Errors  OPERATION_FAILED more than LEASE_MAX; NO_MEMORY
 * Source  dnsmasq 2.90, its manual of --dhcp-leasefile, and files observed */
int lease_parse(const struct network_def *def, char *text, size_t len, const unsigned char *mac,
                long long now, struct lease_list *ret) VT_WARN_UNUSED;

/* Reads the file itself; one that is not there is empty.  dnsmasq empties it and writes it anew at each change:
 * so it is read until it was left alone meanwhile, for half a second at most.
 * Errors  SYSTEM_ERROR; NO_MEMORY
 * Locks   none may be held: it may wait
 * Owner   the caller frees *ret_text */
int lease_file_read(const char *path, char **ret_text, size_t *ret_len) VT_WARN_UNUSED;

/* Frees a lease with all it holds; NULL is fine. */
void lease_free(virNetworkDHCPLeasePtr lease);

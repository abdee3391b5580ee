/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dnsmasq of a network: DHCP and DNS for its guests, a program that outlives who has started it.
 *
 * It is known by its command line, which names the configuration of its network: so neither a lost file
 * nor a number of a process that is another's by now misleads.
 * Source: the manual of dnsmasq 2.90 */
#pragma once

#include <stdbool.h>

#include "conf/network.h"

/* Where the files of a network are.  They belong to the caller, see dnsmasq_paths_done. */
struct dnsmasq_paths {
    char *conf;
    char *pid;
    char *leases;
};

/* @folder  absolute.  NO_MEMORY. */
int dnsmasq_paths_make(struct dnsmasq_paths *paths, const char *folder, const char *name);
void dnsmasq_paths_done(struct dnsmasq_paths *paths);

/* Whether the network needs one: it has an address. */
bool dnsmasq_is_needed(const struct network_def *def);

/* Refuses values that no line of its configuration can hold: CONFIG_UNSUPPORTED.  Else appends it; NO_MEMORY. */
int dnsmasq_format(const struct network_def *def, struct vt_strbuf *ret) VT_WARN_UNUSED;

/* Writes its configuration, starts it, and returns when it serves.
 * Errors  CONFIG_UNSUPPORTED; SYSTEM_ERROR a file; OPERATION_FAILED it said why it does not start, or took
 *         too long; then none is left
 * Locks   none may be held */
int dnsmasq_start(const struct network_def *def, const struct dnsmasq_paths *paths) VT_WARN_UNUSED;

/* Ends it, and waits until it has ended; none is fine.  Its files but the leases go.
 * Errors  OPERATION_FAILED it does not end */
int dnsmasq_stop(const struct network_def *def, const struct dnsmasq_paths *paths) VT_WARN_UNUSED;

/* Whether it runs. */
bool dnsmasq_is_running(const struct dnsmasq_paths *paths);

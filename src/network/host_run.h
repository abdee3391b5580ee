/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making a network real on the host: its bridge, its packet filter, its dnsmasq. */
#pragma once

#include "conf/network.h"

/* Makes all of it, or nothing.
 * @folder  where its files are; it is there
 * Errors   CONFIG_UNSUPPORTED the definition asks for what is not served; INTERNAL_ERROR the bridge or its
 *          addresses are another's; OPERATION_FAILED, SYSTEM_ERROR
 * Locks    none may be held: programs run, and each has a deadline */
int host_run_start(const struct network_def *def, const char *folder) VT_WARN_UNUSED;

/* Takes away what is there of it; goes on when a part fails, and raises the first error. */
int host_run_stop(const struct network_def *def, const char *folder) VT_WARN_UNUSED;

/* Whether its packet filter is there and its dnsmasq runs, where it needs them. */
bool host_run_is_whole(const struct network_def *def, const char *folder);

/* Makes its packet filter anew when somebody has emptied the host's, and starts its dnsmasq again when it has
 * died. */
int host_run_mend(const struct network_def *def, const char *folder) VT_WARN_UNUSED;

/* As lease_file_read says. */
int host_run_read_leases(const char *name, const char *folder, char **ret_text,
                         size_t *ret_len) VT_WARN_UNUSED;

/* Removes the leases of a network that is gone; as long as it is defined they stay for its next start. */
void host_run_forget(const char *name, const char *folder);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings of the kernel below /proc/sys/net. */
#pragma once

#include <stdbool.h>

#include "util/compiler.h"

/* Lets the bridge have IPv6 addresses, or not even its own of the link; it never takes any from what
 * guests announce.  A kernel without IPv6 is fine when none is wanted.
 * Errors  SYSTEM_ERROR */
int sysctl_bridge_ipv6(const char *bridge, bool wanted) VT_WARN_UNUSED;

/* Lets the host forward packets of a family; it stays so, for others may rely on it by then.
 * Errors  INTERNAL_ERROR the host would lose IPv6 routes that it takes from announcements, which a router
 *         does not; SYSTEM_ERROR
 * Source  Documentation/networking/ip-sysctl.rst of Linux: accept_ra */
int sysctl_forward(bool v6) VT_WARN_UNUSED;

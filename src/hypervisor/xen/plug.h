/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces that are in a network of the host: at which bridge that is, found anew for each run.
 *
 * Each function below may start or wait for what other processes do to networks: no lock is held, and
 * queries of the guest go on. */
#pragma once

#include "conf/domain.h"

struct domain_interface;

/* The definition that a run begins with: @def, with the bridge of each interface that is in a network.
 * Errors  NO_NETWORK; INTERNAL_ERROR a network is not active, or has no bridge; NO_MEMORY; OPERATION_FAILED
 *         others keep networks busy
 * Owner   counted; NULL raised */
struct domain_def *xen_plug_all(struct domain_def *def) VT_WARN_UNUSED;

/* The same for one interface of a definition that nobody else has yet.  0, or -1 raised. */
int xen_plug_interface(struct domain_def *def, struct domain_interface *iface) VT_WARN_UNUSED;

/* Networks that start with the host are active when it returns, as far as they can be; nothing is raised. */
void xen_plug_ready(void);

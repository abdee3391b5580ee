/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding the module that knows Xen. */
#pragma once

#include "hypervisor/xen/host.h"

/* The path of a file beside the module; the caller frees.  NULL when memory has run out. */
char *xen_driver_path(const char *name);

/* The module's table; it is loaded at the first call and stays.  It is in the drivers' folder of
 * the installation, or in that which VITRINE_DRIVER_DIR names, unless the program runs with more rights
 * than its caller.
 * Errors  NO_CONNECT it is not there, or was made for another release; NULL then
 * Locks   none; takes none */
const struct xen_host_ops *xen_module(void);

/* The same, without an error: whether it is worth trying. */
const struct xen_host_ops *xen_module_if_there(void);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A module as another release of the library would have it. */
#include "config.h"

#include "hypervisor/xen/host.h"

extern const struct xen_host_ops vitrine_xen_host;
const struct xen_host_ops vitrine_xen_host = {.abi = XEN_HOST_ABI, .build = "0.0.0"};

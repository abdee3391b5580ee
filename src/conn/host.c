/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of the host's families.  A new one is one line here. */
#include "config.h"

#include <stddef.h>

#include "host.h"
#include "network/functions.h"
#include "nodedev/functions.h"
#include "storage/driver.h"

static const struct vt_host_family storage = {
    .name = "storage",
    .family = VT_FAMILY_STORAGE,
    .functions = &storage_ops,
    .open = storage_host_open,
    .close = storage_host_close,
};

static const struct vt_host_family networks = {
    .name = "networks",
    .family = VT_FAMILY_NETWORK,
    .functions = &net_functions,
    .open = net_host_open,
    .close = net_host_close,
};

static const struct vt_host_family devices = {
    .name = "node devices",
    .family = VT_FAMILY_NODEDEV,
    .functions = &nodedev_functions,
    .open = nodedev_host_open,
    .close = nodedev_host_close,
};

static const struct vt_host_family *const families[] = {
    &storage,
    &networks,
    &devices,
    NULL,
};

static void close_first(virConnectPtr conn, size_t n)
{
    while (n > 0)
        families[--n]->close(conn);
}

int vt_host_open(virConnectPtr conn)
{
    for (size_t i = 0; families[i] != NULL; i++) {
        if (families[i]->open(conn) < 0) {
            close_first(conn, i);
            return -1;
        }
    }
    return 0;
}

void vt_host_close(virConnectPtr conn)
{
    size_t n = 0;

    while (families[n] != NULL)
        n++;
    close_first(conn, n);
}

const void *vt_host_functions(enum vt_family family)
{
    for (size_t i = 0; families[i] != NULL; i++) {
        if (families[i]->family == family)
            return families[i]->functions;
    }
    return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drivers: what one says about itself, and the one table of them. */
#pragma once

#include "obj/connect.h"
#include "uri.h"

enum vt_open {
    VT_OPEN_ERROR = -1,   /* the URI is this driver's, and it cannot: raised */
    VT_OPEN_DECLINED = 0, /* not this driver's: nothing raised */
    VT_OPEN_OK = 1,
};

struct vt_driver {
    const char *name; /* what virConnectGetType gives */
    /* What it does of each family; NULL nothing.  A connection that it opens has these, but for one that
     * is on_host: all families but the first are the host's there. */
    const struct vt_hypervisor_ops *hypervisor;
    const struct vt_network_ops *network;
    const struct vt_storage_ops *storage;
    const struct vt_nodedev_ops *nodedev;
    /* Sets the connection's data, and whether it is on_host.  @uri is NULL while the drivers are probed for a
     * connection without a name: who takes that one sets conn->uri.  @auth may be NULL.  No lock is held. */
    enum vt_open (*open)(virConnectPtr conn, const struct vt_uri *uri, virConnectAuthPtr auth);
    /* Called once, with no handle left, by whichever thread drops the last. */
    void (*close)(virConnectPtr conn);
    /* Of the hypervisor that this build knows for virGetVersion: major * 1000000 + ...; 0 none. */
    unsigned long version;
};

/* In the order in which they are asked; ended by NULL. */
extern const struct vt_driver *const vt_drivers[];

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The families that are the host's own, whichever hypervisor it has: storage, networks, devices. */
#pragma once

#include "call.h"
#include "obj/connect.h"

/* One family.  It sets the connection's table and data of that family, and nothing else. */
struct vt_host_family {
    const char *name;
    enum vt_family family;
    const void *functions; /* the table that it sets, for who tells what there is */
    /* 0, or -1 raised: then the connection is not opened.  What may fail for long, or for a reason that
     * can pass, fails at its first use instead.  No lock is held. */
    int (*open)(virConnectPtr conn);
    /* With the data that it set; called once, with no handle left. */
    void (*close)(virConnectPtr conn);
};

/* Gives a connection all of them.  0, or -1 raised: then it has none. */
int vt_host_open(virConnectPtr conn);
void vt_host_close(virConnectPtr conn);
/* The table of one of them; NULL: there is none. */
const void *vt_host_functions(enum vt_family family);

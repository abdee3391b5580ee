/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints docs/support.md: which driver has which function, read from the drivers' own tables. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "conn/driver.h"
#include "ops.h"

/* The table of one family as a driver's connection has it. */
static const void *table_of(virConnectPtr conn, enum vt_family family)
{
    switch (family) {
    case VT_FAMILY_HYPERVISOR:
        return conn->hypervisor;
    case VT_FAMILY_NETWORK:
        return conn->network;
    case VT_FAMILY_STORAGE:
        return conn->storage;
    case VT_FAMILY_NODEDEV:
        return conn->nodedev;
    case VT_FAMILY_NONE:
        break;
    }
    return NULL;
}

static const char *answer(virConnectPtr conn, const struct vt_call *call)
{
    const char *table = table_of(conn, call->family);
    void (*slot)(void);

    if (call->family == VT_FAMILY_NONE)
        return "library";
    if (table == NULL)
        return "-";
    memcpy(&slot, table + call->slot, sizeof slot);
    return slot != NULL ? "yes" : "-";
}

int main(int argc, char **argv)
{
    virConnectPtr conn;

    if (argc != 2 || (conn = virConnectOpen(argv[1])) == NULL) {
        fprintf(stderr, "usage: support-matrix URI\n");
        return 1;
    }
    printf("# Which driver has which function\n\n"
           "`library` needs no driver; `-` answers VIR_ERR_NO_SUPPORT.  Written by\n"
           "`make docs/support.md` from the drivers' tables.\n\n"
           "| function | since | access | %s |\n|---|---|---|---|\n",
           virConnectGetType(conn));
    for (int i = 0; i < VT_CALLS; i++) {
        if (strncmp(vt_calls[i].name, "vir", 3) == 0)
            printf("| %s | %s | %s | %s |\n", vt_calls[i].name, vt_calls[i].since,
                   vt_calls[i].write ? "write" : "read", answer(conn, &vt_calls[i]));
    }
    return virConnectClose(conn) == 0 ? 0 : 1;
}

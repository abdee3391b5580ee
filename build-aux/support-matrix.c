/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints docs/support.md: which driver has which function, read from the drivers' own tables. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "conn/driver.h"
#include "conn/host.h"
#include "ops.h"

static const void *table_of(const struct vt_driver *driver, enum vt_family family)
{
    switch (family) {
    case VT_FAMILY_HYPERVISOR:
        return driver->hypervisor;
    case VT_FAMILY_NETWORK:
        return driver->network;
    case VT_FAMILY_STORAGE:
        return driver->storage;
    case VT_FAMILY_NODEDEV:
        return driver->nodedev;
    case VT_FAMILY_NONE:
        break;
    }
    return NULL;
}

static const char *answer(const char *table, const struct vt_call *call)
{
    void (*slot)(void);

    if (call->family == VT_FAMILY_NONE)
        return "library";
    if (table == NULL)
        return "-";
    memcpy(&slot, table + call->slot, sizeof slot);
    return slot != NULL ? "yes" : "-";
}

static void print_call(const struct vt_call *call)
{
    printf("| %s | %s | %s |", call->name, call->since, call->write ? "write" : "read");
    for (const struct vt_driver *const *d = vt_drivers; *d != NULL; d++)
        printf(" %s |", answer(table_of(*d, call->family), call));
    printf(" %s |\n", answer(vt_host_functions(call->family), call));
}

int main(void)
{
    printf(
        "# Which driver has which function\n\n"
        "`library` needs no driver; `-` answers VIR_ERR_NO_SUPPORT.  `the host` is what connections\n"
        "to xen:/// and test:///host have of networks, storage and node devices.  Written by\n"
        "`make docs/support.md` from the drivers' tables.\n\n"
        "| function | since | access |");
    for (const struct vt_driver *const *d = vt_drivers; *d != NULL; d++)
        printf(" %s |", (*d)->name);
    printf(" the host |\n|---|---|---|---|");
    for (const struct vt_driver *const *d = vt_drivers; *d != NULL; d++)
        printf("---|");
    printf("\n");
    for (int i = 0; i < VT_CALLS; i++) {
        if (strncmp(vt_calls[i].name, "vir", 3) == 0)
            print_call(&vt_calls[i]);
    }
    return ferror(stdout) ? 1 : 0;
}

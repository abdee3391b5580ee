/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks as commands need them: found by what the user typed, and listed. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>

#include "command.h"
#include "words.h"

static inline void network_release(virNetworkPtr *net)
{
    if (*net != NULL)
        (void)virNetworkFree(*net);
}

#define NETWORK_SCOPE __attribute__((cleanup(network_release)))

/* Which readings of a text to try; in this order. */
#define NETWORK_BY_UUID 1u
#define NETWORK_BY_NAME 2u
#define NETWORK_BY_ANY (NETWORK_BY_UUID | NETWORK_BY_NAME)

/* The network that the option "network" names; NULL with the error printed. */
virNetworkPtr network_find(struct shell *sh, const struct cmd *cmd, unsigned int how);

/* Names, sorted.  0, or -1 with the error printed. */
int network_list(struct shell *sh, bool active, struct words *ret);

#define OPT_NETWORK(kind) \
    { \
        "network", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, kind, "network name or UUID" \
    }

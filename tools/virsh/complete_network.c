/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion: names of networks. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "complete.h"

void complete_network_active(struct shell *sh, const struct cmd *cmd, const char *prefix,
                             struct words *out)
{
    (void)cmd;
    (void)prefix;
    complete_listed(sh, virConnectListNetworks, out);
}

void complete_network_inactive(struct shell *sh, const struct cmd *cmd, const char *prefix,
                               struct words *out)
{
    (void)cmd;
    (void)prefix;
    complete_listed(sh, virConnectListDefinedNetworks, out);
}

void complete_network_any(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    complete_network_active(sh, cmd, prefix, out);
    complete_network_inactive(sh, cmd, prefix, out);
}

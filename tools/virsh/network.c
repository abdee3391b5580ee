/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks as commands need them. */
#include "config.h"

#include "listing.h"
#include "network.h"
#include "report.h"
#include "shell.h"
#include "util/uuid.h"

virNetworkPtr network_find(struct shell *sh, const struct cmd *cmd, unsigned int how)
{
    const char *text = cmd_text(cmd, "network");
    unsigned char uuid[VT_UUID_LEN];
    virNetworkPtr net = NULL;

    if ((how & NETWORK_BY_UUID) && vt_uuid_parse_canonical(text, uuid))
        net = virNetworkLookupByUUID(sh->conn, uuid);
    if (net == NULL && (how & NETWORK_BY_NAME))
        net = virNetworkLookupByName(sh->conn, text);
    if (net == NULL)
        report_error(sh, "there is no network '%s'%s", text,
                     how == NETWORK_BY_UUID   ? " by UUID"
                     : how == NETWORK_BY_NAME ? " by name"
                                              : "");
    else
        report_forget(sh);
    return net;
}

int network_list(struct shell *sh, bool active, struct words *ret)
{
    const char *what = active ? "active networks" : "inactive networks";
    int room = 0;
    char **names = listing_room(
        sh, active ? virConnectNumOfNetworks(sh->conn) : virConnectNumOfDefinedNetworks(sh->conn),
        what, &room);

    if (names == NULL)
        return -1;
    return listing_take(sh, names,
                        active ? virConnectListNetworks(sh->conn, names, room)
                               : virConnectListDefinedNetworks(sh->conn, names, room),
                        what, ret);
}

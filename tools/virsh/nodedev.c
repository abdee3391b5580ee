/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of the host: found by name, and listed. */
#include "config.h"

#include <stdlib.h>

#include "nodedev.h"
#include "report.h"
#include "shell.h"
#include "util/cleanup.h"

/* More may come between the two steps of asking. */
#define SPARE 16
#define NODEDEV_NAMES_MAX 16384 /* as many as the library lists */

virNodeDevicePtr nodedev_find(struct shell *sh, const struct cmd *cmd)
{
    const char *name = cmd_text(cmd, "device");
    virNodeDevicePtr dev = virNodeDeviceLookupByName(sh->conn, name);

    if (dev == NULL)
        (void)report_error(sh, "there is no node device '%s'", name);
    return dev;
}

int nodedev_list(struct shell *sh, const char *cap, struct words *ret)
{
    VT_AUTOFREE char **names = NULL;
    int room = virNodeNumOfDevices(sh->conn, cap, 0), n, rv = 0;

    if (room < 0)
        return -1;
    room = room > NODEDEV_NAMES_MAX - SPARE ? NODEDEV_NAMES_MAX : room + SPARE;
    names = calloc((size_t)room, sizeof *names);
    n = names != NULL ? virNodeListDevices(sh->conn, cap, names, room, 0) : -1;
    for (int i = 0; i < n; i++)
        rv = words_take(ret, names[i]) < 0 ? -1 : rv;
    words_sort(ret);
    return n < 0 ? -1 : rv;
}

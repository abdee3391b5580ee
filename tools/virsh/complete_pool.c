/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion: names of storage pools and volumes. */
#include "config.h"

#include <stdlib.h>

#include "complete.h"
#include "pool.h"
#include "shell.h"
#include "util/cleanup.h"

void complete_pool_active(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    (void)cmd;
    (void)prefix;
    complete_listed(sh, virConnectListStoragePools, out);
}

void complete_pool_inactive(struct shell *sh, const struct cmd *cmd, const char *prefix,
                            struct words *out)
{
    (void)cmd;
    (void)prefix;
    complete_listed(sh, virConnectListDefinedStoragePools, out);
}

void complete_pool_any(struct shell *sh, const struct cmd *cmd, const char *prefix,
                       struct words *out)
{
    complete_pool_active(sh, cmd, prefix, out);
    complete_pool_inactive(sh, cmd, prefix, out);
}

/* Names of the volumes of a pool, or their paths. */
static void add_vols(struct shell *sh, const char *pool_name, bool paths, struct words *out)
{
    POOL_SCOPE virStoragePoolPtr pool = virStoragePoolLookupByName(sh->conn, pool_name);
    VT_AUTOFREE char **names = calloc(COMPLETE_MAX, sizeof *names);
    int n = 0;

    if (pool == NULL)
        pool = virStoragePoolLookupByUUIDString(sh->conn, pool_name);
    if (pool != NULL && names != NULL)
        n = virStoragePoolListVolumes(pool, names, COMPLETE_MAX);
    for (int i = 0; i < n; i++) {
        VT_AUTOFREE char *name = names[i];
        VOL_SCOPE virStorageVolPtr vol = paths ? virStorageVolLookupByName(pool, name) : NULL;

        if (!paths)
            (void)words_add(out, name);
        else if (vol != NULL && out->n < COMPLETE_MAX)
            (void)words_take(out, virStorageVolGetPath(vol));
    }
}

void complete_vol(struct shell *sh, const struct cmd *cmd, const char *prefix, struct words *out)
{
    const char *pool = cmd_option_index(cmd->def, "pool") >= 0 ? cmd_text(cmd, "pool") : NULL;
    WORDS_SCOPE(pools);

    (void)prefix;
    if (shell_connect(sh, true) < 0)
        return;
    if (pool != NULL) {
        add_vols(sh, pool, false, out);
        return;
    }
    complete_listed(sh, virConnectListStoragePools, &pools);
    for (size_t i = 0; i < pools.n; i++)
        add_vols(sh, pools.list[i], true, out);
}

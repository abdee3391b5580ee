/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that build, start, stop and delete storage pools. */
#include "config.h"

#include <stdio.h>

#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"

/* One of the calls that take a pool and flags. */
typedef int pool_call(virStoragePoolPtr pool, unsigned int flags);

/* Calls one of them for POOL, prints "Pool NAME DONE" or that it cannot be VERBed. */
static int act(struct shell *sh, virStoragePoolPtr pool, pool_call *call, unsigned int flags,
               const char *verb, const char *done)
{
    if (pool == NULL)
        return -1;
    if (call(pool, flags) < 0)
        return report_error(sh, "cannot %s storage pool '%s'", verb, virStoragePoolGetName(pool));
    (void)printf("Pool %s %s\n", virStoragePoolGetName(pool), done);
    return 0;
}

static int destroy(virStoragePoolPtr pool, unsigned int flags)
{
    (void)flags;
    return virStoragePoolDestroy(pool);
}

static int undefine(virStoragePoolPtr pool, unsigned int flags)
{
    (void)flags;
    return virStoragePoolUndefine(pool);
}

static unsigned int build_flags(const struct cmd *cmd)
{
    return (cmd_given(cmd, "overwrite") ? VIR_STORAGE_POOL_BUILD_OVERWRITE : 0u) |
           (cmd_given(cmd, "no-overwrite") ? VIR_STORAGE_POOL_BUILD_NO_OVERWRITE : 0u);
}

static int run_build(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);

    return act(sh, pool, virStoragePoolBuild, build_flags(cmd), "build", "built");
}

static int run_start(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_NAME);

    return act(sh, pool, virStoragePoolCreate, 0, "start", "started");
}

static int run_refresh(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);

    return act(sh, pool, virStoragePoolRefresh, 0, "refresh", "refreshed");
}

static int run_destroy(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);

    return act(sh, pool, destroy, 0, "stop", "destroyed");
}

static int run_delete(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);

    return act(sh, pool, virStoragePoolDelete, 0, "delete", "deleted");
}

static int run_undefine(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);

    return act(sh, pool, undefine, 0, "undefine", "has been undefined");
}

static int run_autostart(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    int on = !cmd_given(cmd, "disable");

    if (pool == NULL)
        return -1;
    if (virStoragePoolSetAutostart(pool, on) < 0)
        return report_error(sh, "cannot %s storage pool '%s' as autostarted",
                            on ? "mark" : "unmark", virStoragePoolGetName(pool));
    (void)printf("Pool %s %s as autostarted\n", virStoragePoolGetName(pool),
                 on ? "marked" : "unmarked");
    return 0;
}

static const struct opt_def active_options[] = {OPT_POOL(COMPLETE_POOL_ACTIVE), OPT_END};
static const struct opt_def inactive_options[] = {OPT_POOL(COMPLETE_POOL_INACTIVE), OPT_END};
static const struct opt_def build_options[] = {
    OPT_POOL(COMPLETE_POOL_INACTIVE),
    {"overwrite", OPT_FLAG, 0, COMPLETE_NOTHING, "format its source, whatever is there"},
    {"no-overwrite", OPT_FLAG, 0, COMPLETE_NOTHING, "format its source, if nothing is there"},
    OPT_END,
};
static const struct opt_def start_options[] = {
    {"pool", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_POOL_INACTIVE, "name of the pool"},
    OPT_END,
};
static const struct opt_def autostart_options[] = {
    OPT_POOL(COMPLETE_POOL),
    {"disable", OPT_FLAG, 0, COMPLETE_NOTHING, "start it no longer by itself"},
    OPT_END,
};

const struct cmd_def cmds_pool[] = {
    {"pool-build", "make what a storage pool consists of",
     "Makes its folder, file system, volume group or partition table; once, before it is started.",
     build_options, CMD_CONNECT, run_build},
    {"pool-start", "start a defined storage pool", "Its volumes can be used then.", start_options,
     CMD_CONNECT, run_start},
    {"pool-refresh", "look again which volumes a storage pool has", NULL, active_options,
     CMD_CONNECT, run_refresh},
    {"pool-autostart", "start a storage pool whenever the host starts", NULL, autostart_options,
     CMD_CONNECT, run_autostart},
    {"pool-destroy", "stop a storage pool", "What is stored in it stays.", active_options,
     CMD_CONNECT, run_destroy},
    {"pool-delete", "delete what a storage pool consists of",
     "What is stored in it is lost. It must not be active; its definition stays.", inactive_options,
     CMD_CONNECT, run_delete},
    {"pool-undefine", "forget the definition of a storage pool",
     "It must not be active. What is stored in it stays.", inactive_options, CMD_CONNECT,
     run_undefine},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that tell about storage volumes, and delete them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

/* One row of the list; what cannot be known is "-". */
static void add_vol(struct columns *c, virStorageVolPtr vol)
{
    VT_AUTOFREE char *path = virStorageVolGetPath(vol);
    virStorageVolInfo info;
    bool ok = virStorageVolGetInfo(vol, &info) == 0;

    columns_add(c, virStorageVolGetName(vol));
    columns_add(c, path);
    columns_add(c, ok ? vol_type_word(info.type) : NULL);
    if (ok) {
        pool_add_size(c, info.capacity);
        pool_add_size(c, info.allocation);
    } else {
        columns_add(c, NULL);
        columns_add(c, NULL);
    }
}

static void print_vol(virStorageVolPtr vol)
{
    VT_AUTOFREE char *path = virStorageVolGetPath(vol);

    (void)printf("%-20s %-40s\n", virStorageVolGetName(vol), path != NULL ? path : "-");
}

static int run_list(struct shell *sh, const struct cmd *cmd)
{
    static const char *const headings[] = {"Name", "Path", "Type", "Capacity", "Allocation"};
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    bool details = cmd_given(cmd, "details");
    COLUMNS_SCOPE(table, 5);
    WORDS_SCOPE(names);

    if (pool == NULL || vol_list(sh, pool, &names) < 0)
        return -1;
    for (size_t i = 0; i < table.n; i++)
        columns_add(&table, headings[i]);
    if (!details) {
        report_extra(sh, "%-20s %-40s\n", "Name", "Path");
        report_extra(sh, "-----------------------------------------\n");
    }
    for (size_t i = 0; i < names.n; i++) {
        VOL_SCOPE virStorageVolPtr vol = virStorageVolLookupByName(pool, names.list[i]);

        if (vol != NULL && details)
            add_vol(&table, vol);
        else if (vol != NULL)
            print_vol(vol);
        report_forget(sh); /* one that vanished between two calls is left out */
    }
    return details ? columns_print(sh, &table) : 0;
}

static int run_info(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    bool exact = cmd_given(cmd, "bytes");
    virStorageVolInfo info;

    if (vol == NULL)
        return -1;
    if (virStorageVolGetInfo(vol, &info) < 0)
        return report_error(sh, "cannot get information about volume '%s'",
                            virStorageVolGetName(vol));
    (void)printf("%-15s %s\n", "Name:", virStorageVolGetName(vol));
    (void)printf("%-15s %s\n", "Type:", vol_type_word(info.type));
    pool_print_size("Capacity:", info.capacity, exact);
    pool_print_size("Allocation:", info.allocation, exact);
    return 0;
}

static int run_dumpxml(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    VT_AUTOFREE char *xml = vol != NULL ? virStorageVolGetXMLDesc(vol, 0) : NULL;

    if (vol == NULL)
        return -1;
    if (xml == NULL)
        return report_error(sh, "cannot get the XML of volume '%s'", virStorageVolGetName(vol));
    (void)printf("%s", xml);
    return 0;
}

static int run_path(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    VT_AUTOFREE char *path = vol != NULL ? virStorageVolGetPath(vol) : NULL;

    if (vol == NULL)
        return -1;
    if (path == NULL)
        return report_error(sh, "cannot get the path of volume '%s'", virStorageVolGetName(vol));
    (void)printf("%s\n", path);
    return 0;
}

static int run_name(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);

    if (vol == NULL)
        return -1;
    (void)printf("%s\n", virStorageVolGetName(vol));
    return 0;
}

static int run_key(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    const char *key = vol != NULL ? virStorageVolGetKey(vol) : NULL;

    if (key == NULL)
        return vol == NULL ? -1
                           : report_error(sh, "cannot get the key of volume '%s'",
                                          virStorageVolGetName(vol));
    (void)printf("%s\n", key);
    return 0;
}

static int run_pool(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);
    POOL_SCOPE virStoragePoolPtr pool = vol != NULL ? virStoragePoolLookupByVolume(vol) : NULL;
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (vol == NULL)
        return -1;
    if (pool == NULL || (cmd_given(cmd, "uuid") && virStoragePoolGetUUIDString(pool, uuid) < 0))
        return report_error(sh, "cannot get the storage pool of volume '%s'",
                            virStorageVolGetName(vol));
    (void)printf("%s\n", cmd_given(cmd, "uuid") ? uuid : virStoragePoolGetName(pool));
    return 0;
}

static int run_delete(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr vol = vol_find(sh, cmd);

    if (vol == NULL)
        return -1;
    if (virStorageVolDelete(vol, 0) < 0)
        return report_error(sh, "cannot delete volume '%s'", virStorageVolGetName(vol));
    (void)printf("Vol %s deleted\n", cmd_text(cmd, "vol"));
    return 0;
}

#define OPT_VOL \
    { \
        "vol", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_VOL, \
            "volume key or path, or with its pool its name" \
    }
#define OPT_VOL_POOL \
    { \
        "pool", OPT_STRING, OPT_POSITIONAL, COMPLETE_POOL_ACTIVE, "pool name or UUID" \
    }

static const struct opt_def vol_options[] = {OPT_VOL, OPT_VOL_POOL, OPT_END};
static const struct opt_def list_options[] = {
    OPT_POOL(COMPLETE_POOL_ACTIVE),
    {"details", OPT_FLAG, 0, COMPLETE_NOTHING, "with types and sizes"},
    OPT_END,
};
static const struct opt_def info_options[] = {
    OPT_VOL,
    OPT_VOL_POOL,
    {"bytes", OPT_FLAG, 0, COMPLETE_NOTHING, "sizes in bytes"},
    OPT_END,
};
static const struct opt_def pool_options[] = {
    {"vol", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_VOL, "volume key or path"},
    {"uuid", OPT_FLAG, 0, COMPLETE_NOTHING, "the UUID of the pool, not its name"},
    OPT_END,
};
static const struct opt_def alone_options[] = {
    {"vol", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_VOL, "volume key or path"},
    OPT_END,
};

const struct cmd_def cmds_vol[] = {
    {"vol-list", "list the volumes of a storage pool", "The pool must be active.", list_options,
     CMD_CONNECT, run_list},
    {"vol-info", "print what is known of a volume", "Sizes are in powers of 1024.", info_options,
     CMD_CONNECT, run_info},
    {"vol-dumpxml", "print the XML of a volume", NULL, vol_options, CMD_CONNECT, run_dumpxml},
    {"vol-path", "print the path of a volume", NULL, vol_options, CMD_CONNECT, run_path},
    {"vol-name", "print the name of a volume", NULL, alone_options, CMD_CONNECT, run_name},
    {"vol-key", "print the key of a volume", NULL, vol_options, CMD_CONNECT, run_key},
    {"vol-pool", "print the storage pool of a volume", NULL, pool_options, CMD_CONNECT, run_pool},
    {"vol-delete", "delete a volume", "What is stored in it is lost.", vol_options, CMD_CONNECT,
     run_delete},
    {.name = NULL},
};

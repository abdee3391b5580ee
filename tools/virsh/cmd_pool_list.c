/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that tell which storage pools there are and how they are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "listing.h"
#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "xmldoc.h"

/* What only pool-list is asked for. */
struct pool_listing {
    const char *types;       /* only pools of these, a list with commas; NULL for all */
    struct columns *details; /* NULL for the short table */
};

/* Whether WORD is in a LIST with commas. */
static bool is_listed(const char *list, const char *word)
{
    size_t len = strlen(word);

    while (list != NULL) {
        if (strncmp(list, word, len) == 0 && (list[len] == ',' || list[len] == '\0'))
            return true;
        list = strchr(list, ',');
        if (list != NULL)
            list++;
    }
    return false;
}

static bool is_of_type(virStoragePoolPtr pool, const char *types)
{
    VT_AUTOFREE char *text = virStoragePoolGetXMLDesc(pool, 0);
    XMLDOC_SCOPE xmlDocPtr doc = text != NULL ? xmldoc_parse(text) : NULL;
    VT_AUTOFREE char *type = doc != NULL ? xmldoc_attr(xmlDocGetRootElement(doc), "type") : NULL;

    return type != NULL && is_listed(types, type);
}

static void add_details(struct columns *c, virStoragePoolPtr pool, const char *autostart)
{
    virStoragePoolInfo info;
    bool ok = virStoragePoolGetInfo(pool, &info) == 0;
    int persistent = virStoragePoolIsPersistent(pool);
    bool sized =
        ok && (info.state == VIR_STORAGE_POOL_RUNNING || info.state == VIR_STORAGE_POOL_DEGRADED);

    columns_add(c, virStoragePoolGetName(pool));
    columns_add(c, ok ? pool_state_word(info.state) : NULL);
    columns_add(c, autostart);
    columns_add(c, persistent < 0 ? NULL : persistent ? "yes" : "no");
    if (sized) {
        pool_add_size(c, info.capacity);
        pool_add_size(c, info.allocation);
        pool_add_size(c, info.available);
    } else {
        columns_add(c, NULL);
        columns_add(c, NULL);
        columns_add(c, NULL);
    }
}

static void show_pool(struct shell *sh, const struct listing *l, const char *name, bool active)
{
    POOL_SCOPE virStoragePoolPtr pool = virStoragePoolLookupByName(sh->conn, name);
    const struct pool_listing *own = l->own;
    char uuid[VIR_UUID_STRING_BUFLEN] = "-";
    const char *word;
    int autostart = 0;
    int persistent = -1;
    int r;

    if (pool == NULL || (own->types != NULL && !is_of_type(pool, own->types)))
        return;
    r = virStoragePoolGetAutostart(pool, &autostart);
    if (listing_asks_persistent(l))
        persistent = virStoragePoolIsPersistent(pool);
    if (!listing_wants(l, r, autostart, persistent))
        return;
    word = listing_autostart_word(r, autostart);
    if (l->uuids)
        (void)virStoragePoolGetUUIDString(pool, uuid);
    if (own->details != NULL)
        add_details(own->details, pool, word);
    else
        listing_print(l, virStoragePoolGetName(pool), uuid, active, word);
}

static int run_list(struct shell *sh, const struct cmd *cmd)
{
    static const char *const headings[] = {"Name",     "State",      "Autostart", "Persistent",
                                           "Capacity", "Allocation", "Available"};
    COLUMNS_SCOPE(details, 7);
    struct pool_listing own = {
        .types = cmd_text(cmd, "type"),
        .details = cmd_given(cmd, "details") ? &details : NULL,
    };
    struct listing l = listing_read(cmd);

    l.own = &own;
    if (own.details == NULL)
        return listing_run(sh, cmd, &l, pool_list, show_pool);
    if (!l.table)
        return report_error(sh, "option '--details' excludes '--name' and '--uuid'");
    l.table = false;
    for (size_t i = 0; i < details.n; i++)
        columns_add(&details, headings[i]);
    if (listing_run(sh, cmd, &l, pool_list, show_pool) < 0)
        return -1;
    return columns_print(sh, &details);
}

static int run_info(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    bool exact = cmd_given(cmd, "bytes");
    char uuid[VIR_UUID_STRING_BUFLEN];
    virStoragePoolInfo info;

    if (pool == NULL)
        return -1;
    if (virStoragePoolGetInfo(pool, &info) < 0)
        return report_error(sh, "cannot get information about storage pool '%s'",
                            virStoragePoolGetName(pool));
    (void)printf("%-15s %s\n", "Name:", virStoragePoolGetName(pool));
    if (virStoragePoolGetUUIDString(pool, uuid) == 0)
        (void)printf("%-15s %s\n", "UUID:", uuid);
    (void)printf("%-15s %s\n", "State:", pool_state_word(info.state));
    if (info.state == VIR_STORAGE_POOL_RUNNING || info.state == VIR_STORAGE_POOL_DEGRADED) {
        pool_print_size("Capacity:", info.capacity, exact);
        pool_print_size("Allocation:", info.allocation, exact);
        pool_print_size("Available:", info.available, exact);
    }
    return 0;
}

static int run_name(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_UUID);

    if (pool == NULL)
        return -1;
    (void)printf("%s\n", virStoragePoolGetName(pool));
    return 0;
}

static int run_uuid(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_NAME);
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (pool == NULL)
        return -1;
    if (virStoragePoolGetUUIDString(pool, uuid) < 0)
        return report_error(sh, "cannot get the UUID of storage pool '%s'",
                            virStoragePoolGetName(pool));
    (void)printf("%s\n", uuid);
    return 0;
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)

static const struct opt_def list_options[] = {
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "only pools that are not active"},
    {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "active and other pools"},
    {"autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that start with the host"},
    {"no-autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that do not"},
    {"persistent", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that are defined"},
    {"transient", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that are not"},
    {"type", OPT_STRING, 0, COMPLETE_NOTHING, "only pools of these types, such as dir,fs"},
    {"details", OPT_FLAG, 0, COMPLETE_NOTHING, "with sizes"},
    {"name", OPT_FLAG, 0, COMPLETE_NOTHING, "only names, one a line"},
    {"uuid", OPT_FLAG, 0, COMPLETE_NOTHING, "only UUIDs, one a line"},
    OPT_END,
};
static const struct opt_def info_options[] = {
    OPT_POOL(COMPLETE_POOL),
    {"bytes", OPT_FLAG, 0, COMPLETE_NOTHING, "sizes in bytes"},
    OPT_END,
};
static const struct opt_def uuid_options[] = {
    {"pool", OPT_STRING, REQUIRED, COMPLETE_POOL, "name of the pool"},
    OPT_END,
};
static const struct opt_def name_options[] = {
    {"pool", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "UUID of the pool"},
    OPT_END,
};

const struct cmd_def cmds_pool_list[] = {
    {"pool-list", "list storage pools", "Active pools come first, each part sorted by name.",
     list_options, CMD_CONNECT, run_list},
    {"pool-info", "print what is known of a storage pool",
     "Sizes are in powers of 1024, and only of an active pool.", info_options, CMD_CONNECT,
     run_info},
    {"pool-name", "print the name of a storage pool", NULL, name_options, CMD_CONNECT, run_name},
    {"pool-uuid", "print the UUID of a storage pool", NULL, uuid_options, CMD_CONNECT, run_uuid},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that move domains to files and to other hosts. */
#include "config.h"

#include <stdio.h>

#include "domain.h"
#include "report.h"
#include "shell.h"
#include "table.h"

static int run_save(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *path = cmd_text(cmd, "file");

    if (dom == NULL)
        return -1;
    if (virDomainSave(dom, path) < 0)
        return report_error(sh, "cannot save domain '%s' to '%s'", cmd_text(cmd, "domain"), path);
    (void)printf("Domain %s saved to %s\n", cmd_text(cmd, "domain"), path);
    return 0;
}

static int run_restore(struct shell *sh, const struct cmd *cmd)
{
    const char *path = cmd_text(cmd, "file");

    if (virDomainRestore(sh->conn, path) < 0)
        return report_error(sh, "cannot restore a domain from '%s'", path);
    (void)printf("Domain restored from %s\n", path);
    return 0;
}

static int run_dump(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *path = cmd_text(cmd, "file");

    if (dom == NULL)
        return -1;
    if (virDomainCoreDump(dom, path, 0) < 0)
        return report_error(sh, "cannot dump domain '%s' to '%s'", cmd_text(cmd, "domain"), path);
    (void)printf("Domain %s dumped to %s\n", cmd_text(cmd, "domain"), path);
    return 0;
}

static int run_migrate(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    DOMAIN_SCOPE virDomainPtr moved = NULL;
    unsigned long flags = cmd_given(cmd, "live") ? VIR_MIGRATE_LIVE : 0;
    const char *uri = cmd_text(cmd, "desturi");
    virConnectPtr dest;

    if (dom == NULL)
        return -1;
    dest = virConnectOpenAuth(uri, virConnectAuthPtrDefault, 0);
    if (dest == NULL)
        return report_error(sh, "cannot connect to the destination '%s'", uri);
    moved =
        virDomainMigrate(dom, dest, flags, cmd_text(cmd, "dname"), cmd_text(cmd, "migrateuri"), 0);
    if (moved == NULL)
        report_error(sh, "cannot migrate domain '%s' to '%s'", cmd_text(cmd, "domain"), uri);
    (void)virConnectClose(dest); /* the new domain's handle keeps it until that is released */
    return moved != NULL ? 0 : -1;
}

static const struct opt_def to_file_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    OPT_FILE("file to write"),
    OPT_END,
};
static const struct opt_def restore_options[] = {OPT_FILE("file that save has written"), OPT_END};
static const struct opt_def migrate_options[] = {
    {"live", OPT_FLAG, 0, COMPLETE_NOTHING, "the domain goes on running meanwhile"},
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"desturi", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "URI of the other host's hypervisor"},
    {"migrateuri", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING,
     "URI over which the domain travels, when it is another"},
    {"dname", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "new name on the other host"},
    OPT_END,
};

const struct cmd_def cmds_domain_file[] = {
    {"save", "save a running domain to a file",
     "Writes memory and processor state; the domain then does not run any more.", to_file_options,
     CMD_CONNECT, run_save},
    {"restore", "start a domain from a saved file", NULL, restore_options, CMD_CONNECT,
     run_restore},
    {"dump", "write the memory of a domain to a file", "The file is for analysis, not for restore.",
     to_file_options, CMD_CONNECT, run_dump},
    {"migrate", "move a domain to another host", NULL, migrate_options, CMD_CONNECT, run_migrate},
    {.name = NULL},
};

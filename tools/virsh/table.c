/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one table of commands. */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "table.h"

const struct cmd_part cmd_table[] = {
    {"virsh", cmds_shell},
    {"host", cmds_host},
    {"monitor", cmds_domain_list},
    {"monitor", cmds_domain_info},
    {"monitor", cmds_domain_parts},
    {"monitor", cmds_domain_stat},
    {"domain", cmds_domain_life},
    {"domain", cmds_domain_xml},
    {"domain", cmds_domain_tune},
    {"domain", cmds_schedinfo},
    {"domain", cmds_domain_file},
    {"device", cmds_device},
    {"peek", cmds_peek},
    {"network", cmds_net_list},
    {"network", cmds_net_leases},
    {"network", cmds_net},
    {"pool", cmds_pool_list},
    {"pool", cmds_pool},
    {"pool", cmds_pool_create},
    {"volume", cmds_vol},
    {"volume", cmds_vol_create},
    {"volume", cmds_vol_data},
    {"nodedev", cmds_nodedev},
    {"events", cmds_event},
    {.group = NULL},
};

const struct cmd_def *table_next(const struct cmd_part **part, const struct cmd_def *def)
{
    def = def != NULL ? def + 1 : (*part)->commands;
    while (def->name == NULL) {
        (*part)++;
        if ((*part)->group == NULL)
            return NULL;
        def = (*part)->commands;
    }
    return def;
}

const struct cmd_def *table_find(const char *name)
{
    const struct cmd_part *part = cmd_table;
    const struct cmd_def *def = NULL;

    while ((def = table_next(&part, def)) != NULL && strcmp(def->name, name) != 0)
        ;
    return def;
}

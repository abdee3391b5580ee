/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one table of commands. */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "table.h"

const struct cmd_def *const cmd_table[] = {
    cmds_shell,      cmds_host,        cmds_domain_list, cmds_domain_life,
    cmds_domain_xml, cmds_domain_tune, cmds_schedinfo,   cmds_domain_file,
    cmds_device,     cmds_domain_stat, cmds_peek,        cmds_nodedev,
    NULL,
};

const struct cmd_def *table_find(const char *name)
{
    for (const struct cmd_def *const *group = cmd_table; *group != NULL; group++) {
        for (const struct cmd_def *def = *group; def->name != NULL; def++) {
            if (strcmp(def->name, name) == 0)
                return def;
        }
    }
    return NULL;
}

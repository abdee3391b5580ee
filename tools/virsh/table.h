/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one table of commands: its groups in the order of the help list. */
#pragma once

#include "command.h"

/* Each group ends with a NULL name, the table with NULL. */
extern const struct cmd_def *const cmd_table[];

/* The groups, each in the file of its name. */
extern const struct cmd_def cmds_shell[];
extern const struct cmd_def cmds_host[];
extern const struct cmd_def cmds_domain_list[];
extern const struct cmd_def cmds_domain_life[];
extern const struct cmd_def cmds_domain_xml[];
extern const struct cmd_def cmds_domain_tune[];
extern const struct cmd_def cmds_schedinfo[];
extern const struct cmd_def cmds_domain_file[];
extern const struct cmd_def cmds_device[];
extern const struct cmd_def cmds_domain_stat[];
extern const struct cmd_def cmds_peek[];
extern const struct cmd_def cmds_nodedev[];

/* NULL when there is no command of that name. */
const struct cmd_def *table_find(const char *name);

/* Rows that many commands share. */
#define OPT_DOMAIN(kind) \
    { \
        "domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, kind, "domain name, id or UUID" \
    }
#define OPT_FILE(text) \
    { \
        "file", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_FILE, text \
    }

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one table of commands: its groups in the order of the help list. */
#pragma once

#include "command.h"

/* A part of the table, which ends with a NULL name.  Parts of one group stand side by side. */
struct cmd_part {
    const char *group; /* the word that help takes; NULL ends the table */
    const struct cmd_def *commands;
};

extern const struct cmd_part cmd_table[];

/* The parts, each in the file of its name. */
extern const struct cmd_def cmds_shell[];
extern const struct cmd_def cmds_host[];
extern const struct cmd_def cmds_event[];
extern const struct cmd_def cmds_domain_info[];
extern const struct cmd_def cmds_domain_list[];
extern const struct cmd_def cmds_domain_parts[];
extern const struct cmd_def cmds_domain_life[];
extern const struct cmd_def cmds_domain_xml[];
extern const struct cmd_def cmds_domain_tune[];
extern const struct cmd_def cmds_schedinfo[];
extern const struct cmd_def cmds_domain_file[];
extern const struct cmd_def cmds_device[];
extern const struct cmd_def cmds_domain_stat[];
extern const struct cmd_def cmds_peek[];
extern const struct cmd_def cmds_nodedev[];
extern const struct cmd_def cmds_net[];
extern const struct cmd_def cmds_net_list[];
extern const struct cmd_def cmds_net_leases[];
extern const struct cmd_def cmds_pool[];
extern const struct cmd_def cmds_pool_create[];
extern const struct cmd_def cmds_pool_list[];
extern const struct cmd_def cmds_vol[];
extern const struct cmd_def cmds_vol_create[];
extern const struct cmd_def cmds_vol_data[];

/* NULL when there is no command of that name. */
const struct cmd_def *table_find(const char *name);

/* Goes through all commands in the order of the table: @def begins as NULL and is NULL behind the
 * last; @part is where it stands, and begins as cmd_table. */
const struct cmd_def *table_next(const struct cmd_part **part, const struct cmd_def *def);

/* Rows that many commands share. */
#define OPT_DOMAIN(kind) \
    { \
        "domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, kind, "domain name, id or UUID" \
    }
#define OPT_VERBOSE \
    { \
        "verbose", OPT_FLAG, 0, COMPLETE_NOTHING, "show at once on a terminal how far it is" \
    }
#define OPT_FILE(text) \
    { \
        "file", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_FILE, text \
    }

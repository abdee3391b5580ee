/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about virsh itself: help, connect, quit, exit. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "report.h"
#include "shell.h"
#include "table.h"

static int run_help(struct shell *sh, const struct cmd *cmd)
{
    const char *name = cmd_text(cmd, "command");

    return name != NULL ? help_print_named(sh, name) : help_print_list(sh);
}

static int run_connect(struct shell *sh, const struct cmd *cmd)
{
    const char *name = cmd_text(cmd, "name");
    char *uri = name != NULL ? strdup(name) : NULL;

    if (name != NULL && uri == NULL)
        return report_no_memory(sh);
    shell_disconnect(sh);
    if (uri != NULL) {
        free(sh->uri);
        sh->uri = uri;
    }
    sh->readonly = cmd_given(cmd, "readonly");
    return shell_connect(sh, false);
}

static int run_quit(struct shell *sh, const struct cmd *cmd)
{
    (void)cmd;
    sh->quit = true;
    return 0;
}

static const struct opt_def help_options[] = {
    {"command", OPT_STRING, OPT_POSITIONAL, COMPLETE_COMMAND, "the command to explain"},
    OPT_END,
};

static const struct opt_def connect_options[] = {
    {"name", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "URI of the hypervisor"},
    {"readonly", OPT_FLAG, 0, COMPLETE_NOTHING, "do not allow changes"},
    OPT_END,
};

const struct cmd_def cmds_shell[] = {
    {"help", "print help", "Without an argument lists all commands; needs no connection.",
     help_options, 0, run_help},
    {"connect", "connect to another hypervisor",
     "Closes the connection and opens one to the named hypervisor, or again to the same one when "
     "no name is given. Commands that follow use it.",
     connect_options, 0, run_connect},
    {"quit", "leave virsh", NULL, NULL, 0, run_quit},
    {"exit", "leave virsh", "The same as quit.", NULL, 0, run_quit},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Help texts, written from the table. */
#pragma once

#include "command.h"

/* All commands, one a line. */
int help_print_list(struct shell *sh);
/* NAME, SYNOPSIS, DESCRIPTION and OPTIONS of one. */
int help_print_command(struct shell *sh, const struct cmd_def *def);
/* That of the command NAME, or the list of the group NAME, or an error. */
int help_print_named(struct shell *sh, const char *name);
/* What stands for the value of an option: "string", "number" or "size". */
const char *help_value_word(const struct opt_def *opt);
/* The program's own options. */
void help_print_usage(void);

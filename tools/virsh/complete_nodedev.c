/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion: names of devices of the host. */
#include "config.h"

#include "complete.h"
#include "nodedev.h"
#include "shell.h"

void complete_nodedev(struct shell *sh, const struct cmd *cmd, const char *prefix,
                      struct words *out)
{
    (void)cmd;
    (void)prefix;
    if (shell_connect(sh, true) == 0)
        (void)nodedev_list(sh, NULL, out);
}

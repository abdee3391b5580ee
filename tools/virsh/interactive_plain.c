/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The interactive shell where there is no readline: a prompt, and lines as the terminal gives
 * them.  Built instead of interactive.c and complete_readline.c. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "interactive.h"
#include "report.h"
#include "script.h"
#include "shell.h"

int interactive_run(struct shell *sh)
{
    VT_STRBUF_SCOPE(line);
    int more = 1;

    report_extra(sh, "This is virsh, a shell for virtual machines.\n\n"
                     "Type:  'help' for a list of commands, 'help COMMAND' for one of them\n"
                     "       'quit' to leave\n\n");
    while (!sh->quit && more > 0) {
        (void)printf("%s", sh->readonly ? "virsh > " : "virsh # ");
        (void)fflush(stdout);
        more = script_read_line(sh, &line);
        if (more > 0 && line.text[strspn(line.text, " \t;")] != '\0')
            (void)shell_run_text(sh, line.text);
    }
    if (more == 0)
        (void)printf("\n");
    (void)report_flush(sh);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of virsh: the connection, and commands one after the other. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "help.h"
#include "parse.h"
#include "report.h"
#include "shell.h"
#include "util/clock.h"

int shell_connect(struct shell *sh, bool quietly)
{
    if (sh->conn != NULL)
        return 0;
    sh->conn = virConnectOpenAuth(sh->uri, quietly ? NULL : virConnectAuthPtrDefault,
                                  sh->readonly ? VIR_CONNECT_RO : 0);
    if (sh->conn != NULL)
        return 0;
    if (!quietly)
        report_error(sh, "cannot connect to the hypervisor%s%s%s", sh->uri ? " at '" : "",
                     sh->uri ? sh->uri : "", sh->uri ? "'" : "");
    return -1;
}

void shell_disconnect(struct shell *sh)
{
    if (sh->conn != NULL && virConnectClose(sh->conn) < 0)
        report_error(sh, "cannot close the connection to the hypervisor");
    sh->conn = NULL;
}

static int run_one(struct shell *sh, const struct cmd *cmd)
{
    int rv = -1;

    report_debug(sh, 4, "command '%s' begins", cmd->def->name);
    report_forget(sh);
    sh->raw_output = false;
    if (cmd->help)
        rv = help_print_command(sh, cmd->def);
    else if (!(cmd->def->flags & CMD_CONNECT) || shell_connect(sh, false) == 0)
        rv = cmd->def->run(sh, cmd);
    if (rv < 0)
        report_library_error(sh);
    else
        report_forget(sh);
    report_debug(sh, 4, "command '%s' %s", cmd->def->name, rv < 0 ? "failed" : "succeeded");
    return rv;
}

/* What parts the output of a command from that of the next. */
static void end_of_output(struct shell *sh, double spent_ms)
{
    if (sh->raw_output || sh->quit)
        return;
    if (sh->timing)
        (void)printf("\n(Time: %.3f ms)\n\n", spent_ms);
    else
        report_extra(sh, "\n");
}

static int run_list(struct shell *sh, const struct cmd *list)
{
    int rv = 0;

    for (const struct cmd *cmd = list; cmd != NULL && !sh->quit; cmd = cmd->next) {
        uint64_t begin = vt_now_ns();

        rv = run_one(sh, cmd);
        end_of_output(sh, (double)(vt_now_ns() - begin) / (double)VT_NS_PER_MS);
        if (report_flush(sh) < 0) {
            sh->quit = true;
            rv = -1;
        }
    }
    return rv;
}

static int run_tokens(struct shell *sh, const struct tokens *tokens)
{
    VT_STRBUF_SCOPE(problem);
    struct cmd *list = NULL;
    int rv;

    if (parse_commands(tokens, &list, &problem) < 0)
        return problem.text != NULL ? report_error(sh, "%s", problem.text) : report_no_memory(sh);
    rv = run_list(sh, list);
    cmd_free(list);
    return rv;
}

int shell_run_text(struct shell *sh, const char *text)
{
    const char *problem = NULL;
    TOKENS_SCOPE(tokens);

    if (tokens_add_text(&tokens, text, &problem) < 0)
        return report_error(sh, "%s", problem);
    return run_tokens(sh, &tokens);
}

int shell_run_args(struct shell *sh, char *const *args, size_t n)
{
    const char *problem = NULL;
    TOKENS_SCOPE(tokens);

    if (tokens_add_args(&tokens, args, n, &problem) < 0)
        return report_error(sh, "%s", problem);
    return run_tokens(sh, &tokens);
}

void shell_done(struct shell *sh)
{
    shell_disconnect(sh);
    report_done(sh);
    free(sh->uri);
    sh->uri = NULL;
}

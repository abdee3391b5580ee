/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about virsh itself: help, connect, quit, folders, echo. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "complete.h"
#include "help.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

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

static int run_cd(struct shell *sh, const struct cmd *cmd)
{
    const char *folder = cmd_text(cmd, "dir");

    if (folder == NULL)
        folder = getenv("HOME");
    if (folder == NULL || *folder == '\0')
        folder = "/";
    if (chdir(folder) < 0)
        return report_error(sh, "cannot go to the folder '%s': %s", folder, strerror(errno));
    return 0;
}

static int run_pwd(struct shell *sh, const struct cmd *cmd)
{
    VT_AUTOFREE char *folder = getcwd(NULL, 0);

    (void)cmd;
    if (folder == NULL)
        return report_error(sh, "cannot tell the current folder: %s", strerror(errno));
    (void)printf("%s\n", folder);
    return 0;
}

/* In single quotes when a POSIX shell would read TEXT otherwise than as this one word. */
static void add_for_shell(struct vt_strbuf *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "%+,-./:@_";

    if (*text != '\0' && text[strspn(text, plain)] == '\0') {
        vt_strbuf_add(out, text);
        return;
    }
    vt_strbuf_add(out, "'");
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            vt_strbuf_add(out, "'\\'");
        vt_strbuf_add_n(out, text, 1);
    }
    vt_strbuf_add(out, "'");
}

static int run_echo(struct shell *sh, const struct cmd *cmd)
{
    const struct words *words = cmd_words(cmd, "string");
    VT_STRBUF_SCOPE(out);

    for (size_t i = 0; i < words->n; i++) {
        VT_STRBUF_SCOPE(word);

        if (cmd_given(cmd, "xml"))
            vt_strbuf_add_xml(&word, words->list[i]);
        else
            vt_strbuf_add(&word, words->list[i]);
        if (word.failed)
            return report_no_memory(sh);
        vt_strbuf_add(&out, i > 0 ? " " : "");
        if (cmd_given(cmd, "shell"))
            add_for_shell(&out, word.len > 0 ? word.text : "");
        else
            vt_strbuf_add_n(&out, word.text, word.len);
    }
    vt_strbuf_add(&out, "\n");
    if (out.failed)
        return report_no_memory(sh);
    (void)fputs(out.text, cmd_given(cmd, "err") ? stderr : stdout);
    return 0;
}

/* For completions/virsh.bash: one proposal a line, nothing where there is none. */
static int run_complete(struct shell *sh, const struct cmd *cmd)
{
    const char *line = cmd_text(cmd, "line");
    const char *typed = "";
    bool in_word = false;
    TOKENS_SCOPE(tokens);
    WORDS_SCOPE(words);
    size_t skip;

    if (tokens_add_partial(&tokens, line, strlen(line), &in_word) < 0)
        return report_no_memory(sh);
    skip = complete_propose(sh, &tokens, in_word, &words);
    if (in_word)
        typed = tokens.list[tokens.n - 1].text + skip;
    words_sort(&words);
    for (size_t i = 0; i < words.n; i++) {
        const char *word = words.list[i];

        if (strncmp(word, typed, strlen(typed)) == 0 && strchr(word, '\n') == NULL)
            (void)printf("%s\n", word);
    }
    return 0;
}

static const struct opt_def help_options[] = {
    {"command", OPT_STRING, OPT_POSITIONAL, COMPLETE_COMMAND, "the command or group to explain"},
    OPT_END,
};
static const struct opt_def cd_options[] = {
    {"dir", OPT_STRING, OPT_POSITIONAL, COMPLETE_FILE, "the folder; the user's own when not given"},
    OPT_END,
};
static const struct opt_def echo_options[] = {
    {"shell", OPT_FLAG, 0, COMPLETE_NOTHING, "quoted so that a shell reads the same words"},
    {"xml", OPT_FLAG, 0, COMPLETE_NOTHING, "escaped so that XML can hold it"},
    {"err", OPT_FLAG, 0, COMPLETE_NOTHING, "to standard error"},
    {"string", OPT_STRING, OPT_POSITIONAL | OPT_MANY, COMPLETE_NOTHING, "words to print"},
    OPT_END,
};
static const struct opt_def complete_options[] = {
    {"line", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "a line up to where it is to be completed"},
    OPT_END,
};

static const struct opt_def connect_options[] = {
    {"name", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "URI of the hypervisor"},
    {"readonly", OPT_FLAG, 0, COMPLETE_NOTHING, "do not allow changes"},
    OPT_END,
};

const struct cmd_def cmds_shell[] = {
    {"help", "print help",
     "Without an argument lists all commands. A group is one of virsh, host, monitor, domain, "
     "device, peek, network, pool, volume, nodedev and events. Needs no connection.",
     help_options, 0, run_help},
    {"connect", "connect to another hypervisor",
     "Closes the connection and opens one to the named hypervisor, or again to the same one when "
     "no name is given. Commands that follow use it.",
     connect_options, 0, run_connect},
    {"quit", "leave virsh", NULL, NULL, 0, run_quit},
    {"exit", "leave virsh", "The same as quit.", NULL, 0, run_quit},
    {"cd", "change the current folder", "File names of other commands are taken from there.",
     cd_options, 0, run_cd},
    {"pwd", "print the current folder", NULL, NULL, 0, run_pwd},
    {"echo", "print words", "Prints the words with a blank between them.", echo_options, 0,
     run_echo},
    {"complete", "print what a line could go on with",
     "For the completion of the user's shell. Proposals are printed one a line.", complete_options,
     CMD_HIDDEN, run_complete},
    {.name = NULL},
};

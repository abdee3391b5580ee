/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The interactive shell: prompt, line editing, history.  Built where there is readline; else
 * interactive_plain.c is. */
#include "config.h"

#include <errno.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "complete.h"
#include "interactive.h"
#include "report.h"
#include "shell.h"
#include "util/cleanup.h"

#define HISTORY_LINES 500

/* Adds "/PART" to *PATH and makes that folder.  False when it cannot be. */
static bool enter_folder(char **path, const char *part)
{
    char *longer = NULL;

    if (asprintf(&longer, "%s/%s", *path, part) < 0)
        return false;
    free(*path);
    *path = longer;
    return mkdir(longer, 0700) == 0 || errno == EEXIST;
}

/* $XDG_STATE_HOME/virsh/history or ~/.local/state/virsh/history, with the folders made; NULL when
 * there is no such place.  Source: XDG Base Directory Specification 0.8. */
static char *history_path(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    VT_AUTOFREE char *path = NULL;
    char *file = NULL;

    if (state != NULL && state[0] == '/') {
        path = strdup(state);
        if (path == NULL || (mkdir(path, 0700) < 0 && errno != EEXIST))
            return NULL;
    } else {
        path = home != NULL && home[0] == '/' ? strdup(home) : NULL;
        if (path == NULL || !enter_folder(&path, ".local") || !enter_folder(&path, "state"))
            return NULL;
    }
    if (!enter_folder(&path, "virsh") || asprintf(&file, "%s/history", path) < 0)
        return NULL;
    return file;
}

static volatile sig_atomic_t interrupted;

static void note_interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
}

/* Control-C drops the line.  Called by readline when a signal came while it waited for a key. */
static int after_signal(void)
{
    if (interrupted) {
        interrupted = 0;
        rl_replace_line("", 1);
        (void)rl_crlf();
        (void)rl_on_new_line();
        rl_redisplay();
    }
    return 0;
}

/* Before it waits: a signal that came while readline did something else. */
static int next_key(FILE *f)
{
    rl_check_signals();
    (void)after_signal();
    return rl_getc(f);
}

/* The next line, NULL at the end of the input.  Control-C ends virsh only while commands run. */
static char *next_line(const struct shell *sh)
{
    struct sigaction note = {.sa_handler = note_interrupt};
    struct sigaction old;
    char *line;

    rl_signal_event_hook = after_signal;
    rl_getc_function = next_key;
    (void)sigaction(SIGINT, &note, &old);
    line = readline(sh->readonly ? "virsh > " : "virsh # ");
    (void)sigaction(SIGINT, &old, NULL);
    return line;
}

static void print_banner(struct shell *sh)
{
    report_extra(sh, "This is virsh, a shell for virtual machines.\n\n"
                     "Type:  'help' for a list of commands, 'help COMMAND' for one of them\n"
                     "       'quit' to leave\n\n");
}

static void remember(const char *line)
{
    const HIST_ENTRY *last =
        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;

    if (last == NULL || strcmp(last->line, line) != 0)
        add_history(line);
}

int interactive_run(struct shell *sh)
{
    VT_AUTOFREE char *saved = history_path();

    rl_readline_name = "virsh"; /* for conditions in ~/.inputrc */
    complete_init(sh);
    using_history();
    stifle_history(HISTORY_LINES);
    if (saved != NULL)
        (void)read_history(saved);
    print_banner(sh);
    while (!sh->quit) {
        VT_AUTOFREE char *line = next_line(sh);

        if (line == NULL) {
            (void)printf("\n");
            break;
        }
        if (line[strspn(line, " \t;")] == '\0')
            continue;
        remember(line);
        (void)shell_run_text(sh, line);
    }
    if (saved != NULL)
        (void)write_history(saved); /* a history that cannot be kept is no fault to report */
    clear_history();
    (void)report_flush(sh);
    return 0;
}

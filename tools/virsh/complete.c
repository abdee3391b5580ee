/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion in the interactive shell: what is due, who proposes, how it is quoted. */
#include "config.h"

#include <readline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "complete.h"
#include "parse.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

static struct shell *the_shell;

static void complete_command(struct shell *sh, const struct cmd *cmd, const char *prefix,
                             struct words *out)
{
    (void)sh;
    (void)cmd;
    (void)prefix;
    for (const struct cmd_def *const *group = cmd_table; *group != NULL; group++) {
        for (const struct cmd_def *def = *group; def->name != NULL; def++)
            (void)words_add(out, def->name);
    }
}

static void complete_file(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    struct stat st;
    char *name;

    (void)sh;
    (void)cmd;
    for (int state = 0; (name = rl_filename_completion_function(prefix, state)) != NULL; state++) {
        if (stat(name, &st) == 0 && S_ISDIR(st.st_mode)) {
            char *folder = NULL;

            if (asprintf(&folder, "%s/", name) < 0)
                folder = NULL;
            free(name);
            name = folder;
        }
        if (words_take(out, name) < 0)
            return;
    }
}

static complete_fn *const by_kind[COMPLETE_KINDS] = {
    [COMPLETE_FILE] = complete_file,
    [COMPLETE_COMMAND] = complete_command,
    [COMPLETE_DOMAIN] = complete_domain_any,
    [COMPLETE_DOMAIN_ACTIVE] = complete_domain_active,
    [COMPLETE_DOMAIN_INACTIVE] = complete_domain_inactive,
    [COMPLETE_DISK_SOURCE] = complete_disk_source,
    [COMPLETE_DISK_TARGET] = complete_disk_target,
    [COMPLETE_INTERFACE] = complete_interface,
    [COMPLETE_MAC] = complete_mac,
    [COMPLETE_NODEDEV] = complete_nodedev,
};

static void complete_option(const struct cmd *cmd, struct words *out)
{
    const struct opt_def *opt = cmd->def->options;

    for (int i = 0; opt != NULL && opt[i].name != NULL; i++) {
        char *text = NULL;

        if (cmd->value[i].given || (opt[i].flags & OPT_POSITIONAL))
            continue;
        if (asprintf(&text, "--%s", opt[i].name) >= 0)
            (void)words_take(out, text);
    }
}

/* All that could stand where @place is. */
static void propose(const struct parse_place *place, const struct cmd *cmd, const char *word,
                    struct words *out)
{
    complete_fn *fn = NULL;

    if (place->what == PLACE_COMMAND)
        fn = complete_command;
    else if (place->what == PLACE_OPTION)
        complete_option(cmd, out);
    else if (place->what == PLACE_VALUE)
        fn = by_kind[place->option->complete];
    if (fn != NULL)
        fn(the_shell, cmd, word + place->skip, out);
    report_forget(the_shell);
}

static bool needs_quotes(const char *text)
{
    return text[strcspn(text, " \t\r\n;\"'\\")] != '\0';
}

/* Appends TEXT as it must stand inside QUOTE; single quotes cannot hold one of their kind. */
static void add_quoted(struct vt_strbuf *out, const char *text, char quote)
{
    for (; *text != '\0'; text++) {
        if (quote == '\'' && *text == '\'')
            vt_strbuf_add(out, "'\\'");
        else if (quote == '"' && (*text == '"' || *text == '\\'))
            vt_strbuf_add(out, "\\");
        vt_strbuf_add_n(out, text, 1);
    }
}

/* The matches as readline wants them: the first is what all have in common. */
static char **as_readline_list(struct words *words)
{
    char **list = calloc(words->n + 2, sizeof *list);
    size_t common;

    if (list == NULL)
        return NULL;
    common = strlen(words->list[0]);
    for (size_t i = 1; i < words->n; i++) {
        size_t same = 0;

        while (same < common && words->list[0][same] == words->list[i][same])
            same++;
        common = same;
    }
    list[0] = strndup(words->list[0], common);
    if (list[0] == NULL) {
        free(list);
        return NULL;
    }
    for (size_t i = 0; words->n > 1 && i < words->n; i++)
        list[i + 1] = VT_TAKE(words->list[i]);
    return list;
}

/* Whether what readline is going to put into the line needs quotes: only what all words that go on
 * with TYPED have in common, so that a list of them leaves no open quote behind. */
static bool common_needs_quotes(const struct words *from, const char *typed)
{
    VT_AUTOFREE char *common = NULL;

    for (size_t i = 0; i < from->n; i++) {
        const char *text = from->list[i];
        size_t same = 0;

        if (strncmp(text, typed, strlen(typed)) != 0)
            continue;
        if (common == NULL && (common = strdup(text)) == NULL)
            return false;
        while (common[same] != '\0' && common[same] == text[same])
            same++;
        common[same] = '\0';
    }
    return common != NULL && needs_quotes(common);
}

/* Keeps of FROM what goes on with WORD, as it is to be typed behind the open QUOTE (0: none). */
static void keep_matches(const struct words *from, const char *word, size_t skip, int start,
                         struct words *out)
{
    char quote = (char)rl_completion_quote_character;
    const char *typed = word + skip;
    bool quotes = quote == 0 && common_needs_quotes(from, typed);

    for (size_t i = 0; i < from->n; i++) {
        VT_STRBUF_SCOPE(text);

        if (from->list[i][0] == '\0' || strncmp(from->list[i], typed, strlen(typed)) != 0)
            continue;
        if (quotes)
            vt_strbuf_add(&text, "\"");
        if (quote == 0 || start < 2 || rl_line_buffer[start - 2] != '=')
            vt_strbuf_add_n(&text, word, skip); /* else "--name=" stands before the quote */
        add_quoted(&text, from->list[i], quotes ? '"' : quote);
        if (quotes && from->list[i][strlen(from->list[i]) - 1] != '/')
            vt_strbuf_add(&text, "\"");
        (void)words_take(out, vt_strbuf_take(&text));
    }
}

static char **attempt(const char *text, int start, int end)
{
    struct parse_place place;
    struct cmd *cmd = NULL;
    bool in_word = false;
    const char *word;
    char **list = NULL;
    TOKENS_SCOPE(tokens);
    WORDS_SCOPE(all);
    WORDS_SCOPE(matches);

    (void)text;
    rl_attempted_completion_over = 1; /* never readline's own file names */
    if (tokens_add_partial(&tokens, rl_line_buffer, (size_t)end, &in_word) < 0)
        return NULL;
    word = in_word ? tokens.list[tokens.n - 1].text : "";
    place = parse_place(&tokens, in_word, &cmd);
    propose(&place, cmd, word, &all);
    cmd_free(cmd);
    keep_matches(&all, word, place.skip, start, &matches);
    words_sort(&matches);
    if (matches.n > 0)
        list = as_readline_list(&matches);
    if (list != NULL && list[1] == NULL && list[0][0] != '\0' &&
        list[0][strlen(list[0]) - 1] == '/') {
        rl_completion_suppress_append = 1; /* a folder: the name goes on */
        rl_completion_suppress_quote = 1;
    }
    return list;
}

/* Whether a backslash stands before the character at INDEX, so that it ends no word. */
static int is_escaped(char *line, int index)
{
    int slashes = 0;

    while (index > slashes && line[index - slashes - 1] == '\\')
        slashes++;
    return slashes % 2;
}

void complete_init(struct shell *sh)
{
    the_shell = sh;
    rl_attempted_completion_function = attempt;
    rl_completer_word_break_characters = (char *)" \t\n;";
    rl_completer_quote_characters = "\"'";
    rl_char_is_quoted_p = is_escaped;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion in the interactive shell: how what is proposed gets into the line. */
#include "config.h"

#include <readline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "tokens.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

static struct shell *the_shell;

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
    bool in_word = false;
    const char *word;
    char **list = NULL;
    size_t skip;
    TOKENS_SCOPE(tokens);
    WORDS_SCOPE(all);
    WORDS_SCOPE(matches);

    (void)text;
    rl_attempted_completion_over = 1; /* never readline's own file names */
    if (tokens_add_partial(&tokens, rl_line_buffer, (size_t)end, &in_word) < 0)
        return NULL;
    word = in_word ? tokens.list[tokens.n - 1].text : "";
    skip = complete_propose(the_shell, &tokens, in_word, &all);
    keep_matches(&all, word, skip, start, &matches);
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

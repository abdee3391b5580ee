/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds command lines of virsh: what is read keeps its rules, and reads the same when written anew.
 * No command is run. */
#include "fuzz.h"

#include "parse.h"
#include "table.h"
#include "tokens.h"

/* The words as a text that means the same, each character behind a backslash or in quotes. */
static void write_anew(const struct tokens *tokens, struct vt_strbuf *out)
{
    for (size_t i = 0; i < tokens->n; i++) {
        const char *p = tokens->list[i].text;

        if (p == NULL) {
            vt_strbuf_add(out, i % 2 ? ";" : "\n");
            continue;
        }
        vt_strbuf_add(out, " \"\"");
        for (; *p != '\0'; p++) {
            if (*p == '\'') {
                vt_strbuf_add(out, "\"'\"");
            } else {
                vt_strbuf_add(out, "'");
                vt_strbuf_add_n(out, p, 1);
                vt_strbuf_add(out, "'");
            }
        }
    }
}

static void same_words(const struct tokens *a, const struct tokens *b)
{
    must(a->n == b->n, "another number of words");
    for (size_t i = 0; i < a->n; i++) {
        const char *left = a->list[i].text;
        const char *right = b->list[i].text;

        must((left == NULL) == (right == NULL), "a command ends elsewhere");
        must(left == NULL || strcmp(left, right) == 0, "another word");
    }
}

static void check_value(const struct opt_def *opt, const struct cmd_value *value, bool help)
{
    must(opt->type != OPT_ALIAS || !value->given, "another word for an option has a value");
    must(help || value->given || !(opt->flags & OPT_REQUIRED), "a required option is missing");
    must(value->given || (value->text == NULL && value->words.n == 0), "a value from nowhere");
    if (value->given && opt->type != OPT_FLAG)
        must((opt->flags & OPT_MANY) ? value->words.n > 0 : value->text != NULL, "no value");
}

static void feed_commands(const struct tokens *tokens)
{
    VT_STRBUF_SCOPE(problem);
    struct cmd *list = NULL;

    if (parse_commands(tokens, &list, &problem) < 0) {
        must(problem.len > 0 && list == NULL, "a refusal without a reason");
        return;
    }
    for (const struct cmd *cmd = list; cmd != NULL; cmd = cmd->next) {
        must(table_find(cmd->def->name) == cmd->def, "a command that is not in the table");
        for (int i = 0; cmd->def->options != NULL && cmd->def->options[i].name != NULL; i++)
            check_value(&cmd->def->options[i], &cmd->value[i], cmd->help);
    }
    cmd_free(list);
}

static void feed_text(const char *text)
{
    VT_STRBUF_SCOPE(again);
    const char *problem = NULL;
    TOKENS_SCOPE(tokens);
    TOKENS_SCOPE(second);

    if (tokens_add_text(&tokens, text, &problem) < 0) {
        must(problem != NULL, "a refusal without a reason");
        return;
    }
    feed_commands(&tokens);
    write_anew(&tokens, &again);
    if (again.len > TOKENS_TEXT_MAX)
        return;
    must(tokens_add_text(&second, again.len > 0 ? again.text : "", &problem) == 0,
         "what was written anew is refused");
    same_words(&tokens, &second);
}

/* The line that somebody is still typing. */
static void feed_partial(const char *text, size_t len)
{
    struct parse_place place;
    struct cmd *cmd = NULL;
    bool in_word = false;
    TOKENS_SCOPE(tokens);

    if (tokens_add_partial(&tokens, text, len, &in_word) < 0)
        return;
    place = parse_place(&tokens, in_word, &cmd);
    must(place.what != PLACE_VALUE || place.option != NULL, "a value of no option");
    must(place.skip <= (in_word ? strlen(tokens.list[tokens.n - 1].text) : 0),
         "more is skipped than there is");
    must((place.what == PLACE_VALUE || place.what == PLACE_OPTION) <= (cmd != NULL),
         "an option of no command");
    cmd_free(cmd);
}

/* The lines of TEXT as the arguments of the program. */
static void feed_args(char *text)
{
    const char *problem = NULL;
    char *args[64];
    size_t n = 0;
    TOKENS_SCOPE(tokens);

    for (char *rest = text; rest != NULL && n < 64;)
        args[n++] = strsep(&rest, "\n");
    if (tokens_add_args(&tokens, args, n, &problem) < 0)
        must(problem != NULL, "a refusal without a reason");
    else
        feed_commands(&tokens);
}

static void feed(char *text)
{
    feed_text(text);
    feed_partial(text, strlen(text));
    feed_args(text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words of a command line. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tokens.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

static const char out_of_memory[] = "memory ran out while the command line was read";

static int tokens_take(struct tokens *t, char *text)
{
    if (t->n == t->room) {
        size_t room = t->room ? t->room * 2 : 16;
        struct token *list = t->n < TOKENS_MAX ? realloc(t->list, room * sizeof *list) : NULL;

        if (list == NULL) {
            free(text);
            return -1;
        }
        t->list = list;
        t->room = room;
    }
    t->list[t->n++].text = text;
    return 0;
}

/* Where the scanner stands. */
struct scan {
    const char *p;
    const char *end;
    bool in_word;
    char quote; /* the open one, or 0 */
    bool escape_open;
    struct vt_strbuf word;
};

/* Takes the character at P into the word, with the rules for quotes and backslashes. */
static void scan_char(struct scan *s)
{
    char c = *s->p++;

    s->in_word = true;
    if (c == '\\' && s->quote != '\'') {
        if (s->p == s->end) {
            s->escape_open = true;
            return;
        }
        if (s->quote == 0 || *s->p == '"' || *s->p == '\\')
            c = *s->p++;
        vt_strbuf_add_n(&s->word, &c, 1);
    } else if (s->quote == 0 && (c == '"' || c == '\'')) {
        s->quote = c;
    } else if (s->quote != 0 && c == s->quote) {
        s->quote = 0;
    } else {
        vt_strbuf_add_n(&s->word, &c, 1);
    }
}

static int scan_end_word(struct scan *s, struct tokens *t)
{
    char *text;

    if (!s->in_word)
        return 0;
    s->in_word = false;
    text = vt_strbuf_take(&s->word);
    return text == NULL ? -1 : tokens_take(t, text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_end(char c)
{
    return c == ';' || c == '\n';
}

/* Reads all words but leaves one that the end cuts off in S. */
static int scan_all(struct scan *s, struct tokens *t)
{
    while (s->p < s->end) {
        char c = *s->p;

        if (s->quote != 0 || !(is_blank(c) || is_end(c))) {
            scan_char(s);
            continue;
        }
        if (scan_end_word(s, t) < 0 || (is_end(c) && tokens_take(t, NULL) < 0))
            return -1;
        s->p++;
    }
    return 0;
}

int tokens_add_text(struct tokens *t, const char *text, const char **ret_problem)
{
    struct scan s = {.p = text, .end = text + strlen(text), .word = VT_STRBUF_INIT};
    const char *problem = NULL;

    if (s.end - s.p > TOKENS_TEXT_MAX)
        problem = "the command line is longer than 1 MiB";
    else if (scan_all(&s, t) < 0)
        problem = out_of_memory;
    else if (s.quote != 0)
        problem = s.quote == '"' ? "a double quote is not closed" : "a single quote is not closed";
    else if (s.escape_open)
        problem = "a backslash at the end has nothing to quote";
    else if (scan_end_word(&s, t) < 0)
        problem = out_of_memory;
    vt_strbuf_done(&s.word);
    if (problem == NULL)
        return 0;
    *ret_problem = problem;
    return -1;
}

int tokens_add_args(struct tokens *t, char *const *args, size_t n, const char **ret_problem)
{
    for (size_t i = 0; i < n; i++) {
        bool name_due = t->n == 0 || t->list[t->n - 1].text == NULL;
        char *copy = NULL;

        if (strcmp(args[i], ";") != 0) {
            if (name_due && strpbrk(args[i], " \t\r\n;") != NULL) {
                if (tokens_add_text(t, args[i], ret_problem) < 0)
                    return -1;
                continue;
            }
            copy = strdup(args[i]);
        }
        if ((copy == NULL && strcmp(args[i], ";") != 0) || tokens_take(t, copy) < 0) {
            *ret_problem = out_of_memory;
            return -1;
        }
    }
    return 0;
}

int tokens_add_partial(struct tokens *t, const char *text, size_t len, bool *ret_in_word)
{
    struct scan s = {.p = text, .end = text + len, .word = VT_STRBUF_INIT};
    int rv = -1;

    if (len <= TOKENS_TEXT_MAX && scan_all(&s, t) == 0) {
        *ret_in_word = s.in_word;
        rv = scan_end_word(&s, t);
    }
    vt_strbuf_done(&s.word);
    return rv;
}

void tokens_done(struct tokens *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->list[i].text);
    free(t->list);
    *t = (struct tokens)TOKENS_INIT;
}

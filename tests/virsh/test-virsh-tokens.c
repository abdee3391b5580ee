/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a command line falls into words: quotes, backslashes, ends of commands, arguments. */
#include "config.h"

#include <stdbool.h>

#include "testing.h"
#include "tokens.h"

/* Joins the words with '|', ends of commands as '/'. */
static void show(const struct tokens *t, char *out, size_t room)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t i = 0; i < t->n; i++)
        at += (size_t)snprintf(out + at, room - at, "%s|", t->list[i].text ? t->list[i].text : "/");
}

static void check_text(const char *text, const char *want)
{
    const char *problem = NULL;
    char got[1000];
    TOKENS_SCOPE(tokens);

    if (tokens_add_text(&tokens, text, &problem) < 0) {
        CHECK(problem != NULL);
        CHECK(want == NULL);
        return;
    }
    CHECK(want != NULL);
    show(&tokens, got, sizeof got);
    CHECK_STR(got, want);
}

static void check_args(const char *want, size_t n, char *const *args)
{
    const char *problem = NULL;
    char got[1000];
    TOKENS_SCOPE(tokens);

    CHECK_INT(tokens_add_args(&tokens, args, n, &problem), 0);
    show(&tokens, got, sizeof got);
    CHECK_STR(got, want);
}

static void check_partial(const char *text, const char *want, bool want_in_word)
{
    bool in_word = !want_in_word;
    char got[1000];
    TOKENS_SCOPE(tokens);

    CHECK_INT(tokens_add_partial(&tokens, text, strlen(text), &in_word), 0);
    show(&tokens, got, sizeof got);
    CHECK_STR(got, want);
    CHECK_INT(in_word, want_in_word);
}

static void test_text(void)
{
    check_text("", "");
    check_text(" \t ", "");
    check_text("one two", "one|two|");
    check_text(" one\ttwo  ", "one|two|");
    check_text("a;b ; c", "a|/|b|/|c|");
    check_text("a\nb", "a|/|b|");
    check_text("\"a b\" c", "a b|c|");
    check_text("'a b'c", "a bc|");
    check_text("a\"b;c\"d", "ab;cd|");
    check_text("\"\" ''", "||");
    check_text("a\\ b", "a b|");
    check_text("\\;", ";|");
    check_text("'a\\b'", "a\\b|");
    check_text("\"a\\b\\\"\\\\\"", "a\\b\"\\|");
    check_text("\"it's\" 'say \"x\"'", "it's|say \"x\"|");
    check_text("\"open", NULL);
    check_text("'open", NULL);
    check_text("end\\", NULL);
}

static void test_args(void)
{
    check_args("define|a b.xml|", 2, (char *[]){(char *)"define", (char *)"a b.xml"});
    check_args("list|/|uri|", 1, (char *[]){(char *)"list; uri"});
    check_args("list|/|uri|x y|", 4,
               (char *[]){(char *)"list", (char *)";", (char *)"uri", (char *)"x y"});
    check_args("list|/|uri|", 2, (char *[]){(char *)"list;", (char *)"uri"});
    check_args("domid|te;st|", 2, (char *[]){(char *)"domid", (char *)"te;st"});
    check_args("a||", 2, (char *[]){(char *)"a", (char *)""});
}

static void test_partial(void)
{
    check_partial("", "", false);
    check_partial("domid", "domid|", true);
    check_partial("domid ", "domid|", false);
    check_partial("domid \"my d", "domid|my d|", true);
    check_partial("domid my\\ d", "domid|my d|", true);
    check_partial("uri; do", "uri|/|do|", true);
    check_partial("uri;", "uri|/|", false);
    check_partial("domid '", "domid||", true);
}

int main(void)
{
    char *large = malloc(TOKENS_TEXT_MAX + 2);

    test_text();
    test_args();
    test_partial();
    CHECK(large != NULL);
    memset(large, 'x', TOKENS_TEXT_MAX + 1);
    large[TOKENS_TEXT_MAX + 1] = '\0';
    check_text(large, NULL);
    for (size_t i = 0; i <= TOKENS_TEXT_MAX; i += 2)
        large[i] = ';';
    check_text(large, NULL); /* more words than TOKENS_MAX */
    free(large);
    return 0;
}

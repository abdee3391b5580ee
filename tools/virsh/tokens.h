/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words of a command line: from the arguments of the program, or from a typed text.
 *
 * In a text, blanks separate words, ';' and a line feed end a command.  Quotes of either kind
 * group; a backslash takes the next character as it is: outside quotes any, in double quotes only
 * a double quote and a backslash (before others it is an ordinary character), in single quotes
 * none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bounds on what one line may be; far beyond what anybody types. */
#define TOKENS_TEXT_MAX 1048576
#define TOKENS_MAX 65536

struct token {
    char *text; /* NULL: the command ends here */
};

struct tokens {
    struct token *list;
    size_t n;
    size_t room;
};

#define TOKENS_INIT \
    { \
        NULL, 0, 0 \
    }
#define TOKENS_SCOPE(name) struct tokens name __attribute__((cleanup(tokens_done))) = TOKENS_INIT

/* Appends the words of TEXT.  Returns 0, or -1 and in *ret_problem a static sentence. */
int tokens_add_text(struct tokens *t, const char *text, const char **ret_problem)
    __attribute__((warn_unused_result));

/* Appends N arguments, each one word as it is; but a word where a command's name is due is split
 * like a text when it holds blanks, ';' or a line feed, and a word ";" alone ends a command. */
int tokens_add_args(struct tokens *t, char *const *args, size_t n, const char **ret_problem)
    __attribute__((warn_unused_result));

/* For completion: the first LEN bytes of TEXT, where a quote may still be open.  *ret_in_word is
 * true when the last word goes on at the end, else a new one begins there. */
int tokens_add_partial(struct tokens *t, const char *text, size_t len, bool *ret_in_word)
    __attribute__((warn_unused_result));

void tokens_done(struct tokens *t);

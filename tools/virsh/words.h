/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A growing list of texts: names to sort, candidates of a completion. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* More than any list the library hands out; a longer one is refused. */
#define WORDS_MAX 1048576

struct words {
    char **list; /* n texts, each owned by the list */
    size_t n;
    size_t room;
};

#define WORDS_INIT \
    { \
        NULL, 0, 0 \
    }
#define WORDS_SCOPE(name) struct words name __attribute__((cleanup(words_done))) = WORDS_INIT

/* Adds TEXT and owns it from now on, also on failure; NULL is a failed allocation of the caller.
 * Returns 0, or -1 when memory or WORDS_MAX ran out. */
int words_take(struct words *w, char *text);
/* Adds a copy of TEXT; result as above. */
int words_add(struct words *w, const char *text);
/* Without regard to case, as libvirt's virsh sorts names; equal but for case: by byte. */
void words_sort(struct words *w);
void words_done(struct words *w);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A growing list of texts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words.h"

int words_take(struct words *w, char *text)
{
    if (text == NULL)
        return -1;
    if (w->n == w->room) {
        size_t room = w->room ? w->room * 2 : 16;
        char **list = w->n < WORDS_MAX ? realloc(w->list, room * sizeof *list) : NULL;

        if (list == NULL) {
            free(text);
            return -1;
        }
        w->list = list;
        w->room = room;
    }
    w->list[w->n++] = text;
    return 0;
}

int words_add(struct words *w, const char *text)
{
    return words_take(w, strdup(text));
}

static int compare(const void *a, const void *b)
{
    const char *left = *(char *const *)a;
    const char *right = *(char *const *)b;
    int order = strcasecmp(left, right);

    return order != 0 ? order : strcmp(left, right);
}

void words_sort(struct words *w)
{
    if (w->n > 1)
        qsort(w->list, w->n, sizeof w->list[0], compare);
}

void words_done(struct words *w)
{
    for (size_t i = 0; i < w->n; i++)
        free(w->list[i]);
    free(w->list);
    *w = (struct words)WORDS_INIT;
}

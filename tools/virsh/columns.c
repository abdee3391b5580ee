/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table on the screen. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "columns.h"
#include "report.h"
#include "shell.h"
#include "util/cleanup.h"

#define GAP 3

void columns_add(struct columns *c, const char *text)
{
    if (words_add(&c->cells, text != NULL ? text : "-") < 0)
        c->lost++;
}

void columns_addf(struct columns *c, const char *fmt, ...)
{
    char *text = NULL;
    va_list ap;
    int r;

    va_start(ap, fmt);
    r = vasprintf(&text, fmt, ap);
    va_end(ap);
    if (words_take(&c->cells, r < 0 ? NULL : text) < 0)
        c->lost++;
}

/* How many places TEXT takes on the screen; its bytes where that cannot be known. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    mbstate_t state;
    wchar_t c;
    size_t n;

    memset(&state, 0, sizeof state);
    for (const char *p = text; *p != '\0'; p += n) {
        n = mbrtowc(&c, p, MB_CUR_MAX, &state);
        if (n == 0 || n > MB_CUR_MAX || wcwidth(c) < 0)
            return strlen(text);
        width += (size_t)wcwidth(c);
    }
    return width;
}

/* @width has as many entries as there are columns. */
static void print_row(const struct columns *c, size_t first, const size_t *width)
{
    for (size_t i = 0; i < c->n; i++) {
        const char *text = c->cells.list[first + i];
        size_t pad = i + 1 < c->n ? width[i] - width_of(text) + GAP : 0;

        (void)printf("%s%s%*s", i == 0 ? " " : "", text, (int)pad, "");
    }
    (void)printf("\n");
}

int columns_print(struct shell *sh, const struct columns *c)
{
    VT_AUTOFREE size_t *width = calloc(c->n, sizeof *width);
    size_t line = 1;

    if (width == NULL || c->lost > 0)
        return report_no_memory(sh);
    for (size_t i = 0; i < c->cells.n; i++) {
        size_t w = width_of(c->cells.list[i]);

        if (w > width[i % c->n])
            width[i % c->n] = w;
    }
    if (!sh->quiet && c->cells.n >= c->n) {
        print_row(c, 0, width);
        for (size_t i = 0; i < c->n; i++)
            line += width[i] + (i + 1 < c->n ? GAP : 0);
        for (size_t i = 0; i < line; i++)
            (void)putchar('-');
        (void)putchar('\n');
    }
    for (size_t row = c->n; row + c->n <= c->cells.n; row += c->n)
        print_row(c, row, width);
    return 0;
}

void columns_done(struct columns *c)
{
    words_done(&c->cells);
}

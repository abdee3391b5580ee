/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table on the screen whose columns are as wide as what is in them. */
#pragma once

#include <stddef.h>

#include "util/compiler.h"
#include "words.h"

struct shell;

struct columns {
    size_t n;           /* columns of a row */
    struct words cells; /* row by row; the first row is the heading */
    size_t lost;        /* cells for which there was no memory */
};

#define COLUMNS_SCOPE(name, number) \
    struct columns name __attribute__((cleanup(columns_done))) = {(number), WORDS_INIT, 0}

/* The next cell; a row is whole when it has n of them.  NULL is shown as "-". */
void columns_add(struct columns *c, const char *text);
void columns_addf(struct columns *c, const char *fmt, ...) VT_PRINTF(2, 3);

/* Prints the rows, each behind a blank, with three between columns; heading and line only without
 * --quiet.  0, or -1 with the error printed. */
int columns_print(struct shell *sh, const struct columns *c);
void columns_done(struct columns *c);

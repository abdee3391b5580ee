/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is taken piece by piece and given back all at once: an XML tree, a definition. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

struct arena_block;

/* One thread at a time.  A failed request is remembered, so that a caller who only stores texts
 * may check once, at its end. */
struct arena {
    struct arena_block *last;
    char *at;  /* the next free byte of the last block */
    char *end; /* behind the last block */
    bool failed;
};

#define ARENA_INIT \
    { \
        NULL, NULL, NULL, false \
    }

/* Gives everything back; the arena may be used again. */
void arena_done(struct arena *a);

/* @size bytes, cleared, aligned for any pointer or 64-bit number.
 * Errors   NULL when memory ran out; raises nothing, sets failed
 * Owner    the arena */
void *arena_alloc(struct arena *a, size_t size) VT_WARN_UNUSED;

/* A copy of @len bytes with a NUL behind.  Errors and owner as arena_alloc. */
char *arena_text_n(struct arena *a, const char *text, size_t len);

/* A copy of @text; NULL for NULL, which is no failure. */
char *arena_text(struct arena *a, const char *text);

/* Room for item number @n in an array of pointers that grows by doubling: the old array when it
 * has room, else a larger copy; NULL when memory ran out.  The array begins as NULL with @n 0. */
void *arena_list_room(struct arena *a, const void *list, size_t n) VT_WARN_UNUSED;

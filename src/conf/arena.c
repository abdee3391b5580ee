/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is taken piece by piece and given back all at once: blocks that double in size. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conf/arena.h"

#define FIRST_BLOCK 2048
#define LARGEST_BLOCK 65536
#define ALIGNMENT 8

struct arena_block {
    struct arena_block *previous;
    size_t size; /* of the bytes behind this header */
};

void arena_done(struct arena *a)
{
    struct arena_block *block = a->last;

    while (block != NULL) {
        struct arena_block *previous = block->previous;
        free(block);
        block = previous;
    }
    *a = (struct arena)ARENA_INIT;
}

static bool add_block(struct arena *a, size_t size)
{
    struct arena_block *block;
    size_t room = FIRST_BLOCK;

    if (a->last != NULL && a->last->size < LARGEST_BLOCK)
        room = a->last->size * 2;
    else if (a->last != NULL)
        room = LARGEST_BLOCK;
    if (room < size)
        room = size;
    if (room > SIZE_MAX - sizeof *block || (block = malloc(sizeof *block + room)) == NULL) {
        a->failed = true;
        return false;
    }
    block->previous = a->last;
    block->size = room;
    a->last = block;
    a->at = (char *)(block + 1);
    a->end = a->at + room;
    return true;
}

/* SIZE bytes as they are, from an aligned start. */
static void *take(struct arena *a, size_t size)
{
    size_t padded;
    char *p;

    if (size > SIZE_MAX - ALIGNMENT) {
        a->failed = true;
        return NULL;
    }
    padded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (padded > (size_t)(a->end - a->at) && !add_block(a, padded))
        return NULL;
    p = a->at;
    a->at += padded;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = take(a, size > 0 ? size : 1);

    if (p != NULL)
        memset(p, 0, size);
    return p;
}

char *arena_text_n(struct arena *a, const char *text, size_t len)
{
    char *copy = len < SIZE_MAX ? take(a, len + 1) : NULL;

    if (copy == NULL) {
        a->failed = true;
        return NULL;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_text(struct arena *a, const char *text)
{
    return text != NULL ? arena_text_n(a, text, strlen(text)) : NULL;
}

void *arena_list_room(struct arena *a, const void *list, size_t n)
{
    void *larger;

    if (n > 0 && (n & (n - 1)) != 0)
        return (void *)list; /* only at a power of two is the array full */
    larger = arena_alloc(a, (n > 0 ? n * 2 : 1) * sizeof(void *));
    if (larger != NULL && n > 0)
        memcpy(larger, list, n * sizeof(void *));
    return larger;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tiny writers of the two kinds of ELF cores, for tests: a core in memory that can be spoilt. */
#pragma once

#include <elf.h>

#include "peek/file_source.h"
#include "peek_testing.h"

#define CORE_MAX (256 * KIB)

struct core {
    unsigned char b[CORE_MAX];
    size_t len;
};

static inline size_t core_add(struct core *c, const void *p, size_t n)
{
    size_t at = c->len;

    CHECK(n <= CORE_MAX - c->len);
    memcpy(c->b + at, p, n);
    c->len += n;
    return at;
}

static inline size_t core_note(struct core *c, const char *name, uint32_t type, const void *desc,
                               uint32_t size)
{
    Elf64_Nhdr n = {(uint32_t)strlen(name) + 1, size, type};
    char room[8] = {0};
    size_t at = core_add(c, &n, sizeof n);

    memcpy(room, name, n.n_namesz);
    (void)core_add(c, room, (n.n_namesz + 3) & ~3u);
    (void)core_add(c, desc, size);
    while (c->len % 4)
        (void)core_add(c, "", 1);
    return at;
}

/* A page that says which it is. */
static inline void core_page(struct core *c, uint64_t number)
{
    uint64_t words[512];

    for (unsigned int i = 0; i < 512; i++)
        words[i] = number << 32 | i;
    (void)core_add(c, words, sizeof words);
}

static inline struct peek_source *core_open(const struct core *c)
{
    char path[PATH_MAX];
    int fd = test_file(path);
    struct peek_source *s;

    test_fill(fd, 0, c->b, c->len);
    s = peek_source_open(path, PEEK_FORMAT_ELF, VIR_FROM_TEST);
    CHECK(unlink(path) == 0 && close(fd) == 0);
    if (s == NULL)
        CHECK(vt_error_last()->code == VIR_ERR_INVALID_ARG);
    vt_error_reset();
    return s;
}

/* Page @number stands at @paddr. */
static inline void core_check_page(struct peek *p, uint64_t paddr, uint64_t number,
                                   unsigned int flags)
{
    uint64_t words[512];

    if (peek_memory(p, paddr, sizeof words, words, flags, 0) < 0) {
        fprintf(stderr, "%s\n", vt_error_last()->message);
        exit(1);
    }
    for (unsigned int i = 0; i < 512; i++)
        CHECK(words[i] == (number << 32 | i));
}

/* Nothing that is done to a core may do more than make an error: cut at each length of @step,
 * each of the first @n bytes turned. */
static inline void core_spoil(const struct core *good, size_t n, size_t step)
{
    struct core *c = malloc(sizeof *c);
    unsigned char page[64];

    CHECK(c != NULL);
    for (size_t len = 0; len < good->len; len += step) {
        struct peek_source *s;
        *c = *good;
        c->len = len;
        s = core_open(c);
        CHECK(s == NULL);
    }
    for (size_t i = 0; i < n; i++) {
        struct peek_source *s;
        *c = *good;
        c->b[i] ^= (unsigned char)(i % 3 ? 0xff : 1u << (i % 8));
        s = core_open(c);
        for (size_t k = 0; s != NULL && k < s->n_ram; k++)
            (void)peek_source_read(s, s->ram[k].start, 64, page);
        (void)peek_source_unref(s);
    }
    vt_error_reset();
    free(c);
}

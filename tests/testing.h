/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every test program uses: checks that say where they failed, and the skip status. */
#pragma once

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEST_SKIP 77

#define CHECK(cond) \
    do { \
        if (!(cond)) { \
            fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #cond); \
            exit(1); \
        } \
    } while (0)

#define CHECK_INT(got, want) \
    do { \
        long long got_ = (long long)(got), want_ = (long long)(want); \
        if (got_ != want_) { \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #got, got_, want_); \
            exit(1); \
        } \
    } while (0)

#define CHECK_STR(got, want) \
    do { \
        const char *got_ = (got), *want_ = (want); \
        if (got_ == NULL || strcmp(got_, want_) != 0) { \
            fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #got, \
                    got_ ? got_ : "(null)", want_); \
            exit(1); \
        } \
    } while (0)

#define SKIP(...) \
    do { \
        printf("SKIP: "); \
        printf(__VA_ARGS__); \
        printf("\n"); \
        exit(TEST_SKIP); \
    } while (0)

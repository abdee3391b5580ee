/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every target that reads text shares: its input as a text, what must hold, and two prints
 * that must be the same.  Each target includes it once and defines feed. */
#pragma once

#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Does with one input what the target is for.  TEXT ends with a zero, may have others within, and
 * may be changed, not freed.  An error may be left: it is gone before the next input. */
static void feed(char *text);

/* Ends the program, with WHAT and the last error if there is one, unless OK. */
static inline void must(bool ok, const char *what)
{
    const virError *error;

    if (ok)
        return;
    error = virGetLastError();
    fprintf(stderr, "%s: %s%s%s\n", program_invocation_short_name, what, error != NULL ? ": " : "",
            error != NULL && error->message != NULL ? error->message : "");
    abort();
}

/* Shows both prints and ends the program unless they are the same. */
static inline void must_print_same(const char *first, const char *second)
{
    if (strcmp(first, second) != 0) {
        fprintf(stderr, "--- first\n%s--- second\n%s", first, second);
        must(false, "it prints otherwise when read again");
    }
}

/* What libFuzzer calls with each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    feed(text);
    free(text);
    virResetLastError();
    return 0;
}

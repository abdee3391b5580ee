/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds network documents: what is read prints, and prints the same when read again. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/network.h"
#include "obj/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fuzz-network: %s: %s\n", what,
                vt_error_last()->message != NULL ? vt_error_last()->message : "");
        abort();
    }
}

static char *print(const struct network_def *def)
{
    char *text = NULL;

    must(network_def_format(def, &text) == 0, "it does not print");
    return text;
}

static void feed(const char *xml)
{
    struct network_def *def = NULL, *again = NULL;
    char *first, *second;

    if (network_def_parse(xml, &def) < 0)
        return;
    first = print(def);
    network_def_unref(def);
    must(strlen(first) > XML_MAX_TEXT || network_def_parse(first, &again) == 0,
         "what was printed is refused");
    second = again != NULL ? print(again) : NULL;
    if (second != NULL && strcmp(first, second) != 0) {
        fprintf(stderr, "--- first\n%s--- second\n%s", first, second);
        must(0, "it prints otherwise when read again");
    }
    free(first);
    free(second);
    network_def_unref(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *xml = malloc(size + 1);

    if (xml == NULL)
        return 0;
    memcpy(xml, data, size);
    xml[size] = '\0';
    feed(xml);
    free(xml);
    vt_error_reset();
    return 0;
}

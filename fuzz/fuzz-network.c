/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds network documents: what is read prints, and prints the same when read again. */
#include "fuzz.h"

#include "conf/network.h"

static char *print(const struct network_def *def)
{
    char *text = NULL;

    must(network_def_format(def, &text) == 0, "it does not print");
    return text;
}

static void feed(char *xml)
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
    if (second != NULL)
        must_print_same(first, second);
    free(first);
    free(second);
    network_def_unref(again);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every good network document is read, and what is printed of it prints the same when it is read
 * again; every bad one is refused, and nothing of it is left. */
#include "conf-documents.h"

#include "conf/network.h"
#include "obj/error.h"

static char *print(const struct network_def *def)
{
    char *text = NULL;

    CHECK_INT(network_def_format(def, &text), 0);
    return text;
}

static void check_good(const char *path, const char *xml)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    NETWORK_AUTODEF struct network_def *again = NULL;

    if (network_def_parse(xml, &def) < 0)
        fprintf(stderr, "%s: %s\n", path, vt_error_last()->message);
    CHECK(def != NULL);
    VT_AUTOFREE char *first = print(def);
    CHECK_INT(network_def_parse(first, &again), 0);
    VT_AUTOFREE char *second = print(again);
    CHECK_STR(second, first);
    if (getenv("SHOW") != NULL)
        printf("%s\n", first);
}

static void check_bad(const char *path, const char *xml)
{
    struct network_def *def = NULL;

    vt_error_reset();
    if (network_def_parse(xml, &def) == 0)
        fprintf(stderr, "%s is taken\n", path);
    CHECK(def == NULL && vt_error_last()->code != VIR_ERR_OK);
    CHECK_INT(vt_error_last()->domain, VIR_FROM_NETWORK);
    if (getenv("SHOW") != NULL)
        printf("%s\n", vt_error_last()->message);
    vt_error_reset();
}

int main(void)
{
    conf_each_document("documents/network/good", 12, check_good);
    conf_each_document("documents/network/bad", 30, check_bad);
    return 0;
}

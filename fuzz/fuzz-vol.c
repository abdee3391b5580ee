/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds volume documents: what is read prints, and prints the same when read again. */
#include "fuzz.h"

#include "conf/storage_vol.h"

static char *print(const struct storage_vol_def *def)
{
    const struct storage_vol_facts facts = {
        .path = "/p/v", .key = "/p/v", .capacity = def->capacity, .allocation = def->allocation};
    char *text = storage_vol_def_format(def, &facts);

    must(text != NULL, "it does not print");
    must(storage_vol_name_ok(def->name) && def->name[0] != '-', "the name is not one");
    must(def->capacity <= STORAGE_MAX_BYTES && def->allocation <= STORAGE_MAX_BYTES, "too large");
    return text;
}

static void feed_vol(const char *xml, enum storage_pool_type type)
{
    struct storage_vol_def *def = NULL, *again = NULL;
    char *first, *second;

    if (storage_vol_def_parse(xml, type, &def) < 0)
        return;
    first = print(def);
    storage_vol_def_unref(def);
    if (strlen(first) <= XML_MAX_TEXT) {
        must(storage_vol_def_parse(first, type, &again) == 0, "what was printed is refused");
        second = print(again);
        must_print_same(first, second);
        free(second);
        storage_vol_def_unref(again);
    }
    free(first);
}

static void feed(char *xml)
{
    feed_vol(xml, STORAGE_POOL_DIR);
    feed_vol(xml, STORAGE_POOL_DISK);
    feed_vol(xml, STORAGE_POOL_LOGICAL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds pool and source documents: what is read prints, and prints the same when read again. */
#include "fuzz.h"

#include "conf/storage_pool.h"

static char *print(const struct storage_pool_def *def)
{
    const struct storage_pool_sizes sizes = {100, 40, 60};
    char *text = storage_pool_def_format(def, &sizes);

    must(text != NULL, "it does not print");
    return text;
}

static void feed_pool(const char *xml)
{
    struct storage_pool_def *def = NULL, *again = NULL;
    char *first, *second;

    if (storage_pool_def_parse(xml, &def) < 0)
        return;
    first = print(def);
    storage_pool_def_unref(def);
    if (strlen(first) <= XML_MAX_TEXT) {
        must(storage_pool_def_parse(first, &again) == 0, "what was printed is refused");
        second = print(again);
        must_print_same(first, second);
        free(second);
        storage_pool_def_unref(again);
    }
    free(first);
}

static void feed_sources(const char *xml, enum storage_pool_type type)
{
    struct arena arena = ARENA_INIT, arena_again = ARENA_INIT;
    struct storage_source **list;
    unsigned int n;
    char *first, *second;

    if (storage_sources_parse(xml, type, &arena, &list, &n) == 0) {
        first = storage_sources_format(list, n);
        must(first != NULL, "sources do not print");
        if (strlen(first) <= XML_MAX_TEXT) {
            must(storage_sources_parse(first, type, &arena_again, &list, &n) == 0,
                 "printed sources are refused");
            second = storage_sources_format(list, n);
            must(second != NULL, "sources do not print");
            must_print_same(first, second);
            free(second);
        }
        free(first);
    }
    arena_done(&arena);
    arena_done(&arena_again);
}

static void feed_spec(const char *xml)
{
    char *host = NULL;

    if (storage_source_spec_host(xml, &host) == 0)
        must(host[0] != '\0', "a host without a name");
    free(host);
}

static void feed(char *xml)
{
    feed_pool(xml);
    feed_sources(xml, STORAGE_POOL_NETFS);
    feed_sources(xml, STORAGE_POOL_LOGICAL);
    feed_spec(xml);
}

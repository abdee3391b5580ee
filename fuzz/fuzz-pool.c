/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds pool and source documents: what is read prints, and prints the same when read again. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/storage_pool.h"
#include "obj/error.h"
#include "util/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fuzz-pool: %s: %s\n", what,
                vt_error_last()->message != NULL ? vt_error_last()->message : "");
        abort();
    }
}

static void must_equal(char *first, char *second)
{
    if (strcmp(first, second) != 0) {
        fprintf(stderr, "--- first\n%s--- second\n%s", first, second);
        must(0, "it prints otherwise when read again");
    }
    free(first);
    free(second);
}

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
    char *first;

    if (storage_pool_def_parse(xml, &def) < 0)
        return;
    first = print(def);
    storage_pool_def_unref(def);
    if (strlen(first) > XML_MAX_TEXT) {
        free(first);
        return;
    }
    must(storage_pool_def_parse(first, &again) == 0, "what was printed is refused");
    must_equal(first, print(again));
    storage_pool_def_unref(again);
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
            must_equal(first, second);
        } else {
            free(first);
        }
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *xml = malloc(size + 1);

    if (xml == NULL)
        return 0;
    memcpy(xml, data, size);
    xml[size] = '\0';
    feed_pool(xml);
    feed_sources(xml, STORAGE_POOL_NETFS);
    feed_sources(xml, STORAGE_POOL_LOGICAL);
    feed_spec(xml);
    free(xml);
    vt_error_reset();
    return 0;
}

#ifdef FUZZ_MAIN
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *text = NULL;
        size_t len = 0;
        if (vt_file_read(argv[i], XML_MAX_TEXT * 4, &text, &len) < 0) {
            fprintf(stderr, "%s: cannot read %s\n", argv[0], argv[i]);
            return 1;
        }
        (void)LLVMFuzzerTestOneInput((const uint8_t *)text, len);
        free(text);
    }
    return 0;
}
#endif

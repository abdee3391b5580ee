/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds volume documents: what is read prints, and prints the same when read again. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/storage_vol.h"
#include "obj/error.h"
#include "util/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fuzz-vol: %s: %s\n", what,
                vt_error_last()->message != NULL ? vt_error_last()->message : "");
        abort();
    }
}

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

static void feed(const char *xml, enum storage_pool_type type)
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
        if (strcmp(first, second) != 0) {
            fprintf(stderr, "--- first\n%s--- second\n%s", first, second);
            must(0, "it prints otherwise when read again");
        }
        free(second);
        storage_vol_def_unref(again);
    }
    free(first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *xml = malloc(size + 1);

    if (xml == NULL)
        return 0;
    memcpy(xml, data, size);
    xml[size] = '\0';
    feed(xml, STORAGE_POOL_DIR);
    feed(xml, STORAGE_POOL_DISK);
    feed(xml, STORAGE_POOL_LOGICAL);
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

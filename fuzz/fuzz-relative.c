/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds documents whose paths are made relative and absolute again: each way leads back to what
 * the other made. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/relative.h"
#include "conf/xml.h"
#include "obj/error.h"

#define FOLDER "/srv//vm/./of a/../guest"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fuzz-relative: %s: %s\n", what,
                vt_error_last()->message != NULL ? vt_error_last()->message : "");
        abort();
    }
}

/* Once the paths are plain, telling and reading them are each other's inverse. */
static void feed(const char *xml, bool outside)
{
    char *plain = NULL, *told = NULL, *again = NULL;

    if (conf_relative_read(xml, FOLDER, outside, &plain) < 0)
        return;
    /* An element that is written in full may be longer than it was. */
    if (strlen(plain) < XML_MAX_TEXT / 4) {
        must(conf_relative_write(plain, FOLDER, outside, &told) == 0, "it cannot be told");
        must(conf_relative_read(told, FOLDER, outside, &again) == 0, "what was told is refused");
        free(plain);
        free(told);
        plain = told = NULL;
        must(conf_relative_write(again, FOLDER, outside, &told) == 0, "it cannot be told again");
        must(conf_relative_read(told, FOLDER, outside, &plain) == 0, "that is refused");
        must(strcmp(plain, again) == 0, "the paths are others now");
    }
    free(plain);
    free(told);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *xml = malloc(size + 1);

    if (xml == NULL)
        return 0;
    memcpy(xml, data, size);
    xml[size] = '\0';
    feed(xml, false);
    feed(xml, true);
    free(xml);
    vt_error_reset();
    return 0;
}

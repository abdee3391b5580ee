/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds documents whose paths are made relative and absolute again: each way leads back to what
 * the other made. */
#include "fuzz.h"

#include "conf/relative.h"
#include "conf/xml.h"

#define FOLDER "/srv//vm/./of a/../guest"

/* Once the paths are plain, telling and reading them are each other's inverse. */
static void feed_paths(const char *xml, bool outside)
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

static void feed(char *xml)
{
    feed_paths(xml, false);
    feed_paths(xml, true);
}

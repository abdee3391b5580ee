/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds documents of node devices: what is read prints, and prints the same when read again. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/nodedev.h"
#include "obj/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fuzz-nodedev: %s: %s\n", what,
                vt_error_last()->message != NULL ? vt_error_last()->message : "");
        abort();
    }
}

static char *print(const struct nodedev_def *def)
{
    char *text = NULL;

    must(nodedev_def_format(def, NULL, &text) == 0, "it does not print");
    return text;
}

static void feed(const char *xml, bool create)
{
    static const struct nodedev_live live = {.driver = "pci-stub", .vports = 3};
    struct nodedev_def *def = NULL, *again = NULL;
    char *first, *second, *changed = NULL;

    if (nodedev_def_parse(xml, create, &def) < 0)
        return;
    if (create && nodedev_cap_find(def, NODEDEV_SCSI_HOST) != NULL)
        must(nodedev_def_become_host(def, "parent", 7) == 0, "it becomes no host");
    first = print(def);
    must(nodedev_def_format(def, &live, &changed) == 0, "it does not print while it lives");
    free(changed);
    nodedev_def_unref(def);
    if (strlen(first) <= XML_MAX_TEXT) {
        must(nodedev_def_parse(first, create, &again) == 0, "what was printed is refused");
        second = print(again);
        if (strcmp(first, second) != 0) {
            fprintf(stderr, "--- first\n%s--- second\n%s", first, second);
            must(0, "it prints otherwise when read again");
        }
        free(second);
        nodedev_def_unref(again);
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
    feed(xml, false);
    feed(xml, true);
    free(xml);
    vt_error_reset();
    return 0;
}

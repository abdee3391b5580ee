/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds documents of node devices: what is read prints, and prints the same when read again. */
#include "fuzz.h"

#include "conf/nodedev.h"

static char *print(const struct nodedev_def *def)
{
    char *text = NULL;

    must(nodedev_def_format(def, NULL, &text) == 0, "it does not print");
    return text;
}

static void feed_device(const char *xml, bool create)
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
        must_print_same(first, second);
        free(second);
        nodedev_def_unref(again);
    }
    free(first);
}

static void feed(char *xml)
{
    feed_device(xml, false);
    feed_device(xml, true);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds domain and device documents: what is read prints, and prints the same when read again. */
#include "fuzz.h"

#include <libvirt/libvirt.h>

#include "conf/domain.h"

static char *print(const struct domain_def *def)
{
    const struct domain_format_opts opts = {.id = def->id, .flags = VIR_DOMAIN_XML_SECURE};
    char *text = NULL;

    must(domain_def_format(def, &opts, &text) == 0, "it does not print");
    return text;
}

static void feed_domain(const char *xml)
{
    struct domain_def *def = NULL, *again = NULL, *copy;
    char *first, *second, *third;

    if (domain_def_parse(xml, NULL, &def) < 0)
        return;
    first = print(def);
    copy = domain_def_dup(def);
    must(copy != NULL, "it cannot be copied");
    domain_def_unref(def);
    must(strlen(first) > XML_MAX_TEXT || domain_def_parse(first, NULL, &again) == 0,
         "what was printed is refused");
    second = again != NULL ? print(again) : NULL;
    third = print(copy);
    if (second != NULL)
        must_print_same(first, second);
    must(strcmp(first, third) == 0, "its copy prints otherwise");
    free(first);
    free(second);
    free(third);
    domain_def_unref(copy);
    domain_def_unref(again);
}

static void feed_device(const char *xml)
{
    static struct domain_def *guest;
    struct domain_def *with = NULL, *without = NULL;
    struct domain_device *dev = NULL;

    if (guest == NULL)
        must(domain_def_parse("<domain type='test'><name>g</name><memory>4096</memory>"
                              "<os><type>hvm</type></os></domain>",
                              NULL, &guest) == 0,
             "the guest for devices is refused");
    if (domain_device_parse(xml, guest, NULL, &dev) < 0)
        return;
    must(domain_def_with_device(guest, dev, &with) == 0, "the device cannot come");
    must(domain_def_without_device(with, dev, &without) == 0, "the device cannot go");
    domain_device_free(dev);
    domain_def_unref(with);
    domain_def_unref(without);
}

static void feed(char *xml)
{
    feed_domain(xml);
    feed_device(xml);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bridge of an interface in a network belongs to a run: it is read and printed live, and only then. */
#include "conf-testing.h"

#include "conf/domain_device.h"

#define LIVE "<source network='blue' bridge='virbr7' portid='x'/>"
#define IFACE "<interface type='network'><mac address='52:54:00:00:00:01'/>" LIVE "</interface>"
#define PLAIN "<source network='blue' portid='x'/>"

static void check(const struct domain_def *def, unsigned int flags, const char *source)
{
    VT_AUTOFREE char *text = must_format(def, flags);

    CHECK(strstr(text, source) != NULL);
}

int main(void)
{
    static const struct domain_parse_opts off = {.flags = VIR_DOMAIN_XML_INACTIVE};
    DOMAIN_AUTODEF struct domain_def *live = must_parse(DOMAIN_DEVICES(IFACE));
    DOMAIN_AUTODEF struct domain_def *copy = domain_def_dup(live);
    DOMAIN_AUTODEF struct domain_def *config = NULL;
    DOMAIN_AUTODEF struct domain_def *without = NULL;
    struct domain_device *dev = NULL;

    CHECK_STR(live->interfaces[0]->bridge, "virbr7");
    check(live, 0, LIVE);
    check(live, VIR_DOMAIN_XML_INACTIVE, PLAIN);
    CHECK(copy != NULL && copy->interfaces[0]->bridge != live->interfaces[0]->bridge);
    check(copy, 0, LIVE);

    CHECK_INT(domain_def_parse(DOMAIN_DEVICES(IFACE), &off, &config), 0);
    CHECK(config->interfaces[0]->bridge == NULL);
    check(config, 0, PLAIN);

    /* The bridge does not make it another device. */
    CHECK_INT(domain_device_parse(IFACE, live, &off, &dev), 0);
    CHECK(dev->interface->bridge == NULL);
    CHECK_INT(domain_def_without_device(live, dev, &without), 0);
    CHECK_INT(without->n_interfaces, 0);
    domain_device_free(dev);
    return 0;
}

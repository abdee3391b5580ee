/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node devices: what is printed to the letter, words of lists, and documents of devices to be
 * made. */
#include "conf-testing.h"

#include "conf/nodedev.h"

static const char host[] = "<device>\n"
                           "  <name>scsi_host5</name>\n"
                           "  <parent>computer</parent>\n"
                           "  <driver>\n"
                           "    <name>lpfc</name>\n"
                           "  </driver>\n"
                           "  <capability type='scsi_host'>\n"
                           "    <host>5</host>\n"
                           "    <capability type='fc_host'>\n"
                           "      <wwnn>2000000012341234</wwnn>\n"
                           "      <wwpn>1000000012341234</wwpn>\n"
                           "    </capability>\n"
                           "    <capability type='vport_ops'>\n"
                           "      <max_vports>2</max_vports>\n"
                           "      <vports>1</vports>\n"
                           "    </capability>\n"
                           "    <later of='2030'/>\n"
                           "  </capability>\n"
                           "  <note xmlns='urn:x'>kept</note>\n"
                           "</device>\n";

static struct nodedev_def *must(const char *xml, bool create)
{
    struct nodedev_def *def = NULL;

    if (nodedev_def_parse(xml, create, &def) < 0)
        fprintf(stderr, "%s\n%s\n", vt_error_last()->message, xml);
    CHECK(def != NULL);
    return def;
}

static void letters(void)
{
    static const struct nodedev_live live = {.driver = "pci-stub", .vports = 2};
    NODEDEV_AUTODEF struct nodedev_def *def = must(host, false);
    VT_AUTOFREE char *text = NULL;
    VT_AUTOFREE char *changed = NULL;

    CHECK_INT(nodedev_def_format(def, NULL, &text), 0);
    CHECK_STR(text, host);
    CHECK_INT(nodedev_def_format(def, &live, &changed), 0);
    CHECK(strstr(changed, "<name>pci-stub</name>") != NULL && strstr(changed, "lpfc") == NULL);
    CHECK(strstr(changed, "<vports>2</vports>") != NULL);
    CHECK_INT(nodedev_cap_value(nodedev_cap_find(def, NODEDEV_VPORTS), "max_vports")->number, 2);
    CHECK(nodedev_cap_find(def, NODEDEV_PCI) == NULL);
}

static void words(void)
{
    NODEDEV_AUTODEF struct nodedev_def *def = must(host, false);

    CHECK(def->cap_bits == (NODEDEV_BIT(NODEDEV_SCSI_HOST) | NODEDEV_BIT(NODEDEV_FC_HOST) |
                            NODEDEV_BIT(NODEDEV_VPORTS)));
    for (unsigned int i = 0; i <= NODEDEV_LAST_LISTED; i++)
        CHECK(nodedev_cap_bit(nodedev_cap_word(i)) == NODEDEV_BIT(i));
    CHECK_STR(nodedev_cap_word(NODEDEV_USB_DEVICE), "usb_device");
    CHECK_STR(nodedev_cap_word(NODEDEV_VPORTS), "vports");
    CHECK(nodedev_cap_bit("80203") == 0 && nodedev_cap_bit("") == 0);
}

static void to_be_made(void)
{
    static const char new[] =
        "<device><parent>scsi_host5</parent><capability type='scsi_host'><capability type='fc_host'>"
        "<wwnn>2000000012341235</wwnn><wwpn>1000000012341235</wwpn></capability></capability>"
        "</device>";
    NODEDEV_AUTODEF struct nodedev_def *def = must(new, true);
    NODEDEV_AUTODEF struct nodedev_def *again = NULL;
    VT_AUTOFREE char *text = NULL;
    struct nodedev_def *none = NULL;

    CHECK(def->name == NULL);
    CHECK(nodedev_def_parse(new, false, &none) < 0);
    CHECK_INT(vt_error_last()->code, VIR_ERR_NO_NAME);
    CHECK_INT(nodedev_def_become_host(def, "scsi_host7", 12), 0);
    CHECK_INT(nodedev_def_format(def, NULL, &text), 0);
    again = must(text, false);
    CHECK_STR(again->name, "scsi_host12");
    CHECK_STR(again->parent, "scsi_host7");
    CHECK_INT(nodedev_cap_value(nodedev_cap_find(again, NODEDEV_SCSI_HOST), "host")->number, 12);
}

/* What a schema cannot see. */
static void beyond_schemas(void)
{
#define NET "<capability type='net'><interface>lo</interface></capability>"
    static const char *const bad[] = {
        "<device><name>n</name><parent>n</parent>" NET "</device>",
        "<device><name>n</name>" NET NET "</device>",
    };
    struct nodedev_def *def = NULL;

    for (size_t i = 0; i < VT_N_ELEMENTS(bad); i++) {
        CHECK(nodedev_def_parse(bad[i], false, &def) < 0);
        CHECK_INT(vt_error_last()->code, VIR_ERR_XML_ERROR);
        vt_error_reset();
    }
}

/* Capabilities of later releases are carried, however many. */
static void many(void)
{
    VT_STRBUF_SCOPE(b);
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;
    VT_AUTOFREE char *xml = NULL;

    vt_strbuf_add(&b, "<device><name>n</name><capability type='net'><interface>i</interface>");
    for (int i = 0; i < 1000; i++)
        vt_strbuf_addf(&b, "<capability type='later%d'/>", i);
    vt_strbuf_add(&b, "</capability></device>");
    xml = vt_strbuf_take(&b);
    def = must(xml, false);
    CHECK(strstr(def->caps[0]->later, "later999") != NULL);
}

int main(void)
{
    letters();
    words();
    to_be_made();
    beyond_schemas();
    many();
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each mistake in a network document is refused with the code that callers know for it, and what
 * documents of other releases say in other words is understood. */
#include "config.h"

#include "conf/network.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"

#define NET(body) "<network><name>n</name>" body "</network>"
#define IP(attrs) NET("<ip " attrs "/>")
#define DHCP(body) NET("<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>" body "</dhcp></ip>")
#define LONG_NAME \
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345"

static const struct {
    int code;
    const char *xml;
} cases[] = {
    {VIR_ERR_XML_ERROR, ""},
    {VIR_ERR_XML_ERROR, "<network"},
    {VIR_ERR_XML_ERROR, "<network><name>n</network>"},
    {VIR_ERR_XML_ERROR, "<network/><network/>"},
    {VIR_ERR_INTERNAL_ERROR, "<domain/>"},
    {VIR_ERR_INTERNAL_ERROR, "<n:network xmlns:n='urn:n'/>"},
    {VIR_ERR_NO_NAME, "<network/>"},
    {VIR_ERR_NO_NAME, "<network><name></name></network>"},
    {VIR_ERR_XML_ERROR, "<network><name> </name></network>"},
    {VIR_ERR_XML_ERROR, "<network><name>a\tb</name></network>"},
    {VIR_ERR_XML_ERROR, "<network><name>" LONG_NAME LONG_NAME LONG_NAME "</name></network>"},
    {VIR_ERR_XML_ERROR, NET("<uuid>1</uuid><uuid>2</uuid>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<uuid/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<uuid>dd8fe884-6c02-601e-7551-cca97df1c5dg</uuid>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward mode='routed'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward mode=''/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward mode='route'/><ip address='10.0.0.1'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward mode='nat'/><ip netmask='255.0.0.0'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<forward/><ip/><ip address='10.0.0.1' prefix='8'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge name='.'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge name='..'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge name='a:0'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge name='a%s'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge name='a&#10;b'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<bridge stp='yes'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge delay='soon'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge delay=''/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge delay='0x10'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge delay='99999999999999999999'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge forwardDelay='86401'/>")},
    {VIR_ERR_XML_ERROR, NET("<bridge delay='1' forwardDelay='2'/>")},
    {VIR_ERR_XML_ERROR, NET("<dns/><dns/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns enable='on'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns forwardPlainNames=''/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<domain name='a' localOnly='1'/>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns><forwarder/></dns>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns><forwarder addr='host'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><host><hostname>a</hostname></host></dns>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns><host ip='10.0.0.2'/></dns>")},
    {VIR_ERR_INTERNAL_ERROR, NET("<dns><host ip='10.0.0'><hostname>a</hostname></host></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><txt name='a'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><txt value='a'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><srv service='a'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><srv service='a' protocol='tcp' port='65536'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<dns><srv service='a' protocol='tcp' weight='-1'/></dns>")},
    {VIR_ERR_XML_ERROR, NET("<mtu/>")},
    {VIR_ERR_XML_ERROR, NET("<mtu size='67'/>")},
    {VIR_ERR_XML_ERROR, NET("<mtu size='65536'/>")},
    {VIR_ERR_XML_ERROR, NET("<mtu size='1500'/><mtu size='1500'/>")},
    {VIR_ERR_INTERNAL_ERROR, IP("address=''")},
    {VIR_ERR_INTERNAL_ERROR, IP("address=' 10.0.0.1'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1/8'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.0x1'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='fd00::1'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1' netmask='255.0.255.0'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1' netmask='0.0.0.255'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1' prefix='-1'")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1' prefix=''")},
    {VIR_ERR_INTERNAL_ERROR, IP("address='10.0.0.1' prefix='8' netmask='255.0.0.0'")},
    {VIR_ERR_INTERNAL_ERROR, IP("family='' address='10.0.0.1'")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<range/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<range start='10.0.0.9' end='10.0.0.8'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<range start='10.0.1.1' end='10.0.1.2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<range start='10.0.0.9' end='10.0.1.0'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<range start='10.0.0.300' end='10.0.1.0'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host mac='52:54:00:00:00:01'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host name='' ip='10.0.0.2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host name='-a' ip='10.0.0.2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host name='a' ip='10.0.0'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host name='a' mac='' ip='10.0.0.2'/>")},
    {VIR_ERR_INTERNAL_ERROR, DHCP("<host name='a' mac='52-54-00-00-00-01' ip='10.0.0.2'/>")},
};

static void refuse(const char *xml, int code)
{
    struct network_def *def = NULL;

    vt_error_reset();
    if (network_def_parse(xml, &def) == 0 || vt_error_last()->code != code ||
        vt_error_last()->domain != VIR_FROM_NETWORK || strlen(vt_error_last()->message) > 1100) {
        fprintf(stderr, "code %d (%s) instead of %d for:\n%.2000s\n", vt_error_last()->code,
                vt_error_last()->message ? vt_error_last()->message : "none", code, xml);
        exit(1);
    }
    CHECK(def == NULL);
    vt_error_reset();
}

/* More entries than the bound. */
static void too_many(const char *entry, unsigned int n)
{
    VT_STRBUF_SCOPE(b);

    vt_strbuf_add(&b, "<network><name>n</name><ip address='10.0.0.1' prefix='8'><dhcp>");
    for (unsigned int i = 0; i <= n; i++)
        vt_strbuf_add(&b, entry);
    vt_strbuf_add(&b, "</dhcp></ip></network>");
    VT_AUTOFREE char *xml = vt_strbuf_take(&b);
    CHECK(xml != NULL);
    refuse(xml, VIR_ERR_XML_ERROR);
}

/* The body prints the line. */
static void prints(const char *xml, const char *line)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    VT_AUTOFREE char *text = NULL;

    CHECK_INT(network_def_parse(xml, &def), 0);
    CHECK_INT(network_def_format(def, &text), 0);
    if (strstr(text, line) == NULL)
        fprintf(stderr, "'%s' is not in\n%s", line, text);
    CHECK(strstr(text, line) != NULL);
}

int main(void)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(cases); i++)
        refuse(cases[i].xml, cases[i].code);
    too_many("<range start='10.0.0.2' end='10.0.0.3'/>", NETWORK_MAX_RANGES);
    too_many("<host name='a' ip='10.0.0.2'/>", NETWORK_MAX_HOSTS);
    prints(NET(""), "  <bridge stp='on' delay='0'/>\n");
    prints(NET("<bridge forwardDelay='7' stp='off'/>"), "  <bridge stp='off' delay='7'/>\n");
    prints(NET("<bridge name='x' delay='7' forwardDelay='7'/>"), " name='x' stp='on' delay='7'/>");
    prints(NET("<forward dev='e0'/><ip address='10.0.0.1' prefix='8'/>"),
           "  <forward dev='e0' mode='nat'/>\n");
    prints(NET("<domain name='a&lt;b'/>"), "  <domain name='a&lt;b'/>\n");
    prints(NET("<forward mode='bridge'/><bridge name='br0'/>"), "  <bridge name='br0'/>\n");
    prints(DHCP("<host mac='52:54:0:0:0:AB' ip='10.0.0.2'/>"),
           "      <host mac='52:54:00:00:00:ab' ip='10.0.0.2'/>\n");
    return 0;
}

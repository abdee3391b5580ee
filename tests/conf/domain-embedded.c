/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our own element is read into its struct, printed again, and strict about what it is given. */
#include "conf-testing.h"

#define NS " xmlns:vt='" DOMAIN_EMBEDDED_NS "'"
#define EMBEDDED(body) DOMAIN_WITH("<vt:embedded" NS ">" body "</vt:embedded>")

static const char *const refused[] = {
    DOMAIN_WITH("<vt:embedded" NS " x='1'/>"),
    DOMAIN_WITH("<vt:embedded" NS "/><vt:embedded" NS "/>"),
    EMBEDDED("text"),
    EMBEDDED("<ram file='/x'/>"),
    EMBEDDED("<vt:rom file='/x'/>"),
    EMBEDDED("<vt:ram/>"),
    EMBEDDED("<vt:ram file='x'/>"),
    EMBEDDED("<vt:ram file='/x' size='1'/>"),
    EMBEDDED("<vt:ram file='/x' vt:format='raw'/>"),
    EMBEDDED("<vt:ram file='/x' format='gzip'/>"),
    EMBEDDED("<vt:ram file='/x'/><vt:ram file='/y'/>"),
    EMBEDDED("<vt:ram file='/x'>y</vt:ram>"),
    EMBEDDED("<vt:guest content='cat'/>"),
    EMBEDDED("<vt:guest paging='3level'/>"),
    EMBEDDED("<vt:guest/><vt:guest/>"),
    EMBEDDED("<vt:hole start='0x1000'/>"),
    EMBEDDED("<vt:hole size='0x1000'/>"),
    EMBEDDED("<vt:hole start='0x1001' size='0x1000'/>"),
    EMBEDDED("<vt:hole start='0x1000' size='0'/>"),
    EMBEDDED("<vt:hole start='0x1000' size='100'/>"),
    EMBEDDED("<vt:hole start='0xfffffffffffff000' size='0x1000'/>"),
    EMBEDDED("<vt:hole start='-4096' size='0x1000'/>"),
    EMBEDDED("<vt:fault/>"),
    EMBEDDED("<vt:fault call=''/>"),
    EMBEDDED("<vt:fault call='suspend'/>"),
    EMBEDDED("<vt:fault call='virDomainsuspend'/>"),
    EMBEDDED("<vt:fault call='virDomainSuspendX'/>"),
    EMBEDDED("<vt:fault call='virDomainLookupByName'/>"), /* asks no domain's script */
    EMBEDDED("<vt:fault call='virDomainGetName'/>"),
    EMBEDDED("<vt:fault call='virNetworkCreate'/>"),
    EMBEDDED("<vt:delay ms='1'/>"),
    EMBEDDED("<vt:delay call='virDomainFree' ms='1'/>"),
    EMBEDDED("<vt:fault call='virDomainSuspend' code='0'/>"),
    EMBEDDED("<vt:fault call='virDomainSuspend' code='x'/>"),
    EMBEDDED("<vt:fault call='virDomainSuspend' times='-1'/>"),
    EMBEDDED("<vt:fault call='virDomainSuspend' after='9999999'/>"),
    EMBEDDED("<vt:delay call='virDomainSave'/>"),
    EMBEDDED("<vt:delay call='virDomainSave' ms='86400001'/>"),
    EMBEDDED("<vt:delay call='virDomainSave' ms='1s'/>"),
};

static void check_values(void)
{
    DOMAIN_AUTODEF struct domain_def *def = must_parse(
        DOMAIN_WITH("<o:embedded xmlns:o='" DOMAIN_EMBEDDED_NS "'>"
                    "<o:ram file='/srv/dump' format='raw'/><o:guest paging='4level'/>"
                    "<o:hole start='0x1000' size='8192'/>"
                    "<o:fault call='virDomainSuspend' times='2' after='1' message='no'/>"
                    "<o:delay call='virDomainCoreDump' ms='30000' times='3'/></o:embedded>"));
    DOMAIN_AUTODEF struct domain_def *copy = domain_def_dup(def);

    CHECK(copy != NULL);
    def = domain_def_unref(def);
    const struct domain_embedded *e = copy->embedded;
    CHECK(e != NULL);
    CHECK_STR(e->ram_file, "/srv/dump");
    CHECK_INT(e->ram_format, DOMAIN_RAM_RAW);
    CHECK_INT(e->content, DOMAIN_GUEST_CONTENT_UNSET);
    CHECK_INT(e->paging, DOMAIN_PAGING_4LEVEL);
    CHECK_INT(e->n_holes, 1);
    CHECK_INT(e->holes[0].start, 4096);
    CHECK_INT(e->holes[0].size, 8192);
    CHECK_INT(e->n_faults, 1);
    CHECK_STR(e->faults[0].call, "virDomainSuspend");
    CHECK_INT(e->faults[0].code, VIR_ERR_OPERATION_FAILED);
    CHECK_INT(e->faults[0].times, 2);
    CHECK_INT(e->faults[0].after, 1);
    CHECK_STR(e->faults[0].message, "no");
    CHECK_INT(e->n_delays, 1);
    CHECK_INT(e->delays[0].ms, 30000);
    CHECK_INT(e->delays[0].times, 3);
    VT_AUTOFREE char *text = must_format(copy, 0);
    CHECK(strstr(text, "  <vt:embedded xmlns:vt='urn:vitrine:embedded:1'>\n"
                       "    <vt:ram file='/srv/dump' format='raw'/>\n"
                       "    <vt:guest paging='4level'/>\n"
                       "    <vt:hole start='0x1000' size='0x2000'/>\n") != NULL);
}

/* Each word of the list is taken, in faults and delays. */
static void check_calls(void)
{
    for (unsigned int i = 0; i < domain_embedded_call_words.n; i++) {
        const char *call = domain_embedded_call_words.words[i];
        VT_AUTOFREE char *xml = NULL;
        CHECK(asprintf(&xml, EMBEDDED("<vt:fault call='%s'/><vt:delay call='%s' ms='1'/>"), call,
                       call) > 0);
        DOMAIN_AUTODEF struct domain_def *def = must_parse(xml);
        CHECK_STR(def->embedded->faults[0].call, call);
        CHECK_STR(def->embedded->delays[0].call, call);
    }
}

/* Another element of that name is not ours. */
static void check_absent(void)
{
    DOMAIN_AUTODEF struct domain_def *def =
        must_parse(DOMAIN_WITH("<embedded/><x:embedded xmlns:x='urn:else'/>"));

    CHECK(def->embedded == NULL);
}

int main(void)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(refused); i++)
        must_refuse(refused[i], VIR_ERR_XML_ERROR);
    check_values();
    check_calls();
    check_absent();
    return 0;
}

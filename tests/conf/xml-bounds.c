/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A document is bounded in every direction, and nothing in it reaches outside. */
#include "conf-testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "conf/xml.h"
#include "util/clock.h"
#include "util/strbuf.h"

/* Refusing takes no longer than this, under a sanitizer or valgrind too. */
#define PATIENCE_NS (5 * VT_NS_PER_S)

static const char *const doctypes[] = {
    "<!DOCTYPE domain><domain/>",
    "<!DOCTYPE domain []><domain/>",
    "<!DOCTYPE domain SYSTEM 'FIFO'><domain/>",
    "<!DOCTYPE domain PUBLIC '-//X//Y' 'FIFO'><domain/>",
    "<!DOCTYPE domain SYSTEM 'http://127.0.0.1:9/x.dtd'><domain/>",
    "<!DOCTYPE domain SYSTEM 'ftp://127.0.0.1/x.dtd'><domain/>",
    "<!DOCTYPE d [<!ENTITY x 'y'>]><domain>&x;</domain>",
    "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><domain>&x;</domain>",
    "<!DOCTYPE d [<!ENTITY x SYSTEM 'FIFO'>]><domain>&x;</domain>",
    "<!DOCTYPE d [<!ENTITY % p SYSTEM 'FIFO'> %p;]><domain/>",
    "<!DOCTYPE d [<!ENTITY % p '<!ENTITY x \"y\">'> %p;]><domain>&x;</domain>",
    "<!DOCTYPE d [<!ATTLIST domain type CDATA 'test'>]><domain/>",
    "<!DOCTYPE d [<!ELEMENT domain ANY>]><domain/>",
    "<!DOCTYPE d [<!NOTATION n SYSTEM 'FIFO'>]><domain/>",
    "<!DOCTYPE d [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><domain>&a;</domain>",
    "<!DOCTYPE d [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><d>&c;</d>",
    "<?xml version='1.0'?>\n<!-- x --><?pi y?>\n<!DOCTYPE domain SYSTEM 'FIFO'><domain/>",
};

static void refused(const char *text, int code)
{
    struct xml_doc *doc = NULL;
    uint64_t start = vt_now_ns();

    CHECK(xml_parse(text, XML_MAX_TEXT, VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL, &doc) < 0);
    CHECK(doc == NULL);
    CHECK_INT(vt_error_last()->code, code);
    CHECK(strlen(vt_error_last()->message) < 1100);
    CHECK(vt_now_ns() - start < PATIENCE_NS);
    vt_error_reset();
}

static void accepted(const char *text)
{
    struct xml_doc *doc = NULL;

    CHECK(xml_parse(text, XML_MAX_TEXT, VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL, &doc) == 0);
    xml_doc_free(doc);
}

/* BEFORE, N times EACH, AFTER; a '#' in EACH becomes its number. */
static char *repeat(const char *before, const char *each, unsigned int n, const char *after)
{
    struct vt_strbuf b = VT_STRBUF_INIT;

    vt_strbuf_add(&b, before);
    for (unsigned int i = 0; i < n; i++) {
        for (const char *c = each; *c != '\0'; c++) {
            if (*c == '#')
                vt_strbuf_add_u64(&b, i);
            else
                vt_strbuf_add_n(&b, c, 1);
        }
    }
    vt_strbuf_add(&b, after);
    return vt_strbuf_take(&b);
}

static void check_bound(const char *before, const char *each, unsigned int most, const char *after)
{
    VT_AUTOFREE char *fits = repeat(before, each, most, after);
    VT_AUTOFREE char *over = repeat(before, each, most + 1, after);

    accepted(fits);
    refused(over, VIR_ERR_XML_ERROR);
}

static void check_depth(void)
{
    VT_AUTOFREE char *open = repeat("", "<a>", XML_MAX_DEPTH, "");
    VT_AUTOFREE char *fits = repeat(open, "</a>", XML_MAX_DEPTH, "");
    VT_AUTOFREE char *one_more = repeat("<a>", "", 0, fits);
    VT_AUTOFREE char *over = repeat(one_more, "", 0, "</a>");
    VT_AUTOFREE char *endless = repeat("", "<a>", 300000, "");

    accepted(fits);
    refused(over, VIR_ERR_XML_ERROR);
    refused(endless, VIR_ERR_XML_ERROR);
}

static void check_doctypes(void)
{
    char folder[] = "/tmp/xml-bounds.XXXXXX";
    VT_AUTOFREE char *fifo = NULL;

    CHECK(mkdtemp(folder) != NULL);
    CHECK(asprintf(&fifo, "%s/fifo", folder) > 0);
    CHECK(mkfifo(fifo, 0600) == 0); /* whoever opens it waits for ever */
    CHECK(VT_N_ELEMENTS(doctypes) == 17);
    for (size_t i = 0; i < VT_N_ELEMENTS(doctypes); i++) {
        VT_STRBUF_SCOPE(text);
        const char *at = doctypes[i], *found;
        for (; (found = strstr(at, "FIFO")) != NULL; at = found + 4) {
            vt_strbuf_add_n(&text, at, (size_t)(found - at));
            vt_strbuf_add(&text, fifo);
        }
        vt_strbuf_add(&text, at);
        refused(text.text, VIR_ERR_XML_ERROR);
    }
    CHECK(unlink(fifo) == 0);
    CHECK(rmdir(folder) == 0);
}

int main(void)
{
    VT_AUTOFREE char *many_attributes = repeat("<a", " a#='x'", 100000, "/>");
    VT_AUTOFREE char *large = repeat("<a>", "0123456789", XML_MAX_TEXT / 10, "</a>");
    VT_AUTOFREE char *just_fits = repeat("<a>", "x", XML_MAX_TEXT - 7, "</a>");

    check_doctypes();
    check_depth();
    check_bound("<a", " a#='x'", XML_MAX_ATTRIBUTES, "/>");
    check_bound("<a", " xmlns:n#='u'", XML_MAX_ATTRIBUTES, "><b/></a>");
    check_bound("<a>", "<b/>", XML_MAX_NODES - 1, "</a>");
    refused(many_attributes, VIR_ERR_XML_ERROR);
    refused(large, VIR_ERR_XML_ERROR);
    accepted(just_fits);
    accepted("<!-- <!DOCTYPE x> --><a><![CDATA[<!DOCTYPE x>]]><?p <!DOCTYPE x?></a>");
    accepted("\xef\xbb\xbf<a/>");
    accepted("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe4</a>");
    refused("<?xml version='1.0' encoding='EBCDIC-US'?><a/>", VIR_ERR_XML_ERROR);
    refused("<?xml version='1.0' encoding='UTF-7'?><a/>", VIR_ERR_XML_ERROR);
    refused("\x4c\x6f\xa7\x94", VIR_ERR_XML_DETAIL);
    refused("<a xmlns:x='u'><x:b y='1' y='2'/></a>", VIR_ERR_XML_DETAIL);
    return 0;
}

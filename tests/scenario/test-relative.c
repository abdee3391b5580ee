/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains with paths relative to a folder: what is told and what is not, ways out of the folder,
 * odd folders, and the move of a whole folder. */
#include "config.h"

#include <limits.h>

#include "scenario.h"

#define DISK(attr, path, target) \
    "<disk type='" attr "'><source " attr "='" path "'/><target dev='" target "'/></disk>"
#define BLOCK(path, target) \
    "<disk type='block'><source dev='" path "'/><target dev='" target "'/></disk>"

static const char guest[] =
    "<domain type='%s'><name>moved</name><memory>16384</memory>"
    "<metadata><kernel xmlns='http://k.example/'>/srv/vm/k</kernel><os><kernel>/srv/vm/k</kernel></os>"
    "</metadata>"
    "<os><type>hvm</type><loader>/srv/vm/rom</loader><kernel>/srv/vm/boot/k</kernel>"
    "<initrd>/srv/vm//boot/./i</initrd><cmdline>/srv/vm/not</cmdline>"
    "<nvram template='/srv/vm/t'>/srv/vm/n</nvram></os><devices><emulator>/srv/vm/e</emulator>" DISK(
        "file", "/srv/vm/a.img", "hda") DISK("file", "/srv/other/b.img", "hdb")
        DISK("file", "/srv/vm/../vm/sub/c.img", "hdc") DISK("file", "/srv/vmother/d.img", "vdd")
            BLOCK("/dev/sdz", "vde") BLOCK(
                "/srv/vm/dev/loop",
                "vdf") "<disk device='cdrom'><target dev='hdd'/></disk>"
                       "<filesystem><source dir='/srv/vm/'/><target dir='/srv/vm/t'/></filesystem>"
                       "<serial type='file'><source path='/srv/vm/log'/></serial>"
                       "<serial type='dev'><source path='/srv/vm/tty'/></serial>"
                       "</devices>"
                       "%s</domain>";

/* What only the embedded hypervisor's documents have. */
#define RAM \
    "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:ram file='/srv/vm/ram'/></vt:embedded>"

static void has(const char *xml, const char *text)
{
    if (strstr(xml, text) != NULL)
        return;
    fprintf(stderr, "'%s' is not in:\n%s\n", text, xml);
    exit(1);
}

static void check_dump(virDomainPtr dom)
{
    static const char *const dirs[] = {"/srv/vm", "/srv/vm/", "//srv///vm/.", "/srv/x/../vm"};

    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        char *xml = virDomainGetRelativeXMLDesc(dom, dirs[i], VIR_DOMAIN_XML_INACTIVE);
        CHECK(xml != NULL);
        has(xml, "<loader>rom</loader>");
        has(xml, "<kernel>boot/k</kernel>");
        has(xml, "<initrd>boot/i</initrd>");
        has(xml, "<cmdline>/srv/vm/not</cmdline>");
        has(xml, "<nvram template='t'>n</nvram>");
        has(xml, "<emulator>/srv/vm/e</emulator>");
        has(xml, "file='a.img'");
        has(xml, "file='/srv/other/b.img'");
        has(xml, "file='sub/c.img'");
        has(xml, "file='/srv/vmother/d.img'");
        has(xml, "dev='/dev/sdz'");
        has(xml, "dev='dev/loop'");
        has(xml, "<source dir='.'/>");
        has(xml, "<target dir='/srv/vm/t'/>");
        has(xml, "<source path='log'/>");
        has(xml, "<source path='/srv/vm/tty'/>");
        if (!scn_xen())
            has(xml, "file='ram'");
        has(xml, "<kernel xmlns='http://k.example/'>/srv/vm/k</kernel>");
        has(xml, "<kernel>/srv/vm/k</kernel>\n    </os>");
        free(xml);
    }
}

static void check_dump_outside(virDomainPtr dom)
{
    char *xml = virDomainGetRelativeXMLDesc(dom, "/srv/vm", VIR_DOMAIN_RELATIVE_OUTSIDE);

    CHECK(xml != NULL);
    has(xml, "file='../other/b.img'");
    has(xml, "file='../vmother/d.img'");
    has(xml, "dev='/dev/sdz'"); /* a device is nobody's neighbour */
    free(xml);
    xml = virDomainGetRelativeXMLDesc(dom, "/", 0);
    has(xml, "file='srv/vm/a.img'");
    has(xml, "dev='dev/sdz'");
    free(xml);
    xml = virDomainGetRelativeXMLDesc(dom, "/srv/vm/deeper/still", 0);
    has(xml, "file='/srv/vm/a.img'");
    free(xml);
    xml = virDomainGetRelativeXMLDesc(dom, "/srv/vm/deeper/still", VIR_DOMAIN_RELATIVE_OUTSIDE);
    has(xml, "file='../../a.img'");
    has(xml, "<source dir='../..'/>");
    free(xml);
}

/* Told from one folder, read in another; and back again. */
static void check_move(virConnectPtr conn, virDomainPtr dom)
{
    char *before = virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_INACTIVE);
    char *told = virDomainGetRelativeXMLDesc(dom, "/srv/vm", VIR_DOMAIN_XML_INACTIVE);
    virDomainPtr moved = virDomainDefineRelativeXML(conn, told, "/mnt/new place/", 0);

    CHECK(moved != NULL);
    CHECK(scn_xml_has(moved, 0, "file='/mnt/new place/a.img'"));
    CHECK(scn_xen() || scn_xml_has(moved, 0, "file='/mnt/new place/ram'"));
    CHECK(scn_xml_has(moved, 0, "<kernel>/mnt/new place/boot/k</kernel>"));
    CHECK(scn_xml_has(moved, 0, "file='/srv/other/b.img'"));
    CHECK(scn_xml_has(moved, 0, "<source dir='/mnt/new place'/>"));
    OK(virDomainFree(moved));
    char *again = virDomainGetRelativeXMLDesc(dom, "/mnt/new place", VIR_DOMAIN_XML_INACTIVE);
    CHECK_STR(again, told);
    moved = virDomainDefineRelativeXML(conn, told, "/srv/vm", 0);
    CHECK(moved != NULL);
    char *after = virDomainGetRelativeXMLDesc(moved, "/srv/vm", VIR_DOMAIN_XML_INACTIVE);
    CHECK_STR(after, told);
    CHECK(scn_xml_has(moved, 0, "file='/srv/vm/sub/c.img'"));
    OK(virDomainFree(moved));
    free(before);
    free(told);
    free(again);
    free(after);
}

static virDomainPtr define(virConnectPtr conn, const char *path, const char *dir,
                           unsigned int flags)
{
    char *disk = NULL;

    CHECK(asprintf(&disk, "<devices><disk><source file='%s'/><target dev='vda'/></disk></devices>",
                   path) > 0);
    char *xml = scn_xml("one", disk);
    virDomainPtr dom = virDomainDefineRelativeXML(conn, xml, dir, flags);
    free(disk);
    free(xml);
    return dom;
}

static void leads(virConnectPtr conn, const char *path, const char *dir, unsigned int flags,
                  const char *want)
{
    virDomainPtr dom = define(conn, path, dir, flags);
    char *text = NULL;

    CHECK(dom != NULL);
    CHECK(asprintf(&text, "<source file='%s'/>", want) > 0);
    CHECK(scn_xml_has(dom, 0, text));
    free(text);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
}

static void check_define(virConnectPtr conn)
{
    char cwd[PATH_MAX], want[PATH_MAX + 32];

    leads(conn, "a", "/srv", 0, "/srv/a");
    leads(conn, "./a//b/", "/srv/", 0, "/srv/a/b");
    leads(conn, "sub/../a", "/srv", 0, "/srv/a");
    leads(conn, "../srv/a", "/srv", 0, "/srv/a");
    leads(conn, "/etc/x", "/srv", 0, "/etc/x");
    leads(conn, "a", "/", 0, "/a");
    leads(conn, "../../a", "/", 0, "/a"); /* nothing is above the root */
    leads(conn, "...", "/srv", 0, "/srv/...");
    leads(conn, "&lt;&apos;", "/srv/&amp;'", 0, "/srv/&amp;amp;&apos;/&lt;&apos;");
    leads(conn, "../a", "/srv/vm", VIR_DOMAIN_RELATIVE_OUTSIDE, "/srv/a");
    leads(conn, "../../../../etc/x", "/srv/vm", VIR_DOMAIN_RELATIVE_OUTSIDE, "/etc/x");
    FAILS_NULL(define(conn, "../a", "/srv/vm", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(define(conn, "..", "/srv/vm", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(define(conn, "sub/../../vmother", "/srv/vm", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(define(conn, "../../../etc/passwd", "/srv/vm", 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virDomainLookupByName(conn, "one"), VIR_ERR_NO_DOMAIN);

    CHECK(getcwd(cwd, sizeof cwd) != NULL);
    (void)snprintf(want, sizeof want, "%s/here/a", cwd);
    leads(conn, "a", "here", 0, want);
    (void)snprintf(want, sizeof want, "%s/a", cwd);
    leads(conn, "a", ".", 0, want);
    leads(conn, "a", "here/..", 0, want);
}

/* A type that is empty is none of those whose sources are paths, and is refused behind that. */
static void check_empty_type(virConnectPtr conn)
{
    char *xml = scn_xml("one", "<devices><serial type=''><source path='x'/></serial></devices>");

    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, "/srv", 0), VIR_ERR_INTERNAL_ERROR);
    free(xml);
}

static void check_refusals(virConnectPtr conn, virDomainPtr dom)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr dom_ro = virDomainLookupByName(ro, "moved");
    char *xml = scn_xml("one", "");
    char *deep = malloc(PATH_MAX + 2);
    char *long_path = malloc(PATH_MAX);

    FAILS_NULL(virDomainGetRelativeXMLDesc(NULL, "/", 0), VIR_ERR_INVALID_DOMAIN);
    FAILS_NULL(virDomainGetRelativeXMLDesc(dom, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainGetRelativeXMLDesc(dom, "", 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainGetRelativeXMLDesc(dom, "/", 1u << 30), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainGetRelativeXMLDesc(dom_ro, "/", VIR_DOMAIN_XML_SECURE),
               VIR_ERR_OPERATION_DENIED);
    free(virDomainGetRelativeXMLDesc(dom_ro, "/", 0));
    FAILS_NULL(virDomainDefineRelativeXML(NULL, xml, "/", 0), VIR_ERR_INVALID_CONN);
    FAILS_NULL(virDomainDefineRelativeXML(ro, xml, "/", 0), VIR_ERR_OPERATION_DENIED);
    FAILS_NULL(virDomainDefineRelativeXML(conn, NULL, "/", 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, "", 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, "/", 1), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, "/srv/\xff", 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineRelativeXML(conn, "<domain>", "/", 0), VIR_ERR_XML_DETAIL);
    FAILS_NULL(virDomainDefineRelativeXML(conn, "<domain/>", "/", 0), VIR_ERR_INTERNAL_ERROR);
    CHECK(deep != NULL && long_path != NULL);
    memset(deep, 'd', PATH_MAX + 1);
    deep[0] = '/';
    deep[PATH_MAX + 1] = '\0';
    FAILS_NULL(virDomainDefineRelativeXML(conn, xml, deep, 0), VIR_ERR_INTERNAL_ERROR);
    memset(long_path, 'p', PATH_MAX - 1);
    long_path[PATH_MAX - 1] = '\0';
    FAILS_NULL(define(conn, long_path, "/srv", 0), VIR_ERR_XML_ERROR);
    free(deep);
    free(long_path);
    free(xml);
    OK(virDomainFree(dom_ro));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char xml[4096];

    snprintf(xml, sizeof xml, guest, scn_type(), scn_xen() ? "" : RAM);
    virDomainPtr dom = virDomainDefineXML(conn, xml);
    CHECK(dom != NULL);
    check_dump(dom);
    check_dump_outside(dom);
    check_define(conn);
    check_empty_type(conn);
    check_refusals(conn, dom);
    check_move(conn, dom);
    OK(virDomainUndefine(dom));
    FAILS_NULL(virDomainGetRelativeXMLDesc(dom, "/", 0), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

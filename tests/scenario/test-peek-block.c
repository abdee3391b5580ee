/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virDomainBlockPeek: whose disks, which bytes, and what is forgotten when a definition changes. */
#include "config.h"

#include "scenario/scenario.h"

#define SIZE 100000

static char bytes[SIZE];

static char *disks(const char *file)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<devices><disk type='file'><source file='%s'/><target dev='%s'/></disk>"
                   "</devices>",
                   file, scn_disk('a')) > 0);
    return xml;
}

static void reads(virDomainPtr dom, const char *source)
{
    char got[5000];

    OK(virDomainBlockPeek(dom, source, 0, sizeof got, got, 0));
    CHECK(memcmp(got, bytes, sizeof got) == 0);
    OK(virDomainBlockPeek(dom, scn_disk('a'), 12345, sizeof got, got, 0));
    CHECK(memcmp(got, bytes + 12345, sizeof got) == 0);
    OK(virDomainBlockPeek(dom, scn_disk('a'), SIZE - 1, 1, got, 0));
    CHECK(got[0] == bytes[SIZE - 1]);
    OK(virDomainBlockPeek(dom, scn_disk('a'), 0, 0, NULL, 0));
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), SIZE - 1, 2, got, 0), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), SIZE, 1, got, 0), VIR_ERR_OPERATION_FAILED);
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), UINT64_MAX, 1, got, 0), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), UINT64_MAX - 1, 3, got, 0), VIR_ERR_SYSTEM_ERROR);
}

static void refusals(virConnectPtr conn, virDomainPtr dom, virDomainPtr other)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr seen = virDomainLookupByName(ro, "one");
    char got[10], dotted[300];

    snprintf(dotted, sizeof dotted, "%s/./a.img", scn_folder());
    FAILS(virDomainBlockPeek(dom, "/etc/passwd", 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, scn_path("b.img"), 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, dotted, 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, "", 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, NULL, 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainBlockPeek(seen, scn_disk('a'), 0, 1, got, 0), VIR_ERR_OPERATION_DENIED);
    OK(virDomainBlockPeek(other, scn_path("b.img"), 0, 1, got, 0));
    FAILS(virDomainBlockPeek(dom, scn_path("b.img"), 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainFree(seen));
    CHECK_INT(virConnectClose(ro), 0);
    dom = scn_define(conn, "three",
                     "<devices><disk type='file'><source file='/none'/><target dev='vda'/></disk>"
                     "<disk type='file' device='cdrom'><target dev='hdc'/><readonly/></disk>"
                     "</devices>");
    FAILS(virDomainBlockPeek(dom, "hdc", 0, 1, got, 0), VIR_ERR_INVALID_ARG); /* no medium */
    FAILS(virDomainBlockPeek(dom, "vda", 0, 1, got, 0), VIR_ERR_SYSTEM_ERROR);
    scn_drop(dom);
}

static void hot_plug(virDomainPtr dom)
{
    char xml[400], got[10];

    snprintf(xml, sizeof xml, "<disk type='file'><source file='%s'/><target dev='%s'/></disk>",
             scn_path("b.img"), scn_disk('b'));
    OK(virDomainAttachDevice(dom, xml));
    OK(virDomainBlockPeek(dom, scn_disk('b'), 0, sizeof got, got, 0));
    CHECK_INT(got[0], 'b');
    OK(virDomainDetachDevice(dom, xml));
    FAILS(virDomainBlockPeek(dom, scn_disk('b'), 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainAttachDevice(dom, xml)); /* this run's only */
    OK(virDomainBlockPeek(dom, scn_disk('b'), 0, 1, got, 0));
    OK(virDomainDestroy(dom));
    FAILS(virDomainBlockPeek(dom, scn_disk('b'), 0, 1, got, 0), VIR_ERR_INVALID_ARG);
}

/* What was open under the old definition is not readable under the new one. */
static void definition_changes(virConnectPtr conn, virDomainPtr dom)
{
    char *more = disks(scn_path("b.img")), *xml = scn_xml("one", more), got[1];
    virDomainPtr again;

    OK(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 0));
    CHECK_INT(got[0], bytes[0]);
    again = virDomainDefineXML(conn, xml);
    CHECK(again != NULL);
    OK(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 0));
    CHECK_INT(got[0], 'b');
    FAILS(virDomainBlockPeek(dom, scn_path("a.img"), 0, 1, got, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainUndefine(dom));
    FAILS(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 0), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(again));
    OK(virDomainFree(dom));
    /* A transient run on top of a definition. */
    free(more);
    more = disks(scn_path("a.img"));
    dom = scn_define(conn, "one", more);
    OK(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 0));
    again = virDomainCreateXML(conn, xml, 0);
    CHECK(again != NULL);
    OK(virDomainBlockPeek(dom, scn_disk('a'), 0, 1, got, 0));
    CHECK_INT(got[0], 'b');
    OK(virDomainFree(again));
    scn_drop(dom);
    free(more);
    free(xml);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char *more;

    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i ^ i >> 8);
    scn_write(scn_path("a.img"), bytes, SIZE);
    scn_write(scn_path("b.img"), "bbbbbbbbbbbb", 12);
    more = disks(scn_path("b.img"));
    virDomainPtr other = scn_define(conn, "two", more);
    free(more);
    more = disks(scn_path("a.img"));
    virDomainPtr dom = scn_define(conn, "one", more);
    free(more);

    reads(dom, scn_path("a.img")); /* shut off */
    OK(virDomainCreate(dom));
    reads(dom, scn_path("a.img"));
    refusals(conn, dom, other);
    hot_plug(dom);
    definition_changes(conn, dom);
    scn_drop(other);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

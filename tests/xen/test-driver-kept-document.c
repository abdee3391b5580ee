/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is changed of a guest that runs and was started here is kept with it for other processes; a guest of others
 * gets no document by that, which would make it one that was started here. */
#include "config.h"

#include "xen/world_testing.h"

#define DISK "<disk type='file'><source file='/dev/null'/><target dev='xvdb' bus='xen'/></disk>"

static struct test_world t;

/* What other processes find; NULL none.  The caller frees. */
static char *kept(virDomainPtr dom)
{
    struct xen_host *host;
    struct xen_fail fail;
    char *xml;

    CHECK_INT(t.ops->open(&host, &fail), 0);
    xml = t.ops->get_xml(host, virDomainGetID(dom), &fail);
    t.ops->close(host);
    return xml;
}

static void change(virDomainPtr dom)
{
    CHECK_INT(virDomainSetMaxMemory(dom, 24576), 0);
    CHECK_INT((int)virDomainGetMaxMemory(dom), 24576);
    CHECK_INT(virDomainAttachDevice(dom, DISK), 0);
}

static void ours(void)
{
    virDomainPtr dom = test_world_create(&t, "ours", "");
    char *xml;

    change(dom);
    xml = kept(dom);
    CHECK(xml != NULL && strstr(xml, "24576") != NULL && strstr(xml, "xvdb") != NULL);
    free(xml);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

static void others(void)
{
    const struct fake_spec spec = {.name = "others", .mem_kib = 16384};
    virDomainPtr dom;
    uint32_t domid;

    CHECK_INT(t.fake->make(&spec, &domid), 0);
    dom = virDomainLookupByName(t.conn, "others");
    CHECK(dom != NULL);
    change(dom);
    CHECK(kept(dom) == NULL);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

#define LARGE(more) \
    "<domain type='xen'><name>large</name><memory>99999999999</memory>" more "<vcpu>1</vcpu>" \
    "<os><type>linux</type><kernel>/dev/null</kernel></os></domain>"

/* The list of its pages would fill all memory.  Of one that may grow to that it has only what the guest
 * gets at first, so the toolstack is asked; the one in memory makes the list all the same, and refuses. */
static void too_large(void)
{
    virDomainPtr dom = virDomainCreateXML(t.conn, LARGE(""), 0);

    CHECK(dom == NULL);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    CHECK_INT((int)t.fake->calls("create"), 1);
    dom = virDomainCreateXML(t.conn, LARGE("<currentMemory>16384</currentMemory>"), 0);
    CHECK(dom == NULL);
    CHECK_INT((int)t.fake->calls("create"), 2);
}

int main(void)
{
    test_world_open(&t);
    ours();
    others();
    too_large();
    test_world_close(&t);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of saved guests of the embedded hypervisor: memory and settings in them, the older form, and
 * files that are damaged anywhere. */
#include "config.h"

#include "scenario/scenario.h"

#define RAM ((size_t)2 << 20)

static void bytes_kept(virConnectPtr conn, virDomainPtr dom)
{
    unsigned char *before, *after;

    OK(virDomainReboot(dom, 0)); /* another generation than a fresh start would have */
    OK(virDomainSetMemory(dom, 8192));
    before = scn_ram(dom, RAM);
    OK(virDomainSave(dom, scn_path("one.save")));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(scn_entries(), 1);
    FAILS(virDomainSave(dom, scn_path("two.save")), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(scn_entries(), 1);
    OK(virDomainRestore(conn, scn_path("one.save")));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING);
    CHECK(scn_xml_has(dom, 0, "<currentMemory>8192</currentMemory>"));
    after = scn_ram(dom, RAM);
    CHECK(memcmp(before, after, RAM) == 0);
    CHECK_INT(virDomainRestore(conn, scn_path("one.save")), -1); /* it runs */
    CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING);
    free(before);
    free(after);
}

/* The form that the test driver of 0.6.1 writes: no memory behind the document. */
static void old_form(virConnectPtr conn)
{
    char *xml = scn_xml("older", ""), file[4096] = "TestGuestMagic";
    int len = (int)strlen(xml) + 1;

    memcpy(file + 15, &len, sizeof len);
    memcpy(file + 15 + sizeof len, xml, (size_t)len);
    scn_write(scn_path("old.save"), file, 15 + sizeof len + (size_t)len);
    OK(virDomainRestore(conn, scn_path("old.save")));
    virDomainPtr dom = virDomainLookupByName(conn, "older");
    CHECK(scn_runs(dom));
    OK(virDomainDestroy(dom)); /* it was not defined: transient */
    FAILS_NULL(virDomainLookupByName(conn, "older"), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
    free(xml);
}

static void refuse(virConnectPtr conn, virDomainPtr dom, const char *data, size_t len)
{
    scn_write(scn_path("bad.save"), data, len);
    CHECK_INT(virDomainRestore(conn, scn_path("bad.save")), -1);
    CHECK(virGetLastError() != NULL && virGetLastError()->message != NULL);
    CHECK(virGetLastError()->code != VIR_ERR_NO_MEMORY);
    CHECK_INT(virConnectNumOfDomains(conn), 1);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
}

static void damaged(virConnectPtr conn, virDomainPtr dom)
{
    size_t len, doc, step;
    int xml_len;

    OK(virDomainSave(dom, scn_path("one.save")));
    char *data = scn_read(scn_path("one.save"), &len);
    memcpy(&xml_len, data + 15, sizeof xml_len);
    doc = 15 + sizeof xml_len + (size_t)xml_len;
    step = len / 10;
    for (size_t n = 0; n < doc; n += 37) /* the end is missing */
        refuse(conn, dom, data, n);
    for (size_t n = doc + 1; n < len; n += n < doc + 200 ? 13 : step)
        refuse(conn, dom, data, n);
    refuse(conn, dom, data, len - 1);
    for (size_t at = 0; at < len; at += at < 19 ? 3 : step) { /* one bit is wrong */
        if (at >= 19 && at < doc)
            at = doc;
        data[at] ^= 0x40;
        refuse(conn, dom, data, len);
        data[at] ^= 0x40;
    }
    scn_write(scn_path("bad.save"), data, len);
    OK(virDomainRestore(conn, scn_path("bad.save")));
    free(data);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");

    bytes_kept(conn, dom);
    old_form(conn);
    damaged(conn, dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

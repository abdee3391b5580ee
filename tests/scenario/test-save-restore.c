/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Saving a domain with its memory and going on from the file; files that cannot be used. */
#include "config.h"

#include <sys/stat.h>

#include "scenario/scenario.h"

#define RAM ((size_t)2 << 20)

static void bytes_kept(virConnectPtr conn, virDomainPtr dom)
{
    unsigned char *before, *after;

    scn_reboot(dom); /* another generation than a fresh start would have */
    before = scn_middle(dom, RAM);
    OK(virDomainSave(dom, scn_path("one.save")));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(scn_entries(), 1);
    FAILS(virDomainSave(dom, scn_path("two.save")), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(scn_entries(), 1);
    OK(virDomainRestore(conn, scn_path("one.save")));
    CHECK(scn_runs(dom));
    after = scn_middle(dom, RAM);
    CHECK(memcmp(before, after, RAM) == 0);
    CHECK_INT(virDomainRestore(conn, scn_path("one.save")), -1); /* it runs */
    CHECK(scn_runs(dom));
    free(before);
    free(after);
}

/* A guest of Xen has to suspend itself. */
static void paused(virConnectPtr conn, virDomainPtr dom)
{
    OK(virDomainSuspend(dom));
    if (scn_xen()) {
        FAILS(virDomainSave(dom, scn_path("one.save")), VIR_ERR_OPERATION_FAILED);
        OK(virDomainResume(dom));
        return;
    }
    OK(virDomainSave(dom, scn_path("one.save"))); /* over the older one */
    OK(virDomainRestore(conn, scn_path("one.save")));
}

static void relative(virConnectPtr conn, virDomainPtr dom)
{
    char old[4096];

    CHECK(getcwd(old, sizeof old) != NULL && chdir(scn_folder()) == 0);
    OK(virDomainSave(dom, "one.save")); /* over the older one */
    CHECK_INT(scn_entries(), 1);
    OK(virDomainRestore(conn, "one.save"));
    CHECK(chdir(old) == 0);
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

/* The end is missing, or the beginning is another. */
static void cut(virConnectPtr conn, virDomainPtr dom)
{
    size_t len;

    OK(virDomainSave(dom, scn_path("one.save")));
    char *data = scn_read(scn_path("one.save"), &len);
    for (size_t n = 0; n < 600; n += 41)
        refuse(conn, dom, data, n);
    refuse(conn, dom, data, len / 2);
    data[3] ^= 0x40;
    refuse(conn, dom, data, len);
    data[3] ^= 0x40;
    scn_write(scn_path("bad.save"), data, len);
    OK(virDomainRestore(conn, scn_path("bad.save")));
    free(data);
}

static void refusals(virConnectPtr conn, virDomainPtr dom)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr other = virDomainLookupByName(ro, "one");
    char *long_path = calloc(1, 5000);

    CHECK(long_path != NULL);
    memset(long_path, 'a', 4999);
    long_path[0] = '/';
    int n = scn_entries();
    FAILS(virDomainSave(dom, "/no/such/folder/x"), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainSave(dom, long_path), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainRestore(conn, long_path), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainSave(dom, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virDomainRestore(conn, NULL), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSave(other, scn_path("x")), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainRestore(ro, scn_path("one.save")), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainRestore(conn, "/no/such/folder/x"), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(scn_entries(), n);
    CHECK(scn_runs(dom)); /* as it was */
    if (geteuid() != 0) {
        CHECK(chmod(scn_folder(), 0500) == 0);
        FAILS(virDomainSave(dom, scn_path("x")), VIR_ERR_SYSTEM_ERROR);
        CHECK(chmod(scn_folder(), 0700) == 0);
        CHECK(scn_runs(dom));
    }
    free(long_path);
    OK(virDomainFree(other));
    CHECK_INT(virConnectClose(ro), 0);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");

    bytes_kept(conn, dom);
    paused(conn, dom);
    relative(conn, dom);
    cut(conn, dom);
    refusals(conn, dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

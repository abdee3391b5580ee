/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration: a new name that no document can hold is refused, and a bad destination is told in the
 * name of the call. */
#include "config.h"

#include "scenario/scenario.h"

int main(void)
{
    static const char *const names[] = {"x\xff",        "\xc0\xaf",     "cut \xe2\x82",
                                        "\xed\xa0\x80", "\xef\xbf\xbe", "a\nb"};
    char uri[300];

    virConnectPtr from = scn_open();
    scn_write(scn_path("node.xml"), "<node/>", 7);
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    virConnectPtr to = virConnectOpen(uri);
    CHECK(to != NULL);
    virDomainPtr dom = scn_start(from, "moves", "");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        FAILS_NULL(virDomainMigrate(dom, to, 0, names[i], NULL, 0), VIR_ERR_XML_ERROR);
    FAILS_NULL(virDomainMigrate(dom, NULL, 0, NULL, NULL, 0), VIR_ERR_INVALID_CONN);
    CHECK(strstr(virGetLastError()->message, "virDomainMigrate") != NULL);
    CHECK(scn_runs(dom));
    virDomainPtr moved = virDomainMigrate(dom, to, 0, "\xc3\xa9t\xc3\xa9", NULL, 0);
    CHECK(moved != NULL);
    CHECK_STR(virDomainGetName(moved), "\xc3\xa9t\xc3\xa9");
    OK(virDomainFree(moved));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(to), 0);
    CHECK_INT(virConnectClose(from), 0);
    return 0;
}

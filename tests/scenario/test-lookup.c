/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding domains by name, uuid and number, and listing them. */
#include "config.h"

#include <ctype.h>

#include "scenario/scenario.h"

static void found(virConnectPtr conn)
{
    unsigned char raw[VIR_UUID_BUFLEN];
    char text[VIR_UUID_STRING_BUFLEN];
    virDomainPtr dom = virDomainLookupByName(conn, scn_resident());

    CHECK(dom != NULL);
    CHECK_STR(virDomainGetName(dom), scn_resident());
    OK(virDomainGetUUIDString(dom, text));
    CHECK_STR(text, scn_resident_uuid());
    OK(virDomainGetUUID(dom, raw));
    CHECK(raw[0] == strtoul((char[]){text[0], text[1], '\0'}, NULL, 16));
    CHECK(raw[15] == strtoul(text + 34, NULL, 16));
    CHECK_INT(virDomainGetID(dom), scn_resident_id());
    CHECK(virDomainGetConnect(dom) == conn);
    OK(virDomainFree(dom));

    dom = virDomainLookupByUUID(conn, raw);
    CHECK(dom != NULL);
    OK(virDomainFree(dom));
    for (char *p = text; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    dom = virDomainLookupByUUIDString(conn, text);
    CHECK(dom != NULL);
    OK(virDomainFree(dom));
    dom = virDomainLookupByID(conn, scn_resident_id());
    CHECK(dom != NULL);
    OK(virDomainFree(dom));
}

#define UUID "6695eb01-f6a4-8304-79aa-97f2502e193f"

static void not_found(virConnectPtr conn)
{
    static const unsigned char none[VIR_UUID_BUFLEN] = {1};
    static const char *const bad[] = {"",
                                      "6695eb01",
                                      "6695eb01f6a4830479aa97f2502e193f",
                                      "6695eb01-f6a4-8304-79aa-97f2502e193",
                                      (UUID "0"),
                                      "6695eb01-f6a4-8304-79aag97f2502e193f",
                                      (" " UUID)};

    FAILS_NULL(virDomainLookupByName(conn, "tes"), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByName(conn, ""), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByName(conn, NULL), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainLookupByName(NULL, scn_resident()), VIR_ERR_INVALID_CONN);
    FAILS_NULL(virDomainLookupByUUID(conn, none), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByUUID(conn, NULL), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainLookupByUUIDString(conn, "00000000-f6a4-8304-79aa-97f2502e193f"),
               VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByUUIDString(conn, NULL), VIR_ERR_INVALID_ARG);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        FAILS_NULL(virDomainLookupByUUIDString(conn, bad[i]), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainLookupByID(conn, 0x7fef), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByID(conn, scn_xen() ? 0x7ff0 : 0), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByID(conn, INT32_MAX), VIR_ERR_NO_DOMAIN);
    FAILS_NULL(virDomainLookupByID(conn, -1), VIR_ERR_INVALID_ARG);
}

static void defined_lists(virConnectPtr conn)
{
    char *names[4] = {NULL, NULL, NULL, NULL};

    CHECK_INT(virConnectNumOfDefinedDomains(conn), 3);
    CHECK_INT(virConnectListDefinedDomains(conn, names, 4), 3);
    CHECK_STR(names[0], "zz"); /* in the order in which they came */
    CHECK_STR(names[1], "aa");
    CHECK_STR(names[2], "mm");
    CHECK(names[3] == NULL);
    for (int i = 0; i < 3; i++) {
        free(names[i]);
        names[i] = NULL;
    }
    CHECK_INT(virConnectListDefinedDomains(conn, names, 2), 2);
    CHECK_STR(names[1], "aa");
    CHECK(names[2] == NULL);
    free(names[0]);
    free(names[1]);
    CHECK_INT(virConnectListDefinedDomains(conn, names, 0), 0);
    FAILS(virConnectListDefinedDomains(conn, NULL, 1), VIR_ERR_INVALID_ARG);
    FAILS(virConnectListDefinedDomains(conn, names, -1), VIR_ERR_INVALID_ARG);
}

static void active_lists(virConnectPtr conn, virDomainPtr dom)
{
    int ids[4] = {-7, -7, -7, -7}, first = scn_resident_id(), id;

    CHECK_INT(virConnectNumOfDomains(conn), 1);
    CHECK_INT(virConnectListDomains(conn, ids, 4), 1);
    CHECK(ids[0] == first && ids[1] == -7);
    OK(virDomainCreate(dom));
    id = (int)virDomainGetID(dom);
    CHECK(scn_xen() ? id > 0 : id == 2);
    CHECK_INT(virConnectNumOfDomains(conn), 2);
    CHECK_INT(virConnectListDomains(conn, ids, 4), 2);
    CHECK(ids[0] == first && ids[1] == id && ids[2] == -7);
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 2);
    ids[0] = ids[1] = -7;
    CHECK_INT(virConnectListDomains(conn, ids, 1), 1);
    CHECK(ids[0] == first && ids[1] == -7);
    CHECK_INT(virConnectListDomains(conn, ids, 0), 0);
    FAILS(virConnectListDomains(conn, NULL, 1), VIR_ERR_INVALID_ARG);
    FAILS(virConnectListDomains(conn, ids, -1), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    FAILS_NULL(virDomainLookupByID(conn, id), VIR_ERR_NO_DOMAIN);
}

int main(void)
{
    static const char *const names[] = {"zz", "aa", "mm"};
    virConnectPtr conn = scn_open();
    virDomainPtr dom[3];

    CHECK_INT(virConnectNumOfDefinedDomains(conn), 0);
    found(conn);
    not_found(conn);
    for (int i = 0; i < 3; i++)
        dom[i] = scn_define(conn, names[i], "");
    defined_lists(conn);
    active_lists(conn, dom[1]);
    /* By a read-only connection too. */
    virConnectPtr ro = scn_open_ro();
    found(ro);
    not_found(ro);
    defined_lists(ro);
    for (int i = 0; i < 3; i++)
        scn_drop(dom[i]);
    FAILS(virConnectNumOfDomains(NULL), VIR_ERR_INVALID_CONN);
    FAILS(virConnectNumOfDefinedDomains(NULL), VIR_ERR_INVALID_CONN);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

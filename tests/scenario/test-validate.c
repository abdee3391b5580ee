/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents that must fit their schema: defining and creating with the flags for it, many threads
 * at once, and what is there to say when there is no schema. */
#include "config.h"

#include <pthread.h>

#include "scenario.h"

#define RIGHT \
    "<domain type='%s'><name>%s</name><memory>16384</memory>%s" \
    "<devices><disk><source file='%s'/><target dev='%s'/></disk></devices></domain>"

/* The parser takes it and carries the mistake along. */
static const char *wrong(void)
{
    static _Thread_local char xml[1024];

    snprintf(xml, sizeof xml,
             "<domain type='%s'>\n<name>wrong</name>\n<memory>16384</memory>\n"
             "%s\n<colour>blue</colour>\n</domain>",
             scn_type(), scn_os());
    return xml;
}

#define THREADS 8
#define ROUNDS 6

static void check_define(virConnectPtr conn)
{
    char right[1500];
    virDomainPtr dom;

    (void)snprintf(right, sizeof right, RIGHT, scn_type(), "right", scn_os(), "/srv/a",
                   scn_disk('a'));
    dom = virDomainDefineXMLFlags(conn, right, VIR_DOMAIN_DEFINE_VALIDATE);
    CHECK(dom != NULL);
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));

    FAILS_NULL(virDomainDefineXMLFlags(conn, wrong(), VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_XML_INVALID_SCHEMA);
    CHECK(strstr(virGetLastError()->message, "line 5") != NULL);
    FAILS_NULL(virDomainLookupByName(conn, "wrong"), VIR_ERR_NO_DOMAIN);
    dom = virDomainDefineXMLFlags(conn, wrong(), 0);
    CHECK(dom != NULL);
    CHECK(scn_xml_has(dom, 0, "<colour>blue</colour>"));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));

    FAILS_NULL(virDomainDefineXMLFlags(conn, right, 2), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineXMLFlags(conn, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS_NULL(virDomainDefineXMLFlags(conn, "<domain", VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_XML_DETAIL);
    FAILS_NULL(virDomainDefineXMLFlags(conn,
                                       "<!DOCTYPE domain SYSTEM 'file:///etc/passwd'><domain/>",
                                       VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_XML_ERROR);
    FAILS_NULL(virDomainDefineXMLFlags(conn, "<network/>", VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_XML_INVALID_SCHEMA);
}

static void check_create(virConnectPtr conn)
{
    const char *disk = scn_path("disk");
    char right[1500];
    virDomainPtr dom;

    scn_write(disk, "disk", 4);

    (void)snprintf(right, sizeof right, RIGHT, scn_type(), "transient", scn_os(), disk,
                   scn_disk('a'));
    FAILS_NULL(virDomainCreateXML(conn, wrong(), VIR_DOMAIN_START_VALIDATE),
               VIR_ERR_XML_INVALID_SCHEMA);
    FAILS_NULL(virDomainLookupByName(conn, "wrong"), VIR_ERR_NO_DOMAIN);
    dom = virDomainCreateXML(conn, right, VIR_DOMAIN_START_VALIDATE);
    CHECK(dom != NULL);
    OK(virDomainDestroy(dom));
    OK(virDomainFree(dom));
}

/* What we print ourselves fits. */
static void check_again(virConnectPtr conn)
{
    virDomainPtr dom = virDomainLookupByName(conn, "kept");
    char *xml = virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE);
    virDomainPtr again = virDomainDefineXMLFlags(conn, xml, VIR_DOMAIN_DEFINE_VALIDATE);

    CHECK(again != NULL);
    free(xml);
    OK(virDomainFree(dom));
    OK(virDomainFree(again));
}

static void *validate(void *user)
{
    virConnectPtr conn = user;

    for (int i = 0; i < ROUNDS; i++) {
        CHECK(virDomainDefineXMLFlags(conn, wrong(), VIR_DOMAIN_DEFINE_VALIDATE) == NULL);
        CHECK_INT(virGetLastError()->code, VIR_ERR_XML_INVALID_SCHEMA);
        check_again(conn);
    }
    return NULL;
}

static void check_threads(virConnectPtr conn)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, validate, conn), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
}

/* No other thread runs: the environment may be changed. */
static void check_no_schema(virConnectPtr conn)
{
    CHECK_INT(setenv("VITRINE_SCHEMAS", scn_folder(), 1), 0);
    FAILS_NULL(virDomainDefineXMLFlags(conn, wrong(), VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_SYSTEM_ERROR);
    scn_write(scn_path("domain.rng"), "<grammar/>", 10);
    FAILS_NULL(virDomainDefineXMLFlags(conn, wrong(), VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_INTERNAL_ERROR);
    scn_write(scn_path("domain.rng"), "<gram", 5);
    FAILS_NULL(virDomainDefineXMLFlags(conn, wrong(), VIR_DOMAIN_DEFINE_VALIDATE),
               VIR_ERR_INTERNAL_ERROR);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virConnectPtr ro = scn_open_ro();

    virDomainPtr kept = scn_define(conn, "kept", "");

    check_threads(conn);
    check_define(conn);
    check_create(conn);
    check_again(conn);
    FAILS_NULL(virDomainDefineXMLFlags(ro, wrong(), 0), VIR_ERR_OPERATION_DENIED);
    check_no_schema(conn);
    scn_drop(kept);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all tests with real input share of a domain's life.
 * It uses the public library only. */
#include "config.h"

#include "real_domain.h"

static void say_nothing(void *opaque, virErrorPtr error)
{
    (void)opaque;
    (void)error;
}

virConnectPtr real_connect(void)
{
    virConnectPtr conn;

    virSetErrorFunc(NULL, say_nothing);
    conn = virConnectOpen("test:///default");
    CHECK(conn != NULL);
    return conn;
}

/* Says what the library says, and ends the test. */
static void give_up(const char *what)
{
    virErrorPtr error = virGetLastError();

    fprintf(stderr, "%s: %s\n", what, error != NULL && error->message ? error->message : "?");
    exit(1);
}

virDomainPtr real_start(virConnectPtr conn, const char *xml)
{
    virDomainPtr dom = virDomainDefineXML(conn, xml);

    if (dom == NULL)
        give_up("the guest cannot be defined");
    if (virDomainCreate(dom) < 0)
        give_up("the guest cannot be started");
    return dom;
}

void real_end(virDomainPtr dom)
{
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

void real_check_error(int code)
{
    virErrorPtr error = virGetLastError();

    CHECK(error != NULL && error->message != NULL && error->message[0] != '\0');
    CHECK_INT(error->code, code);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain on which nothing long is done: no job is told of, and none can be ended. */
#include "config.h"

#include "scenario/scenario.h"

static void want_none(virDomainPtr dom, int code)
{
    static const virDomainJobInfo none;
    virDomainJobInfo info;

    memset(&info, 0xff, sizeof info);
    OK(virDomainGetJobInfo(dom, &info));
    CHECK(memcmp(&info, &none, sizeof info) == 0);
    FAILS(virDomainAbortJob(dom), code);
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = scn_start(conn, "one", ""), other = virDomainLookupByName(ro, "one");
    int code = scn_xen() ? VIR_ERR_NO_SUPPORT : VIR_ERR_INTERNAL_ERROR;
    virDomainJobInfo info;

    want_none(dom, code);
    OK(virDomainCoreDump(dom, scn_path("core"), 0));
    want_none(dom, code);
    OK(virDomainGetJobInfo(other, &info));
    FAILS(virDomainAbortJob(other), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainGetJobInfo(dom, NULL), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    OK(virDomainGetJobInfo(dom, &info));
    CHECK_INT(info.type, VIR_DOMAIN_JOB_NONE);
    OK(virDomainUndefine(dom));
    FAILS(virDomainGetJobInfo(dom, &info), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(other));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening: names that are right and wrong, versions, a world that begins anew. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "testing.h"

static void quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

static void refuse(const char *name, int code)
{
    CHECK(virConnectOpen(name) == NULL);
    if (virGetLastError()->code != code)
        fprintf(stderr, "%s: %s\n", name ? name : "NULL", virGetLastError()->message);
    CHECK_INT(virGetLastError()->code, code);
}

static void uris(void)
{
    char long_uri[8192] = "test:///";

    unsetenv("LIBVIRT_DEFAULT_URI");
    refuse("test://", VIR_ERR_INVALID_ARG);
    refuse("test:///", VIR_ERR_INVALID_ARG);
    refuse("TEST:///default", VIR_ERR_NO_CONNECT);
    refuse("test://host/default", VIR_ERR_NO_CONNECT);
    refuse("foo", VIR_ERR_NO_CONNECT);
    refuse("test:///default%00x", VIR_ERR_INVALID_ARG);
    refuse("test:///a b", VIR_ERR_INVALID_ARG);
    refuse("qemu+ssh://-oProxyCommand=x/system", VIR_ERR_INVALID_ARG);
    refuse(":::", VIR_ERR_INVALID_ARG);
    refuse("test:///no/such/file.xml", VIR_ERR_SYSTEM_ERROR);
    memset(long_uri + 8, 'a', sizeof long_uri - 9);
    refuse(long_uri, VIR_ERR_INVALID_ARG);
    CHECK(virConnectOpenAuth("test:///default", NULL, 1 << 20) == NULL);
    CHECK_INT(virGetLastError()->code, VIR_ERR_INVALID_ARG);

    CHECK_INT(setenv("LIBVIRT_DEFAULT_URI", "test:///default?a=b", 1), 0);
    virConnectPtr conn = virConnectOpen(NULL);
    char *uri = virConnectGetURI(conn);
    CHECK_STR(uri, "test:///default?a=b");
    free(uri);
    CHECK_STR(virConnectGetType(conn), "Test");
    CHECK_INT(virConnectClose(conn), 0);
}

/* Without a name and without another hypervisor the embedded one is there. */
static void no_name(void)
{
    const char *const names[] = {NULL, ""};

    unsetenv("LIBVIRT_DEFAULT_URI");
    for (int i = 0; i < 2; i++) {
        virConnectPtr conn = virConnectOpen(names[i]);
        char *uri = virConnectGetURI(conn);
        CHECK_STR(uri, "test:///default");
        free(uri);
        CHECK_INT(virConnectClose(conn), 0);
    }
}

/* Nobody had it open: it begins anew. */
static void begins_anew(void)
{
    virDomainInfo info;

    for (int i = 0; i < 2; i++) {
        virConnectPtr conn = virConnectOpen("test:///default");
        virDomainPtr dom =
            virDomainLookupByUUIDString(conn, "6695eb01-f6a4-8304-79aa-97f2502e193f");
        CHECK_INT(virDomainGetInfo(dom, &info), 0);
        CHECK_INT(info.state, VIR_DOMAIN_RUNNING);
        CHECK_INT(virDomainSuspend(dom), 0);
        CHECK_INT(virDomainFree(dom), 0);
        CHECK_INT(virConnectClose(conn), 0);
    }
}

static void versions(void)
{
    unsigned long lib = 0, type = 0;

    CHECK_INT(virGetVersion(&lib, "TEST", &type), 0);
    CHECK_INT(lib, 6001);
    CHECK_INT(virGetVersion(&lib, "no such type", NULL), 0);
    CHECK_INT(virGetVersion(&lib, "no such type", &type), -1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_NO_SUPPORT);
    CHECK_INT(virGetVersion(NULL, NULL, NULL), -1);
}

int main(void)
{
    CHECK_INT(virInitialize(), 0);
    CHECK_INT(virInitialize(), 0);
    virSetErrorFunc(NULL, quiet);
    uris();
    no_name();
    begins_anew();
    versions();
    return 0;
}

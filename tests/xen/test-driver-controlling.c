/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domain that all of this runs in is not stopped, stood still or written away by its own calls. */
#include "config.h"

#include <unistd.h>

#include "xen/world_testing.h"

#define REFUSED(call) \
    do { \
        CHECK_INT(call, -1); \
        CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED); \
    } while (0)

int main(void)
{
    static const char *const changes[] = {"destroy", "shutdown", "pause", "save", "core_dump"};
    struct test_world t;
    virDomainPtr dom;
    char path[64];

    test_world_open(&t);
    dom = virDomainLookupByID(t.conn, 0);
    CHECK(dom != NULL);
    snprintf(path, sizeof path, "%s/file", t.folder);
    REFUSED(virDomainDestroy(dom));
    REFUSED(virDomainShutdown(dom));
    REFUSED(virDomainReboot(dom, 0));
    REFUSED(virDomainSuspend(dom));
    REFUSED(virDomainSave(dom, path));
    REFUSED(virDomainCoreDump(dom, path, 0));
    CHECK(virDomainMigrate(dom, t.conn, 0, NULL, NULL, 0) == NULL);
    CHECK_INT(test_world_error(), VIR_ERR_OPERATION_FAILED);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        CHECK_INT(t.fake->calls(changes[i]), 0);
    CHECK(access(path, F_OK) < 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}

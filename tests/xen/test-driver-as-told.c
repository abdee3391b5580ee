/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that has not yet got, or given back, the memory that it was told to have: what is saved of it
 * says what it was told, so that no save and restore makes it smaller. */
#include "config.h"

#include <fcntl.h>

#include "xen/driver_testing.h"

#define TOLD 7000 /* KiB; not what it has */

static bool file_has(const char *path, const char *text)
{
    static char bytes[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;

    CHECK(fd >= 0);
    n = read(fd, bytes, sizeof bytes);
    CHECK(n > 0 && close(fd) == 0);
    return memmem(bytes, (size_t)n, text, strlen(text)) != NULL;
}

static bool document_has(virDomainPtr dom, const char *text)
{
    char *xml = virDomainGetXMLDesc(dom, 0);
    bool has = xml != NULL && strstr(xml, text) != NULL;

    free(xml);
    return has;
}

int main(void)
{
    char path[256], node[64], value[16], want[64];

    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "told", "");

    snprintf(path, sizeof path, "%s/saved", getenv("TMPDIR"));
    snprintf(node, sizeof node, "/local/domain/%u/memory/target", virDomainGetID(dom));
    snprintf(value, sizeof value, "%d", TOLD);
    snprintf(want, sizeof want, "<currentMemory>%d</currentMemory>", TOLD);
    drv_fake()->obey_after(60000);
    CHECK_INT(drv_fake()->store_write(node, value), 0);
    CHECK(!document_has(dom, want));
    drv_fake()->obey_after(2);
    OK(virDomainSave(dom, path));
    CHECK(file_has(path, want));
    OK(virDomainRestore(conn, path));
    CHECK(unlink(path) == 0);
    UNTIL(scn_runs(dom));
    OK(virDomainDestroy(dom));
    OK(virDomainUndefine(dom));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}

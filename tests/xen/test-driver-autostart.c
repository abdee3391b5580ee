/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains that start with the host: once in a boot, whatever ends in the middle. */
#include "config.h"

#include <sys/file.h>
#include <fcntl.h>
#include <unistd.h>

#include "xen/world_testing.h"

static struct test_world t;
static char mark[64];

/* Without this boot's mark the next connection is the first. */
static void boot(bool interrupted)
{
    CHECK(unlink(mark) == 0);
    if (interrupted) {
        int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        CHECK(fd >= 0 && close(fd) == 0);
    }
    CHECK((t.conn = virConnectOpen("xen:///")) != NULL);
}

static bool is_marked(void)
{
    struct stat st;

    return stat(mark, &st) == 0 && st.st_size > 0;
}

static void starts(bool interrupted)
{
    virDomainPtr dom;

    CHECK_INT(virConnectClose(t.conn), 0);
    boot(interrupted);
    dom = virDomainLookupByName(t.conn, "kept");
    CHECK(dom != NULL);
    WAIT_FOR(test_world_state(dom) == VIR_DOMAIN_RUNNING);
    WAIT_FOR(is_marked());
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
}

/* Another process is at it. */
static void leaves_it_to_another(void)
{
    virDomainPtr dom;
    int fd;

    CHECK_INT(virConnectClose(t.conn), 0);
    CHECK(unlink(mark) == 0);
    fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    CHECK((t.conn = virConnectOpen("xen:///")) != NULL);
    CHECK(poll(NULL, 0, 50) == 0);
    dom = virDomainLookupByName(t.conn, "kept");
    CHECK(dom != NULL);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK(close(fd) == 0);
}

int main(void)
{
    virDomainPtr dom;

    test_world_open(&t);
    snprintf(mark, sizeof mark, "%s/run/libxl/autostarted", t.folder);
    WAIT_FOR(is_marked());
    dom = test_world_define(&t, "kept", "");
    CHECK(dom != NULL);
    CHECK_INT(virDomainSetAutostart(dom, 1), 0);
    CHECK_INT(virDomainFree(dom), 0);
    starts(false);
    starts(true);
    leaves_it_to_another();
    dom = virDomainLookupByName(t.conn, "kept");
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions that cannot be looked for just now are not gone; any name that may be defined stays. */
#include "config.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "xen/world_testing.h"

static struct test_world t;

static void touch(const char *name)
{
    char path[128];
    int fd;

    snprintf(path, sizeof path, "%s/etc/libxl/%s", t.folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && close(fd) == 0);
}

/* A change in the folder while no descriptor is left. */
static void out_of_descriptors(void)
{
    int spare = open("/dev/null", O_RDONLY | O_CLOEXEC), fds[256], n = 0;
    struct rlimit before, now;
    char path[128];

    CHECK(spare >= 0);
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    now = (struct rlimit){200, before.rlim_max};
    CHECK(setrlimit(RLIMIT_NOFILE, &now) == 0);
    while ((fds[n] = dup(spare)) >= 0)
        n++;
    snprintf(path, sizeof path, "%s/etc/libxl/other", t.folder);
    CHECK(mkdir(path, 0700) == 0);
    CHECK(poll(NULL, 0, 200) == 0);
    while (n > 0)
        CHECK(close(fds[--n]) == 0);
    CHECK(close(spare) == 0 && setrlimit(RLIMIT_NOFILE, &before) == 0);
}

int main(void)
{
    virDomainPtr kept, hidden;

    test_world_open(&t);
    kept = test_world_define(&t, "kept", "");
    hidden = test_world_define(&t, ".hidden", "");
    CHECK(kept != NULL && hidden != NULL);
    touch("something");
    CHECK(poll(NULL, 0, 200) == 0);
    CHECK_INT(virConnectNumOfDefinedDomains(t.conn), 2);
    out_of_descriptors();
    touch("more");
    CHECK(poll(NULL, 0, 100) == 0);
    CHECK_INT(test_world_state(kept), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(test_world_state(hidden), VIR_DOMAIN_SHUTOFF);
    CHECK_INT(virDomainUndefine(kept), 0);
    CHECK_INT(virDomainUndefine(hidden), 0);
    CHECK_INT(virDomainFree(kept), 0);
    CHECK_INT(virDomainFree(hidden), 0);
    test_world_close(&t);
    return 0;
}

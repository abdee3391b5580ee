/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that was left suspended by a process that was killed while it saved it can be let go on; not while a
 * process still does so. */
#include "config.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "xen/world_testing.h"

#define UUID "73617665-642d-6e6f-742d-77686f6c6521"

static struct test_world t;

/* As far as such a process gets. */
static void suspend(virDomainPtr dom)
{
    struct xen_host *host;
    struct xen_fail fail;
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

    CHECK(fd >= 0);
    CHECK_INT(t.ops->open(&host, &fail), 0);
    CHECK_INT(t.ops->save(host, virDomainGetID(dom), fd, false, &fail), 0);
    t.ops->close(host);
    CHECK_INT(close(fd), 0);
}

/* The lock of a process that saves or migrates the guest. */
static int claim(void)
{
    char path[128];
    int fd;

    snprintf(path, sizeof path, "%s/run/libxl/%s-suspended.lock", t.folder, UUID);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    return fd;
}

static void refused(int r, int code)
{
    CHECK_INT(r, -1);
    CHECK_INT(test_world_error(), code);
}

/* Nor does the half of a second domain that a migration has left stand in the way of the next one.  One of xl's is
 * xl's. */
static void migrates(virDomainPtr dom)
{
    unsigned char uuid[VIR_UUID_BUFLEN];
    struct fake_spec spec = {.name = "half--here--incoming", .uuid = uuid, .paused = true};
    struct fake_counts counts;
    virDomainPtr there;
    uint32_t domid;

    CHECK_INT(virDomainGetUUID(dom, uuid), 0);
    CHECK_INT(t.fake->make(&spec, &domid), 0);
    spec.name = "half--incoming";
    CHECK_INT(t.fake->make(&spec, &domid), 0);
    there = virDomainMigrate(dom, t.conn, 0, NULL, NULL, 0);
    CHECK(there != NULL);
    CHECK_INT(virDomainFree(there), 0);
    t.fake->counts(&counts);
    CHECK_INT(counts.domains, 2);
    CHECK_INT(t.fake->destroy(domid), 0);
}

int main(void)
{
    virDomainPtr dom;
    char path[64];
    int fd;

    test_world_open(&t);
    snprintf(path, sizeof path, "%s/save", t.folder);
    dom = test_world_create(&t, "half", "<uuid>" UUID "</uuid>");
    CHECK(dom != NULL);
    fd = claim();
    refused(virDomainSave(dom, path), VIR_ERR_OPERATION_FAILED);
    suspend(dom);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_SHUTDOWN);
    refused(virDomainResume(dom), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(close(fd), 0);
    refused(virDomainSave(dom, path), VIR_ERR_INTERNAL_ERROR); /* it cannot suspend itself again */
    refused(virDomainSuspend(dom), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(virDomainResume(dom), 0);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_RUNNING);
    refused(virDomainResume(dom), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(virDomainSave(dom, path), 0);
    CHECK_INT(virDomainRestore(t.conn, path), 0);
    migrates(dom);
    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    test_world_close(&t);
    return 0;
}

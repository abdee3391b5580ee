/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A core dump that hangs, its FIFO unread: everything else goes on, and destroy frees the guest.
 * With VT_TEST_SLOW=1 also the 30 s that a change waits for the one that hangs. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include "scenario/scenario.h"

#define LIMIT_S 20 /* what should take no time at all has not ended: a call hangs */

static void *dump(void *dom)
{
    FAILS(virDomainCoreDump(dom, scn_path("fifo"), 0), VIR_ERR_OPERATION_FAILED);
    return NULL;
}

static void *dump_broken_pipe(void *dom)
{
    FAILS(virDomainCoreDump(dom, scn_path("fifo"), 0), VIR_ERR_SYSTEM_ERROR);
    return NULL;
}

/* The dump has its FIFO open and cannot get rid of its bytes. */
static int wait_until_full(void)
{
    char first[4];
    int fd = open(scn_path("fifo"), O_RDONLY); /* meets the writer's open */

    CHECK(fd >= 0 && read(fd, first, sizeof first) == sizeof first);
    CHECK(memcmp(first, "\177ELF", 4) == 0);
    return fd;
}

static void queries(virConnectPtr conn, virDomainPtr dom, virDomainPtr other)
{
    char buf[100];
    int ids[8];
    virDomainPtr found;

    CHECK(scn_runs(dom));
    CHECK(scn_xml_has(dom, 0, "<name>one</name>"));
    CHECK_INT(virConnectNumOfDomains(conn), 2);
    CHECK_INT(virConnectListDomains(conn, ids, 8), 2);
    found = virDomainLookupByID(conn, (int)virDomainGetID(dom));
    CHECK(found != NULL);
    OK(virDomainFree(found));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof buf, buf, VIR_MEMORY_PHYSICAL));
    OK(virDomainMemoryPeek(dom, 0x5000, sizeof buf, buf, VIR_MEMORY_VIRTUAL));
    OK(virDomainBlockPeek(dom, "vda", 0, 4, buf, 0));
    CHECK(memcmp(buf, "disk", 4) == 0);
    CHECK_INT(virDomainGetMaxMemory(dom), SCN_MEM_KIB);
    OK(virDomainSuspend(other)); /* changes of others */
    OK(virDomainResume(other));
    found = scn_start(conn, "third", "");
    scn_drop(found);
}

static void slow_part(virDomainPtr dom)
{
    if (getenv("VT_TEST_SLOW") == NULL)
        return;
    alarm(LIMIT_S + 40);
    FAILS(virDomainSuspend(dom), VIR_ERR_OPERATION_FAILED);
    CHECK(strstr(virGetLastError()->message, "virDomainCoreDump") != NULL);
    CHECK(strstr(virGetLastError()->message, "'one'") != NULL);
    alarm(LIMIT_S);
}

/* Destroyed while it hangs; started again; then the FIFO is read. */
static void destroyed(virConnectPtr conn, virDomainPtr dom, virDomainPtr other)
{
    pthread_t t;
    char buf[65536];

    CHECK(pthread_create(&t, NULL, dump, dom) == 0);
    int fd = wait_until_full();
    queries(conn, dom, other);
    slow_part(dom);
    int id = (int)virDomainGetID(dom);
    OK(virDomainDestroy(dom));
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    OK(virDomainCreate(dom));
    CHECK((int)virDomainGetID(dom) > id);
    OK(virDomainSuspend(dom)); /* nothing waits for the dump any more */
    OK(virDomainResume(dom));
    OK(virDomainMemoryPeek(dom, 0, 1, buf, VIR_MEMORY_PHYSICAL));
    while (read(fd, buf, sizeof buf) > 0) /* to the end: it gives up by itself */
        continue;
    close(fd);
    pthread_join(t, NULL);
    CHECK(scn_runs(dom)); /* the second run is not touched */
}

static void reader_leaves(virDomainPtr dom)
{
    pthread_t t;

    CHECK(pthread_create(&t, NULL, dump_broken_pipe, dom) == 0);
    close(wait_until_full());
    pthread_join(t, NULL); /* the process has survived SIGPIPE */
    CHECK(scn_runs(dom));
    OK(virDomainSuspend(dom));
}

int main(void)
{
    virConnectPtr conn = scn_open();
    char more[400];

    virDomainPtr test = virDomainLookupByName(conn, "test");
    OK(virDomainDestroy(test));
    CHECK(signal(SIGPIPE, SIG_DFL) == SIG_DFL);
    alarm(LIMIT_S);
    scn_write(scn_path("disk"), "disk", 4);
    CHECK(mkfifo(scn_path("fifo"), 0600) == 0);
    snprintf(more, sizeof more,
             "<devices><disk type='file'><source file='%s'/><target dev='vda'/></disk></devices>",
             scn_path("disk"));
    virDomainPtr dom = scn_start(conn, "one", more), other = scn_start(conn, "other", "");

    destroyed(conn, dom, other);
    reader_leaves(dom);
    scn_drop(dom);
    scn_drop(other);
    OK(virDomainFree(test));
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

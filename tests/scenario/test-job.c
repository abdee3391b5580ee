/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a save or a core dump is, seen by another thread; and ending it. */
#include "config.h"

#include <pthread.h>
#include <sys/stat.h>

#include "scenario/scenario.h"

#define BIG_KIB 65536ull

static virDomainPtr big(virConnectPtr conn)
{
    char *xml = NULL;
    virDomainPtr dom;

    CHECK(asprintf(&xml,
                   "<domain type='test'><name>big</name><memory>%llu</memory>"
                   "<os><type arch='x86_64'>hvm</type></os></domain>",
                   BIG_KIB) > 0);
    dom = virDomainDefineXML(conn, xml);
    CHECK(dom != NULL);
    OK(virDomainCreate(dom));
    free(xml);
    return dom;
}

static void *save(void *dom)
{
    FAILS(virDomainSave(dom, scn_path("fifo")), VIR_ERR_OPERATION_ABORTED);
    CHECK(strstr(virGetLastError()->message, "virDomainSave") != NULL);
    return NULL;
}

static void *dump(void *dom)
{
    OK(virDomainCoreDump(dom, scn_path("fifo"), 0));
    return NULL;
}

static void want_none(virDomainPtr dom)
{
    static const virDomainJobInfo none;
    virDomainJobInfo info;

    memset(&info, 0xff, sizeof info);
    OK(virDomainGetJobInfo(dom, &info));
    CHECK(memcmp(&info, &none, sizeof info) == 0);
    FAILS(virDomainAbortJob(dom), VIR_ERR_INTERNAL_ERROR);
}

/* Reads up to @len bytes of the FIFO; fewer at its end. */
static size_t take(int fd, size_t len)
{
    static char buf[1 << 20];
    size_t done = 0;
    ssize_t n = 1;

    while (done < len && n > 0) {
        n = read(fd, buf, len - done < sizeof buf ? len - done : sizeof buf);
        CHECK(n >= 0);
        done += (size_t)n;
    }
    return done;
}

/* Waits until something has been written. */
static void wait_for_some(virDomainPtr dom, virDomainJobInfo *info)
{
    do
        OK(virDomainGetJobInfo(dom, info));
    while (info->type != VIR_DOMAIN_JOB_BOUNDED);
    CHECK_INT(info->dataTotal, BIG_KIB * 1024);
    CHECK_INT(info->dataTotal, info->memTotal);
    CHECK(info->dataProcessed > 0 && info->dataProcessed < info->dataTotal);
    CHECK_INT(info->dataRemaining, info->dataTotal - info->dataProcessed);
    CHECK_INT(info->memProcessed, info->dataProcessed);
    CHECK(info->fileTotal == 0 && info->fileRemaining == 0);
}

static void watched(virDomainPtr dom)
{
    virDomainJobInfo early, late;
    pthread_t t;
    int fd;

    CHECK_INT(pthread_create(&t, NULL, dump, dom), 0);
    fd = open(scn_path("fifo"), O_RDONLY);
    CHECK(fd >= 0);
    (void)take(fd, 3 << 20);
    wait_for_some(dom, &early);
    usleep(5000);
    (void)take(fd, 8 << 20);
    do
        OK(virDomainGetJobInfo(dom, &late));
    while (late.dataProcessed <= early.dataProcessed);
    CHECK(late.timeElapsed >= 5 && late.timeElapsed >= early.timeElapsed);
    (void)take(fd, SIZE_MAX);
    CHECK_INT(pthread_join(t, NULL), 0);
    close(fd);
    want_none(dom);
}

static void aborted(virConnectPtr ro, virDomainPtr dom)
{
    virDomainPtr seen = virDomainLookupByName(ro, "big");
    virDomainJobInfo info;
    pthread_t t;
    int fd, state, reason;

    CHECK_INT(pthread_create(&t, NULL, save, dom), 0);
    fd = open(scn_path("fifo"), O_RDONLY);
    CHECK(fd >= 0);
    (void)take(fd, 3 << 20);
    wait_for_some(dom, &info);
    FAILS(virDomainAbortJob(seen), VIR_ERR_OPERATION_DENIED);
    OK(virDomainGetState(seen, &state, &reason, 0));
    CHECK(state == VIR_DOMAIN_PAUSED && reason == VIR_DOMAIN_PAUSED_SAVE);
    OK(virDomainAbortJob(dom));
    CHECK(take(fd, SIZE_MAX) < BIG_KIB * 1024);
    CHECK_INT(pthread_join(t, NULL), 0);
    OK(virDomainGetState(dom, &state, &reason, 0));
    CHECK(state == VIR_DOMAIN_RUNNING && reason == VIR_DOMAIN_RUNNING_SAVE_CANCELED);
    close(fd);
    want_none(dom);
    OK(virDomainFree(seen));
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = big(conn);

    CHECK(mkfifo(scn_path("fifo"), 0600) == 0);
    want_none(dom);
    watched(dom);
    aborted(ro, dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripted faults and delays: what they do, and that a slow call holds only its own domain. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "scenario/scenario.h"

#define DELAY_MS 2000
#define SOON_MS 1000 /* generous: what is meant is "at once" */

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void faults(virConnectPtr conn)
{
    virDomainPtr dom = scn_start(
        conn, "one",
        SCN_EMBEDDED("<vt:fault call='virDomainSuspend' code='38' times='2' message='no &amp; no'/>"
                     "<vt:fault call='virDomainResume' times='1' after='1'/>"
                     "<vt:fault call='virDomainGetInfo' code='2' times='1' after='1'/>"));
    virDomainInfo info;

    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    CHECK(strstr(virGetLastError()->message, "no & no") != NULL);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING); /* it failed: nothing has changed */
    FAILS(virDomainGetInfo(dom, &info), VIR_ERR_NO_MEMORY);
    FAILS(virDomainSuspend(dom), VIR_ERR_SYSTEM_ERROR);
    OK(virDomainSuspend(dom)); /* twice, no more */
    OK(virDomainResume(dom));
    OK(virDomainSuspend(dom));
    FAILS(virDomainResume(dom), VIR_ERR_OPERATION_FAILED); /* the second time */
    OK(virDomainResume(dom));
    scn_drop(dom);
}

/* Calls that make a domain: nothing of it is left. */
static void creations(virConnectPtr conn)
{
    static const char *const calls[] = {"virDomainDefineXML", "virDomainCreateXML"};
    char more[300];

    for (int i = 0; i < 2; i++) {
        snprintf(more, sizeof more,
                 "<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:fault call='%s'/>"
                 "</vt:embedded>",
                 calls[i]);
        char *xml = scn_xml("made", more);
        FAILS_NULL(i ? virDomainCreateXML(conn, xml, 0) : virDomainDefineXML(conn, xml),
                   VIR_ERR_OPERATION_FAILED);
        FAILS_NULL(virDomainLookupByName(conn, "made"), VIR_ERR_NO_DOMAIN);
        CHECK_INT(virConnectNumOfDomains(conn), 1);
        free(xml);
    }
    /* An existing one keeps its definition. */
    virDomainPtr dom =
        scn_define(conn, "made", SCN_EMBEDDED("<vt:fault call='virDomainDefineXML' after='1'/>"));
    char *xml = scn_xml("made", "<on_crash>preserve</on_crash>");
    FAILS_NULL(virDomainDefineXML(conn, xml), VIR_ERR_OPERATION_FAILED);
    CHECK(!scn_xml_has(dom, 0, "preserve"));
    free(xml);
    scn_drop(dom);
    /* One that cannot be started stays shut off, and so on down the list. */
    dom = scn_define(conn, "made",
                     SCN_EMBEDDED("<vt:fault call='virDomainCreate' times='1'/>"
                                  "<vt:fault call='virDomainSave'/>"
                                  "<vt:fault call='virDomainUndefine' times='1'/>"));
    FAILS(virDomainCreate(dom), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    OK(virDomainCreate(dom));
    FAILS(virDomainSave(dom, scn_path("x")), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(scn_entries(), 0);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING);
    OK(virDomainDestroy(dom));
    FAILS(virDomainUndefine(dom), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    scn_drop(dom);
}

static atomic_bool done;

static void *suspend(void *arg)
{
    double start = now_ms();

    OK(virDomainSuspend(arg));
    CHECK(now_ms() - start >= DELAY_MS - 1);
    atomic_store(&done, true);
    return NULL;
}

static void others_go_on(virConnectPtr conn, virDomainPtr slow, virDomainPtr other)
{
    double start = now_ms();
    char byte;
    int state = scn_state(slow);

    CHECK(state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_PAUSED);
    CHECK(scn_xml_has(slow, 0, "<name>slow</name>"));
    OK(virDomainMemoryPeek(slow, 4096, 1, &byte, VIR_MEMORY_VIRTUAL));
    CHECK_INT(virConnectNumOfDomains(conn), 3);
    OK(virDomainSuspend(other));
    OK(virDomainResume(other));
    OK(virDomainFree(scn_define(conn, "third", "")));
    CHECK(now_ms() - start < SOON_MS);
}

static void delays(virConnectPtr conn)
{
    virDomainPtr slow = scn_start(
        conn, "slow", SCN_EMBEDDED("<vt:delay call='virDomainSuspend' ms='2000' times='1'/>"));
    virDomainPtr other = scn_start(conn, "other", "");
    pthread_t t;
    int turns = 0;

    CHECK(pthread_create(&t, NULL, suspend, slow) == 0);
    while (!atomic_load(&done)) {
        others_go_on(conn, slow, other);
        turns++;
    }
    CHECK(turns > 1);
    CHECK_INT(scn_state(slow), VIR_DOMAIN_PAUSED);
    pthread_join(t, NULL);
    OK(virDomainResume(slow));
    OK(virDomainSuspend(slow)); /* only once */
    scn_drop(virDomainLookupByName(conn, "third"));
    scn_drop(slow);
    scn_drop(other);
}

int main(void)
{
    virConnectPtr conn = scn_open();

    faults(conn);
    creations(conn);
    delays(conn);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads that use their handles while others close connections, undefine and destroy. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "scenario/scenario.h"

#define USERS 6
#define ROUNDS 60 /* fewer by VT_TEST_SCALE */

static virConnectPtr keep; /* so that the world stays */
static atomic_bool stop;
static int rounds;

/* Any answer is right, as long as it is one that the state of a domain can give. */
static void answer(int rv)
{
    int code;

    if (rv == 0)
        return;
    code = virGetLastError() != NULL ? virGetLastError()->code : 0;
    if (code != VIR_ERR_NO_DOMAIN && code != VIR_ERR_INTERNAL_ERROR &&
        code != VIR_ERR_OPERATION_FAILED)
        fprintf(stderr, "error %d: %s\n", code, code != 0 ? virGetLastError()->message : "(none)");
    CHECK(code == VIR_ERR_NO_DOMAIN || code == VIR_ERR_INTERNAL_ERROR ||
          code == VIR_ERR_OPERATION_FAILED);
}

/* Closes the connection at once: the handle carries on alone. */
static void *use(void *arg)
{
    const char *name = arg;

    for (int i = 0; i < rounds; i++) {
        virConnectPtr conn = virConnectOpen(scn_uri());
        char buf[64];
        virDomainInfo info;

        CHECK(conn != NULL);
        virDomainPtr dom = virDomainLookupByName(conn, name);
        if (dom == NULL)
            dom = scn_define(conn, name, "");
        CHECK_INT(virConnectClose(conn), 1);
        answer(virDomainCreate(dom));
        answer(virDomainGetInfo(dom, &info));
        answer(virDomainMemoryPeek(dom, 0x100000, sizeof buf, buf, VIR_MEMORY_PHYSICAL));
        char *xml = virDomainGetXMLDesc(dom, 0);
        answer(xml != NULL ? 0 : -1);
        free(xml);
        CHECK_STR(virDomainGetName(dom), name);
        CHECK(virDomainGetConnect(dom) == conn);
        answer(virDomainSuspend(dom));
        answer(virDomainResume(dom));
        OK(virDomainRef(dom));
        OK(virDomainFree(dom));
        OK(virDomainFree(dom));
    }
    return NULL;
}

static void *end(void *arg)
{
    const char *name = arg;

    for (int i = 0; i < rounds * 300 && !atomic_load(&stop); i++) {
        virConnectPtr conn = virConnectOpen(scn_uri());
        CHECK(conn != NULL);
        virDomainPtr dom = virDomainLookupByName(conn, name);
        if (dom != NULL) {
            answer(virDomainDestroy(dom));
            answer(virDomainUndefine(dom));
            OK(virDomainFree(dom));
        }
        CHECK_INT(virConnectClose(conn), 0);
    }
    return NULL;
}

/* Two threads drop the same last references: one of them ends the connection. */
static void *drop(void *conn)
{
    CHECK(virConnectClose(conn) >= 0);
    return NULL;
}

static void last_close(void)
{
    for (int i = 0; i < rounds; i++) {
        virConnectPtr conn = virConnectOpen(scn_uri());
        pthread_t t[2];

        CHECK(conn != NULL);
        OK(virConnectRef(conn));
        for (int k = 0; k < 2; k++)
            CHECK(pthread_create(&t[k], NULL, drop, conn) == 0);
        for (int k = 0; k < 2; k++)
            pthread_join(t[k], NULL);
        FAILS(virConnectNumOfDomains(conn), VIR_ERR_INVALID_CONN);
    }
}

/* Whoever came last has left them. */
static void leave_nothing(const char *name)
{
    virDomainPtr dom = virDomainLookupByName(keep, name);

    if (dom == NULL)
        return;
    OK(virDomainDestroy(dom));
    answer(virDomainUndefine(dom)); /* a run may have outlived its definition: then it was the last */
    OK(virDomainFree(dom));
}

int main(void)
{
    static char names[2][4] = {"a", "b"};
    pthread_t users[USERS], enders[2];

    rounds = scn_rounds(ROUNDS);
    keep = scn_open();
    for (int i = 0; i < 2; i++)
        CHECK(pthread_create(&enders[i], NULL, end, names[i]) == 0);
    for (int i = 0; i < USERS; i++)
        CHECK(pthread_create(&users[i], NULL, use, names[i % 2]) == 0);
    for (int i = 0; i < USERS; i++)
        pthread_join(users[i], NULL);
    atomic_store(&stop, true);
    for (int i = 0; i < 2; i++)
        pthread_join(enders[i], NULL);
    last_close();
    CHECK_INT(virConnectNumOfDomains(keep) + virConnectNumOfDefinedDomains(keep) >= 1, 1);
    for (int i = 0; i < 2; i++)
        leave_nothing(names[i]);
    CHECK_INT(virConnectClose(keep), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads whose first act in the library is the same call at the same moment, in processes that
 * have not called anything before. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "scenario/scenario.h"

#define THREADS 32
#define ROUNDS 20
#define LIMIT_S 60

static pthread_barrier_t at_once;
static int round_no;

static void *first_act(void *arg)
{
    int me = (int)(intptr_t)arg;
    char name[32];
    virConnectPtr conn;

    pthread_barrier_wait(&at_once);
    conn = me % 2 ? virConnectOpen(scn_uri()) : virConnectOpenReadOnly(scn_uri());
    CHECK(conn != NULL);
    virDomainPtr dom = virDomainLookupByName(conn, scn_resident());
    CHECK(dom != NULL);
    CHECK_INT(virDomainGetID(dom), scn_resident_id()); /* one world, made once */
    OK(virDomainFree(dom));
    pthread_barrier_wait(&at_once);
    if (me % 2) {
        /* Of one name: all mean one domain.  Of their own: each has its own. */
        snprintf(name, sizeof name, "d%d", round_no % 2 ? 0 : me);
        dom = scn_define(conn, name, "");
        CHECK_STR(virDomainGetName(dom), name);
        pthread_barrier_wait(&at_once);
        CHECK_INT(virConnectNumOfDefinedDomains(conn), round_no % 2 ? 1 : THREADS / 2);
        pthread_barrier_wait(&at_once);
        /* What is kept in files is not to meet the next process; one of the name's threads is first. */
        if (virDomainUndefine(dom) < 0)
            CHECK(round_no % 2 && virGetLastError()->code == VIR_ERR_NO_DOMAIN);
        OK(virDomainFree(dom));
    } else {
        FAILS_NULL(virDomainDefineXML(conn, "<domain/>"), VIR_ERR_OPERATION_DENIED);
        pthread_barrier_wait(&at_once);
        pthread_barrier_wait(&at_once);
    }
    pthread_barrier_wait(&at_once);
    CHECK_INT(virConnectClose(conn), 0);
    return NULL;
}

/* Errors and handlers as the very first act. */
static void *first_error(void *arg)
{
    virError copy;

    (void)arg;
    pthread_barrier_wait(&at_once);
    CHECK(virConnectOpen("nothing:///like/this") == NULL);
    CHECK_INT(virCopyLastError(&copy), VIR_ERR_NO_CONNECT);
    virResetError(&copy);
    pthread_barrier_wait(&at_once);
    virResetLastError();
    CHECK(virGetLastError() == NULL);
    return NULL;
}

static void one_process(void *(*act)(void *))
{
    pthread_t t[THREADS];

    virSetErrorFunc(NULL, scn_quiet);
    CHECK(pthread_barrier_init(&at_once, NULL, THREADS) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&t[i], NULL, act, (void *)(intptr_t)i) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
}

int main(void)
{
    int rounds = 1 + scn_rounds(ROUNDS);

    for (round_no = 0; round_no < rounds; round_no++) {
        int status;
        pid_t child = fork();

        CHECK(child >= 0);
        if (child == 0) {
            alarm(LIMIT_S);
            one_process(round_no % 5 == 4 ? first_error : first_act);
            exit(0);
        }
        CHECK(waitpid(child, &status, 0) == child);
        if (status != 0)
            fprintf(stderr, "round %d: status 0x%x\n", round_no, (unsigned int)status);
        CHECK_INT(status, 0);
    }
    return 0;
}

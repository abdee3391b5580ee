/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many threads whose first act is to parse, and who share one definition by counts. */
#include "conf-testing.h"

#include <pthread.h>

#define THREADS 32
#define ROUNDS 20

static struct domain_def *shared;

static void *work(void *start)
{
    (void)pthread_barrier_wait(start);
    for (int i = 0; i < ROUNDS; i++) {
        struct domain_def *mine = must_parse(DOMAIN_DEVICES("<graphics type='vnc'/>"));
        struct domain_def *held = domain_def_ref(shared);
        struct domain_def *copy = domain_def_dup(held);
        VT_AUTOFREE char *text = must_format(copy, 0);
        CHECK(strstr(text, "<name>shared</name>") != NULL);
        must_refuse("<domain", VIR_ERR_XML_DETAIL);
        domain_def_unref(copy);
        domain_def_unref(held);
        domain_def_unref(mine);
    }
    return NULL;
}

/* The definition is made by hand: nothing has used libxml2 before the threads do. */
static void make_shared(void)
{
    shared = calloc(1, sizeof *shared);
    CHECK(shared != NULL);
    vt_count_init(&shared->count);
    CHECK_INT(domain_def_set_name(shared, "shared"), 0);
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_t start;

    make_shared();
    CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, work, &start) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(pthread_barrier_destroy(&start) == 0);
    CHECK_INT(vt_count_read(&shared->count), 1);
    domain_def_unref(shared);
    return 0;
}

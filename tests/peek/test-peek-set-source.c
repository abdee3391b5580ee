/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads read while the guest stops and starts again: one answer is of one generation only, or
 * says that the guest is not running. */
#include "config.h"

#include <sched.h>

#include "peek_testing.h"

#define READERS 4
#define PAGES 3

static struct peek *p;
static atomic_bool stop;
static _Atomic uint64_t newest;

static void check_pages(const uint64_t *words, uint64_t gfn)
{
    uint64_t generation = atomic_load(&newest);

    while (guest_pattern_word(test_uuid, gfn, 0, generation) != words[0])
        CHECK(generation-- > 0);
    for (unsigned int i = 0; i < PAGES * 512; i++)
        CHECK(words[i] == guest_pattern_word(test_uuid, gfn + i / 512, i % 512, generation));
}

static void *reader(void *arg)
{
    uint64_t words[PAGES * 512];
    unsigned int flags = (uintptr_t)arg % 2 ? PEEK_VIRTUAL : PEEK_PHYSICAL;

    while (!atomic_load(&stop)) {
        (void)sched_yield(); /* Valgrind runs one thread at a time, and not fairly */
        if (peek_memory(p, 0x1ff000, sizeof words, words, flags, 0) == 0) {
            check_pages(words, 0x1ff); /* crosses into the second window */
            continue;
        }
        CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
        vt_error_reset();
    }
    return NULL;
}

int main(void)
{
    struct guest_spec spec = test_spec(4 * KIB, 0);
    pthread_t thread[READERS];
    int n = test_rounds(400);

    p = peek_new(VIR_FROM_TEST, "guest");
    CHECK(p != NULL);
    for (uintptr_t i = 0; i < READERS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, reader, (void *)i), 0);
    for (int i = 0; i < n; i++) {
        struct peek_source *s;
        spec.generation = (uint64_t)i;
        s = test_source(&spec);
        atomic_store(&newest, spec.generation);
        CHECK_INT(peek_set_source(p, s), 0);
        (void)peek_source_unref(s);
        if (i % 4 == 0)
            CHECK_INT(peek_set_source(p, NULL), 0);
        if (i % 8 == 1)
            peek_drop_windows(p);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < READERS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    (void)peek_unref(p);
    CHECK_INT(peek_cap_used(), 0);
    return 0;
}

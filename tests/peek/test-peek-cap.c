/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Thirty-two threads read two guests under a cap of 8 MiB: the bytes are right, the cap is kept
 * at every moment, and windows were ended to keep it. */
#include "config.h"

#include "peek_testing.h"

#define THREADS 32
#define CAP (8 * MIB)

static struct peek *guest[2];
static struct guest_spec spec[2];
static atomic_int over;
static int rounds;

static void *reader(void *arg)
{
    uint64_t x = (uintptr_t)arg * 7919 + 1, words[16];

    for (int i = 0; i < rounds; i++) {
        uint64_t gfn, which, index;
        x = x * 6364136223846793005u + 1442695040888963407u;
        gfn = (x >> 40) % (GUEST_LOW_BYTES / 4096);
        which = x >> 33 & 1;
        index = (x >> 20) % (512 - 16);
        if (!guest_ram_is_pattern(&spec[which], gfn))
            continue;
        CHECK_INT(peek_memory(guest[which], gfn * 4096 + index * 8, sizeof words, words,
                              PEEK_PHYSICAL, 0),
                  0);
        for (unsigned int k = 0; k < 16; k++)
            CHECK(words[k] == guest_pattern_word(test_uuid, gfn, (unsigned int)index + k, which));
        if (peek_cap_used() > CAP)
            atomic_fetch_add(&over, 1);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread[THREADS];
    struct peek_stats stats;

    rounds = test_rounds(3000);
    for (uint64_t i = 0; i < 2; i++) {
        spec[i] = test_spec(16 * KIB, i);
        guest[i] = test_peek(test_source(&spec[i]));
    }
    peek_set_cap(CAP);
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, reader, (void *)i), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    CHECK_INT(atomic_load(&over), 0);
    peek_get_stats(guest[0], &stats);
    CHECK(stats.evictions > 0 && stats.hits > 0);
    CHECK(stats.maps >= stats.unmaps && stats.unmaps >= stats.evictions);
    peek_set_cap(2 * MIB);
    CHECK(peek_cap_used() <= 2 * MIB);
    peek_set_cap(0);
    CHECK_INT(peek_cap_used(), 0);
    rounds = 50;
    (void)reader(NULL); /* without any window */
    CHECK_INT(peek_cap_used(), 0);
    (void)peek_unref(guest[0]);
    (void)peek_unref(guest[1]);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-compare-bytes DUMP [SEED]: 2000 random ranges of a guest's memory, read by eight threads,
 * hold what a second reader finds in the dump; where that finds none, the read is refused. */
#include "config.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <time.h>

#include "real_guest.h"

#define RANGES_PER_THREAD (2000 / REAL_THREADS)
#define LEN_MAX (64 * 1024)
/* The library's windows begin at multiples of this. */
#define WINDOW_BYTES (UINT64_C(2) << 20)
#define POISON 0xa5

struct sample {
    const struct core_file *core;
    virDomainPtr dom;
    uint64_t seed;
    _Atomic unsigned int n_read, n_refused;
};

/* xorshift64* (Vigna 2014). */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* Anywhere in memory. */
static uint64_t pick_anywhere(const struct core_file *c, uint64_t *random)
{
    uint64_t n = next_random(random) % core_file_bytes(c);
    unsigned int i = 0;

    while (n >= c->segments[i].end - c->segments[i].start) {
        n -= c->segments[i].end - c->segments[i].start;
        i++;
    }
    return c->segments[i].start + n;
}

/* A border in the middle of @len bytes: of a window, of a segment's start, of its end. */
static uint64_t pick_across(const struct core_file *c, size_t len, uint64_t *random)
{
    const struct core_range *s = &c->segments[next_random(random) % c->n_segments];
    uint64_t border, back = next_random(random) % len;

    switch (next_random(random) % 4) {
    case 0:
        border = s->start;
        break;
    case 1:
        border = s->end;
        break;
    default:
        border = pick_anywhere(c, random) & ~(WINDOW_BYTES - 1);
        break;
    }
    return border > back ? border - back : border;
}

static void compare_one(struct sample *s, uint64_t paddr, size_t len)
{
    unsigned char *want = malloc(LEN_MAX), *got = malloc(len);

    CHECK(want != NULL && got != NULL);
    memset(got, POISON, len);
    if (core_file_copy(s->core, paddr, len, want)) {
        CHECK_INT(virDomainMemoryPeek(s->dom, paddr, len, got, VIR_MEMORY_PHYSICAL), 0);
        CHECK(memcmp(want, got, len) == 0);
        atomic_fetch_add(&s->n_read, 1);
    } else {
        CHECK_INT(virDomainMemoryPeek(s->dom, paddr, len, got, VIR_MEMORY_PHYSICAL), -1);
        real_check_error(VIR_ERR_OPERATION_FAILED);
        atomic_fetch_add(&s->n_refused, 1);
    }
    free(want);
    free(got);
}

static void compare_some(unsigned int thread, void *opaque)
{
    struct sample *s = opaque;
    uint64_t random = s->seed + thread * UINT64_C(0x9e3779b97f4a7c15);

    random = random != 0 ? random : 1; /* zero would stay zero */
    for (unsigned int i = 0; i < RANGES_PER_THREAD; i++) {
        size_t len = 1 + next_random(&random) % LEN_MAX;
        uint64_t paddr =
            i % 2 == 0 ? pick_anywhere(s->core, &random) : pick_across(s->core, len, &random);

        compare_one(s, paddr, len);
    }
}

int main(int argc, char **argv)
{
    struct core_file core;
    struct sample s = {.core = &core};
    virConnectPtr conn;

    CHECK(argc == 2 || argc == 3);
    s.seed = argc == 3 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
    printf("seed %" PRIu64 "\n", s.seed);
    fflush(stdout);
    core_file_open(&core, argv[1]);
    conn = real_connect();
    s.dom = real_guest_start(conn, "compared", argv[1]);
    real_threads(compare_some, &s);
    printf("%u ranges equal, %u refused\n", s.n_read, s.n_refused);
    CHECK(s.n_read > s.n_refused && s.n_refused > 0);
    real_end(s.dom);
    CHECK_INT(virConnectClose(conn), 0);
    core_file_close(&core);
    return 0;
}

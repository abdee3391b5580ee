/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What many documents cost is linear in them, and a change costs the same however many there are. */
#include "config.h"

#include "store/store_testing.h"

#define FEW 2500
#define MANY 10000
#define CHANGES 200
/* Twice what linear would be, so that a busy machine makes no difference. */
#define SLACK 2

static uint64_t cpu_ns(void)
{
    return vt_clock_read_(CLOCK_PROCESS_CPUTIME_ID);
}

static uint64_t load(int n)
{
    struct owner o;
    uint64_t before = cpu_ns();
    struct vt_store *store = test_store(&o, true);
    uint64_t took = cpu_ns() - before;

    CHECK_INT(atomic_load(&o.found), n);
    vt_store_free(store);
    return took;
}

static void put(int from, int to)
{
    char name[32];

    for (int i = from; i < to; i++) {
        snprintf(name, sizeof name, "guest-%d.xml", i);
        test_put(name, "<domain type='test'><name>guest</name></domain>");
    }
}

static uint64_t least(int n)
{
    uint64_t best = UINT64_MAX;

    for (int i = 0; i < 3; i++) {
        uint64_t took = load(n);
        best = took < best ? took : best;
    }
    return best;
}

/* Each is seen by the next turn. */
static uint64_t change(void)
{
    struct owner o;
    struct vt_store *store = test_store(&o, true);
    uint64_t before = cpu_ns();
    char text[32];

    for (int i = 0; i < CHANGES; i++) {
        snprintf(text, sizeof text, "change %d", i);
        test_put("guest-1.xml", text);
        VT_STORE_TURN(turn, store, "change");
        CHECK(turn.store != NULL && owner_says(&o, "guest-1", text));
    }
    before = cpu_ns() - before;
    vt_store_free(store);
    return before;
}

/* The kernel tells of so many at once only that there were too many. */
static void flood(void)
{
    struct owner o;
    struct vt_store *store = test_store(&o, true);
    int before = atomic_load(&o.found);

    {
        VT_STORE_TURN(turn, store, "flood");
        CHECK(turn.store != NULL);
        put(MANY, 2 * MANY);
    }
    {
        VT_STORE_TURN(turn, store, "flood");
        CHECK(turn.store != NULL);
        CHECK_INT(atomic_load(&o.found), before + MANY);
    }
    vt_store_free(store);
}

static void measure(void)
{
    put(0, FEW);
    uint64_t few = least(FEW), many;
    put(FEW, MANY);
    many = least(MANY);
    printf("%d: %.1f ms, %d: %.1f ms of the processor\n", FEW, (double)few / 1e6, MANY,
           (double)many / 1e6);
    CHECK(many < few * SLACK * MANY / FEW);
    uint64_t changes = change();
    printf("%d changes: %.1f ms\n", CHANGES, (double)changes / 1e6);
    CHECK(changes < many * CHANGES / 10);
}

int main(void)
{
    const char *tool = getenv("VITRINE_RUN");

    test_begin();
    if (tool == NULL || tool[0] == '\0') /* else the time is the tool's */
        measure();
    flood();
    test_end();
    return 0;
}

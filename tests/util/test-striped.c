/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The striped count: zero is seen exactly once, by whoever drops last, on any thread. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "testing.h"
#include "util/striped.h"

#define THREADS 8
#define ROUNDS 300
#define TURNS 50

static struct vt_striped count;
static atomic_int ends;
static pthread_barrier_t at_once;

static void alone(void)
{
    struct vt_striped_drop drop;

    vt_striped_init(&count);
    vt_striped_ref(&count);
    drop = vt_striped_unref(&count);
    CHECK(!drop.refused && !drop.last);
    CHECK_INT(drop.left, 1);
    unsigned int a = vt_striped_hold(&count), b = vt_striped_hold(&count);
    drop = vt_striped_unref(&count); /* the last owner; two holds are left */
    CHECK(!drop.refused && !drop.last);
    CHECK_INT(drop.left, 2);
    drop = vt_striped_unref(&count);
    CHECK(drop.refused && !drop.last);
    CHECK(!vt_striped_release(&count, a));
    vt_striped_ref(&count); /* a hold may become an owner again */
    CHECK(!vt_striped_release(&count, b));
    drop = vt_striped_unref(&count);
    CHECK(!drop.refused && drop.last);
    CHECK_INT(drop.left, 0);
}

static void ended(bool last)
{
    if (last)
        atomic_fetch_add(&ends, 1);
}

/* Each thread has an owner's reference to begin with, plays with others, and gives all back; one
 * hold goes to the next thread, which releases it on the stripe where it was taken. */
static void *play(void *arg)
{
    static unsigned int handed[THREADS];
    size_t me = (size_t)arg;

    pthread_barrier_wait(&at_once);
    for (int i = 0; i < TURNS; i++) {
        unsigned int held = vt_striped_hold(&count);
        vt_striped_ref(&count);
        ended(vt_striped_unref(&count).last);
        ended(vt_striped_release(&count, held));
    }
    handed[me] = vt_striped_hold(&count);
    pthread_barrier_wait(&at_once);
    ended(vt_striped_unref(&count).last);
    ended(vt_striped_release(&count, handed[(me + 1) % THREADS]));
    return NULL;
}

static void together(void)
{
    pthread_t t[THREADS];

    vt_striped_init(&count);
    for (int i = 1; i < THREADS; i++)
        vt_striped_ref(&count);
    atomic_store(&ends, 0);
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&t[i], NULL, play, (void *)i) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    CHECK_INT(atomic_load(&ends), 1);
    CHECK(vt_striped_unref(&count).refused);
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    int rounds = scale != NULL ? ROUNDS / atoi(scale) + 1 : ROUNDS;

    alone();
    CHECK(pthread_barrier_init(&at_once, NULL, THREADS) == 0);
    for (int i = 0; i < rounds; i++)
        together();
    return 0;
}

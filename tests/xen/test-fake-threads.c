/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many threads at one host in memory: guests come, balloon, start again and go while others look
 * at them, and every byte that is read is that of a guest that had the number. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "xen/host_testing.h"

#define READERS 3
#define ROUNDS 40
#define WINDOW 64

static struct test_host t;
static _Atomic uint32_t current;
static atomic_bool over;

static void look(struct xen_frames *frames, uint32_t domid)
{
    uint64_t numbers[WINDOW];
    struct fake_info info;
    int err[WINDOW];
    struct xen_fail fail;
    const unsigned char *at;

    if (t.fake->info(domid, &info) < 0)
        return;
    for (uint64_t i = 0; i < WINDOW; i++)
        numbers[i] = info.movable + i;
    at = t.ops->map(frames, numbers, WINDOW, err, &fail);
    if (at == NULL) {
        CHECK(fail.err == ESRCH || fail.err == EINVAL);
        return;
    }
    for (unsigned int i = 0; i < WINDOW; i++) {
        bool same = err[i] < 0;
        for (uint64_t generation = 0; !same && generation < 3 * ROUNDS; generation++)
            same =
                pattern_matches(at + i * 4096, 64, info.seed, generation, numbers[i] * 4096) == 64;
        CHECK(same);
    }
    t.ops->unmap(frames, (void *)(uintptr_t)at, WINDOW);
}

static void *reads(void *unused VT_UNUSED)
{
    struct xen_domain list[4];
    struct xen_fail fail;

    while (!over) {
        uint32_t domid = current;
        struct xen_frames *frames = t.ops->frames_open(t.host, domid, &fail);
        CHECK(frames != NULL);
        look(frames, domid);
        t.ops->frames_close(frames);
        CHECK(t.ops->domains(t.host, 0, list, 4, &fail) >= 1);
    }
    return NULL;
}

static void *hears(void *unused VT_UNUSED)
{
    static const char *const paths[] = {"@releaseDomain", "/local/domain", NULL};
    struct xen_fail fail;
    struct xen_watch *w = t.ops->watch(t.host, paths, &fail);

    CHECK(w != NULL);
    while (!over)
        (void)test_fires(&t, w, "@releaseDomain", 10);
    t.ops->watch_end(w);
    return NULL;
}

int main(void)
{
    struct fake_spec spec = {.name = "busy", .kind = FAKE_PVH, .no_daemon = true};
    pthread_t thread[READERS + 1];
    struct fake_info info;
    uint32_t domid;

    t = test_host_open();
    CHECK(t.fake != NULL && t.fake->make(&spec, &domid) == 0);
    current = domid;
    for (unsigned int i = 0; i <= READERS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, i < READERS ? reads : hears, NULL), 0);
    for (unsigned int i = 0; i < ROUNDS; i++) {
        CHECK_INT(t.fake->info(domid, &info), 0);
        CHECK_INT(t.fake->balloon_out(domid, info.movable, WINDOW / 2), 0);
        while (t.fake->balloon_in(domid, info.movable, WINDOW / 2) < 0)
            continue; /* until what readers keep lets it */
        CHECK_INT(t.fake->exchange(domid, info.movable + WINDOW / 2, WINDOW / 2), 0);
        if (i % 4 == 3)
            CHECK_INT(t.fake->reboot(domid, &domid), 0);
        current = domid;
    }
    over = true;
    for (unsigned int i = 0; i <= READERS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    CHECK_INT(t.fake->destroy(domid), 0);
    test_host_close(&t);
    return 0;
}

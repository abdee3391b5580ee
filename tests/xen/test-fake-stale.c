/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames of guests in memory that are mapped while they change, or cannot be mapped at all. */
#include "config.h"

#include <sys/wait.h>
#include <unistd.h>

#include "xen/frame_testing.h"

/* A page that goes while it is mapped stays readable, and is counted until it is unmapped. */
static void stays_stale(enum fake_kind kind)
{
    struct fake_page page;
    struct xen_domain d;
    const uint64_t *at;
    uint64_t before;

    begin(kind);
    CHECK_INT(t.fake->page(guest, info.movable, &page), 0);
    at = map(page.frame);
    CHECK(at != NULL);
    before = at[5];
    CHECK_INT(t.fake->balloon_out(guest, info.movable, 1), 0);
    CHECK(at[5] == before && test_listed(&t, guest, &d));
    CHECK_INT(d.tot_pages, info.tot_pages);
    unmap(at);
    CHECK(test_listed(&t, guest, &d) && d.tot_pages == info.tot_pages - 1);
    CHECK(map(page.frame) == NULL);
    CHECK_INT(t.fail.err, kind >= FAKE_PVH ? EINVAL : EBUSY);
    CHECK_INT(t.fake->balloon_in(guest, info.movable, 1), 0);
    CHECK_INT(t.fake->write(guest, info.movable * 4096 + 40, "8 bytes!", 8), 0);
    CHECK_INT(t.fake->page(guest, info.movable, &page), 0);
    at = map(page.frame);
    CHECK(at != NULL && memcmp(&at[5], "8 bytes!", 8) == 0);
    CHECK_INT(t.fake->exchange(guest, info.movable, 1), 0);
    CHECK(memcmp(&at[5], "8 bytes!", 8) == 0);
    unmap(at);
    end();
}

static void refuses(enum fake_kind kind)
{
    bool translated = kind >= FAKE_PVH;
    int hole = translated ? EINVAL : EPERM;
    struct fake_page page;

    begin(kind);
    CHECK(map(UINT64_C(1) << 40) == NULL && t.fail.err == EINVAL);
    CHECK(map(FAKE_MACHINE_PAGES) == NULL && t.fail.err == hole);
    if (translated)
        CHECK(has_pattern(1, 1, 0));
    else
        CHECK(map(1) == NULL && t.fail.err == EBUSY); /* Xen's own */
    if (kind == FAKE_HVM)
        CHECK(map(0xa5) == NULL && t.fail.err == EINVAL);
    CHECK_INT(t.fake->deny(guest, info.movable, 2, EACCES), 0);
    CHECK_INT(t.fake->page(guest, info.movable + 1, &page), 0);
    CHECK(map(page.frame) == NULL && t.fail.err == EACCES);
    CHECK_INT(t.fake->deny(guest, 0, 0, 0), 0);
    CHECK(has_pattern(page.frame, info.movable + 1, 0));
    CHECK_INT(t.fake->destroy(guest), 0);
    CHECK(map(page.frame) == NULL && t.fail.err == ESRCH);
    end();
}

/* Of some that are there and some that are not, the latter kill whoever touches them. */
static void kills_who_touches(void)
{
    uint64_t numbers[2];
    const volatile char *at;
    int err[2], status;
    pid_t child;

    begin(FAKE_PVH);
    numbers[0] = info.movable;
    numbers[1] = info.pages;
    at = t.ops->map(frames, numbers, 2, err, &t.fail);
    CHECK(at != NULL && err[0] == 0 && err[1] == -EINVAL);
    child = fork();
    CHECK(child >= 0);
    if (child == 0)
        _exit(at[0] == at[4096] ? 42 : 43);
    CHECK(waitpid(child, &status, 0) == child &&
          !(WIFEXITED(status) && WEXITSTATUS(status) / 2 == 21));
    t.ops->unmap(frames, (void *)(uintptr_t)at, 2);
    end();
}

int main(void)
{
    t = test_host_open();
    CHECK(t.fake != NULL);
    for (enum fake_kind kind = FAKE_PV_LINEAR; kind <= FAKE_HVM; kind++) {
        stays_stale(kind);
        refuses(kind);
    }
    kills_who_touches();
    test_host_close(&t);
    return 0;
}

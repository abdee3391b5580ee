/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests in memory are saved, go on elsewhere, and are dumped as xl does it. */
#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "peek/file_source.h"
#include "xen/host_testing.h"

static struct test_host t;

static void saves(void)
{
    DOMAIN_AUTODEF struct domain_def *def = test_def("saved", "");
    int fd = memfd_create("saved", MFD_CLOEXEC);
    struct xen_build build = {.def = def, .restore_fd = fd, .paused = true};
    uint32_t domid = test_create(&t, "saved", false), again;
    struct fake_page page;
    struct fake_info before, after;
    struct xen_domain d;

    CHECK(fd >= 0);
    CHECK_INT(t.fake->info(domid, &before), 0);
    CHECK_INT(t.fake->balloon_out(domid, before.movable, 4), 0);
    CHECK_INT(t.fake->exchange(domid, before.movable + 4, 4), 0);
    CHECK(t.ops->save(t.host, domid, -1, false, &t.fail) < 0);
    CHECK(test_listed(&t, domid, &d) && !d.shutdown);
    CHECK_OP(&t, t.ops->save(t.host, domid, fd, false, &t.fail));
    CHECK(test_listed(&t, domid, &d) && d.shutdown && d.reason == XEN_SHUTDOWN_SUSPEND);
    CHECK_OP(&t, t.ops->resume(t.host, domid, &t.fail));
    CHECK(test_listed(&t, domid, &d) && !d.shutdown);
    CHECK_OP(&t, t.ops->destroy(t.host, domid, &t.fail));
    CHECK(lseek(fd, 1, SEEK_SET) == 1);
    CHECK(t.ops->create(t.host, &build, &again, &t.fail) < 0);
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    CHECK_OP(&t, t.ops->create(t.host, &build, &again, &t.fail));
    CHECK_INT(t.fake->info(again, &after), 0);
    CHECK(after.seed == before.seed && after.pauses == 1);
    CHECK(t.fake->page(again, before.movable, &page) == 0 && !page.present);
    CHECK(t.fake->page(again, before.movable + 4, &page) == 0 && page.generation == 1);
    CHECK_OP(&t, t.ops->destroy(t.host, again, &t.fail));
    CHECK(close(fd) == 0);
}

/* Its core can be read by whoever reads those of xl. */
static void dumps(enum fake_kind kind)
{
    struct fake_spec spec = {.name = "dumped", .kind = kind};
    char path[] = "fake-core.XXXXXX";
    int fd = mkstemp(path);
    struct peek_source *s;
    struct fake_info info;
    uint64_t words[8];
    uint32_t domid;

    CHECK(fd >= 0 && close(fd) == 0);
    CHECK_INT(t.fake->make(&spec, &domid), 0);
    CHECK_INT(t.fake->info(domid, &info), 0);
    CHECK_OP(&t, t.ops->core_dump(t.host, domid, path, &t.fail));
    s = peek_source_open(path, PEEK_FORMAT_ELF, 0);
    CHECK(s != NULL && unlink(path) == 0);
    CHECK_INT(peek_source_read(s, info.movable * 4096, sizeof words, words), 0);
    CHECK(pattern_matches(words, sizeof words, info.seed, 0, info.movable * 4096) == sizeof words);
    (void)peek_source_unref(s);
    CHECK_INT(t.fake->destroy(domid), 0);
}

int main(void)
{
    t = test_host_open();
    CHECK(t.fake != NULL);
    saves();
    dumps(FAKE_PV_TREE);
    dumps(FAKE_HVM);
    test_host_close(&t);
    return 0;
}

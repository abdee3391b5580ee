/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of memory in memory share: one guest, and its frames one by one. */
#pragma once

#include "xen/host_testing.h"

static struct test_host t;
static struct xen_frames *frames;
static uint32_t guest;
static struct fake_info info;

static inline void begin(enum fake_kind kind)
{
    struct fake_spec spec = {.name = "guest", .kind = kind, .mem_kib = 8192, .no_daemon = true};

    CHECK_INT(t.fake->make(&spec, &guest), 0);
    CHECK_INT(t.fake->info(guest, &info), 0);
    frames = t.ops->frames_open(t.host, guest, &t.fail);
    CHECK(frames != NULL);
}

static inline void end(void)
{
    struct xen_domain d;

    t.ops->frames_close(frames);
    (void)t.fake->destroy(guest);
    CHECK(!test_listed(&t, guest, &d));
}

/* One frame; NULL: refused, with t.fail.err. */
static inline const uint64_t *map(uint64_t frame)
{
    int err = 1;
    const uint64_t *at = t.ops->map(frames, &frame, 1, &err, &t.fail);

    CHECK(at != NULL ? err == 0 : err == -t.fail.err || t.fail.err == ESRCH);
    return at;
}

static inline void unmap(const uint64_t *at)
{
    t.ops->unmap(frames, (void *)(uintptr_t)at, 1);
}

static inline bool has_pattern(uint64_t frame, uint64_t page, uint64_t generation)
{
    const uint64_t *at = map(frame);
    bool same;

    CHECK(at != NULL);
    same = pattern_matches(at, 4096, info.seed, generation, page * 4096) == 4096;
    unmap(at);
    return same;
}

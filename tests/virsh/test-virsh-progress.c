/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The line that tells how far work is: percent, amounts, rate, time left; and how the rate comes. */
#include "config.h"

#include "progress.h"
#include "testing.h"
#include "util/clock.h"

#define MIB (UINT64_C(1024) * 1024)

static void check(double rate, uint64_t done, uint64_t total, const char *want)
{
    struct progress p = {.label = "Work", .rate = rate};
    VT_STRBUF_SCOPE(line);

    progress_format(&p, done, total, &line);
    CHECK(!line.failed);
    CHECK_STR(line.text, want);
}

static void check_rate(void)
{
    struct progress p = {.label = "Work"};
    uint64_t now = 5 * VT_NS_PER_S;

    progress_measure(&p, 0, now);
    CHECK(p.rate == 0);
    /* Too soon to tell */
    progress_measure(&p, MIB, now + VT_NS_PER_MS);
    CHECK(p.rate == 0);
    now += VT_NS_PER_S;
    progress_measure(&p, 10 * MIB, now);
    CHECK(p.rate == 10.0 * MIB);
    /* A new rate counts, but not alone. */
    now += VT_NS_PER_S;
    progress_measure(&p, 30 * MIB, now);
    CHECK(p.rate > 10.0 * MIB && p.rate < 20.0 * MIB);
    /* Nothing at all is a rate, too; going back is none. */
    for (int i = 0; i < 100; i++)
        progress_measure(&p, 30 * MIB, now += VT_NS_PER_S);
    CHECK(p.rate < MIB / 1024.0);
    progress_measure(&p, MIB, now += VT_NS_PER_S);
    CHECK(p.rate >= 0);
}

int main(void)
{
    check(0, 0, 1000, "Work: [  0 %] 0 B of 1000 B");
    check(0, 999, 1000, "Work: [ 99 %] 999 B of 1000 B");
    check(0, 1000, 1000, "Work: [100 %] 1000 B of 1000 B");
    check(100, 500, 1000, "Work: [ 50 %] 500 B of 1000 B, 100 B/s, 0:05 left");
    check(MIB, 0, 3600 * MIB, "Work: [  0 %] 0 B of 3.5 GiB, 1.0 MiB/s, 1:00:00 left");
    check(MIB, 10 * MIB, 100 * MIB, "Work: [ 10 %] 10.0 MiB of 100.0 MiB, 1.0 MiB/s, 1:30 left");
    /* Almost all is not all. */
    check(0, UINT64_MAX - 1, UINT64_MAX, "Work: [ 99 %] 16777216.0 TiB of 16777216.0 TiB");
    check(0, UINT64_MAX, UINT64_MAX, "Work: [100 %] 16777216.0 TiB of 16777216.0 TiB");
    /* More than all, an unknown total, a time nobody waits for */
    check(1024, 2048, 1024, "Work: [100 %] 2.0 KiB of 1.0 KiB, 1.0 KiB/s");
    check(1024, 2048, 0, "Work: 2.0 KiB, 1.0 KiB/s");
    check(0, 0, 0, "Work: 0 B");
    check(1, 0, 1024 * MIB, "Work: [  0 %] 0 B of 1.0 GiB, 1 B/s");
    check_rate();
    return 0;
}

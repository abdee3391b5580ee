/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time: nanoseconds of CLOCK_MONOTONIC, exact or cheap. */
#pragma once

#include <stdint.h>
#include <time.h>

#define VT_NS_PER_S UINT64_C(1000000000)
#define VT_NS_PER_MS UINT64_C(1000000)

static inline uint64_t vt_clock_read_(clockid_t id)
{
    struct timespec ts;

    (void)clock_gettime(id, &ts); /* fails only for a clock that the kernel lacks */
    return (uint64_t)ts.tv_sec * VT_NS_PER_S + (uint64_t)ts.tv_nsec;
}

static inline uint64_t vt_now_ns(void)
{
    return vt_clock_read_(CLOCK_MONOTONIC);
}

/* Behind by up to a tick (1 to 10 ms), for a fifth of the price: for staleness bounds. */
static inline uint64_t vt_now_coarse_ns(void)
{
    return vt_clock_read_(CLOCK_MONOTONIC_COARSE);
}

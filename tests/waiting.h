/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting in tests for what other threads or processes are about to do. */
#pragma once

#include <poll.h>

#include "testing.h"
#include "util/clock.h"

#define PATIENCE_MS 20000

/* Waits until @condition, an expression, is true. */
#define WAIT_FOR(condition) \
    do { \
        uint64_t deadline_ = vt_now_ns() + PATIENCE_MS * VT_NS_PER_MS; \
        while (!(condition)) { \
            CHECK(vt_now_ns() < deadline_); \
            CHECK(poll(NULL, 0, 1) == 0); \
        } \
    } while (0)

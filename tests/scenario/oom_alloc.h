/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Allocations of this process that fail on request: replaces malloc and its kin when linked in. */
#pragma once

#include <stdbool.h>

/* A sanitizer has an allocator of its own, which must stay. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OOM_SANITIZED 1
#else
#define OOM_SANITIZED 0
#endif

/* Allocation number @first from now on (from 1) fails; with @ever all behind it too. */
void oom_arm(long first, bool ever);
/* From now on all succeed. */
void oom_disarm(void);
/* Allocations since the last oom_arm, those that failed too. */
long oom_count(void);
/* Whether one has failed since the last oom_arm. */
bool oom_has_failed(void);
/* Blocks that are allocated and not freed. */
long oom_blocks(void);

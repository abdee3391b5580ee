/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What we ask of the compiler: attributes under one name each. */
#pragma once

#include <stddef.h>

#define VT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define VT_UNUSED __attribute__((unused))
#define VT_WARN_UNUSED __attribute__((warn_unused_result))
#define VT_COLD __attribute__((cold, noinline))
#define VT_ALWAYS_INLINE inline __attribute__((always_inline))
#define VT_LIKELY(x) __builtin_expect(!!(x), 1)
#define VT_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define VT_N_ELEMENTS(a) (sizeof(a) / sizeof((a)[0]))
#define VT_CACHE_LINE 64
/* The size that aligned_alloc takes for @n bytes on cache lines. */
#define VT_CACHE_ROUND(n) (((n) + VT_CACHE_LINE - 1) / VT_CACHE_LINE * VT_CACHE_LINE)

#define VT_CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands in front of the C library's allocator, by the names that the library itself offers for
 * that: those that begin with __libc. */
#include "config.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "scenario/oom_alloc.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t align, size_t size);
void __libc_free(void *p);

static atomic_long first_failure, count, blocks;
static atomic_bool for_ever, has_failed;

void oom_arm(long first, bool ever)
{
    atomic_store(&count, 0);
    atomic_store(&has_failed, false);
    atomic_store(&for_ever, ever);
    atomic_store(&first_failure, first);
}

void oom_disarm(void)
{
    atomic_store(&first_failure, 0);
}

long oom_count(void)
{
    return atomic_load(&count);
}

bool oom_has_failed(void)
{
    return atomic_load(&has_failed);
}

long oom_blocks(void)
{
    return atomic_load(&blocks);
}

#if !OOM_SANITIZED
static bool refuse(void)
{
    long first = atomic_load(&first_failure), n;

    if (first == 0)
        return false;
    n = atomic_fetch_add(&count, 1) + 1;
    if (n != first && !(n > first && atomic_load(&for_ever)))
        return false;
    atomic_store(&has_failed, true);
    errno = ENOMEM;
    return true;
}

static void *counted(void *p)
{
    if (p != NULL)
        atomic_fetch_add(&blocks, 1);
    return p;
}

void *malloc(size_t size)
{
    return refuse() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return refuse() ? NULL : counted(__libc_calloc(n, size));
}

void *realloc(void *p, size_t size)
{
    void *q;

    if (refuse())
        return NULL;
    q = __libc_realloc(p, size);
    if (p == NULL)
        counted(q);
    else if (q == NULL && size == 0)
        atomic_fetch_sub(&blocks, 1);
    return q;
}

void *reallocarray(void *p, size_t n, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(p, bytes);
}

void *aligned_alloc(size_t align, size_t size)
{
    return refuse() ? NULL : counted(__libc_memalign(align, size));
}

int posix_memalign(void **ret, size_t align, size_t size)
{
    void *p = aligned_alloc(align, size);

    if (p == NULL)
        return ENOMEM;
    *ret = p;
    return 0;
}

void free(void *p)
{
    if (p != NULL)
        atomic_fetch_sub(&blocks, 1);
    __libc_free(p);
}
#endif

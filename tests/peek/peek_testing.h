/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of peeking share: guests, files, the bytes that ought to be there. */
#pragma once

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hypervisor/test/guest_ram.h"
#include "obj/error.h"
#include "peek/memfd_source.h"
#include "peek/memory.h"
#include "peek/walk.h"
#include "testing.h"
#include "util/valgrind.h"

#define KIB UINT64_C(1024)
#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

static const unsigned char test_uuid[VT_UUID_LEN] = {1, 2,  3,  4,  5,  6,  7,  8,
                                                     9, 10, 11, 12, 13, 14, 15, 16};

static inline struct guest_spec test_spec(uint64_t mem_kib, uint64_t generation)
{
    struct guest_spec spec = {.uuid = test_uuid,
                              .name = "guest",
                              .generation = generation,
                              .mem_kib = mem_kib,
                              .paging = GUEST_PAGING_4_LEVEL,
                              .n_vcpus = 2,
                              .error_domain = VIR_FROM_TEST};
    return spec;
}

static inline struct peek_source *test_source(const struct guest_spec *spec)
{
    struct peek_source *s = guest_ram_new(spec);
    if (s == NULL)
        fprintf(stderr, "no guest: %s\n", vt_error_last()->message);
    CHECK(s != NULL);
    return s;
}

/* A peek of @s, which it takes over. */
static inline struct peek *test_peek(struct peek_source *s)
{
    struct peek *p = peek_new(VIR_FROM_TEST, "guest");
    CHECK(p != NULL);
    CHECK_INT(peek_set_source(p, s), 0);
    (void)peek_source_unref(s);
    return p;
}

/* The last call has failed with @code; forgets it. */
#define CHECK_ERROR(rv, want) \
    do { \
        CHECK_INT(rv, -1); \
        CHECK_INT(vt_error_last()->code, want); \
        vt_error_reset(); \
    } while (0)

/* A file in the working folder that is gone when the test ends. */
static inline int test_file(char path[PATH_MAX])
{
    int fd;
    const char *dir = getenv("TMPDIR");
    (void)snprintf(path, PATH_MAX, "%s/vt-peek-XXXXXX", dir != NULL ? dir : "/tmp");
    fd = mkostemp(path, O_CLOEXEC);
    CHECK(fd >= 0);
    return fd;
}

static inline void test_fill(int fd, uint64_t offset, const void *buf, size_t len)
{
    CHECK_INT(pwrite(fd, buf, len, (off_t)offset), (long long)len);
}

/* Fewer rounds where each costs a hundredfold. */
static inline int test_rounds(int n)
{
#if defined(__SANITIZE_THREAD__)
    return n / 10;
#else
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    return n / 10;
#endif
#endif
    return vt_on_valgrind ? n / 50 : n;
#endif
}

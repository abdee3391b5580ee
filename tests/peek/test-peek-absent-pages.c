/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pages that the guest never wrote read as zeros and stay unallocated; once written they are
 * seen at once. */
#include "config.h"

#include "peek_testing.h"

static unsigned char buf[2 * MIB], zeros[2 * MIB];

int main(void)
{
    struct guest_spec spec = test_spec(256 * KIB, 1);
    struct peek_source *s = test_source(&spec);
    int fd = peek_memfd_source_fd(s);
    struct peek *p = test_peek(s);
    struct stat before, after;
    uint64_t step = (vt_on_valgrind ? 30 : 1) * MIB + 12345;

    CHECK(fstat(fd, &before) == 0);
    for (uint64_t at = 0; at + sizeof buf <= 256 * MIB; at += step) {
        CHECK_INT(peek_memory(p, at, sizeof buf, buf, PEEK_PHYSICAL, 0), 0);
        if (at >= 16 * MIB)
            CHECK(memcmp(buf, zeros, sizeof buf) == 0);
    }
    CHECK(fstat(fd, &after) == 0);
    CHECK_INT(after.st_blocks, before.st_blocks);

    test_fill(fd, 100 * MIB + 5000, "written now", 12);
    CHECK_INT(peek_memory(p, 100 * MIB, 8192, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_STR((char *)buf + 5000, "written now");
    CHECK(memcmp(buf, zeros, 5000) == 0);
    CHECK_INT(peek_memory(p, 99 * MIB + 1, sizeof buf, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_STR((char *)buf + MIB - 1 + 5000, "written now");
    CHECK(fstat(fd, &after) == 0);
    CHECK_INT(after.st_blocks, before.st_blocks + 8);
    (void)peek_unref(p);
    return 0;
}

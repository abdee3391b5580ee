/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Physical reads give the guest's bytes whatever page and window borders they cross, and the
 * second read of a place comes from the window. */
#include "config.h"

#include "peek_testing.h"

static unsigned char got[5 * MIB], want[5 * MIB];

static void check_range(struct peek *p, int fd, uint64_t start, size_t size)
{
    memset(got, 0xee, size + 1);
    CHECK_INT(pread(fd, want, size, (off_t)start), (long long)size);
    CHECK_INT(peek_memory(p, start, size, got, PEEK_PHYSICAL, 0), 0);
    CHECK(memcmp(got, want, size) == 0);
    CHECK_INT(got[size], 0xee);
}

int main(void)
{
    static const size_t sizes[] = {1, 2, 63, 64, 4095, 4096, 4097, 65536, 2 * MIB, 4 * MIB + 17};
    static const int64_t shifts[] = {-4097, -4096, -64, -1, 0, 1, 4095, 4096};
    struct guest_spec spec = test_spec(33 * KIB, 7);
    struct peek_source *s = test_source(&spec);
    int fd = peek_memfd_source_fd(s);
    struct peek *p = test_peek(s);
    struct peek_stats before, after;
    uint64_t word, last = vt_on_valgrind ? 2 * MIB : 20 * MIB;

    for (uint64_t border = 2 * MIB; border <= last; border += 6 * MIB) {
        for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
            for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
                check_range(p, fd, border + (uint64_t)shifts[i], sizes[k]);
        }
    }
    /* The bytes are those that are documented. */
    CHECK(guest_ram_is_pattern(&spec, 0x234));
    CHECK_INT(peek_memory(p, 0x234018, sizeof word, &word, PEEK_PHYSICAL, 0), 0);
    CHECK(word == guest_pattern_word(test_uuid, 0x234, 3, 7));

    peek_get_stats(p, &before);
    check_range(p, fd, 2 * MIB - 100, 200);
    peek_get_stats(p, &after);
    CHECK_INT(after.hits - before.hits, 2);
    CHECK_INT(after.misses, before.misses);
    CHECK_INT(after.maps, before.maps);
    CHECK_INT(after.bytes - before.bytes, 200);
    (void)peek_unref(p);
    CHECK_INT(peek_cap_used(), 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual addresses of a made guest lead to its bytes: each paging mode, each page size. */
#include "config.h"

#include "peek_testing.h"

static unsigned char got[3 * MIB], want[3 * MIB];

static void check_same(struct peek *p, uint64_t vaddr, uint64_t paddr, size_t size)
{
    CHECK_INT(peek_memory(p, vaddr, size, got, PEEK_VIRTUAL, 1), 0);
    CHECK_INT(peek_memory(p, paddr, size, want, PEEK_PHYSICAL, 0), 0);
    CHECK(memcmp(got, want, size) == 0);
}

static void check_page(struct peek *p, uint64_t vaddr, uint64_t paddr, uint64_t page_size)
{
    struct peek_translation t = {0, 0};

    CHECK_INT(peek_translate(p, vaddr, 0, &t), 0);
    CHECK_INT(t.paddr, paddr);
    CHECK_INT(t.page_size, page_size);
    check_same(p, vaddr, paddr, 100);
}

static void check_mode(enum guest_paging mode, uint64_t mem_kib)
{
    struct guest_spec spec = test_spec(mem_kib, 3);
    uint64_t kernel = mode >= GUEST_PAGING_4_LEVEL ? GUEST_KERNEL_VADDR_64 : GUEST_KERNEL_VADDR_32;
    uint64_t large = mode == GUEST_PAGING_2_LEVEL ? 4 * MIB : 2 * MIB;
    uint64_t direct =
        mode == GUEST_PAGING_4_LEVEL ? GUEST_DIRECT_VADDR_4_LEVEL : GUEST_DIRECT_VADDR_5_LEVEL;
    struct peek *p;
    struct peek_translation t;

    spec.paging = mode;
    p = test_peek(test_source(&spec));
    check_page(p, 0x5123, 0x5123, 4096);
    check_page(p, kernel + 0x20010, 0x20010, large);
    check_same(p, 0x1ff0, 0x1ff0, 5000);
    check_same(p, 0, 0, 0xff000);
    CHECK_ERROR(peek_translate(p, GUEST_UNMAPPED_VADDR, 0, &t), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, 0xfe000, 0x1001, got, PEEK_VIRTUAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, GUEST_GUARD_VADDR, 0, NULL, PEEK_VIRTUAL, 0),
                VIR_ERR_OPERATION_FAILED);
    if (mem_kib >= 16 * KIB) {
        check_same(p, 0x100000, 0x100000, sizeof got);
        check_same(p, kernel + MIB, MIB, sizeof got);
        check_page(p, kernel + GUEST_BANNER_PADDR, GUEST_BANNER_PADDR, large);
        CHECK(memcmp(got, "Vitrine guest guest ", 20) == 0);
    }
    if (mem_kib >= GIB / KIB && mode >= GUEST_PAGING_4_LEVEL)
        check_page(p, direct + 0x3ff12345, 0x3ff12345, GIB);
    (void)peek_unref(p);
}

static void check_off(void)
{
    struct guest_spec spec = test_spec(4 * KIB, 3);
    struct peek *p;

    spec.paging = GUEST_PAGING_OFF;
    p = test_peek(test_source(&spec));
    check_same(p, 0x1234, 0x1234, MIB);
    CHECK_ERROR(peek_memory(p, UINT64_C(1) << 32, 1, got, PEEK_VIRTUAL, 0),
                VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);
}

int main(void)
{
    static const uint64_t sizes[] = {1024, 3 * KIB + 1, 64 * KIB, 2 * 1024 * KIB};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int mode = GUEST_PAGING_2_LEVEL; mode <= GUEST_PAGING_5_LEVEL; mode++)
            check_mode((enum guest_paging)mode, sizes[i]);
    }
    check_off();
    return 0;
}

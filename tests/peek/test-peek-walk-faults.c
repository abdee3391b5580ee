/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables with a fault at each level in turn: the walk says which level, and what it is. */
#include "config.h"

#include <sys/mman.h>

#include "peek_testing.h"

#define RAM_PAGES 64

static uint64_t *ram; /* written by the test as the guest would */

static struct peek *make(const struct peek_regs *regs)
{
    int fd = peek_memfd_new("guest", RAM_PAGES * 4096, VIR_FROM_TEST);
    struct peek_source *s;

    CHECK(fd >= 0);
    ram = mmap(NULL, RAM_PAGES * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(ram != MAP_FAILED);
    s = peek_memfd_source_new(fd, "guest", NULL, 0, VIR_FROM_TEST);
    CHECK(s != NULL);
    CHECK_INT(peek_source_set_regs(s, regs, 1), 0);
    return test_peek(s);
}

static void end(struct peek *p)
{
    (void)peek_unref(p);
    CHECK(munmap(ram, RAM_PAGES * 4096) == 0);
}

static struct peek_fault fault_at(struct peek *p, uint64_t vaddr)
{
    struct peek_read r = {.peek = p};
    unsigned char byte;

    CHECK_INT(peek_read_virtual(&r, vaddr, 1, &byte, 0), -1);
    CHECK_INT(r.fault.vaddr, vaddr);
    return r.fault;
}

static void expect(struct peek *p, uint64_t vaddr, enum peek_fault_kind kind, unsigned int level)
{
    struct peek_fault f = fault_at(p, vaddr);

    CHECK_INT(f.kind, kind);
    CHECK_INT(f.level, level);
}

/* Levels from @top down stand in pages 1, 2, ...; entry 1 of each leads on (0 of PAE's first). */
static void check_long(unsigned int top, uint64_t cr4)
{
    struct peek_regs regs = {
        .cr0 = PEEK_CR0_PG, .cr3 = 4096, .cr4 = cr4, .efer = PEEK_EFER_LMA | PEEK_EFER_LME};
    struct peek *p = make(&regs);
    uint64_t vaddr = 0, next = UINT64_C(1) << (top == 4 ? 47 : 56);

    for (unsigned int level = top, page = 1; level > 0; level--, page++)
        vaddr |= UINT64_C(1) << (12 + 9 * (level - 1));
    for (unsigned int level = top, page = 1; level > 0; level--, page++) {
        uint64_t *entry = &ram[page * 512 + 1], good = (page + 1) * 4096 | 3;
        *entry = 0;
        expect(p, vaddr, PEEK_FAULT_NOT_PRESENT, level);
        *entry = good | UINT64_C(1) << 63; /* NX without efer.NXE */
        expect(p, vaddr, PEEK_FAULT_RESERVED, level);
        *entry = UINT64_C(0x123456000) | 3; /* leads out of the memory */
        expect(p, vaddr, PEEK_FAULT_NO_RAM, level - 1);
        if (level >= 2) {
            *entry = good | 0x80 | 0x2000; /* large, and not allowed to be or not aligned */
            expect(p, vaddr, PEEK_FAULT_RESERVED, level);
        }
        *entry = good;
    }
    CHECK_INT(peek_memory(p, vaddr, 4096, ram + 60 * 512, PEEK_VIRTUAL, 0), 0);
    expect(p, next, PEEK_FAULT_NOT_CANONICAL, 0);
    expect(p, ~next, PEEK_FAULT_NOT_CANONICAL, 0);
    end(p);
}

static void check_pae(void)
{
    struct peek_regs regs = {.cr0 = PEEK_CR0_PG, .cr3 = 4096 + 32, .cr4 = PEEK_CR4_PAE};
    struct peek *p = make(&regs);

    expect(p, 0x1000, PEEK_FAULT_NOT_PRESENT, 3);
    ram[512 + 4] = 2 * 4096 | 3; /* a write bit at the top */
    expect(p, 0x1000, PEEK_FAULT_RESERVED, 3);
    ram[512 + 4] = 2 * 4096 | 1;
    expect(p, 0x1000, PEEK_FAULT_NOT_PRESENT, 2);
    ram[2 * 512] = UINT64_C(1) << 52 | 3 * 4096 | 3;
    expect(p, 0x1000, PEEK_FAULT_RESERVED, 2);
    ram[2 * 512] = 3 * 4096 | 3;
    expect(p, 0x1000, PEEK_FAULT_NOT_PRESENT, 1);
    expect(p, UINT64_C(1) << 32, PEEK_FAULT_TOO_WIDE, 0);
    end(p);
}

static void check_2_level(void)
{
    struct peek_regs regs = {.cr0 = PEEK_CR0_PG, .cr3 = 4096, .cr4 = PEEK_CR4_PSE};
    struct peek *p = make(&regs);
    uint32_t *dir = (uint32_t *)(ram + 512), *table = (uint32_t *)(ram + 2 * 512);
    struct peek_fault f;

    expect(p, 0x1000, PEEK_FAULT_NOT_PRESENT, 2);
    dir[0] = 2 * 4096 | 3;
    expect(p, 0x1000, PEEK_FAULT_NOT_PRESENT, 1);
    table[1] = 3 * 4096 | 3;
    CHECK_INT(peek_memory(p, 0x1000, 0, NULL, PEEK_VIRTUAL, 0), 0);
    dir[1] = 1u << 21 | 0x83;
    expect(p, 0x400000, PEEK_FAULT_RESERVED, 2);
    dir[1] = 0x12u << 13 | 0x83; /* PSE-36: bits 39:32 are 0x12 */
    f = fault_at(p, 0x400123);
    CHECK_INT(f.kind, PEEK_FAULT_NO_RAM);
    CHECK_INT(f.paddr, UINT64_C(0x1200000123));
    end(p);
}

int main(void)
{
    check_long(4, PEEK_CR4_PAE);
    check_long(5, PEEK_CR4_PAE | PEEK_CR4_LA57);
    check_pae();
    check_2_level();
    return 0;
}

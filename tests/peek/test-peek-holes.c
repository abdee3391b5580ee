/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A read that touches a range without memory fails and names its first byte there. */
#include "config.h"

#include "peek_testing.h"
#include "peek/read.h"

static unsigned char buf[4 * MIB];

static void check_fault(struct peek *p, uint64_t start, size_t size, uint64_t bad)
{
    struct peek_read r = {.peek = p};

    CHECK_INT(peek_read_physical(&r, start, size, buf), -1);
    CHECK_INT(r.fault.kind, PEEK_FAULT_NO_RAM);
    CHECK_INT(r.fault.paddr, bad);
    CHECK_ERROR(peek_memory(p, start, size, buf, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
}

int main(void)
{
    /* Out of order, overlapping, one beyond the end. */
    static const struct peek_range holes[] = {
        {6 * MIB, 8 * MIB}, {0xa0000, 0xc0000}, {0xb0000, 0x100000}, {40 * MIB, 50 * MIB}};
    struct guest_spec spec = test_spec(16 * KIB, 1);
    struct peek *p;
    struct peek_source *s;

    spec.holes = holes;
    spec.n_holes = 4;
    s = test_source(&spec);
    CHECK_INT(s->n_ram, 3);
    CHECK_INT(peek_source_ram_bytes(s), 16 * MIB - 0x60000 - 2 * MIB);
    p = test_peek(s);

    check_fault(p, 0xa0000, 1, 0xa0000);
    check_fault(p, 0xfffff, 2, 0xfffff);
    check_fault(p, 0x9fff0, 32, 0xa0000);
    check_fault(p, 5 * MIB, 2 * MIB, 6 * MIB);
    check_fault(p, 7 * MIB, 4096, 7 * MIB);
    CHECK_INT(peek_memory(p, 0x9fff0, 16, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_INT(peek_memory(p, 0x100000, 2 * MIB, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_INT(peek_memory(p, 8 * MIB, 4 * MIB, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_ERROR(peek_memory(p, 0xb0000, 0, NULL, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(peek_memory(p, 0x100000, 0, NULL, PEEK_PHYSICAL, 0), 0);
    (void)peek_unref(p);
    return 0;
}

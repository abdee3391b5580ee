/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The last byte of memory can be read, the next one is an error, and no range wraps round. */
#include "config.h"

#include "peek_testing.h"
#include "peek/read.h"

static unsigned char buf[3 * MIB];

static void check_size(uint64_t mem_kib)
{
    struct guest_spec spec = test_spec(mem_kib, 1);
    struct peek *p = test_peek(test_source(&spec));
    uint64_t end = mem_kib * KIB;
    struct peek_read r = {.peek = p};

    CHECK_INT(peek_memory(p, end - 1, 1, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_INT(peek_memory(p, 0, end < sizeof buf ? end : sizeof buf, buf, PEEK_PHYSICAL, 0), 0);
    CHECK_INT(peek_memory(p, end - 1, 0, NULL, PEEK_PHYSICAL, 0), 0);
    CHECK_ERROR(peek_memory(p, end, 0, NULL, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, end, 1, buf, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_INT(peek_read_physical(&r, end - 100, 101, buf), -1);
    CHECK_INT(r.fault.paddr, end);
    CHECK_ERROR(peek_memory(p, UINT64_MAX, 1, buf, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, UINT64_MAX, 2, buf, PEEK_PHYSICAL, 0), VIR_ERR_INVALID_ARG);
    CHECK_ERROR(peek_memory(p, 2, SIZE_MAX, buf, PEEK_PHYSICAL, 0), VIR_ERR_INVALID_ARG);
    CHECK_ERROR(peek_memory(p, 0, 1, buf, 0, 0), VIR_ERR_INVALID_ARG);
    CHECK_ERROR(peek_memory(p, 0, 1, buf, 3, 0), VIR_ERR_INVALID_ARG);
    CHECK_ERROR(peek_memory(p, 0, 1, buf, PEEK_VIRTUAL, 2), VIR_ERR_INVALID_ARG);
    CHECK_INT(peek_set_source(p, NULL), 0);
    CHECK_ERROR(peek_memory(p, 0, 1, buf, PEEK_PHYSICAL, 0), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_memory(p, 0, 1, buf, PEEK_VIRTUAL, 0), VIR_ERR_OPERATION_FAILED);
    (void)peek_unref(p);
}

int main(void)
{
    struct guest_spec small = test_spec(512, 1);

    check_size(1024);
    check_size(1025);
    check_size(2048);
    check_size(3 * KIB + 3);
    check_size(17 * KIB + 4);
    CHECK(guest_ram_new(&small) == NULL);
    CHECK_ERROR(-1, VIR_ERR_INVALID_ARG);
    return 0;
}

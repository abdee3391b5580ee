/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-holes DUMP: between the ranges of a guest's memory, behind the last one and across their
 * ends reads are errors; up to the last byte they are not. */
#include "config.h"

#include <inttypes.h>

#include "real_guest.h"

#define LEN 4096

static virDomainPtr dom;

static int peek(uint64_t paddr, size_t len)
{
    static unsigned char buffer[2 * LEN];

    return virDomainMemoryPeek(dom, paddr, len, buffer, VIR_MEMORY_PHYSICAL);
}

static void refused(uint64_t paddr, size_t len)
{
    if (peek(paddr, len) == 0) {
        fprintf(stderr, "%zu bytes at 0x%" PRIx64 " can be read\n", len, paddr);
        exit(1);
    }
    real_check_error(VIR_ERR_OPERATION_FAILED);
}

static void check_hole(uint64_t start, uint64_t end)
{
    CHECK(start >= LEN && end - start >= LEN);
    CHECK_INT(peek(start - 1, 1), 0);
    CHECK_INT(peek(start - LEN, LEN), 0);
    refused(start, 1);
    refused(start, 0);
    refused(start - 1, 2);
    refused(start - LEN, LEN + 1);
    refused(start + (end - start) / 2, 8);
    refused(end - 1, 1);
    if (end == UINT64_MAX)
        return;
    refused(end - 1, 2);
    refused(end - LEN, 2 * LEN);
    CHECK_INT(peek(end, LEN), 0);
}

int main(int argc, char **argv)
{
    struct core_file core;
    virConnectPtr conn;
    uint64_t end;

    CHECK_INT(argc, 2);
    core_file_open(&core, argv[1]);
    conn = real_connect();
    dom = real_guest_start(conn, "perforated", argv[1]);
    CHECK(core.n_ranges > 1); /* a PC's memory has holes */
    for (unsigned int i = 1; i < core.n_ranges; i++) {
        printf("hole 0x%" PRIx64 " to 0x%" PRIx64 "\n", core.ranges[i - 1].end,
               core.ranges[i].start);
        check_hole(core.ranges[i - 1].end, core.ranges[i].start);
    }
    end = core.ranges[core.n_ranges - 1].end;
    check_hole(end, UINT64_MAX);
    for (unsigned int bit = 33; bit < 64; bit++)
        refused(UINT64_C(1) << bit, 1);
    refused(UINT64_MAX, 1);
    refused(UINT64_MAX - 1, 2);
    real_end(dom);
    CHECK_INT(virConnectClose(conn), 0);
    core_file_close(&core);
    return 0;
}

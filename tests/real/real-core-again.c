/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-core-again DUMP CORE VADDR: a guest's core dump has the ranges and bytes that its own dump
 * file has, goes on being a guest's memory, and maps the virtual address as before. */
#include "config.h"

#include <inttypes.h>
#include <sys/stat.h>

#include "real_guest.h"

#define VIRTUAL_LEN 16

struct pair {
    const struct core_file *first, *second;
    virDomainPtr dom; /* whose memory is the second */
};

static void compare_chunk(uint64_t paddr, size_t len, void *opaque)
{
    const struct pair *p = opaque;
    unsigned char *want = malloc(len), *got = malloc(len);

    CHECK(want != NULL && got != NULL);
    CHECK(core_file_copy(p->first, paddr, len, want));
    CHECK(core_file_copy(p->second, paddr, len, got));
    CHECK(memcmp(want, got, len) == 0);
    memset(got, 0xa5, len);
    CHECK_INT(virDomainMemoryPeek(p->dom, paddr, len, got, VIR_MEMORY_PHYSICAL), 0);
    CHECK(memcmp(want, got, len) == 0);
    free(want);
    free(got);
}

static void check_ranges(const struct core_file *a, const struct core_file *b)
{
    CHECK_INT(a->n_ranges, b->n_ranges);
    for (unsigned int i = 0; i < a->n_ranges; i++) {
        CHECK(a->ranges[i].start == b->ranges[i].start);
        CHECK(a->ranges[i].end == b->ranges[i].end);
    }
}

int main(int argc, char **argv)
{
    struct core_file first, second;
    unsigned char a[VIRTUAL_LEN], b[VIRTUAL_LEN];
    unsigned long long vaddr;
    virConnectPtr conn;
    virDomainPtr dom, again;
    struct stat st;

    CHECK_INT(argc, 4);
    vaddr = strtoull(argv[3], NULL, 0);
    core_file_open(&first, argv[1]);
    conn = real_connect();
    dom = real_guest_start(conn, "dumped", argv[1]);
    CHECK_INT(virDomainCoreDump(dom, argv[2], 0), 0);
    CHECK(stat(argv[2], &st) == 0 && (st.st_mode & 077) == 0); /* nobody else's to read */
    CHECK_INT(virDomainMemoryPeek(dom, vaddr, sizeof a, a, VIR_MEMORY_VIRTUAL), 0);
    core_file_open(&second, argv[2]);
    check_ranges(&first, &second);
    again = real_guest_start(conn, "again", argv[2]);
    real_each_chunk(&first, 0, compare_chunk, &(struct pair){&first, &second, again});
    CHECK_INT(virDomainMemoryPeek(again, vaddr, sizeof b, b, VIR_MEMORY_VIRTUAL), 0);
    CHECK(memcmp(a, b, sizeof a) == 0);
    printf("%" PRIu64 " bytes are the same in the core\n", core_file_bytes(&first));
    real_end(again);
    real_end(dom);
    CHECK_INT(virConnectClose(conn), 0);
    core_file_close(&first);
    core_file_close(&second);
    return 0;
}

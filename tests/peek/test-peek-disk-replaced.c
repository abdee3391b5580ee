/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A disk whose file is replaced is read from the new file after the recheck time; one that is
 * gone is an error and is not held open. */
#include "config.h"

#include "peek/disk.h"
#include "peek_testing.h"
#include "util/clock.h"

#define PATIENCE_NS (10 * PEEK_DISKS_RECHECK_NS)

int main(void)
{
    char path[PATH_MAX], next[PATH_MAX], byte = 0;
    int fd = test_file(path), fd2 = test_file(next), rv = 0;
    struct peek_disks *d = peek_disks_new(VIR_FROM_TEST, "guest");
    uint64_t deadline;

    CHECK(d != NULL);
    test_fill(fd, 0, "a", 1);
    test_fill(fd2, 0, "b", 1);
    CHECK_INT(peek_disks_open(d, "disk", path), 0);
    CHECK_INT(peek_disk_read(d, "disk", 0, 1, &byte), 0);
    CHECK_INT(byte, 'a');
    CHECK(rename(next, path) == 0);
    deadline = vt_now_ns() + PATIENCE_NS;
    while (byte != 'b') {
        CHECK_INT(peek_disk_read(d, "disk", 0, 1, &byte), 0);
        CHECK(vt_now_ns() < deadline);
    }
    CHECK_INT(peek_disks_kept(), 1);
    CHECK(unlink(path) == 0);
    while (rv == 0) {
        rv = peek_disk_read(d, "disk", 0, 1, &byte);
        CHECK(vt_now_ns() < deadline);
    }
    CHECK_ERROR(rv, VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(peek_disks_kept(), 0);
    peek_disks_free(d);
    CHECK(close(fd) == 0 && close(fd2) == 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disk reads give the file's bytes; what reaches beyond its end, or beyond all ends, is refused. */
#include "config.h"

#include "peek/disk.h"
#include "peek_testing.h"

int main(void)
{
    char path[PATH_MAX], other[PATH_MAX], buf[16];
    int fd = test_file(path);
    struct peek_disks *d = peek_disks_new(VIR_FROM_TEST, "guest");

    (void)snprintf(other, sizeof other, "%s", "other");
    CHECK(d != NULL);
    test_fill(fd, 0, "0123456789", 10);
    CHECK_INT(peek_disk_read(d, path, 0, 1, buf), 1);
    CHECK_INT(peek_disks_open(d, path, path), 0);
    CHECK_INT(peek_disks_open(d, other, path), 0);
    CHECK_INT(peek_disks_kept(), 2);
    CHECK_INT(peek_disk_read(d, path, 2, 8, buf), 0);
    CHECK(memcmp(buf, "23456789", 8) == 0);
    CHECK_INT(peek_disk_read(d, other, 9, 1, buf), 0);
    CHECK_INT(buf[0], '9');
    CHECK_INT(peek_disk_read(d, path, 9, 0, NULL), 0);
    CHECK_ERROR(peek_disk_read(d, path, 10, 0, NULL), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_disk_read(d, path, 9, 2, buf), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_disk_read(d, path, 4096, 1, buf), VIR_ERR_OPERATION_FAILED);
    CHECK_ERROR(peek_disk_read(d, path, INT64_MAX, 1, buf), VIR_ERR_SYSTEM_ERROR);
    CHECK_ERROR(peek_disk_read(d, path, UINT64_MAX, 0, NULL), VIR_ERR_SYSTEM_ERROR);
    test_fill(fd, 10, "ab", 2); /* it may grow */
    CHECK_INT(peek_disk_read(d, path, 9, 3, buf), 0);
    CHECK(memcmp(buf, "9ab", 3) == 0);
    CHECK(ftruncate(fd, 5) == 0);
    CHECK_ERROR(peek_disk_read(d, path, 0, 6, buf), VIR_ERR_OPERATION_FAILED);
    peek_disks_reset(d);
    CHECK_INT(peek_disks_kept(), 0);
    CHECK_INT(peek_disk_read(d, path, 0, 1, buf), 1);
    CHECK(unlink(path) == 0 && close(fd) == 0);
    CHECK_ERROR(peek_disks_open(d, path, path), VIR_ERR_SYSTEM_ERROR);
    peek_disks_free(d);
    return 0;
}

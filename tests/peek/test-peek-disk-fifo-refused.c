/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A disk that is a FIFO, a folder or a character device is refused at once, without waiting. */
#include "config.h"

#include "peek/disk.h"
#include "peek_testing.h"

int main(void)
{
    char path[PATH_MAX], buf[1];
    struct peek_disks *d = peek_disks_new(VIR_FROM_TEST, "guest");

    CHECK(d != NULL);
    CHECK(close(test_file(path)) == 0 && unlink(path) == 0);
    CHECK(mkfifo(path, 0600) == 0);
    CHECK_ERROR(peek_disks_open(d, path, path), VIR_ERR_INVALID_ARG);
    CHECK(unlink(path) == 0);
    CHECK_ERROR(peek_disks_open(d, "/dev/null", "/dev/null"), VIR_ERR_INVALID_ARG);
    CHECK_ERROR(peek_disks_open(d, "/", "/"), VIR_ERR_INVALID_ARG);
    CHECK_INT(peek_disk_read(d, path, 0, 1, buf), 1);
    CHECK_INT(peek_disks_kept(), 0);
    peek_disks_free(d);
    return 0;
}

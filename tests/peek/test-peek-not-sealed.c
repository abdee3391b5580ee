/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What could shrink under its reader is never taken as a memory that is mapped. */
#include "config.h"

#include <sys/mman.h>

#include "peek_testing.h"

int main(void)
{
    char path[PATH_MAX];
    int file = test_file(path);
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    struct peek_source *s;

    CHECK(fd >= 0 && ftruncate(fd, 8192) == 0 && ftruncate(file, 8192) == 0);
    CHECK(unlink(path) == 0);
    CHECK(peek_memfd_source_new(fd, "guest", NULL, 0, VIR_FROM_TEST) == NULL);
    CHECK_ERROR(-1, VIR_ERR_INVALID_ARG);
    CHECK(peek_memfd_source_new(file, "guest", NULL, 0, VIR_FROM_TEST) == NULL);
    CHECK_ERROR(-1, VIR_ERR_INVALID_ARG);
    CHECK(close(file) == 0); /* still ours */
    CHECK(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) == 0);
    s = peek_memfd_source_new(fd, "guest", NULL, 0, VIR_FROM_TEST);
    CHECK(s != NULL);
    (void)peek_source_unref(s);
    CHECK(close(fd) < 0 && errno == EBADF);
    return 0;
}

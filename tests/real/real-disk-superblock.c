/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* real-disk-superblock IMAGE UUID LABEL BLOCKS: a guest's ext4 disk says of itself what its maker's
 * tool says, by path and by target; all its bytes are the file's, and behind its end is nothing. */
#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "real_disk.h"

#define STEP_BYTES (300 * 1000) /* no multiple of any block */

static void check_super(virDomainPtr dom, const char *path, char **want)
{
    struct real_super s;

    CHECK_INT(real_disk_super(dom, path, &s), 0);
    CHECK_INT(s.magic, SUPER_MAGIC);
    CHECK_STR(s.uuid, want[0]);
    CHECK_STR(s.label, want[1]);
    CHECK_INT(s.blocks, strtoull(want[2], NULL, 10));
    printf("%s: magic 0x%x, %s, '%s', %u blocks\n", path, s.magic, s.uuid, s.label, s.blocks);
}

static void check_bytes(virDomainPtr dom, const char *image, off_t size)
{
    static unsigned char want[STEP_BYTES], got[STEP_BYTES];
    int fd = open(image, O_RDONLY | O_CLOEXEC);

    CHECK(fd >= 0);
    for (off_t at = 0; at < size; at += STEP_BYTES) {
        size_t len = size - at < STEP_BYTES ? (size_t)(size - at) : STEP_BYTES;

        CHECK_INT(pread(fd, want, len, at), len);
        CHECK_INT(virDomainBlockPeek(dom, REAL_TARGET, (unsigned long long)at, len, got, 0), 0);
        CHECK(memcmp(want, got, len) == 0);
    }
    CHECK_INT(close(fd), 0);
}

static void refused(virDomainPtr dom, const char *path, unsigned long long offset, size_t len,
                    int code)
{
    static unsigned char buffer[4096];

    CHECK(len <= sizeof buffer);
    CHECK_INT(virDomainBlockPeek(dom, path, offset, len, buffer, 0), -1);
    real_check_error(code);
}

static void check_end(virDomainPtr dom, unsigned long long size)
{
    unsigned char buffer[512];

    CHECK_INT(virDomainBlockPeek(dom, REAL_TARGET, size - 1, 1, buffer, 0), 0);
    CHECK_INT(virDomainBlockPeek(dom, REAL_TARGET, size - 512, 512, buffer, 0), 0);
    CHECK_INT(virDomainBlockPeek(dom, REAL_TARGET, size - 1, 0, NULL, 0), 0);
    refused(dom, REAL_TARGET, size, 1, VIR_ERR_OPERATION_FAILED);
    refused(dom, REAL_TARGET, size, 0, VIR_ERR_OPERATION_FAILED);
    refused(dom, REAL_TARGET, size - 1, 2, VIR_ERR_OPERATION_FAILED);
    refused(dom, REAL_TARGET, size - 511, 512, VIR_ERR_OPERATION_FAILED);
    refused(dom, REAL_TARGET, 2 * size, 16, VIR_ERR_OPERATION_FAILED);
    refused(dom, REAL_TARGET, 1ULL << 63, 16, VIR_ERR_SYSTEM_ERROR);
    refused(dom, REAL_TARGET, ~0ULL, 1, VIR_ERR_SYSTEM_ERROR);
    refused(dom, REAL_TARGET, ~0ULL - 8, 64, VIR_ERR_SYSTEM_ERROR);
}

int main(int argc, char **argv)
{
    virConnectPtr conn;
    virDomainPtr dom;
    struct stat st;
    char *other;

    CHECK_INT(argc, 5);
    CHECK_INT(stat(argv[1], &st), 0);
    conn = real_connect();
    dom = real_disk_start(conn, argv[1]);
    check_super(dom, argv[1], argv + 2);
    check_super(dom, REAL_TARGET, argv + 2);
    check_bytes(dom, argv[1], st.st_size);
    check_end(dom, (unsigned long long)st.st_size);
    /* The same file by another name, and what is no disk of it. */
    CHECK(asprintf(&other, "/.%s", argv[1]) > 0);
    CHECK_INT(access(other, R_OK), 0);
    refused(dom, other, 0, 16, VIR_ERR_INVALID_ARG);
    refused(dom, "/etc/passwd", 0, 16, VIR_ERR_INVALID_ARG);
    refused(dom, "vdb", 0, 16, VIR_ERR_INVALID_ARG);
    free(other);
    real_end(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

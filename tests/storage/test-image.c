/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Headers of disk images, as other programs and hostile guests write them. */
#include "config.h"

#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdint.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/image.h"
#include "testing.h"
#include "util/cleanup.h"

static uint8_t bytes[IMAGE_HEADER_BYTES];

static void put(size_t at, const void *data, size_t len)
{
    memcpy(bytes + at, data, len);
}

static void put_number(size_t at, size_t len, bool big, uint64_t value)
{
    for (size_t i = 0; i < len; i++)
        bytes[big ? at + len - 1 - i : at + i] = (uint8_t)(value >> (8 * i));
}

static int parse(const char *format, struct image_info *ret)
{
    return image_parse(format, bytes, sizeof bytes, 1 << 20, ret);
}

static void holds(const char *format, uint64_t capacity)
{
    struct image_info info = {.capacity = 0};

    CHECK_STR(image_probe(bytes, sizeof bytes, "x"), format);
    CHECK_INT(parse(format, &info), 0);
    CHECK_INT(info.capacity, capacity);
    memset(bytes, 0, sizeof bytes);
}

static void check_formats(void)
{
    put(0, "QFI\xfb\0\0\0\1", 8), put_number(24, 8, true, 5000);
    holds("qcow", 5000);
    put(0, "QFI\xfb\0\0\0\3", 8), put_number(24, 8, true, 5001);
    holds("qcow2", 5001);
    put(0, "QED", 4), put_number(48, 8, false, 5002);
    holds("qed", 5002);
    put(0, "KDMV\1\0\0\0", 8), put_number(12, 8, false, 4);
    holds("vmdk", 2048);
    put(0, "COWD\1\0\0\0", 8), put_number(12, 4, false, 5);
    holds("vmdk", 2560);
    put(0, "conectix", 8), put_number(48, 8, true, 5003);
    holds("vpc", 5003);
    put(0x40, "\x7f\x10\xda\xbe", 4), put_number(0x170, 8, false, 5004);
    holds("vdi", 5004);
    put(0, "OOOM\0\0\0\2", 8), put_number(1036, 8, true, 5005);
    holds("cow", 5005);
    put(0, "Bochs Virtual HD Image", 22), put_number(64, 4, false, 0x20000);
    put_number(88, 8, false, 5006);
    holds("bochs", 5006);
    put(0, "#!/bin/sh\n#V2.0 Format\n", 23), put_number(128, 4, true, 512);
    put_number(132, 4, true, 3);
    holds("cloop", 1536);
    put(0, "LUKS\xba\xbe\0\1", 8), put_number(104, 4, true, 8);
    holds("luks", (1 << 20) - 8 * 512);
    CHECK_STR(image_probe(bytes, 0, "x.iso"), "iso");
    CHECK_STR(image_probe(bytes, 0, "x.dmg"), "dmg");
    CHECK_STR(image_probe(bytes, sizeof bytes, "x"), "raw");
}

static void check_refused(void)
{
    struct image_info info = {.capacity = 0};

    CHECK_INT(parse("qcow2", &info), -EINVAL); /* nothing there */
    CHECK_INT(parse("raw", &info), -ENOTSUP);
    put(0, "QFI\xfb\0\0\0\2", 8), put_number(24, 8, true, 1ULL << 63);
    CHECK_INT(parse("qcow2", &info), -EFBIG);
    put_number(24, 8, true, 1), put_number(8, 8, true, 100), put_number(16, 4, true, 1024);
    CHECK_INT(parse("qcow2", &info), -EINVAL); /* a name that is too long */
    put_number(8, 8, true, UINT64_MAX), put_number(16, 4, true, 5);
    CHECK_INT(parse("qcow2", &info), -EINVAL);
    put(0, "#!/bin/sh\n#V2.0 Format\n", 23);
    memset(bytes + 128, 0xff, 8);
    CHECK_INT(parse("cloop", &info), -EFBIG);
    memset(bytes, 0, sizeof bytes);
}

/* A file that stands on @backing, in a format that it declares. */
static void write_over(const char *path, const char *backing)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    memset(bytes, 0, sizeof bytes);
    put(0, "QFI\xfb\0\0\0\2", 8), put_number(24, 8, true, 65536);
    put_number(8, 8, true, 1000), put_number(16, 4, true, strlen(backing));
    put_number(72, 4, true, 0xe2792aca), put_number(76, 4, true, 5), put(80, "qcow2", 5);
    put(1000, backing, strlen(backing));
    CHECK(fd >= 0 && write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes && close(fd) == 0);
    memset(bytes, 0, sizeof bytes);
}

static void check_chains(void)
{
    char folder[] = "/tmp/test-image-XXXXXX";

    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    write_over("loop", "loop");
    CHECK_INT(image_check_chain("loop", "qcow2"), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
    write_over("over", "base");
    CHECK_INT(image_check_chain("over", "qcow2"), -1); /* there is none */
    CHECK_INT(vt_error_last()->code, VIR_ERR_SYSTEM_ERROR);
    write_over("base", "gone");
    put(0, "QFI\xfb\0\0\0\2", 8);
    int fd = open("base", O_WRONLY | O_TRUNC);
    CHECK(fd >= 0 && write(fd, bytes, 512) == 512 && close(fd) == 0);
    CHECK_INT(image_check_chain("over", "qcow2"), 0);
    write_over("over", "nbd://192.0.2.1/x"); /* it ends there: that is no file */
    CHECK_INT(image_check_chain("over", "qcow2"), 0);
    VT_AUTOFREE char *remote = image_backing_path("/a/b/over", "nbd://192.0.2.1/x");
    CHECK_STR(remote, "nbd://192.0.2.1/x");
    VT_AUTOFREE char *colon = image_backing_path("/a/b/over", "./x:y");
    CHECK_STR(colon, "/a/b/x:y");
    VT_AUTOFREE char *beside = image_backing_path("/a/b/over", "../c/base");
    CHECK_STR(beside, "/a/c/base");
    CHECK(unlink("loop") == 0 && unlink("over") == 0 && unlink("base") == 0 && rmdir(folder) == 0);
    vt_error_reset();
}

int main(void)
{
    check_formats();
    check_refused();
    check_chains();
    return 0;
}

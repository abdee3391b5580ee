/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds headers of disk images, in every format: what is read of one is within its bounds. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "fuzz-image: %s\n", what);
    abort();
}

static const char *const formats[] = {"raw", "qcow", "qcow2", "qed",   "vmdk", "vpc", "vdi",
                                      "cow", "luks", "bochs", "cloop", "dmg",  "iso"};

static void check(const struct image_info *info)
{
    must(info->capacity <= INT64_MAX, "a disk larger than any file");
    must((info->backing_at == 0) == (info->backing_len == 0), "half a name");
    must(info->backing_len <= IMAGE_MAX_NAME, "a name too long");
    must(info->backing_at <= INT64_MAX - info->backing_len, "a name behind every file");
    must(info->descriptor_len <= IMAGE_HEADER_BYTES, "a text that is too long");
    must(info->descriptor_at <= INT64_MAX - info->descriptor_len, "a text behind every file");
}

/* The data as the text of a vmdk image: a name in it is a part of it. */
static void check_descriptor(const uint8_t *data, size_t len)
{
    struct image_info info = {.descriptor_at = 512, .descriptor_len = IMAGE_HEADER_BYTES};

    if (image_parse_descriptor(data, len, &info) < 0)
        return;
    check(&info);
    must(info.backing_at == 0 ||
             (info.backing_at > 512 && info.backing_at - 512 + info.backing_len < len),
         "a name outside of the text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len = size < IMAGE_HEADER_BYTES ? size : IMAGE_HEADER_BYTES;
    const char *probed = image_probe(data, len, "disk");
    bool known = false;

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct image_info info = {.capacity = 0};
        known |= strcmp(formats[i], probed) == 0;
        if (image_parse(formats[i], data, len, size, &info) == 0)
            check(&info);
    }
    check_descriptor(data, len);
    must(known, "a format that nobody knows");
    return 0;
}

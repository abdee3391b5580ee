/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Headers of disk images: what stands where, format by format. */
#include "config.h"

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "storage/image.h"

#define SECTOR 512

/* Bytes of a header that was read so far; numbers behind its end are 0. */
struct header {
    const uint8_t *at;
    size_t len;
    uint64_t file_size;
};

static bool has(const struct header *h, size_t at, const void *want, size_t n)
{
    return at + n <= h->len && memcmp(h->at + at, want, n) == 0;
}

static uint64_t number(const struct header *h, size_t at, size_t n, bool big)
{
    uint64_t value = 0;

    if (at + n > h->len)
        return 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | h->at[big ? at + i : at + n - 1 - i];
    return value;
}

static uint64_t be(const struct header *h, size_t at, size_t n)
{
    return number(h, at, n, true);
}

static uint64_t le(const struct header *h, size_t at, size_t n)
{
    return number(h, at, n, false);
}

/* @count units of @unit bytes. */
static int set_capacity(struct image_info *ret, uint64_t count, uint64_t unit)
{
    if (__builtin_mul_overflow(count, unit, &ret->capacity) || ret->capacity > INT64_MAX)
        return -EFBIG;
    return 0;
}

/* An offset of 0 says that there is none. */
static int set_backing(struct image_info *ret, uint64_t at, uint64_t len)
{
    if (at == 0)
        return 0;
    if (len == 0 || len > IMAGE_MAX_NAME || at > INT64_MAX - IMAGE_MAX_NAME)
        return -EINVAL;
    ret->backing_at = at;
    ret->backing_len = (uint32_t)len;
    return 0;
}

static int parse_qcow(const struct header *h, struct image_info *ret)
{
    int r = set_capacity(ret, be(h, 24, 8), 1);

    return r < 0 ? r : set_backing(ret, be(h, 8, 8), be(h, 16, 4));
}

/* The words that qcow2 and volumes have in common. */
static const char *format_word(const uint8_t *text, size_t len)
{
    static const char *const words[] = {"raw", "qcow2", "qcow", "qed",   "vmdk",  "vpc",
                                        "vdi", "cow",   "luks", "bochs", "cloop", "dmg"};

    for (size_t i = 0; i < VT_N_ELEMENTS(words); i++) {
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
            return words[i];
    }
    return NULL;
}

#define QCOW2_EXTENSION_BACKING_FORMAT 0xe2792acaU

/* Extensions stand behind the header, each with its length, rounded up to 8. */
static const char *qcow2_backing_format(const struct header *h)
{
    uint64_t at = be(h, 4, 4) >= 3 ? be(h, 100, 4) : 72;

    while (at >= 72 && at + 8 <= h->len) {
        uint64_t type = be(h, at, 4), len = be(h, at + 4, 4);
        at += 8;
        if (type == 0 || len > h->len - at)
            break;
        if (type == QCOW2_EXTENSION_BACKING_FORMAT)
            return format_word(h->at + at, len);
        at += (len + 7) / 8 * 8;
    }
    return NULL;
}

static int parse_qcow2(const struct header *h, struct image_info *ret)
{
    int r = parse_qcow(h, ret);

    if (r == 0 && ret->backing_at != 0)
        ret->backing_format = qcow2_backing_format(h);
    return r;
}

#define QED_F_BACKING 0x01
#define QED_F_BACKING_IS_RAW 0x04

static int parse_qed(const struct header *h, struct image_info *ret)
{
    uint64_t features = le(h, 16, 8);
    int r = set_capacity(ret, le(h, 48, 8), 1);

    if (r < 0 || (features & QED_F_BACKING) == 0)
        return r;
    if (features & QED_F_BACKING_IS_RAW)
        ret->backing_format = "raw";
    return set_backing(ret, le(h, 56, 4), le(h, 60, 4));
}

/* The text is in the file itself, or in another, and then the place is 0. */
static int parse_vmdk(const struct header *h, struct image_info *ret)
{
    uint64_t sectors = le(h, 36, 8);

    if (has(h, 0, "COWD", 4))
        return set_capacity(ret, le(h, 12, 4), SECTOR);
    if (sectors > 0) {
        if (__builtin_mul_overflow(le(h, 28, 8), SECTOR, &ret->descriptor_at) ||
            ret->descriptor_at > INT64_MAX - IMAGE_HEADER_BYTES)
            return -EINVAL;
        ret->descriptor_len =
            sectors < IMAGE_HEADER_BYTES / SECTOR ? (uint32_t)sectors * SECTOR : IMAGE_HEADER_BYTES;
    }
    return set_capacity(ret, le(h, 12, 8), SECTOR);
}

int image_parse_descriptor(const uint8_t *text, size_t len, struct image_info *info)
{
    static const char word[] = "\nparentFileNameHint=\"";
    const uint8_t *name = memmem(text, len, word, sizeof word - 1), *end;

    if (name == NULL)
        return 0;
    name += sizeof word - 1;
    end = memchr(name, '"', len - (size_t)(name - text));
    if (end == NULL)
        return -EINVAL;
    info->backing_format = "vmdk";
    return set_backing(info, info->descriptor_at + (uint64_t)(name - text), (uint64_t)(end - name));
}

static int parse_vpc(const struct header *h, struct image_info *ret)
{
    return set_capacity(ret, be(h, 48, 8), 1);
}

static int parse_vdi(const struct header *h, struct image_info *ret)
{
    return set_capacity(ret, le(h, 0x170, 8), 1);
}

#define COW_NAME_AT 8
#define COW_NAME_BYTES 1024

static int parse_cow(const struct header *h, struct image_info *ret)
{
    int r = set_capacity(ret, be(h, COW_NAME_AT + COW_NAME_BYTES + 4, 8), 1);
    size_t len;

    if (r < 0 || h->len < COW_NAME_AT + COW_NAME_BYTES || h->at[COW_NAME_AT] == '\0')
        return r;
    len = strnlen((const char *)h->at + COW_NAME_AT, COW_NAME_BYTES);
    return set_backing(ret, COW_NAME_AT, len);
}

#define BOCHS_VERSION_1 0x00010000

static int parse_bochs(const struct header *h, struct image_info *ret)
{
    return set_capacity(ret, le(h, le(h, 64, 4) == BOCHS_VERSION_1 ? 84 : 88, 8), 1);
}

static int parse_cloop(const struct header *h, struct image_info *ret)
{
    return set_capacity(ret, be(h, 128, 4), be(h, 132, 4));
}

/* The place of the data; version 2 tells nothing here. */
static int parse_luks(const struct header *h, struct image_info *ret)
{
    uint64_t begin = be(h, 6, 2) == 1 ? be(h, 104, 4) * SECTOR : 0;

    ret->capacity = begin < h->file_size ? h->file_size - begin : 0;
    return 0;
}

/* In the order in which they are tried. */
static const struct kind {
    const char *format;
    const char *magic;
    size_t magic_len;
    size_t at;
    uint32_t version_from, version_to; /* big endian, behind the magic; 0: it has none there */
    int (*parse)(const struct header *h, struct image_info *ret);
} kinds[] = {
    {"qcow2", "QFI\xfb", 4, 0, 2, 3, parse_qcow2},
    {"qcow", "QFI\xfb", 4, 0, 1, 1, parse_qcow},
    {"qed", "QED", 4, 0, 0, 0, parse_qed},
    {"vmdk", "KDMV", 4, 0, 0, 0, parse_vmdk},
    {"vmdk", "COWD", 4, 0, 0, 0, parse_vmdk},
    {"vpc", "conectix", 8, 0, 0, 0, parse_vpc},
    {"vhd", "conectix", 8, 0, 0, 0, parse_vpc},
    {"vdi", "\x7f\x10\xda\xbe", 4, 0x40, 0, 0, parse_vdi},
    {"cow", "OOOM", 4, 0, 2, 2, parse_cow},
    {"bochs", "Bochs Virtual HD Image", 22, 0, 0, 0, parse_bochs},
    {"cloop", "#!/bin/sh\n#V2.0 Format\n", 23, 0, 0, 0, parse_cloop},
    {"luks", "LUKS\xba\xbe", 6, 0, 0, 0, parse_luks},
};

static bool is_kind(const struct kind *kind, const struct header *h)
{
    uint64_t version = be(h, kind->at + kind->magic_len, 4);

    return has(h, kind->at, kind->magic, kind->magic_len) &&
           (kind->version_to == 0 ||
            (version >= kind->version_from && version <= kind->version_to));
}

int image_parse(const char *format, const uint8_t *header, size_t len, uint64_t file_size,
                struct image_info *ret)
{
    const struct header h = {header, len, file_size};
    struct image_info info = {.capacity = 0};
    bool known = false;

    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        int r;
        if (strcmp(kinds[i].format, format) != 0)
            continue;
        known = true;
        if (!is_kind(&kinds[i], &h))
            continue;
        r = kinds[i].parse(&h, &info);
        if (r == 0)
            *ret = info;
        return r;
    }
    return known ? -EINVAL : -ENOTSUP;
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t len = strlen(name), n = strlen(suffix);

    return len > n && strcmp(name + len - n, suffix) == 0;
}

const char *image_probe(const uint8_t *header, size_t len, const char *name)
{
    const struct header h = {header, len, 0};

    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        if (is_kind(&kinds[i], &h))
            return kinds[i].format;
    }
    if (ends_with(name, ".dmg"))
        return "dmg";
    return ends_with(name, ".iso") ? "iso" : "raw";
}

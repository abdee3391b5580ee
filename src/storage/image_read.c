/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Headers of disk images: reading them from files, and following what they stand on. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "obj/error.h"
#include "storage/image.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "util/path.h"

#define TRIES 3 /* for two reads that agree */

/* The same bytes twice.  How many, or a negative errno. */
static ssize_t read_agreed(int fd, uint8_t *buf, size_t size, uint64_t at)
{
    uint8_t again[IMAGE_HEADER_BYTES];
    ssize_t n = vt_pread_all(fd, buf, size, at);

    for (int i = 0; n >= 0 && i < TRIES; i++) {
        ssize_t m = vt_pread_all(fd, again, size, at);
        if (m < 0)
            return m;
        if (m == n && memcmp(buf, again, (size_t)n) == 0)
            return n;
        memcpy(buf, again, (size_t)m);
        n = m;
    }
    return n < 0 ? n : -EAGAIN;
}

static int read_descriptor(int fd, struct image_info *info)
{
    uint8_t text[IMAGE_HEADER_BYTES];
    ssize_t n;

    if (info->descriptor_at == 0)
        return 0;
    n = read_agreed(fd, text, info->descriptor_len, info->descriptor_at);
    return n < 0 ? (int)n : image_parse_descriptor(text, (size_t)n, info);
}

static int read_backing(int fd, const struct image_info *info, char **ret)
{
    uint8_t name[IMAGE_MAX_NAME];
    ssize_t n;

    if (info->backing_at == 0)
        return 0;
    n = read_agreed(fd, name, info->backing_len, info->backing_at);
    if (n < 0)
        return (int)n;
    if ((uint32_t)n < info->backing_len || memchr(name, '\0', (size_t)n) != NULL)
        return -EINVAL;
    *ret = strndup((const char *)name, (size_t)n);
    return *ret != NULL ? 0 : -ENOMEM;
}

/* A virtual hard disk of fixed size has its header at the end only.  Source: Virtual Hard Disk Image Format */
#define TRAILER_BYTES 512

static int parse_trailer(int fd, const char *format, uint64_t size, struct image_info *ret)
{
    uint8_t trailer[TRAILER_BYTES];
    ssize_t n;

    if ((strcmp(format, "vpc") != 0 && strcmp(format, "vhd") != 0) || size < sizeof trailer)
        return -EINVAL;
    n = read_agreed(fd, trailer, sizeof trailer, size - sizeof trailer);
    return n < 0 ? (int)n : image_parse(format, trailer, (size_t)n, size, ret);
}

int image_read(int fd, const char *name, const char *format, const char **ret_format,
               struct image_info *ret, char **ret_backing)
{
    uint8_t header[IMAGE_HEADER_BYTES];
    struct image_info info = {.capacity = 0};
    VT_AUTOFREE char *backing = NULL;
    struct stat st;
    ssize_t n;
    int r;

    if (fstat(fd, &st) < 0)
        return -errno;
    n = read_agreed(fd, header, sizeof header, 0);
    if (n < 0)
        return (int)n;
    if (format == NULL)
        format = image_probe(header, (size_t)n, name);
    r = image_parse(format, header, (size_t)n, (uint64_t)st.st_size, &info);
    if (r == -EINVAL)
        r = parse_trailer(fd, format, (uint64_t)st.st_size, &info);
    if (r == -ENOTSUP)
        info.capacity = (uint64_t)st.st_size;
    else if (r == 0)
        r = read_descriptor(fd, &info);
    if (r == 0)
        r = read_backing(fd, &info, &backing);
    if (r < 0 && r != -ENOTSUP)
        return r;
    *ret_format = format;
    *ret = info;
    *ret_backing = VT_TAKE(backing);
    return 0;
}

/* Such as nbd://host/x, or json:{...}.  Source: qemu-img(1) and what it does; a ':' before any '/' tells them */
static bool is_no_file(const char *backing)
{
    return backing[strcspn(backing, ":/")] == ':';
}

char *image_backing_path(const char *of, const char *backing)
{
    const char *slash = strrchr(of, '/');
    char *path = NULL;

    if (backing[0] == '/' || slash == NULL || is_no_file(backing))
        return strdup(backing);
    if (asprintf(&path, "%.*s/%s", (int)(slash - of), of, backing) < 0)
        return NULL;
    VT_AUTOFREE char *joined = path;
    return vt_path_normalise(joined);
}

static int raise_bad(const char *path, const char *format, int r)
{
    if (r == -EINVAL || r == -EFBIG)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the header of '%s' is none of format '%s', which it is said to have", path,
                        format);
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot read the header of '%s'", path);
}

/* One step: what *path stands on takes its place; *format is NULL at the end. */
static int step(char **path, const char **format)
{
    VT_AUTOCLOSE int fd = vt_open(*path, O_RDONLY | O_NONBLOCK);
    VT_AUTOFREE char *backing = NULL;
    struct image_info info = {.capacity = 0};
    char *next;
    int r = fd < 0 ? fd : image_read(fd, *path, *format, format, &info, &backing);

    if (r < 0)
        return raise_bad(*path, *format, r);
    *format = backing != NULL && !is_no_file(backing) ? info.backing_format : NULL;
    if (*format == NULL)
        return 0;
    next = image_backing_path(*path, backing);
    if (next == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    free(*path);
    *path = next;
    return 0;
}

int image_check_chain(const char *path, const char *format)
{
    VT_AUTOFREE char *at = strdup(path);

    if (at == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    for (int i = 0; i < IMAGE_MAX_CHAIN; i++) {
        if (step(&at, &format) < 0)
            return -1;
        if (format == NULL)
            return 0;
    }
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "'%s' stands on more than %d files, or on itself", path, IMAGE_MAX_CHAIN);
}

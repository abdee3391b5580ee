/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small files of sysfs: what a device says of itself, and what it is told. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/sysfs.h"
#include "util/cleanup.h"
#include "util/file.h"

static char *path_of(const char *folder, const char *attr, bool *ret_failed)
{
    char *path;

    if (asprintf(&path, "%s/%s", folder, attr) >= 0)
        return path;
    *ret_failed = true;
    return NULL;
}

char *sysfs_bytes(const char *folder, const char *attr, size_t *ret_len, bool *ret_failed)
{
    VT_AUTOFREE char *path = path_of(folder, attr, ret_failed);
    char *text = NULL;
    int r;

    if (path == NULL)
        return NULL;
    r = vt_file_read_regular(path, SYSFS_MAX, &text, ret_len);
    if (r == -ENOMEM)
        *ret_failed = true;
    return r < 0 ? NULL : text;
}

char *sysfs_text(const char *folder, const char *attr, bool *ret_failed)
{
    size_t len = 0;
    char *text = sysfs_bytes(folder, attr, &len, ret_failed);

    if (text != NULL && len > 0 && text[len - 1] == '\n')
        text[len - 1] = '\0';
    return text;
}

bool sysfs_is_number(const char *text, int base, unsigned long long *ret)
{
    unsigned long long number;
    char *end;

    if (text[0] == '\0' || strspn(text, "0123456789abcdefABCDEFxX") != strlen(text))
        return false;
    errno = 0;
    number = strtoull(text, &end, base);
    if (errno != 0 || *end != '\0')
        return false;
    *ret = number;
    return true;
}

bool sysfs_number(const char *folder, const char *attr, int base, unsigned long long *ret,
                  bool *ret_failed)
{
    VT_AUTOFREE char *text = sysfs_text(folder, attr, ret_failed);

    return text != NULL && sysfs_is_number(text, base, ret);
}

char *sysfs_link(const char *folder, const char *attr, bool *ret_failed)
{
    VT_AUTOFREE char *path = path_of(folder, attr, ret_failed);
    VT_AUTOFREE char *target = malloc(PATH_MAX);
    const char *last;
    ssize_t n;
    char *name;

    if (target == NULL)
        *ret_failed = true;
    if (path == NULL || target == NULL || (n = readlink(path, target, PATH_MAX - 1)) < 0)
        return NULL;
    target[n] = '\0';
    last = strrchr(target, '/');
    name = strdup(last != NULL ? last + 1 : target);
    if (name == NULL)
        *ret_failed = true;
    return name;
}

bool sysfs_has(const char *folder, const char *attr, bool *ret_failed)
{
    VT_AUTOFREE char *path = path_of(folder, attr, ret_failed);

    return path != NULL && access(path, F_OK) == 0;
}

int sysfs_write(const char *folder, const char *attr, const char *text)
{
    bool failed = false;
    VT_AUTOFREE char *path = path_of(folder, attr, &failed);
    VT_AUTOCLOSE int fd = -1;
    ssize_t n;

    if (path == NULL)
        return -ENOMEM;
    fd = vt_open(path, O_WRONLY);
    if (fd < 0)
        return fd;
    do
        n = write(fd, text, strlen(text));
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return -errno;
    return (size_t)n == strlen(text) ? 0 : -EIO;
}

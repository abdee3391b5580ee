/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder behind a pool of the host: what its files are, now. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/dir.h"
#include "storage/image.h"
#include "util/cleanup.h"

#define MAX_FORMAT 32 /* bytes of the word that is kept with a file */

/* The word that is kept with a file; "" when there is none, or the file system has no such.  A name has no '/',
 * so this stays in the folder, and the last link is not followed.  0, or a negative errno: it cannot be told. */
static int read_format(struct pool_dir *dir, const char *name, char ret[MAX_FORMAT])
{
    VT_AUTOFREE char *path = NULL;
    ssize_t n;

    ret[0] = '\0';
    if (asprintf(&path, "/proc/self/fd/%d/%s", dir->fd, name) < 0) {
        path = NULL;
        return -ENOMEM;
    }
    n = lgetxattr(path, POOL_DIR_FORMAT_ATTR, ret, MAX_FORMAT - 1);
    ret[n > 0 ? n : 0] = '\0';
    if (n < 0)
        return errno == EACCES || errno == EIO || errno == ENOMEM ? -errno : 0;
    if (!conf_word_in(storage_pool_kinds[STORAGE_POOL_DIR].vol_formats, ret))
        ret[0] = '\0';
    return 0;
}

static bool is_folder_volume(struct pool_dir *dir, const char *name)
{
    char format[MAX_FORMAT];

    return read_format(dir, name, format) == 0 && strcmp(format, "dir") == 0;
}

static int list_entry(struct pool_dir *dir, const struct dirent *entry, struct vol_list *list)
{
    struct storage_vol_found found = {.name = entry->d_name};
    bool folder = entry->d_type == DT_DIR;

    if (!storage_vol_name_ok(entry->d_name) || dir_is_temp(entry->d_name))
        return 0;
    if (entry->d_type == DT_UNKNOWN) {
        int r = dir_stat(dir, entry->d_name, &found);
        if (r < 0)
            return r == -ENOENT ? 0 : r;
        found.name = entry->d_name;
        folder = found.is_dir;
    } else if (entry->d_type != DT_REG && !folder) {
        return 0;
    }
    return folder && !is_folder_volume(dir, entry->d_name) ? 0 : vol_list_add(list, &found);
}

int dir_names(struct pool_dir *dir, struct vol_list *ret)
{
    int r = dir_each(dir, list_entry, ret);

    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot list the folder '%s'", dir->path)
                 : 0;
}

/* @format  NULL: the header told */
static int raise_header(struct pool_dir *dir, const char *name, const char *format, int r)
{
    if (r == -EINVAL && format == NULL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the header of '%s/%s' begins like that of an image, and is none",
                        dir->path, name);
    if (r == -EINVAL)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the header of '%s/%s' is none of format '%s', which it was made as",
                        dir->path, name, format);
    if (r == -EFBIG)
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "the header of '%s/%s' tells of a disk larger than any file", dir->path,
                        name);
    return vt_error_errno(VIR_FROM_STORAGE, r, "cannot read the header of '%s/%s'", dir->path,
                          name);
}

static int take_header(struct pool_dir *dir, const struct image_info *info, const char *backing,
                       struct arena *arena, struct storage_vol_found *found)
{
    VT_AUTOFREE char *of = NULL;
    VT_AUTOFREE char *path = NULL;

    found->size = info->capacity;
    if (backing == NULL)
        return 0;
    if (asprintf(&of, "%s/%s", dir->path, found->name) < 0) {
        of = NULL;
        return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    path = image_backing_path(of, backing);
    found->backing_path = path != NULL ? arena_text(arena, path) : NULL;
    found->backing_format = info->backing_format;
    return found->backing_path != NULL ? 0 : vt_error_no_memory(VIR_FROM_STORAGE);
}

/* @format  NULL: the header tells */
static int look_inside(struct pool_dir *dir, const char *format, struct arena *arena,
                       struct storage_vol_found *found)
{
    VT_AUTOCLOSE int fd = dir_open_file(dir, found->name, O_RDONLY);
    VT_AUTOFREE char *backing = NULL;
    struct image_info info;
    int r;

    if (fd < 0)
        return -1;
    r = image_read(fd, found->name, format, &found->format, &info, &backing);
    if (r < 0)
        return raise_header(dir, found->name, format, r);
    return take_header(dir, &info, backing, arena, found);
}

/* Whether the header is to be read of a file whose format is known as @format, "" when it is not. */
static bool has_header(const char *format, enum dir_headers headers)
{
    if (headers == DIR_HEADERS_NONE || strcmp(format, "raw") == 0)
        return false;
    return format[0] != '\0' || headers == DIR_HEADERS_ALL;
}

int dir_look(struct pool_dir *dir, const char *name, enum dir_headers headers, struct arena *arena,
             struct storage_vol_found *ret)
{
    struct storage_vol_found found = {.name = NULL};
    char format[MAX_FORMAT];
    int r = dir_is_temp(name) ? -ENOENT : dir_stat(dir, name, &found);

    if (r == -ENOENT)
        return 0;
    if (r < 0)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot look at '%s/%s'", dir->path, name);
    found.name = name;
    r = read_format(dir, name, format);
    if (r < 0 && headers != DIR_HEADERS_NONE)
        return vt_error_errno(VIR_FROM_STORAGE, r, "cannot tell the format of '%s/%s'", dir->path,
                              name);
    if (found.is_dir != (strcmp(format, "dir") == 0))
        return 0;
    if (format[0] != '\0') {
        found.format = arena_text(arena, format);
        if (found.format == NULL)
            return vt_error_no_memory(VIR_FROM_STORAGE);
    }
    if (!found.is_dir && has_header(format, headers) &&
        look_inside(dir, found.format, arena, &found) < 0)
        return -1;
    *ret = found;
    return 1;
}

/* Whether the folder is what is mounted there.  Where the kernel does not tell, it is. */
static bool is_mount(const struct pool_dir *dir)
{
    struct statx st;

    if (statx(dir->fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) < 0 ||
        (st.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) == 0)
        return true;
    return (st.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

int storage_open_folder(const struct storage_backend *backend, const struct storage_pool_def *def,
                        struct pool_dir **ret)
{
    POOL_AUTODIR struct pool_dir *dir = NULL;

    if (dir_open(def->path, false, &dir) < 0)
        return -1;
    if (backend->mounted && !is_mount(dir))
        return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                        "nothing is mounted at '%s', where the files of pool '%s' should be",
                        def->path, def->name);
    *ret = VT_TAKE(dir);
    return 0;
}

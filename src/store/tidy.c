/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Removing what processes left that were killed at work in the folder of a store. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/inside.h"
#include "util/cleanup.h"

/* What vt_outfile_replace appends to a name, as mkstemp(3) fills it in. */
#define TEMPORARY_SUFFIX ".XXXXXX"

/* NAME.xml.XXXXXX, or the beginning of it where that would be too long for a name. */
static bool is_temporary_name(const char *file)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t len = strlen(file), suffix = strlen(TEMPORARY_SUFFIX), xml = strlen(STORE_SUFFIX), at;

    if (len <= suffix + xml)
        return false;
    at = len - suffix;
    if (file[at] != '.' || strspn(file + at + 1, alphabet) != suffix - 1)
        return false;
    return len == NAME_MAX || strncmp(file + at - xml, STORE_SUFFIX, xml) == 0;
}

static bool is_old_temporary(struct vt_store *store VT_UNUSED, int folder, const char *file)
{
    struct stat st;

    return is_temporary_name(file) && fstatat(folder, file, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(st.st_mode) && time(NULL) - st.st_mtime >= VT_STORE_OLD_TEMPORARY_S;
}

/* Whether it is a link such as we make, to a document that is not there. */
static bool is_dangling_mark(struct vt_store *store, int folder, const char *file)
{
    size_t len = vt_store_name_len(file), size;
    VT_AUTOFREE char *name = len != 0 ? strndup(file, len) : NULL;
    VT_AUTOFREE char *path = name != NULL ? vt_store_path(store, name) : NULL;
    VT_AUTOFREE char *to = NULL;
    struct stat st;
    ssize_t n;

    if (path == NULL)
        return false;
    size = strlen(path);
    to = malloc(size + 1);
    n = to != NULL ? readlinkat(folder, file, to, size + 1) : -1;
    return n == (ssize_t)size && memcmp(to, path, size) == 0 && lstat(path, &st) < 0 &&
           errno == ENOENT;
}

typedef bool (*is_left_over)(struct vt_store *store, int folder, const char *file);

/* How many there are; removes them where it is told to. */
static size_t sweep(struct vt_store *store, const char *path, is_left_over is, bool remove)
{
    VT_AUTOCLOSEDIR DIR *dir = path != NULL ? opendir(path) : NULL;
    struct dirent *e;
    size_t n = 0;

    while (dir != NULL && (e = readdir(dir)) != NULL) {
        if (!is(store, dirfd(dir), e->d_name))
            continue;
        n++;
        if (remove)
            (void)unlinkat(dirfd(dir), e->d_name, 0);
    }
    return n;
}

/* A lock is only taken where there is something to remove: most who open have no need of it, and some no
 * right to it. */
void vt_store_tidy(struct vt_store *store)
{
    size_t n = sweep(store, store->folder, is_old_temporary, false) +
               sweep(store, store->autostart, is_dangling_mark, false);

    if (n > 0 && vt_store_try_lock(store)) {
        (void)sweep(store, store->folder, is_old_temporary, true);
        (void)sweep(store, store->autostart, is_dangling_mark, true);
        vt_store_unlock(store);
    }
    vt_error_reset();
}

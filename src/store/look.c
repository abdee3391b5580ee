/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking through the folder of a store. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "obj/error.h"
#include "store/inside.h"
#include "util/cleanup.h"
#include "util/file.h"

size_t vt_store_name_len(const char *file)
{
    size_t len = strlen(file), suffix = strlen(STORE_SUFFIX);

    if (len <= suffix || len - suffix > VT_STORE_MAX_NAME ||
        strcmp(file + len - suffix, STORE_SUFFIX) != 0)
        return 0;
    return len - suffix;
}

/* Adds what the entry is, if it is a document.  0, or a negative errno. */
static int add(struct vt_known_set *set, DIR *dir, const struct dirent *e)
{
    size_t len = vt_store_name_len(e->d_name);
    struct stat st;

    if (len == 0)
        return 0;
    if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISREG(st.st_mode))
        return 0;
    return vt_known_append(set, e->d_name, len, &st) ? 0 : -ENOMEM;
}

/* 0, or a negative errno.  A folder that is not there is empty; one that cannot be read is not. */
static int add_all(struct vt_known_set *set, const char *folder)
{
    VT_AUTOCLOSEDIR DIR *dir = opendir(folder);
    struct dirent *e;
    int r = 0;

    if (dir == NULL)
        return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
    while (r == 0 && set->n < VT_STORE_MAX_FILES) {
        errno = 0;
        e = readdir(dir);
        if (e == NULL)
            return -errno;
        r = add(set, dir, e);
    }
    return r;
}

static int list(struct vt_store *store, struct vt_known_set *ret)
{
    struct vt_known_set set = {.all = NULL};
    int r = add_all(&set, store->folder);

    if (r < 0) {
        vt_known_done(&set);
        return vt_error_errno(store->domain, r, "cannot look through '%s'", store->folder);
    }
    vt_known_sort(&set);
    *ret = set;
    return 0;
}

static bool has_mark(struct vt_store *store, const char *name)
{
    VT_AUTOFREE char *path = NULL;
    struct stat st;

    if (store->autostart == NULL)
        return false;
    path = vt_store_autostart_path(store, name);
    return path != NULL && lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* The text of a document and its file as it is; 0, or a negative errno. */
static int read_text(struct vt_store *store, const char *name, struct stat *st, char **ret_text)
{
    VT_AUTOFREE char *path = vt_store_path(store, name);
    VT_AUTOCLOSE int fd = -1;
    size_t len;

    if (path == NULL)
        return -ENOMEM;
    fd = vt_open_regular(path, O_RDONLY | O_NOFOLLOW);
    if (fd < 0)
        return fd;
    return fstat(fd, st) < 0 ? -errno : vt_fd_read(fd, VT_STORE_MAX_TEXT, ret_text, &len);
}

/* Offers a document whose file is new or was changed, unless it says what it said before.  What is raised
 * nobody would hear: this serves the thread, or a turn that goes on. */
static void take_in(struct vt_store *store, struct vt_known *k)
{
    VT_AUTOFREE char *text = NULL;
    struct stat st;
    uint64_t hash;
    int r = read_text(store, k->name, &st, &text);

    if (r < 0) {
        k->again = r == -EMFILE || r == -ENFILE || r == -ENOMEM || r == -EIO;
        k->hash = 0;
        vt_error_reset();
        return;
    }
    vt_known_stamp(k, &st);
    hash = vt_known_hash(text);
    if (k->again || hash != k->hash)
        k->again = !store->ops->found(store->owner, k->name, text, has_mark(store, k->name));
    else
        vt_store_look_at_mark(store, k->name);
    k->hash = hash;
    vt_error_reset();
}

void vt_store_look_at_mark(struct vt_store *store, const char *name)
{
    if (store->autostart != NULL)
        store->ops->set_autostart(store->owner, name, has_mark(store, name));
    vt_error_reset();
}

static void lose(struct vt_store *store, const char *name)
{
    store->ops->lost(store->owner, name);
    vt_error_reset();
}

bool vt_store_look_at(struct vt_store *store, const char *name, bool written)
{
    struct vt_known *k = vt_known_find(&store->known, name);
    VT_AUTOFREE char *path = vt_store_path(store, name);
    struct stat st;

    if (path == NULL)
        return vt_error_reset(), false;
    if (lstat(path, &st) < 0 && errno != ENOENT && errno != ENOTDIR)
        return false;
    if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode)) {
        if (k == NULL)
            return true;
        vt_known_drop(&store->known, name);
        lose(store, name);
        return true;
    }
    if (k == NULL && store->known.n >= VT_STORE_MAX_FILES)
        return true;
    if (k == NULL)
        k = vt_known_get(&store->known, name);
    if (k == NULL)
        return false;
    if (written || k->again || !vt_known_is_same(k, &st))
        take_in(store, k);
    return !k->again;
}

int vt_store_look(struct vt_store *store, bool *ret_again)
{
    struct vt_known_set old = store->known, now;
    bool again = false;

    if (list(store, &now) < 0)
        return -1;
    store->known = now;
    for (size_t i = 0; i < old.n; i++) {
        if (vt_known_find(&now, old.all[i].name) == NULL)
            lose(store, old.all[i].name);
    }
    for (size_t i = 0; i < now.n; i++) {
        struct vt_known *k = &now.all[i];
        const struct vt_known *before = vt_known_find(&old, k->name);
        const struct stat st = {.st_ino = k->inode, .st_size = k->size, .st_ctim = k->changed};
        k->again = before == NULL || before->again;
        k->hash = before != NULL ? before->hash : 0;
        if (!k->again && vt_known_is_same(before, &st))
            vt_store_look_at_mark(store, k->name);
        else
            take_in(store, k);
        again |= k->again;
    }
    vt_known_done(&old);
    *ret_again = again;
    return 0;
}

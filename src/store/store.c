/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making a store, and changing what is in it. */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/inside.h"
#include "store/roots.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "util/valgrind.h"

static int name_folders(struct vt_store *store, const struct vt_store_spec *spec)
{
    store->folder = strdup(spec->folder);
    store->locks = strdup(spec->locks);
    if (store->folder == NULL || store->locks == NULL)
        return -1;
    if (asprintf(&store->turn_lock, "%s/%s.lock", spec->locks, spec->kind) < 0)
        return store->turn_lock = NULL, -1;
    if (spec->autostart && asprintf(&store->autostart, "%s/autostart", spec->folder) < 0)
        return store->autostart = NULL, -1;
    return 0;
}

int vt_store_new(const struct vt_store_spec *spec, struct vt_store **ret)
{
    struct vt_store *store = calloc(1, sizeof *store);

    if (store == NULL)
        return vt_error_no_memory(spec->domain);
    store->domain = spec->domain;
    store->ops = spec->ops;
    store->owner = spec->owner;
    store->notify_fd = store->wake_fd = store->turn_fd = -1;
    store->folder_watch = store->autostart_watch = -1;
    vt_mutex_init(&store->lock, VT_RANK_CONN, "a folder of definitions");
    vt_cond_init(&store->freed);
    VT_HG_ATOMIC(&store->ending, sizeof store->ending);
    VT_HG_ATOMIC(&store->whole, sizeof store->whole);
    if (name_folders(store, spec) < 0) {
        vt_store_free(store);
        return vt_error_no_memory(spec->domain);
    }
    *ret = store;
    return 0;
}

void vt_store_free(struct vt_store *store)
{
    if (store == NULL)
        return;
    vt_store_stop(store);
    vt_known_done(&store->known);
    vt_cond_done(&store->freed);
    vt_mutex_done(&store->lock);
    free(store->folder);
    free(store->autostart);
    free(store->locks);
    free(store->turn_lock);
    free(store);
}

int vt_store_check_name(const struct vt_store *store, const char *name)
{
    size_t len = strlen(name);

    if (len > 0 && len <= VT_STORE_MAX_NAME && strchr(name, '/') == NULL)
        return 0;
    return vt_error(store->domain, VIR_ERR_INVALID_ARG,
                    "the name '%.64s' cannot be that of a file: it has to have 1 to %d bytes and "
                    "no slash",
                    name, VT_STORE_MAX_NAME);
}

static char *path_in(const struct vt_store *store, const char *folder, const char *name)
{
    char *path = NULL;

    if (asprintf(&path, "%s/%s" STORE_SUFFIX, folder, name) >= 0)
        return path;
    (void)vt_error_no_memory(store->domain);
    return NULL;
}

char *vt_store_path(const struct vt_store *store, const char *name)
{
    return path_in(store, store->folder, name);
}

char *vt_store_autostart_path(const struct vt_store *store, const char *name)
{
    assert(store->autostart != NULL);
    return path_in(store, store->autostart, name);
}

/* 1: it was there, and its folder is to be synced; 0 it was not; -1 raised. */
static int remove_one(struct vt_store *store, const char *path)
{
    if (unlink(path) == 0)
        return 1;
    if (errno == ENOENT || errno == ENOTDIR)
        return 0;
    return vt_error_errno(store->domain, errno, "cannot remove '%s'", path);
}

static int sync_folder(struct vt_store *store, const char *folder)
{
    int r = vt_folder_sync(folder);

    return r < 0 ? vt_error_errno(store->domain, r, "cannot sync the folder '%s'", folder) : 0;
}

/* A mark that a killed process left is not to be that of a new object of the name. */
static int drop_mark(struct vt_store *store, const char *name)
{
    VT_AUTOFREE char *link = NULL;
    int r;

    if (store->autostart == NULL)
        return 0;
    link = vt_store_autostart_path(store, name);
    r = link != NULL ? remove_one(store, link) : -1;
    return r > 0 ? sync_folder(store, store->autostart) : r;
}

static int put(struct vt_store *store, const char *path, const char *text, mode_t mode)
{
    VT_OUTFILE_SCOPE(out);
    int r = vt_outfile_replace(&out, path, mode);

    if (r == 0)
        r = vt_outfile_write(&out, text, strlen(text));
    if (r == 0)
        r = vt_outfile_commit(&out);
    return r < 0 ? vt_error_errno(store->domain, r, "cannot write '%s'", path) : 0;
}

/* What we wrote is not taken for another's change; unless another has changed it already. */
static void note(struct vt_known *k, const char *path, const char *text)
{
    struct stat st;

    if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size != strlen(text))
        return;
    vt_known_stamp(k, &st);
    k->hash = vt_known_hash(text);
    k->again = false;
}

int vt_store_write(struct vt_store *store, const char *name, const char *text, mode_t mode)
{
    VT_AUTOFREE char *path = NULL;
    struct vt_known *k;
    bool new;

    if (vt_store_check_name(store, name) < 0 || (path = vt_store_path(store, name)) == NULL ||
        vt_root_make(store->folder, store->domain) < 0)
        return -1;
    new = vt_known_find(&store->known, name) == NULL;
    k = vt_known_get(&store->known, name);
    if (k == NULL)
        return vt_error_no_memory(store->domain);
    if ((new &&drop_mark(store, name) < 0) || put(store, path, text, mode) < 0) {
        if (new)
            vt_known_drop(&store->known, name);
        return -1;
    }
    note(k, path, text);
    return 0;
}

/* Killed between the two, it leaves a mark of nothing, which vt_store_write and vt_store_tidy remove. */
int vt_store_remove(struct vt_store *store, const char *name)
{
    VT_AUTOFREE char *path = NULL;
    int r;

    if (vt_store_check_name(store, name) < 0 || (path = vt_store_path(store, name)) == NULL)
        return -1;
    r = remove_one(store, path);
    if (r < 0 || (r > 0 && sync_folder(store, store->folder) < 0))
        return -1;
    vt_known_drop(&store->known, name);
    if (drop_mark(store, name) < 0)
        vt_error_reset(); /* a mark of nothing starts nothing */
    return 0;
}

static bool is_link(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

int vt_store_set_autostart(struct vt_store *store, const char *name, bool autostart)
{
    VT_AUTOFREE char *path = NULL;
    VT_AUTOFREE char *link = NULL;

    if (vt_store_check_name(store, name) < 0 || (path = vt_store_path(store, name)) == NULL ||
        (link = vt_store_autostart_path(store, name)) == NULL)
        return -1;
    if (!autostart)
        return drop_mark(store, name);
    if (vt_root_make(store->autostart, store->domain) < 0)
        return -1;
    if (symlink(path, link) == 0)
        return sync_folder(store, store->autostart);
    if (errno == EEXIST && is_link(link))
        return 0;
    return vt_error_errno(store->domain, errno, "cannot make the link '%s'", link);
}

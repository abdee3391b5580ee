/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a volume by its key or its path, in all pools.  Texts are compared, and tables looked into; only a pool that
 * may have the text, and whose table is none of files or out of date, is asked. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/listing.h"
#include "storage/pool.h"
#include "util/cleanup.h"
#include "util/clock.h"

/* One lookup. */
struct search {
    const char *text;
    struct vt_object **pool; /* all active ones, counted */
    int n;
    bool failed; /* a pool that may have it could not be asked; the error is raised */
};

static void search_done(struct search *s)
{
    for (int i = 0; i < s->n; i++)
        vt_object_unref(s->pool[i]);
    free(s->pool);
}

/* What a pool has to do with a text. */
struct relation {
    const char *name;             /* in its folder; NULL: it has none, or the text is not in it */
    enum storage_belongs belongs; /* of devices */
    bool outdated;                /* their list */
};

/* Nothing is looked at: so what hangs elsewhere hangs nobody here. */
static struct relation relate(struct pool *pool, const char *text)
{
    struct relation to = {NULL, STORAGE_NOT_HERE, false};
    const struct storage_backend *backend;
    VT_LOCK_SCOPE(&pool->lock);

    if (pool->live == NULL)
        return to;
    backend = storage_backend_of(pool->world, pool->live->type);
    if (backend->place != STORAGE_LISTED) {
        to.name = storage_path_in(pool_folder(pool->live), text);
    } else {
        to.belongs = backend->belongs(pool->live, text);
        to.outdated = pool_is_outdated_locked(pool);
    }
    return to;
}

/* The one in the table whose path or key it is: devices have names of all kinds.  NULL there is none. */
static struct vt_object *find_in_table(struct search *s, struct pool *pool)
{
    VT_AUTOFREE struct vt_object **all = NULL;
    struct vt_object *found = NULL;
    int n = vt_table_all(&pool->volumes, &all);

    if (n < 0)
        s->failed = vt_error_no_memory(VIR_FROM_STORAGE) < 0;
    for (int i = 0; i < n; i++) {
        const struct vol *vol = vol_of(all[i]);
        if (found == NULL && vt_object_number(all[i]) >= 0 &&
            (strcmp(vol->path, s->text) == 0 || strcmp(vol->key, s->text) == 0))
            found = all[i];
        else
            vt_object_unref(all[i]);
    }
    return found;
}

/* One that stopped meanwhile, or cannot be asked, has no such volume as long as another has it. */
static struct vt_object *find_in_folders(struct search *s)
{
    struct vt_object *found = NULL;

    for (int i = 0; i < s->n && found == NULL; i++) {
        struct pool *pool = pool_of(s->pool[i]);
        struct relation to = relate(pool, s->text);
        if (to.name != NULL && vol_find_name(pool, to.name, &found) < 0)
            s->failed = true;
    }
    return found;
}

/* @outdated  in tables that are out of date, else in the others */
static struct vt_object *find_in_tables(struct search *s, bool outdated)
{
    struct vt_object *found = NULL;

    for (int i = 0; i < s->n && found == NULL; i++) {
        struct pool *pool = pool_of(s->pool[i]);
        struct relation to = relate(pool, s->text);
        if (to.belongs != STORAGE_NOT_HERE && to.outdated == outdated)
            found = find_in_table(s, pool);
    }
    return found;
}

/* The pool that alone can have it is asked, and that takes what it takes; those that may have it are, each in a thread
 * of its own. */
static void begin_lists(struct search *s)
{
    for (int i = 0; i < s->n; i++) {
        VT_AUTO(pool_use_done) struct pool_use use = {.def = NULL};
        struct pool *pool = pool_of(s->pool[i]);
        struct relation to = relate(pool, s->text);
        if (!to.outdated)
            continue;
        if ((to.belongs == STORAGE_HERE && pool_use_begin(pool, &use) < 0) ||
            (to.belongs == STORAGE_MAYBE && listing_begin(pool) < 0))
            s->failed = true;
    }
}

/* Whether there is a list to wait for. */
static bool is_awaiting(const struct search *s)
{
    for (int i = 0; i < s->n; i++) {
        struct pool *pool = pool_of(s->pool[i]);
        struct relation to = relate(pool, s->text);
        if (to.belongs == STORAGE_MAYBE && to.outdated && listing_is_awaited(pool))
            return true;
    }
    return false;
}

/* In lists that are being made. */
static struct vt_object *find_in_lists(struct search *s, struct storage_world *world)
{
    uint64_t deadline = vt_now_ns() + LISTING_WAIT_MS * VT_NS_PER_MS;
    struct vt_object *found;
    unsigned int ended;
    bool more;

    do {
        ended = listings_ended(world);
        more = is_awaiting(s); /* before the look: one that ends now is in its table */
        found = find_in_tables(s, false);
    } while (found == NULL && more && listings_wait(world, ended, deadline));
    return found;
}

/* A pool that may have it was not listed, so it cannot be said that there is none. */
static void raise_unknown(struct search *s)
{
    for (int i = 0; i < s->n && !s->failed; i++) {
        struct relation to = relate(pool_of(s->pool[i]), s->text);
        if (to.outdated && to.belongs != STORAGE_NOT_HERE)
            s->failed = vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                                 "the volumes of pool '%s', which may have '%s', could not be "
                                 "listed, or not within %d s",
                                 s->pool[i]->name, s->text, LISTING_WAIT_MS / 1000) < 0;
    }
}

/* Counted, or NULL raised.  What is quick comes first, and what may be no longer so last. */
static struct vt_object *find_text(virConnectPtr conn, const char *text, const char *what)
{
    VT_AUTO(search_done) struct search s = {.text = text};
    struct vt_object *found;

    s.n = vt_table_all(storage_pools_of(conn), &s.pool);
    if (s.n < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    found = find_in_folders(&s);
    if (found == NULL)
        found = find_in_tables(&s, false);
    if (found == NULL) {
        begin_lists(&s);
        found = find_in_lists(&s, storage_world_of(conn));
    }
    if (found == NULL)
        found = find_in_tables(&s, true);
    if (found == NULL)
        raise_unknown(&s);
    if (found != NULL)
        vt_error_reset();
    else if (!s.failed)
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL,
                       "no active pool has a volume of the %s '%s'", what, text);
    return found;
}

virStorageVolPtr vol_lookup_by_key(virConnectPtr conn, const char *key)
{
    struct vt_object *obj = find_text(conn, key, "key");

    return obj != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, conn, obj) : NULL;
}

virStorageVolPtr vol_lookup_by_path(virConnectPtr conn, const char *path)
{
    VT_AUTOFREE char *clean = strdup(path);
    struct vt_object *obj;

    if (clean == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    storage_path_clean(path, clean);
    obj = find_text(conn, clean, "path");
    return obj != NULL ? vt_handle_of(VT_CLASS_STORAGE_VOL, conn, obj) : NULL;
}

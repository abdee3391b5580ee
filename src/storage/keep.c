/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a world keeps in files: writing and reading it. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "obj/error.h"
#include "storage/keep.h"
#include "util/cleanup.h"

/* Documents may hold passwords. */
#define MODE 0600

static int take_over(struct vt_store *store, const char *call)
{
    KEEP_TURN(turn, store, call);

    return turn.mine ? 0 : -1;
}

struct pool_change pool_change_begin(struct pool *pool, const char *call)
{
    const struct storage_keep *keep = &pool->world->keep;
    struct pool_change change = {.turn = {pool, true, false}, .claim = {.fd = -1}};

    change.turn.mine = pool_turn_begin(pool, call, true) == 0;
    if (!change.turn.mine)
        return change;
    change.mine =
        keep->active == NULL ||
        (vt_store_claim(keep->active, pool->obj->name, call, POOL_WAIT_MS, &change.claim) == 0 &&
         take_over(keep->defs, call) == 0 && take_over(keep->active, call) == 0);
    return change;
}

void pool_change_end_(struct pool_change *change)
{
    vt_store_claim_end(&change->claim);
    pool_turn_auto_(&change->turn);
}

int keep_defined(struct storage_world *world, const struct storage_pool_def *def)
{
    const struct storage_pool_sizes none = {0, 0, 0};
    VT_AUTOFREE char *text = NULL;

    if (world->keep.defs == NULL)
        return 0;
    text = storage_pool_def_format(def, &none);
    return text != NULL ? vt_store_write(world->keep.defs, def->name, text, MODE) : -1;
}

int keep_undefined(struct storage_world *world, const char *name)
{
    return world->keep.defs != NULL ? vt_store_remove(world->keep.defs, name) : 0;
}

int keep_autostart(struct storage_world *world, const char *name, bool autostart)
{
    return world->keep.defs != NULL ? vt_store_set_autostart(world->keep.defs, name, autostart) : 0;
}

static struct storage_pool_sizes sizes_of(struct pool *pool, struct pool_room **ret_free)
{
    VT_LOCK_SCOPE(&pool->lock);

    *ret_free = pool_room_ref(pool->room);
    return pool->sizes;
}

/* Source of the root: the files that libvirt keeps of active pools. */
static char *format_active(struct pool *pool, const struct storage_pool_def *def)
{
    POOL_AUTOROOM struct pool_room *known = NULL;
    const struct storage_pool_sizes sizes = sizes_of(pool, &known);
    VT_AUTOFREE char *text =
        storage_pool_def_format_free(def, &sizes, known != NULL ? known->device[0] : NULL);
    char *state = NULL;

    if (text == NULL)
        return NULL;
    if (asprintf(&state, "<poolstate>\n%s</poolstate>\n", text) < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    return state;
}

int keep_active(struct pool *pool, const struct storage_pool_def *def)
{
    struct vt_store *store = pool->world->keep.active;
    VT_AUTOFREE char *text = NULL;

    if (store == NULL)
        return 0;
    text = format_active(pool, def);
    if (text == NULL)
        return -1;
    KEEP_TURN(turn, store, "virStoragePoolCreate");
    return turn.mine ? vt_store_write(store, def->name, text, MODE) : -1;
}

int keep_inactive(struct pool *pool)
{
    struct vt_store *store = pool->world->keep.active;
    KEEP_TURN(turn, store, "virStoragePoolDestroy");

    if (!turn.mine)
        return -1;
    return store != NULL ? vt_store_remove(store, pool->obj->name) : 0;
}

/* NULL, nothing raised, when it was stopped meanwhile. */
static struct storage_pool_def *live_of(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->live != NULL ? storage_pool_def_ref(pool->live) : NULL;
}

/* In the turn, so that nobody stops it between the look and the writing. */
static int rewrite(struct pool *pool, struct vt_store *store)
{
    KEEP_TURN(turn, store, "virStoragePoolRefresh");
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;
    VT_AUTOFREE char *text = NULL;

    if (!turn.mine || (def = live_of(pool)) == NULL)
        return -1;
    text = format_active(pool, def);
    return text != NULL ? vt_store_write(store, def->name, text, MODE) : -1;
}

void keep_changed(struct pool *pool)
{
    struct vt_error_saved before;

    if (pool->world->keep.active == NULL)
        return;
    vt_error_save(&before);
    (void)rewrite(pool, pool->world->keep.active);
    vt_error_restore(&before);
}

static unsigned long long read_size(const struct xml_node *node, const char *name)
{
    const struct xml_node *child = xml_child(node, name);

    return child != NULL ? strtoull(child->text, NULL, 10) : 0;
}

int keep_read_active(const char *text, struct storage_pool_def **ret,
                     struct storage_pool_sizes *ret_sizes)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    const struct xml_node *node;

    if (xml_parse(text, XML_MAX_TEXT, VIR_FROM_STORAGE, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    node = xml_child(doc->root, "pool");
    if (node == NULL)
        node = doc->root;
    if (storage_pool_def_from_node(node, NULL, ret) < 0)
        return -1;
    ret_sizes->capacity = read_size(node, "capacity");
    ret_sizes->allocation = read_size(node, "allocation");
    ret_sizes->available = read_size(node, "available");
    return 0;
}

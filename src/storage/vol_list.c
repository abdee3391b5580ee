/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a look at a pool finds: a list that grows in its arena. */
#include "config.h"

#include <errno.h>

#include "storage/backend.h"

void vol_list_done(struct vol_list *list)
{
    arena_done(&list->arena);
}

int vol_list_add(struct vol_list *list, const struct storage_vol_found *found)
{
    struct arena *arena = &list->arena;
    struct storage_vol_found **room;
    struct storage_vol_found *copy;

    if (!storage_vol_name_ok(found->name))
        return 0;
    if (list->n >= POOL_MAX_VOLUMES)
        return -EFBIG;
    copy = arena_alloc(arena, sizeof *copy);
    room = arena_list_room(arena, list->vol, list->n);
    if (copy == NULL || room == NULL)
        return -ENOMEM;
    *copy = *found;
    copy->name = arena_text(arena, found->name);
    copy->path = arena_text(arena, found->path);
    copy->key = arena_text(arena, found->key);
    copy->format = arena_text(arena, found->format);
    copy->backing_path = arena_text(arena, found->backing_path);
    copy->backing_format = arena_text(arena, found->backing_format);
    copy->sources = storage_devices_copy(arena, found->sources, found->n_sources);
    if (arena->failed)
        return -ENOMEM;
    list->vol = room;
    list->vol[list->n++] = copy;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A world of pools: its life, and listening to it. */
#include "config.h"

#include <libvirt/virterror.h>

#include "obj/error.h"
#include "storage/functions.h"
#include "storage/pool.h"
#include "util/valgrind.h"

void storage_world_init(struct storage_world *world, struct vt_event_source *events,
                        const struct storage_backend *const *backends)
{
    vt_table_init(&world->pools, "pools of a world");
    vt_mutex_init(&world->listings.lock, VT_RANK_WORLD, "lists of a world");
    vt_cond_init(&world->listings.changed);
    VT_HG_ATOMIC(&world->next_pool, sizeof world->next_pool);
    atomic_init(&world->next_pool, 1);
    world->events = events;
    world->backends = backends;
}

void storage_world_done(struct storage_world *world)
{
    struct vt_object *obj;

    while ((obj = vt_table_newest(&world->pools)) != NULL) {
        pool_forget_volumes(pool_of(obj));
        (void)vt_table_remove(&world->pools, obj);
        vt_object_unref(obj);
    }
    vt_table_done(&world->pools);
    vt_cond_done(&world->listings.changed);
    vt_mutex_done(&world->listings.lock);
}

const struct storage_backend *storage_backend_of(const struct storage_world *world,
                                                 enum storage_pool_type type)
{
    const struct storage_backend *backend = world->backends[type];

    if (backend == NULL)
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_SUPPORT,
                       "pools of type '%s' are not supported here",
                       conf_word(&storage_pool_type_words, type));
    return backend;
}

int pool_event_register_any(virConnectPtr conn, virStoragePoolPtr pool, int id,
                            virConnectStoragePoolEventGenericCallback cb, void *opaque,
                            virFreeCallback freecb)
{
    const struct vt_event_listener listener = {
        .kind = id == VIR_STORAGE_POOL_EVENT_ID_REFRESH ? VT_EVENT_POOL_REFRESH : VT_EVENT_POOL,
        .obj = pool != NULL ? pool->h.obj : NULL,
        .callback = (virConnectDomainEventGenericCallback)(void (*)(void))cb,
        .opaque = opaque,
        .freecb = freecb,
    };

    return vt_event_add(conn, storage_world_of(conn)->events, &listener);
}

int pool_event_deregister_any(virConnectPtr conn, int number)
{
    return vt_event_remove(conn, VT_CLASS_STORAGE_POOL, number);
}

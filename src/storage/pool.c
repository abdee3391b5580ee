/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pool: its life, its turns, the changes of its state. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "storage/pool.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/clock.h"

int pool_room_new(struct storage_device *device, struct pool_room **ret)
{
    POOL_AUTOROOM struct pool_room *known = device != NULL ? calloc(1, sizeof *known) : NULL;

    if (device == NULL)
        return 0;
    if (known == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    vt_count_init(&known->count);
    known->device = storage_devices_copy(&known->arena, &device, 1);
    if (known->arena.failed)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    *ret = VT_TAKE(known);
    return 0;
}

struct pool_room *pool_room_unref(struct pool_room *known)
{
    if (known != NULL && vt_count_drop(&known->count)) {
        arena_done(&known->arena);
        free(known);
    }
    return NULL;
}

static void pool_end(struct vt_object *obj)
{
    struct pool *pool = pool_of(obj);

    vt_table_done(&pool->volumes);
    vt_cond_done(&pool->turns.changed);
    vt_mutex_done(&pool->lock);
    storage_pool_def_unref(pool->config);
    storage_pool_def_unref(pool->live);
    storage_pool_def_unref(pool->made_of);
    dir_unref(pool->dir);
    pool_room_unref(pool->room);
    free(pool->vol_path);
    free(pool);
}

static const struct vt_object_class pool_class = {.word = "pool", .end = pool_end};

/* What is in memory is as large as it will be; how large the rest is, the first look tells. */
static unsigned long long first_capacity(const struct storage_world *world,
                                         const struct storage_pool_def *def)
{
    const struct storage_backend *backend = world->backends[def->type];

    if (backend == NULL)
        return 0;
    return backend->place == STORAGE_IN_MEMORY || backend->place == STORAGE_IN_FOLDER_OR_MEMORY
               ? POOL_MEMORY_CAPACITY
               : 0;
}

struct pool *pool_new(struct storage_world *world, struct storage_pool_def *def, bool transient)
{
    size_t size = (sizeof(struct pool) + VT_CACHE_LINE - 1) / VT_CACHE_LINE * VT_CACHE_LINE;
    struct pool *pool = aligned_alloc(VT_CACHE_LINE, size);

    if (pool == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    memset(pool, 0, size);
    pool->obj = vt_object_new(&pool_class, pool, def->name, def->uuid);
    if (pool->obj == NULL) {
        free(pool);
        return NULL;
    }
    pool->world = world;
    vt_table_init_ranked(&pool->volumes, "volumes of a pool", VT_RANK_QUEUE);
    vt_mutex_init(&pool->lock, VT_RANK_OBJECT, "pool");
    vt_cond_init(&pool->turns.changed);
    pool->sizes.capacity = pool->sizes.available = first_capacity(world, def);
    pool->made_of = storage_pool_def_ref(def);
    pool->config = transient ? NULL : storage_pool_def_ref(def);
    return pool;
}

int pool_check_locked(struct pool *pool)
{
    vt_mutex_held(&pool->lock);
    if (!pool->gone)
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL, "'%s' is no longer there",
                    pool->obj->name);
}

int pool_wrong_state(struct pool *pool, const char *what, const char *state)
{
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INTERNAL_ERROR, "cannot %s pool '%s': it is %s", what,
                    pool->obj->name, state);
}

int pool_check_active_locked(struct pool *pool)
{
    vt_mutex_held(&pool->lock);
    if (pool_check_locked(pool) < 0)
        return -1;
    return pool->live != NULL ? 0 : pool_wrong_state(pool, "use", "inactive");
}

bool pool_wait_locked(struct pool *pool, uint64_t deadline)
{
    bool in_time;

    vt_mutex_held(&pool->lock);
    pool->turns.waiting++;
    in_time = vt_cond_wait(&pool->turns.changed, &pool->lock, deadline);
    pool->turns.waiting--;
    return in_time;
}

static int refused_locked(struct pool *pool, const char *owner) VT_REQUIRES(pool->lock);
static int refused_locked(struct pool *pool, const char *owner)
{
    vt_mutex_held(&pool->lock);
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                    "%s waited %d s for pool '%s', on which %s has been at work for %llu s", owner,
                    POOL_WAIT_MS / 1000, pool->obj->name,
                    pool->turns.owner != NULL ? pool->turns.owner : "another call",
                    (unsigned long long)((vt_now_ns() - pool->turns.since_ns) / VT_NS_PER_S));
}

/* A change waits for all works; those that come behind it wait for the change. */
static bool must_wait_locked(struct pool *pool, bool alone) VT_REQUIRES(pool->lock);
static bool must_wait_locked(struct pool *pool, bool alone)
{
    vt_mutex_held(&pool->lock);
    if (pool->turns.alone)
        return true;
    return alone ? pool->turns.working > 0 : pool->turns.want_alone > 0;
}

static int wait_turn_locked(struct pool *pool, const char *owner, bool alone)
    VT_REQUIRES(pool->lock);
static int wait_turn_locked(struct pool *pool, const char *owner, bool alone)
{
    uint64_t deadline = vt_now_ns() + POOL_WAIT_MS * VT_NS_PER_MS;

    vt_mutex_held(&pool->lock);
    while (must_wait_locked(pool, alone)) {
        bool in_time = pool_wait_locked(pool, deadline);
        if (pool_check_locked(pool) < 0)
            return -1;
        if (!in_time && must_wait_locked(pool, alone))
            return refused_locked(pool, owner);
    }
    return 0;
}

int pool_turn_begin(struct pool *pool, const char *owner, bool alone)
{
    VT_LOCK_SCOPE(&pool->lock);
    int r;

    if (pool_check_locked(pool) < 0)
        return -1;
    if (must_wait_locked(pool, alone)) {
        pool->turns.want_alone += alone;
        r = wait_turn_locked(pool, owner, alone);
        pool->turns.want_alone -= alone;
        if (r < 0) {
            if (alone)
                vt_cond_broadcast(&pool->turns.changed); /* works waited for us */
            return -1;
        }
    }
    pool->turns.alone = alone;
    pool->turns.working += !alone;
    pool->turns.owner = owner;
    pool->turns.since_ns = vt_now_coarse_ns();
    return 0;
}

/* True when nobody is at work on a pool that is gone: nobody will be. */
static bool end_turn(struct pool *pool, bool alone)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (alone)
        pool->turns.alone = false;
    else
        pool->turns.working--;
    if (pool->turns.working == 0)
        pool->turns.owner = NULL;
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
    return pool_is_left_locked(pool);
}

void pool_turn_end(struct pool *pool, bool alone)
{
    if (end_turn(pool, alone))
        pool_forget_volumes(pool);
}

bool pool_is_left_locked(struct pool *pool)
{
    vt_mutex_held(&pool->lock);
    return pool->gone && !pool->turns.alone && pool->turns.working == 0;
}

void pool_raise_locked(struct pool *pool, int event)
{
    vt_mutex_held(&pool->lock);
    vt_event_raise(pool->world->events, VT_EVENT_POOL, pool->obj, event, 0);
}

void pool_announce_locked(struct pool *pool)
{
    vt_mutex_held(&pool->lock);
    if (pool->announced || pool->gone)
        return;
    pool->announced = true;
    pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_DEFINED);
}

void pool_set_started_locked(struct pool *pool, struct storage_pool_def *def, struct pool_dir *dir)
{
    vt_mutex_held(&pool->lock);
    pool->live = storage_pool_def_ref(def);
    pool->dir = dir != NULL ? dir_ref(dir) : NULL;
    if (pool->config != NULL)
        pool_announce_locked(pool);
    pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_STARTED);
}

void pool_set_stopped_locked(struct pool *pool, struct pool_dir **ret_dir)
{
    vt_mutex_held(&pool->lock);
    pool->live = storage_pool_def_unref(pool->live);
    *ret_dir = VT_TAKE(pool->dir);
    pool->room = pool_room_unref(pool->room);
    pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_STOPPED);
}

void pool_set_defined_locked(struct pool *pool, struct storage_pool_def *def)
{
    struct storage_pool_def *old = pool->config;

    vt_mutex_held(&pool->lock);
    pool->config = storage_pool_def_ref(def);
    storage_pool_def_unref(old);
    if (pool->announced)
        pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_DEFINED);
    else
        pool_announce_locked(pool);
}

void pool_set_gone_locked(struct pool *pool)
{
    vt_mutex_held(&pool->lock);
    pool->gone = true;
    pool->autostart = false;
    if (pool->announced)
        pool_raise_locked(pool, VIR_STORAGE_POOL_EVENT_UNDEFINED);
    pool->announced = false;
    if (pool->turns.waiting > 0)
        vt_cond_broadcast(&pool->turns.changed);
}

void pool_set_room_locked(struct pool *pool, struct pool_room **known)
{
    vt_mutex_held(&pool->lock);
    pool_room_unref(pool->room);
    pool->room = VT_TAKE(*known);
}

void pool_set_sizes_locked(struct pool *pool, const struct storage_pool_sizes *sizes)
{
    vt_mutex_held(&pool->lock);
    pool->sizes = *sizes;
}

void pool_set_sizes(struct pool *pool, const struct storage_pool_sizes *sizes)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_sizes_locked(pool, sizes);
}

struct storage_pool_def *pool_live(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    if (pool_check_active_locked(pool) < 0)
        return NULL;
    return storage_pool_def_ref(pool->live);
}

void pool_forget_volumes(struct pool *pool)
{
    struct vt_object *obj;

    while ((obj = vt_table_newest(&pool->volumes)) != NULL) {
        vol_set_gone(vol_of(obj));
        vt_object_unref(obj);
    }
    free(pool->vol_path);
    pool->vol_path = NULL;
}

static void set_gone(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    pool_set_gone_locked(pool);
}

void pool_forget(struct pool *pool)
{
    set_gone(pool);
    pool_forget_volumes(pool);
    (void)vt_table_remove(&pool->world->pools, pool->obj);
}

int pool_publish(struct pool *pool)
{
    struct storage_world *world = pool->world;
    int r;

    do {
        int number = atomic_fetch_add(&world->next_pool, 1) & INT32_MAX;
        r = vt_table_set_number(&world->pools, pool->obj, number);
    } while (r == -EEXIST);
    return r < 0 ? vt_error_errno(VIR_FROM_STORAGE, r, "cannot start pool '%s'", pool->obj->name)
                 : 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools and volumes.
 *
 * A pool has one lock, which guards it and its volumes and is held for moments only.  Whoever works on
 * it for long, in its folder above all, has a turn instead: a change of the pool alone, works on
 * volumes many at a time.  So a folder that hangs holds up the changes of its own pool, and no lookup,
 * list or query of any.  The volumes stand in a table below the lock; a name without a number there is
 * reserved for a volume that is being made. */
#pragma once

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "storage/dir.h"
#include "storage/world.h"

/* How long a work waits for its turn, milliseconds. */
#define POOL_WAIT_MS 30000
/* What a pool in memory has, bytes.  Source: the test driver of libvirt 0.6.1. */
#define POOL_MEMORY_CAPACITY (100ULL << 30)

/* What is free of the device of a pool, as the last look has found it.  Immutable. */
struct pool_room {
    struct vt_count count;
    struct arena arena;
    struct storage_device **device; /* one */
};
/* A copy of its extents; *ret stays NULL when @device is.  0, -1 raised. */
int pool_room_new(struct storage_device *device, struct pool_room **ret) VT_WARN_UNUSED;
static inline struct pool_room *pool_room_ref(struct pool_room *known)
{
    if (known != NULL)
        vt_count_take(&known->count);
    return known;
}
/* NULL is fine.  Always NULL. */
struct pool_room *pool_room_unref(struct pool_room *known);
static inline void pool_room_auto_(struct pool_room **known)
{
    pool_room_unref(*known);
}
#define POOL_AUTOROOM __attribute__((cleanup(pool_room_auto_)))

/* Who works on a pool. */
struct pool_turns {
    struct vt_cond changed;
    const char *owner;    /* the call that works alone, or began last; static text */
    uint64_t since_ns;    /* when that began */
    unsigned int working; /* works on volumes that are going on */
    bool alone;           /* a change of the pool is going on */
    unsigned int waiting; /* for a turn, or for a volume */
    unsigned int want_alone;
};

struct pool {
    struct vt_object *obj; /* count, name, uuid, number (active); its body is this.  Immutable */
    struct storage_world *world; /* not counted: handles hold it by their connection.  Immutable */
    struct storage_pool_def *made_of; /* the document that made it, counted.  Immutable */
    bool in_memory;                   /* never uses its folder.  Set while it is made */
    struct vt_table volumes;          /* of struct vol; rank VT_RANK_QUEUE.  Changed in a turn */

    struct vt_mutex lock; /* rank VT_RANK_OBJECT, for all below, and the volumes' own */
    struct pool_turns turns VT_GUARDED_BY(lock);
    struct storage_pool_def *config VT_GUARDED_BY(lock); /* for the next start; NULL transient */
    struct storage_pool_def *live VT_GUARDED_BY(lock);   /* NULL inactive */
    struct pool_dir *dir VT_GUARDED_BY(lock);            /* NULL inactive, or in memory */
    struct storage_pool_sizes sizes VT_GUARDED_BY(lock);
    struct pool_room *room VT_GUARDED_BY(lock); /* NULL inactive, or not known */
    int next_number VT_GUARDED_BY(lock);        /* of the next volume */
    bool building VT_GUARDED_BY(lock);
    /* What may have changed the volumes of the table behind it, counted; how many of these its last list knew. */
    unsigned int news VT_GUARDED_BY(lock);
    unsigned int news_listed VT_GUARDED_BY(lock);
    bool autostart VT_GUARDED_BY(lock);
    bool gone VT_GUARDED_BY(lock);      /* undefined, or transient and stopped */
    bool announced VT_GUARDED_BY(lock); /* the event of its definition was raised */

    uint64_t listing_since_ns; /* under world->listings.lock: of the list in a thread; 0 none */

    /* Of whoever has the pool alone: */
    char *vol_path;             /* where the volumes of the table are; NULL none */
    enum storage_place vols_at; /* what they are */
    unsigned int scans;         /* counts the looks into the folder */
};

struct vol {
    struct vt_object *obj; /* count, name; its body is this.  Immutable */
    struct pool *pool;     /* its object is counted.  Immutable */
    char *path;            /* absolute.  Immutable */
    char *key;             /* mostly the path.  Immutable */
    unsigned int scan;     /* the last look that found it: of whoever has the pool alone */

    /* Under pool->lock: */
    struct storage_vol_def *def;
    unsigned long long capacity;
    unsigned long long allocation;
    struct storage_perms perms; /* texts are those of def */
    const char *busy;           /* the call that works on it; static text */
    bool gone;
    bool building; /* a copy on its way: found by name, for its progress, and in no list */
    unsigned long long built; /* bytes copied so far */
};

static inline struct pool *pool_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

static inline struct vol *vol_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

static inline struct vt_table *storage_pools_of(virConnectPtr conn)
{
    return &storage_world_of(conn)->pools;
}

/* A new pool, inactive, defined by @def (a count is taken) or, when transient, by nothing; in no
 * table.  NULL raised. */
struct pool *pool_new(struct storage_world *world, struct storage_pool_def *def,
                      bool transient) VT_WARN_UNUSED;

/* NO_STORAGE_POOL raised when it is gone, INTERNAL_ERROR when it is inactive.  0 or -1. */
int pool_check_locked(struct pool *pool) VT_REQUIRES(pool->lock);
int pool_check_active_locked(struct pool *pool) VT_REQUIRES(pool->lock);
/* Raises that the pool cannot do this in its state.  Always -1. */
int pool_wrong_state(struct pool *pool, const char *what, const char *state);

/* A turn: alone for a change of the pool, else for work on a volume.
 * Errors   NO_STORAGE_POOL; OPERATION_FAILED nothing was free for POOL_WAIT_MS, and by whom */
int pool_turn_begin(struct pool *pool, const char *owner, bool alone) VT_EXCLUDES(pool->lock);
void pool_turn_end(struct pool *pool, bool alone) VT_EXCLUDES(pool->lock);
/* True when it is gone and nobody has a turn, so that nobody will: its volumes are to be forgotten. */
bool pool_is_left_locked(struct pool *pool) VT_REQUIRES(pool->lock);
/* Waits a little for a change of a turn or a volume.  False when @deadline has passed. */
bool pool_wait_locked(struct pool *pool, uint64_t deadline) VT_REQUIRES(pool->lock);

/* By scope: POOL_TURN_SCOPE(turn, pool, "virStoragePoolRefresh", true); if (!turn.mine) return -1; */
struct pool_turn {
    struct pool *pool;
    bool alone;
    bool mine;
};
static inline void pool_turn_auto_(struct pool_turn *turn)
{
    if (turn->mine)
        pool_turn_end(turn->pool, turn->alone);
}
#define POOL_TURN_SCOPE(name, pool, owner, alone) \
    struct pool_turn name __attribute__((cleanup(pool_turn_auto_))) = { \
        (pool), (alone), pool_turn_begin((pool), (owner), (alone)) == 0}

/* Whether the table is not what was there at the last time that anybody told of a change: before the first list that
 * succeeds, too. */
static inline bool pool_is_outdated_locked(struct pool *pool) VT_REQUIRES(pool->lock)
{
    vt_mutex_held(&pool->lock);
    return pool->news != pool->news_listed;
}

/* Says what happened: VIR_STORAGE_POOL_EVENT_*. */
void pool_raise_locked(struct pool *pool, int event) VT_REQUIRES(pool->lock);

/* Says, once, that a pool with a definition is there: before anything else that is told of it. */
void pool_announce_locked(struct pool *pool) VT_REQUIRES(pool->lock);

/* The changes of state, each in one place, with their events.  The caller has the pool alone. */
void pool_set_started_locked(struct pool *pool, struct storage_pool_def *def, struct pool_dir *dir)
    VT_REQUIRES(pool->lock);
/* *ret_dir is to be dropped without the lock. */
void pool_set_stopped_locked(struct pool *pool, struct pool_dir **ret_dir) VT_REQUIRES(pool->lock);
void pool_set_defined_locked(struct pool *pool, struct storage_pool_def *def)
    VT_REQUIRES(pool->lock);
void pool_set_gone_locked(struct pool *pool) VT_REQUIRES(pool->lock);
/* *known, NULL allowed, is the pool's. */
void pool_set_room_locked(struct pool *pool, struct pool_room **known) VT_REQUIRES(pool->lock);
void pool_set_sizes_locked(struct pool *pool, const struct storage_pool_sizes *sizes)
    VT_REQUIRES(pool->lock);
void pool_set_sizes(struct pool *pool, const struct storage_pool_sizes *sizes)
    VT_EXCLUDES(pool->lock);

/* Whether no other pool, by its name, has the source of @def; one that is inactive counts by its definition.
 * @active  only those that are active count
 * Errors   OPERATION_FAILED one has it; NO_MEMORY */
int pool_check_source(struct storage_world *world, const struct storage_pool_def *def,
                      bool active) VT_WARN_UNUSED;

/* The definition of the run, counted; NULL raised: NO_STORAGE_POOL, INTERNAL_ERROR inactive. */
struct storage_pool_def *pool_live(struct pool *pool) VT_EXCLUDES(pool->lock);
/* Where the volumes of such a pool are: its path, or what stands for it. */
const char *pool_folder(const struct storage_pool_def *def);
/* Starts it.  The caller has it alone, and it is inactive.
 * Errors   SYSTEM_ERROR the folder; NO_MEMORY */
int pool_start(struct pool *pool, struct storage_pool_def *def);
/* What a change of an inactive pool works with: its definition, counted.
 * @what   of it, for the error
 * Errors  NO_STORAGE_POOL; INTERNAL_ERROR it is active, or has none.  NULL then */
struct storage_pool_def *pool_inactive_config(struct pool *pool, const char *what)
    VT_EXCLUDES(pool->lock);
/* All its volumes are gone.  The caller has the pool alone, or nobody else has it. */
void pool_forget_volumes(struct pool *pool);
/* Puts it into the list of the active ones.  0, or -1 raised. */
int pool_publish(struct pool *pool) VT_WARN_UNUSED;
/* Ends it when it has no definition, or never got into use: it is gone, and in no table. */
void pool_forget(struct pool *pool);

/* Looks at it, and takes over what is there.  The caller has the pool alone.
 * @dir  its folder, NULL when its volumes are none of a folder */
int pool_look(struct pool *pool, const struct storage_pool_def *def, struct pool_dir *dir);

/* What a call works with on the volumes of an active pool.  By scope: VT_AUTO(pool_use_done) struct pool_use use
 * = {.def = NULL}; */
struct pool_use {
    struct storage_pool_def *def; /* counted */
    struct pool_dir *dir;         /* counted; NULL in memory, or listed */
    bool direct; /* the folder is asked; the table only has what is being worked on */
    bool listed; /* devices, as the table has them */
};
/* Opens the folder, or lists what was never listed here or may be outdated: it may take long, and holds nothing
 * of other pools.
 * Errors   NO_STORAGE_POOL; INTERNAL_ERROR inactive; what the backend says */
int pool_use_begin(struct pool *pool, struct pool_use *ret) VT_WARN_UNUSED VT_EXCLUDES(pool->lock);
void pool_use_done(struct pool_use *use);
/* Whose headers its definition lets a look read, when its folder is asked. */
static inline enum dir_headers pool_headers(const struct pool_use *use)
{
    return use->def->probe ? DIR_HEADERS_ALL : DIR_HEADERS_KNOWN;
}

/* A new volume of @pool, in no table.  @def: a count is taken.  @found: its path and key; NULL, or without
 * them: its name in @folder, the pool's path.  NULL raised. */
struct vol *vol_new(struct pool *pool, struct storage_vol_def *def,
                    const struct storage_vol_found *found, const char *folder) VT_WARN_UNUSED;
/* Whether the capacity is what a reader finds: not in formats that hold a disk of another size. */
bool vol_size_is_capacity(const struct storage_vol_def *def);
/* Gives a volume of the table its number: from now on it is found.  0, -ENOMEM. */
int vol_publish(struct vol *vol) VT_EXCLUDES(vol->pool->lock);
/* Takes it out of the table. */
void vol_set_gone(struct vol *vol) VT_EXCLUDES(vol->pool->lock);

/* NO_STORAGE_VOL raised when it is gone, INTERNAL_ERROR when its pool is inactive. */
int vol_check_locked(struct vol *vol) VT_REQUIRES(vol->pool->lock);

/* Opens the file or device of a volume, for whoever moves its bytes: never a FIFO, and no symbolic link in
 * folders.
 * @flags   O_RDONLY, O_WRONLY or O_RDWR
 * Returns  a descriptor that the caller closes; -1 raised: NO_STORAGE_VOL, INTERNAL_ERROR its pool is
 *          inactive, NO_SUPPORT the pool is in memory, INVALID_ARG it is no file or device,
 *          SYSTEM_ERROR */
int vol_open(struct vol *vol, int flags) VT_WARN_UNUSED;

/* Makes the volume this call's: nobody else deletes it meanwhile.  It waits for others.  The caller has a turn.
 * @direct   by its name in the table, which it is in from then on; give_back takes it out
 * Errors    those of vol_check_locked; OPERATION_FAILED others are at work on it for too long */
int vol_take(struct vol *vol, bool direct, const char *owner) VT_EXCLUDES(vol->pool->lock);
void vol_give_back(struct vol *vol, bool direct) VT_EXCLUDES(vol->pool->lock);

/* Finds a volume of an active pool, or a copy that is being made.
 * Returns  0, *ret counted or untouched when there is none; -1 raised: those of pool_use_begin; SYSTEM_ERROR */
int vol_find_name(struct pool *pool, const char *name, struct vt_object **ret) VT_WARN_UNUSED;

/* Makes a volume, once the document is read.
 * @from    a volume whose contents it gets, NULL none
 * Returns  counted; NULL raised */
struct vol *vol_make(struct pool *pool, struct storage_vol_def *def, struct vol *from,
                     const char *owner);

/* Adds @pool to the table and starts it; its count stays the caller's.
 * @code   of the error when another has its name or uuid
 * @owner  the call */
int pool_add_started(struct pool *pool, struct storage_pool_def *def, int code, const char *owner);

/* The same of a pool of devices: the backend makes it, and the pool is looked at again. */
struct vol *vol_make_listed(struct pool *pool, struct storage_vol_def *def, struct vol *from,
                            const char *owner);
int vol_delete_listed(struct vol *vol, bool zero);

/* What a copy needs of its source: one kind of contents, and room for it.  Sets what @vol is going to have. */
int vol_check_source(struct vol *vol, struct vol *from) VT_WARN_UNUSED;

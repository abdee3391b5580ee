/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools and volumes of the embedded hypervisor.
 *
 * A pool has one lock, which guards it and its volumes and is held for moments only.  Whoever works on
 * it for long, in its folder above all, has a turn instead: a change of the pool alone, works on
 * volumes many at a time.  So a folder that hangs holds up the changes of its own pool, and no lookup,
 * list or query of any.  The volumes stand in a table below the lock; a name without a number there is
 * reserved for a volume that is being made. */
#pragma once

#include "conf/storage_pool.h"
#include "conf/storage_vol.h"
#include "hypervisor/test/storage_dir.h"
#include "hypervisor/test/world.h"

/* How long a work waits for its turn, milliseconds. */
#define TEST_POOL_WAIT_MS 30000
/* What a pool in memory has, bytes.  Source: the test driver of libvirt 0.6.1. */
#define TEST_POOL_CAPACITY (100ULL << 30)

/* Who works on a pool. */
struct test_pool_turns {
    struct vt_cond changed;
    const char *owner;    /* the call that works alone, or began last; static text */
    uint64_t since_ns;    /* when that began */
    unsigned int working; /* works on volumes that are going on */
    bool alone;           /* a change of the pool is going on */
    unsigned int waiting; /* for a turn, or for a volume */
    unsigned int want_alone;
};

struct test_pool {
    struct vt_object *obj;    /* count, name, uuid, number (active); its body is this.  Immutable */
    struct test_world *world; /* not counted: handles hold it by their connection.  Immutable */
    struct storage_pool_def *made_of; /* the document that made it, counted.  Immutable */
    bool in_memory; /* never uses its folder.  Set while it is made */
    struct vt_table volumes;  /* of struct test_vol; rank VT_RANK_QUEUE.  Changed in a turn */

    struct vt_mutex lock; /* rank VT_RANK_OBJECT, for all below, and the volumes' own */
    struct test_pool_turns turns VT_GUARDED_BY(lock);
    struct storage_pool_def *config VT_GUARDED_BY(lock); /* for the next start; NULL transient */
    struct storage_pool_def *live VT_GUARDED_BY(lock);   /* NULL inactive */
    struct test_dir *dir VT_GUARDED_BY(lock);            /* NULL inactive, or in memory */
    struct storage_pool_sizes sizes VT_GUARDED_BY(lock);
    int next_number VT_GUARDED_BY(lock); /* of the next volume */
    bool building VT_GUARDED_BY(lock);
    bool autostart VT_GUARDED_BY(lock);
    bool gone VT_GUARDED_BY(lock);      /* undefined, or transient and stopped */
    bool announced VT_GUARDED_BY(lock); /* the event of its definition was raised */

    /* Of whoever has the pool alone: */
    char *vol_path;     /* where the volumes of the table are; NULL none */
    bool vols_in_dir;   /* they are files */
    unsigned int scans; /* counts the looks into the folder */
};

struct test_vol {
    struct vt_object *obj;  /* count, name; its body is this.  Immutable */
    struct test_pool *pool; /* its object is counted.  Immutable */
    char *path;             /* and key.  Immutable */
    unsigned int scan;      /* the last look that found it: of whoever has the pool alone */

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

static inline struct test_pool *test_pool_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

static inline struct test_vol *test_vol_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

static inline struct vt_table *test_pools_of(virConnectPtr conn)
{
    return &test_world_of(conn)->pools;
}

/* A new pool, inactive, defined by @def (a count is taken) or, when transient, by nothing; in no
 * table.  NULL raised. */
struct test_pool *test_pool_new(struct test_world *world, struct storage_pool_def *def,
                                bool transient) VT_WARN_UNUSED;

/* NO_STORAGE_POOL raised when it is gone, INTERNAL_ERROR when it is inactive.  0 or -1. */
int test_pool_check_locked(struct test_pool *pool) VT_REQUIRES(pool->lock);
int test_pool_check_active_locked(struct test_pool *pool) VT_REQUIRES(pool->lock);
/* Raises that the pool cannot do this in its state.  Always -1. */
int test_pool_wrong_state(struct test_pool *pool, const char *what, const char *state);

/* A turn: alone for a change of the pool, else for work on a volume.
 * Errors   NO_STORAGE_POOL; OPERATION_FAILED nothing was free for TEST_POOL_WAIT_MS, and by whom */
int test_pool_turn_begin(struct test_pool *pool, const char *owner, bool alone)
    VT_EXCLUDES(pool->lock);
void test_pool_turn_end(struct test_pool *pool, bool alone) VT_EXCLUDES(pool->lock);
/* Waits a little for a change of a turn or a volume.  False when @deadline has passed. */
bool test_pool_wait_locked(struct test_pool *pool, uint64_t deadline) VT_REQUIRES(pool->lock);

/* By scope: TEST_TURN_SCOPE(turn, pool, "virStoragePoolRefresh", true); if (!turn.mine) return -1; */
struct test_turn {
    struct test_pool *pool;
    bool alone;
    bool mine;
};
static inline void test_turn_end_(struct test_turn *turn)
{
    if (turn->mine)
        test_pool_turn_end(turn->pool, turn->alone);
}
#define TEST_TURN_SCOPE(name, pool, owner, alone) \
    struct test_turn name __attribute__((cleanup(test_turn_end_))) = { \
        (pool), (alone), test_pool_turn_begin((pool), (owner), (alone)) == 0}

/* Says what happened: VIR_STORAGE_POOL_EVENT_*. */
void test_pool_raise_locked(struct test_pool *pool, int event) VT_REQUIRES(pool->lock);

/* Says, once, that a pool with a definition is there: before anything else that is told of it. */
void test_pool_announce_locked(struct test_pool *pool) VT_REQUIRES(pool->lock);

/* The changes of state, each in one place, with their events.  The caller has the pool alone. */
void test_pool_set_started_locked(struct test_pool *pool, struct storage_pool_def *def,
                                  struct test_dir *dir) VT_REQUIRES(pool->lock);
/* *ret_dir is to be dropped without the lock. */
void test_pool_set_stopped_locked(struct test_pool *pool, struct test_dir **ret_dir)
    VT_REQUIRES(pool->lock);
void test_pool_set_defined_locked(struct test_pool *pool, struct storage_pool_def *def)
    VT_REQUIRES(pool->lock);
void test_pool_set_gone_locked(struct test_pool *pool) VT_REQUIRES(pool->lock);
void test_pool_set_sizes_locked(struct test_pool *pool, const struct storage_pool_sizes *sizes)
    VT_REQUIRES(pool->lock);
void test_pool_set_sizes(struct test_pool *pool, const struct storage_pool_sizes *sizes)
    VT_EXCLUDES(pool->lock);

/* The definition of the run, counted; NULL raised: NO_STORAGE_POOL, INTERNAL_ERROR inactive. */
struct storage_pool_def *test_pool_live(struct test_pool *pool) VT_EXCLUDES(pool->lock);
/* Where the volumes of such a pool are: its path, or what stands for it. */
const char *test_pool_folder(const struct storage_pool_def *def);
/* Starts it.  The caller has it alone, and it is inactive.
 * Errors   SYSTEM_ERROR the folder; NO_MEMORY */
int test_pool_start(struct test_pool *pool, struct storage_pool_def *def);
/* All its volumes are gone.  The caller has the pool alone, or nobody else has it. */
void test_pool_forget_volumes(struct test_pool *pool);
/* Ends it when it has no definition, or never got into use: it is gone, and in no table. */
void test_pool_forget(struct test_pool *pool);

/* Looks into the folder, and takes over what is there.  The caller has the pool alone. */
int test_pool_look(struct test_pool *pool, struct test_dir *dir, const char *path);

/* A new volume of @pool, in no table.  @def: a count is taken.  @folder: the pool's path.  NULL
 * raised. */
struct test_vol *test_vol_new(struct test_pool *pool, struct storage_vol_def *def,
                              const char *folder) VT_WARN_UNUSED;
/* Gives a volume of the table its number: from now on it is found.  0, -ENOMEM. */
int test_vol_publish(struct test_vol *vol) VT_EXCLUDES(vol->pool->lock);
/* Takes it out of the table. */
void test_vol_set_gone(struct test_vol *vol) VT_EXCLUDES(vol->pool->lock);

/* NO_STORAGE_VOL raised when it is gone, INTERNAL_ERROR when its pool is inactive. */
int test_vol_check_locked(struct test_vol *vol) VT_REQUIRES(vol->pool->lock);

/* Opens the file of a volume, for whoever moves its bytes: no symbolic link, never a FIFO.
 * @flags   O_RDONLY, O_WRONLY or O_RDWR
 * Returns  a descriptor that the caller closes; -1 raised: NO_STORAGE_VOL, INTERNAL_ERROR its pool is
 *          inactive, NO_SUPPORT the pool is in memory, INVALID_ARG it is no file, SYSTEM_ERROR */
int test_vol_open(struct test_vol *vol, int flags) VT_WARN_UNUSED;

/* Makes a volume, once the document is read.
 * @from    a volume whose contents it gets, NULL none
 * Returns  counted; NULL raised */
struct test_vol *test_vol_make(struct test_pool *pool, struct storage_vol_def *def,
                               struct test_vol *from, const char *owner);

/* Node files and the default world: adds a pool and starts it, with the volumes of its element.
 * Errors   XML_ERROR, INTERNAL_ERROR the document, a second pool of its name or uuid; SYSTEM_ERROR */
int test_world_add_pool(struct test_world *world, const struct xml_node *node);
/* The pool of the default world. */
int test_world_add_default_pool(struct test_world *world);
/* Breaks the circles of pools and volumes, and drops all pools. */
void test_pools_done(struct vt_table *pools);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting what is marked autostart, once in a boot of the host: a thread for each pool, so that one that hangs
 * delays no other. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/host.h"
#include "storage/keep.h"
#include "store/boot.h"
#include "util/cleanup.h"
#include "util/thread.h"

/* What the threads of one host share: the last of them says that it is done. */
struct round {
    struct vt_count users;
    int mark;
};

struct one {
    struct host_storage *host; /* counted as a thread's */
    struct round *round;       /* counted */
    struct vt_object *obj;     /* counted */
};

static void round_unref(struct round *round)
{
    if (!vt_count_drop(&round->users))
        return;
    vt_boot_done(round->mark);
    free(round);
}

static bool is_wanted(struct pool *pool)
{
    VT_LOCK_SCOPE(&pool->lock);

    return pool->autostart && pool->live == NULL && !pool->gone;
}

static void start(struct pool *pool)
{
    STORAGE_AUTOPOOLDEF struct storage_pool_def *def = NULL;

    POOL_CHANGE_SCOPE(change, pool, "autostart");
    if (!change.mine || !is_wanted(pool) || (def = pool_inactive_config(pool, "start")) == NULL)
        return;
    (void)pool_start(pool, def); /* one that cannot be started is seen to be inactive */
}

static void *thread_main(void *arg)
{
    struct one one = *(struct one *)arg;

    free(arg);
    start(pool_of(one.obj));
    vt_error_reset();
    vt_object_unref(one.obj);
    round_unref(one.round);
    host_storage_thread(one.host, false);
    return NULL;
}

static void begin(struct host_storage *host, struct round *round, struct vt_object *obj)
{
    struct one *one = malloc(sizeof *one);

    if (one == NULL)
        return;
    *one = (struct one){host, round, obj};
    vt_count_take(&round->users);
    vt_object_ref(obj);
    host_storage_thread(host, true);
    if (vt_thread_detached(thread_main, one) < 0) {
        host_storage_thread(host, false); /* our caller has a count */
        vt_object_unref(obj);
        round_unref(round);
        free(one);
    }
}

void host_storage_start_marked(struct host_storage *host)
{
    VT_AUTOCLOSE int mark = vt_boot_claim(STORAGE_HOST_FOLDER, "autostarted");
    struct round *round = mark >= 0 ? malloc(sizeof *round) : NULL;
    VT_AUTOFREE struct vt_object **all = NULL;
    int n;

    if (round == NULL)
        return;
    vt_count_init(&round->users);
    round->mark = VT_TAKE_FD(mark);
    n = vt_table_all(&host->world.pools, &all);
    for (int i = 0; i < n; i++) {
        if (is_wanted(pool_of(all[i])))
            begin(host, round, all[i]);
        vt_object_unref(all[i]);
    }
    round_unref(round);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Turns of those who change a store, and claims of single objects. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/inside.h"
#include "store/lockfile.h"
#include "store/roots.h"
#include "util/cleanup.h"
#include "util/clock.h"

void vt_store_look_begin(struct vt_store *store)
{
    VT_LOCK_SCOPE(&store->lock);

    while (store->looking)
        (void)vt_cond_wait(&store->freed, &store->lock, 0);
    store->looking = true;
}

void vt_store_look_end(struct vt_store *store)
{
    VT_LOCK_SCOPE(&store->lock);

    store->looking = false;
    vt_cond_broadcast(&store->freed);
}

/* The turn among the threads of this process.  -1 raised: another had it all the time. */
static int change_begin(struct vt_store *store, const char *call, uint64_t deadline_ns)
{
    VT_LOCK_SCOPE(&store->lock);

    while (store->changing) {
        if (!vt_cond_wait(&store->freed, &store->lock, deadline_ns) && store->changing) {
            struct vt_lockfile_holder holder = {.pid = getpid()};
            snprintf(holder.call, sizeof holder.call, "%s", store->call);
            return vt_lockfile_refused(store->domain, call, "the folder", store->folder,
                                       VT_STORE_TURN_MS, &holder);
        }
    }
    store->changing = true;
    store->call = call;
    return 0;
}

static void change_end(struct vt_store *store)
{
    VT_LOCK_SCOPE(&store->lock);

    store->changing = false;
    vt_cond_broadcast(&store->freed);
}

/* A lock in the folder of locks.  A descriptor, or -1 raised. */
static int take(struct vt_store *store, const char *path, const char *call, unsigned int timeout_ms,
                const char *what, const char *name)
{
    struct vt_lockfile_holder holder = {.pid = 0};
    int fd;

    if (vt_root_make(store->locks, store->domain) < 0)
        return -1;
    fd = vt_lockfile_take(path, call, timeout_ms, &holder);
    if (fd == -ETIMEDOUT)
        return vt_lockfile_refused(store->domain, call, what, name, timeout_ms, &holder);
    return fd < 0 ? vt_error_errno(store->domain, fd, "cannot lock '%s'", path) : fd;
}

static unsigned int ms_until(uint64_t deadline_ns)
{
    uint64_t now = vt_now_ns();

    return now < deadline_ns ? (unsigned int)((deadline_ns - now) / VT_NS_PER_MS) : 0;
}

bool vt_store_turn_begin(struct vt_store *store, const char *call)
{
    const uint64_t deadline = vt_now_ns() + VT_STORE_TURN_MS * VT_NS_PER_MS;
    int fd;

    if (change_begin(store, call, deadline) < 0)
        return false;
    fd = take(store, store->turn_lock, call, ms_until(deadline), "the folder", store->folder);
    if (fd < 0) {
        change_end(store);
        return false;
    }
    store->turn_fd = fd;
    vt_store_look_begin(store);
    if (vt_store_catch_up(store) == 0)
        return true;
    vt_store_turn_end(store);
    return false;
}

void vt_store_turn_end(struct vt_store *store)
{
    vt_store_look_end(store);
    vt_lockfile_drop(VT_TAKE_FD(store->turn_fd), NULL);
    change_end(store);
}

bool vt_store_try_lock(struct vt_store *store)
{
    struct vt_lockfile_holder holder;
    int fd = -1;

    if (change_begin(store, "tidying up", vt_now_ns()) < 0) {
        vt_error_reset();
        return false;
    }
    if (vt_root_make(store->locks, store->domain) == 0)
        fd = vt_lockfile_take(store->turn_lock, "tidying up", 0, &holder);
    if (fd >= 0) {
        store->turn_fd = fd;
        return true;
    }
    vt_error_reset();
    change_end(store);
    return false;
}

void vt_store_unlock(struct vt_store *store)
{
    vt_lockfile_drop(VT_TAKE_FD(store->turn_fd), NULL);
    change_end(store);
}

int vt_store_claim(struct vt_store *store, const char *name, const char *call,
                   unsigned int timeout_ms, struct vt_store_claim *ret)
{
    VT_AUTOFREE char *path = NULL;
    int fd;

    if (vt_store_check_name(store, name) < 0)
        return -1;
    if (asprintf(&path, "%s/%s.claim", store->locks, name) < 0)
        return path = NULL, vt_error_no_memory(store->domain);
    fd = take(store, path, call, timeout_ms, "the work on", name);
    if (fd < 0)
        return -1;
    *ret = (struct vt_store_claim){.store = store, .fd = fd, .path = VT_TAKE(path)};
    return 0;
}

void vt_store_claim_end(struct vt_store_claim *claim)
{
    if (claim->store == NULL)
        return;
    vt_lockfile_drop(claim->fd, claim->path);
    free(claim->path);
    *claim = (struct vt_store_claim){.fd = -1};
}

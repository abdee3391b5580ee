/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The store, for the files that are it.
 *
 * Two rights, each of one thread at a time: `changing` is the turn, and comes with the lock between processes;
 * `looking` is to take over what others changed, and is held by the turn to its end.  The thread needs the
 * second only, so that it does not wait for other processes. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "store/known.h"
#include "store/store.h"
#include "util/lock.h"

#define STORE_SUFFIX ".xml"

struct vt_store {
    char *folder, *autostart, *locks, *turn_lock; /* immutable; autostart NULL: it has none */
    int domain;
    const struct vt_store_ops *ops;
    void *owner;

    /* Of whoever looks: */
    struct vt_known_set known;
    int folder_watch, autostart_watch;

    int turn_fd; /* of whoever has the turn */

    /* The thread: of whoever makes and ends the store. */
    int notify_fd, wake_fd;
    pthread_t thread;
    bool running;
    atomic_bool ending;
    atomic_bool whole; /* all was taken over, and it is heard of all that comes */

    struct vt_mutex lock; /* rank VT_RANK_CONN */
    struct vt_cond freed;
    bool changing VT_GUARDED_BY(lock), looking VT_GUARDED_BY(lock);
    const char *call VT_GUARDED_BY(lock); /* of the turn */
};

/* --- turn.c --- */
/* The right to look alone.  It waits for a turn, and that has an end. */
void vt_store_look_begin(struct vt_store *store) VT_EXCLUDES(store->lock);
void vt_store_look_end(struct vt_store *store) VT_EXCLUDES(store->lock);
/* The lock between processes, without waiting and without the rest of a turn; false: not to be had. */
bool vt_store_try_lock(struct vt_store *store);
void vt_store_unlock(struct vt_store *store);

/* --- look.c; all of it with the right to look --- */
/* The length of an object's name when @file is the name of its file, else 0. */
size_t vt_store_name_len(const char *file);
/* Looks through the folder: what is new, changed or gone.  Sets `again` of what is to be tried again, and
 * says whether there is any.  -1 raised: NO_MEMORY; SYSTEM_ERROR the folder cannot be read, and then
 * nothing has changed. */
int vt_store_look(struct vt_store *store, bool *ret_again);
/* The same of one file; @written: its text may be another even when it seems the same.  False: it is to be
 * tried again. */
bool vt_store_look_at(struct vt_store *store, const char *name, bool written);
/* Tells of the mark as it is now. */
void vt_store_look_at_mark(struct vt_store *store, const char *name);

/* --- watch.c --- */
/* Takes over what was changed since the last time.  -1 raised, as vt_store_look. */
int vt_store_catch_up(struct vt_store *store);
/* Ends the thread. */
void vt_store_stop(struct vt_store *store);

/* --- tidy.c --- */
/* Removes what killed processes left, unless somebody has a turn just now. */
void vt_store_tidy(struct vt_store *store);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host's own storage: one world per process and pair of roots, shared by all connections.
 *
 * Definitions are CONFIG/storage/NAME.xml, what is active STATE/storage/NAME.xml; processes hear of each other's
 * changes by them.  A pool that one process starts is active for all. */
#pragma once

#include "storage/world.h"
#include "store/store.h"
#include "util/count.h"

#define STORAGE_HOST_FOLDER "storage" /* below the roots */

struct host_storage {
    struct storage_world world; /* first */
    struct vt_event_source events;
    char *config_folder, *state_folder; /* what tells it from another.  Immutable */

    /* Under the lock of the registry: */
    struct host_storage *next;
    unsigned int users;
    unsigned int starting; /* of these, threads that start what is marked autostart */
    unsigned int listing;  /* of these, threads that list volumes */
    bool ready;            /* the files have been read */
};

/* The world of the roots as they are now, counted; NULL raised. */
struct host_storage *host_storage_get(void);
/* The last one waits a little for what is still being started. */
void host_storage_unref(struct host_storage *host);
/* For a thread that starts something: counts it, or counts it no more. */
void host_storage_thread(struct host_storage *host, bool begins);

/* Starts what is marked autostart, once in a boot of the host, each in a thread of its own.  Raises nothing. */
void host_storage_start_marked(struct host_storage *host);

/* Of the files: owner is the world. */
extern const struct vt_store_ops host_storage_def_ops;
extern const struct vt_store_ops host_storage_active_ops;

/* By type; NULL is not supported. */
extern const struct storage_backend *const storage_host_backends[STORAGE_N_POOL_TYPES];

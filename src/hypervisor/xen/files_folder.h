/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder of definitions, for the files that deal with it. */
#pragma once

#include <pthread.h>
#include <sys/stat.h>
#include <time.h>

#include "hypervisor/xen/files.h"
#include "util/lock.h"

/* A definition's file as it was when it was read or written. */
struct xen_file {
    char *name; /* of the domain */
    ino_t inode;
    struct timespec changed;
    off_t size;
};

struct xen_files {
    struct xen_world *world; /* not counted: the world holds this.  Immutable */
    char *folder, *autostart;

    /* Of whoever has the turn: */
    struct xen_file *known; /* ascending by name */
    size_t n_known;

    /* The thread: of whoever makes and ends the world. */
    int notify_fd, wake_fd;
    pthread_t thread;
    bool running;
    bool whole; /* of the thread, once it runs: it hears of all that comes */

    struct vt_mutex lock; /* rank VT_RANK_CONN */
    struct vt_cond changed;
    bool busy VT_GUARDED_BY(lock); /* somebody has the turn */
};

/* Makes a folder and those above it.  -1: SYSTEM_ERROR, NO_MEMORY. */
int xen_files_make_folder(const char *folder);

/* Remembers what this process wrote, so that the next look does not take it for another's change.
 * In a turn.  -1: SYSTEM_ERROR, NO_MEMORY. */
int xen_files_note(struct xen_files *files, const char *name, const char *path);
void xen_files_drop(struct xen_files *files, const char *name);
void xen_files_forget(struct xen_files *files);

/* Looks through the folder: what is new, changed or gone.  Takes the turn itself.  1: not all could be
 * taken over, it is to be looked again soon; else 0.  -1: NO_MEMORY; SYSTEM_ERROR the folder cannot be
 * read, and then nothing has changed. */
int xen_files_look(struct xen_files *files);

void xen_files_stop(struct xen_files *files);

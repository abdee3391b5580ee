/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A store: the documents of one kind of object, kept as files in one folder that other processes, people
 * and libvirt's own tools read and change too.
 *
 * An object is NAME.xml.  Where the store has autostart, a symbolic link NAME.xml in the folder's
 * `autostart` marks it.  The same serves for what is defined (below VT_ROOT_CONFIG, with autostart) and for
 * what is active (below VT_ROOT_STATE, without: a file that is there says that some process started it).
 *
 * Whoever changes takes a turn.  It excludes other threads and other processes, and begins by taking over
 * what others have changed, so that a decision is made on what is really there.  A thread of the store hears
 * of changes by others when no turn is taken.  The turn of a process that dies is free at once.  Files are
 * read and written with no mutex held.
 *
 * Only regular files count.  Symbolic links are not followed, FIFOs are not waited for, whatever stands in
 * the place of a document is replaced when it is written.
 * Source: the layout of libvirt's drivers, so that what was defined there is found here. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "util/compiler.h"

struct vt_store;

#define VT_STORE_MAX_NAME 248           /* bytes: NAME.xml and NAME.claim are names of files */
#define VT_STORE_MAX_FILES 65536        /* more documents than this are not looked at */
#define VT_STORE_MAX_TEXT (1024 * 1024) /* bytes; a longer file is no document */
#define VT_STORE_TURN_MS 30000          /* for so long a turn is waited for */
#define VT_STORE_RETRY_MS 2000 /* what cannot be read or taken over is tried again this often */
#define VT_STORE_OLD_TEMPORARY_S 60 /* a temporary file of this age was left by a killed process */

/* Called with the turn, from the store's thread or from whoever begins a turn, with no mutex held; they may
 * take those of rank WORLD and above, and must not take a turn.  Errors that they raise are forgotten. */
struct vt_store_ops {
    /* There is a document that is new or has changed: it is @text, NUL-terminated, the caller's.  A text
     * that is no document of that name counts for nothing: the function says true, and changes nothing.
     * False: it could not be taken over now (memory, a conflict that may pass), and is offered again. */
    bool (*found)(void *owner, const char *name, const char *text, bool autostart);
    /* The file is gone; also told of names that counted for nothing. */
    void (*lost)(void *owner, const char *name);
    /* The mark as it is now, as often as it may have changed.  NULL in a store without autostart. */
    void (*set_autostart)(void *owner, const char *name, bool autostart);
};

struct vt_store_spec {
    const char
        *folder; /* absolute; made, with those above it, when the first document is written */
    const char
        *locks; /* folder of the lock files, below VT_ROOT_STATE; made when needed.  Processes that
                         * share @folder must name the same */
    const char *kind; /* the lock of its turns is KIND.lock: "definitions", "active" */
    bool autostart;
    int domain; /* who raises, VIR_FROM_* */
    const struct vt_store_ops *ops;
    void *owner; /* not counted: it owns the store */
};

/* Names the folders; nothing is read or made yet.  The texts of @spec are copied, ops are kept.
 * -1: NO_MEMORY. */
int vt_store_new(const struct vt_store_spec *spec, struct vt_store **ret) VT_WARN_UNUSED;
/* Ends its thread, which may be in ops: no turn and no mutex may be held.  NULL is fine. */
void vt_store_free(struct vt_store *store);

/* Tells ops->found of all that is there, before it returns, and watches from then on by a thread that
 * blocks all signals.  A folder that is not there is empty.  Removes what killed processes left: temporary
 * files, and links of autostart that lead nowhere.  Without it a store can be used as well: then every turn
 * looks through the folder.
 * -1: SYSTEM_ERROR, NO_MEMORY: vt_store_free is all that may follow. */
int vt_store_start(struct vt_store *store) VT_WARN_UNUSED;

/* A turn by scope, at most one in a thread at a time, and with no mutex held:
 *     VT_STORE_TURN(turn, store, "virStoragePoolDefineXML");
 *     if (turn.store == NULL)
 *         return -1;
 * It is given back at the end of the scope.  When it begins, ops have been told of all that other processes
 * changed before.
 * @call   who wants it; told to others who wait too long.  Lives as long as the turn
 * Errors  OPERATION_FAILED others have it for VT_STORE_TURN_MS; SYSTEM_ERROR; NO_MEMORY */
struct vt_store_turn {
    struct vt_store *store; /* NULL: not held, and raised */
};
bool vt_store_turn_begin(struct vt_store *store, const char *call);
void vt_store_turn_end(struct vt_store *store);
static inline void vt_store_turn_end_(struct vt_store_turn *turn)
{
    if (turn->store != NULL)
        vt_store_turn_end(turn->store);
}
#define VT_STORE_TURN(turn, s, call) \
    struct vt_store_turn turn __attribute__((cleanup(vt_store_turn_end_))) = { \
        vt_store_turn_begin((s), (call)) ? (s) : NULL}

/* In a turn.  A process that is killed in one of these leaves the old state or the new one.  ops are not told
 * of what this process does itself. */
/* Writes a document, whole or not at all, and synced.  A new one begins without autostart.
 * @mode   of the file, 0600 where it may hold secrets
 * Errors  INVALID_ARG a name that no file can have; SYSTEM_ERROR; NO_MEMORY.  Nothing has changed then,
 *         unless the last sync fails: a later turn finds what stands there */
int vt_store_write(struct vt_store *store, const char *name, const char *text,
                   mode_t mode) VT_WARN_UNUSED;
/* Removes a document and its mark; one that is not there is fine.  The same errors. */
int vt_store_remove(struct vt_store *store, const char *name) VT_WARN_UNUSED;
/* Sets or removes the mark, in a store that has autostart; the document should be there.  The same errors. */
int vt_store_set_autostart(struct vt_store *store, const char *name, bool autostart) VT_WARN_UNUSED;

/* Raises INVALID_ARG, always the same, for a name that no file can have: empty, longer than
 * VT_STORE_MAX_NAME, or with '/' in it.  0, or -1.  The functions above and below ask it themselves. */
int vt_store_check_name(const struct vt_store *store, const char *name) VT_WARN_UNUSED;

/* NAME.xml in the folder, for messages and for tools that read it.  The caller frees; NULL: NO_MEMORY
 * raised. */
char *vt_store_path(const struct vt_store *store, const char *name) VT_WARN_UNUSED;
/* The same of the folder of autostart, in a store that has it. */
char *vt_store_autostart_path(const struct vt_store *store, const char *name) VT_WARN_UNUSED;

/* The right to work on one object for long (a pool that is being started), against all other claims of the
 * name, in this process too.  It needs no turn, and a turn may be taken within; claims of two names at
 * once are the caller's to order.  Held without any mutex; a process that dies gives it back. */
struct vt_store_claim {
    struct vt_store *store; /* NULL: not held */
    int fd;
    char *path;
};
/* @call        who wants it; told, with the process, to others who wait too long
 * @timeout_ms  0: it is not waited for
 * Errors       OPERATION_FAILED another has it; names the process and its call; INVALID_ARG the name;
 *              SYSTEM_ERROR; NO_MEMORY
 * Locks        none may be held: it waits */
int vt_store_claim(struct vt_store *store, const char *name, const char *call,
                   unsigned int timeout_ms, struct vt_store_claim *ret) VT_WARN_UNUSED;
/* Gives it back; nothing when it is not held.  It may be another thread than the one that took it. */
void vt_store_claim_end(struct vt_store_claim *claim);
/* VT_STORE_CLAIM_SCOPE(claim); if (vt_store_claim(store, name, call, ms, &claim) < 0) return -1; */
#define VT_STORE_CLAIM_SCOPE(name) \
    struct vt_store_claim name __attribute__((cleanup(vt_store_claim_end))) = {NULL, -1, NULL}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What tests of stores share: folders of their own, and an owner that writes down what it is told. */
#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "obj/error.h"
#include "store/store.h"
#include "testing.h"
#include "waiting.h"

#define RAISES(expression, want) \
    do { \
        CHECK_INT((expression), -1); \
        CHECK_INT(vt_error_last()->code, (want)); \
        vt_error_reset(); \
    } while (0)

struct owner {
    atomic_int found, lost, marked, unmarked; /* how often it was told */
    atomic_bool refuses;                      /* nothing can be taken over just now */
    pthread_mutex_t lock;
    char name[512], text[256]; /* of the last one that was found */
    bool mark;
};

static char test_folder[64], test_locks[80];

static inline bool owner_found(void *opaque, const char *name, const char *text, bool autostart)
{
    struct owner *o = opaque;

    if (atomic_load(&o->refuses))
        return false;
    pthread_mutex_lock(&o->lock);
    snprintf(o->name, sizeof o->name, "%s", name);
    snprintf(o->text, sizeof o->text, "%.255s", text);
    o->mark = autostart;
    pthread_mutex_unlock(&o->lock);
    atomic_fetch_add(&o->found, 1);
    return true;
}

static inline void owner_lost(void *opaque, const char *name)
{
    (void)name;
    atomic_fetch_add(&((struct owner *)opaque)->lost, 1);
}

static inline void owner_mark(void *opaque, const char *name, bool autostart)
{
    struct owner *o = opaque;

    (void)name;
    atomic_fetch_add(autostart ? &o->marked : &o->unmarked, 1);
}

static const struct vt_store_ops owner_ops = {
    .found = owner_found,
    .lost = owner_lost,
    .set_autostart = owner_mark,
};

static inline void test_begin(void)
{
    strcpy(test_folder, "/tmp/vt-store-XXXXXX");
    CHECK(mkdtemp(test_folder) != NULL);
    snprintf(test_locks, sizeof test_locks, "%s.locks", test_folder);
}

static inline int test_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static inline void test_end(void)
{
    CHECK(nftw(test_folder, test_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
    CHECK(nftw(test_locks, test_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

static inline struct vt_store *test_store_of(struct owner *owner, const char *kind, bool autostart,
                                             bool start)
{
    const struct vt_store_spec spec = {
        .folder = test_folder,
        .locks = test_locks,
        .kind = kind,
        .autostart = autostart,
        .domain = VIR_FROM_STORAGE,
        .ops = &owner_ops,
        .owner = owner,
    };
    struct vt_store *store;

    memset(owner, 0, sizeof *owner);
    pthread_mutex_init(&owner->lock, NULL);
    CHECK_INT(vt_store_new(&spec, &store), 0);
    if (start)
        CHECK_INT(vt_store_start(store), 0);
    return store;
}

static inline struct vt_store *test_store(struct owner *owner, bool start)
{
    return test_store_of(owner, "definitions", true, start);
}

static inline void test_write(struct vt_store *store, const char *name, const char *text)
{
    VT_STORE_TURN(turn, store, "test_write");

    CHECK(turn.store == store);
    CHECK_INT(vt_store_write(store, name, text, 0600), 0);
}

static inline void test_drop(struct vt_store *store, const char *name)
{
    VT_STORE_TURN(turn, store, "test_drop");

    CHECK(turn.store == store);
    CHECK_INT(vt_store_remove(store, name), 0);
}

static inline void test_set_mark(struct vt_store *store, const char *name, bool on)
{
    VT_STORE_TURN(turn, store, "test_set_mark");

    CHECK(turn.store == store);
    CHECK_INT(vt_store_set_autostart(store, name, on), 0);
}

/* A path in the folder; four at a time. */
static inline const char *test_path(const char *name)
{
    static char path[4][400];
    static unsigned int next;

    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", test_folder, name);
    return path[next];
}

/* Somebody else writes a file, in place. */
static inline void test_put(const char *name, const char *text)
{
    int fd = open(test_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && close(fd) == 0);
}

static inline bool owner_says(struct owner *o, const char *name, const char *text)
{
    bool says;

    pthread_mutex_lock(&o->lock);
    says = strcmp(o->name, name) == 0 && strcmp(o->text, text) == 0;
    pthread_mutex_unlock(&o->lock);
    return says;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of kept descriptors: hash chains under one lock, the oldest closed when it is full. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "disk_table.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/lock.h"
#include "util/valgrind.h"

#define N_CHAINS 256 /* a power of two */

static struct {
    struct vt_brlock lock;
    struct disk_file *chain[N_CHAINS] VT_GUARDED_BY(lock);
    unsigned int n VT_GUARDED_BY(lock);
} table = {.lock = {.rank = VT_RANK_QUEUE,
                    .name = "kept disks",
                    .stripe = {[0 ... VT_STRIPES - 1] = {PTHREAD_MUTEX_INITIALIZER}}}};

/* FNV-1a: offset basis and prime of 64 bits. */
static struct disk_file **chain_of(uint64_t vm, const char *path)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ vm;

    for (; *path != '\0'; path++)
        h = (h ^ (unsigned char)*path) * UINT64_C(0x100000001b3);
    return &table.chain[(h ^ h >> 32) & (N_CHAINS - 1)];
}

struct disk_file *disk_file_new(uint64_t vm, const char *path, const char *source, int fd,
                                const struct stat *st)
{
    struct disk_file *f = aligned_alloc(VT_CACHE_LINE, sizeof *f);

    if (f == NULL)
        return NULL;
    memset(f, 0, sizeof *f);
    f->path = strdup(path);
    f->source = strdup(source);
    if (f->path == NULL || f->source == NULL) {
        free(f->path);
        free(f->source);
        free(f);
        return NULL;
    }
    vt_striped_init(&f->count);
    VT_HG_ATOMIC(&f->checked_ns, sizeof f->checked_ns);
    VT_HG_ATOMIC(&f->used_ns, sizeof f->used_ns);
    f->vm = vm;
    f->fd = fd;
    f->dev = st->st_dev;
    f->rdev = st->st_rdev;
    f->ino = st->st_ino;
    atomic_init(&f->checked_ns, vt_now_coarse_ns());
    atomic_init(&f->used_ns, vt_now_coarse_ns());
    return f;
}

static void end_file(struct disk_file *f)
{
    (void)close(f->fd);
    free(f->path);
    free(f->source);
    VT_HG_PLAIN(f, sizeof *f);
    free(f);
}

/* The table's own count of files that were taken out, a list along next. */
static void drop_list(struct disk_file *f)
{
    while (f != NULL) {
        struct disk_file *next = f->next;
        if (vt_striped_unref(&f->count).last)
            end_file(f);
        f = next;
    }
}

void disk_file_used(struct disk_file *f, uint64_t now_ns)
{
    if (now_ns - atomic_load_explicit(&f->used_ns, memory_order_relaxed) >= DISK_USED_STEP_NS)
        atomic_store_explicit(&f->used_ns, now_ns, memory_order_relaxed);
}

static bool is_key(const struct disk_file *f, uint64_t vm, const char *path)
{
    return f->vm == vm && strcmp(f->path, path) == 0;
}

static struct disk_file *take_out_locked(struct disk_file **at) VT_REQUIRES(table.lock);
static struct disk_file *take_out_locked(struct disk_file **at)
{
    struct disk_file *f = *at;

    vt_brlock_held(&table.lock);
    *at = f->next;
    f->next = NULL;
    table.n--;
    return f;
}

static struct disk_file *take_oldest_locked(void) VT_REQUIRES(table.lock);
static struct disk_file *take_oldest_locked(void)
{
    struct disk_file **oldest = NULL;
    uint64_t oldest_ns = UINT64_MAX;

    vt_brlock_held(&table.lock);
    for (unsigned int i = 0; i < N_CHAINS; i++) {
        for (struct disk_file **at = &table.chain[i]; *at != NULL; at = &(*at)->next) {
            uint64_t used = atomic_load_explicit(&(*at)->used_ns, memory_order_relaxed);
            if (used < oldest_ns) {
                oldest_ns = used;
                oldest = at;
            }
        }
    }
    return oldest != NULL ? take_out_locked(oldest) : NULL;
}

static struct disk_file *put(struct disk_file *f) VT_EXCLUDES(table.lock)
{
    VT_WRITE_SCOPE(&table.lock);
    struct disk_file **at = chain_of(f->vm, f->path), *old = NULL;

    while (*at != NULL && !is_key(*at, f->vm, f->path))
        at = &(*at)->next;
    if (*at != NULL)
        old = take_out_locked(at);
    else if (table.n >= PEEK_DISKS_MAX_KEPT)
        old = take_oldest_locked();
    at = chain_of(f->vm, f->path);
    f->next = *at;
    *at = f;
    table.n++;
    return old;
}

void disk_table_put(struct disk_file *f)
{
    drop_list(put(f));
}

bool disk_table_find(uint64_t vm, const char *path, struct disk_hold *ret_hold)
{
    VT_READ_SCOPE(&table.lock);
    struct disk_file *f = *chain_of(vm, path);

    while (f != NULL && !is_key(f, vm, path))
        f = f->next;
    if (f == NULL)
        return false;
    ret_hold->file = f;
    ret_hold->stripe = vt_striped_hold(&f->count);
    return true;
}

void disk_table_release(struct disk_hold *hold)
{
    if (vt_striped_release(&hold->file->count, hold->stripe))
        end_file(hold->file);
}

static struct disk_file *take_vm(uint64_t vm) VT_EXCLUDES(table.lock)
{
    VT_WRITE_SCOPE(&table.lock);
    struct disk_file *list = NULL;

    for (unsigned int i = 0; i < N_CHAINS; i++) {
        struct disk_file **at = &table.chain[i];
        while (*at != NULL) {
            if ((*at)->vm != vm) {
                at = &(*at)->next;
                continue;
            }
            struct disk_file *f = take_out_locked(at);
            f->next = list;
            list = f;
        }
    }
    return list;
}

void disk_table_forget(uint64_t vm)
{
    drop_list(take_vm(vm));
}

static struct disk_file *take_file(const struct disk_file *f) VT_EXCLUDES(table.lock)
{
    VT_WRITE_SCOPE(&table.lock);
    struct disk_file **at = chain_of(f->vm, f->path);

    while (*at != NULL && *at != f)
        at = &(*at)->next;
    return *at != NULL ? take_out_locked(at) : NULL;
}

void disk_table_drop(struct disk_file *f)
{
    drop_list(take_file(f));
}

static struct disk_file *take_oldest(void) VT_EXCLUDES(table.lock)
{
    VT_WRITE_SCOPE(&table.lock);
    return take_oldest_locked();
}

bool disk_table_drop_oldest(void)
{
    struct disk_file *f = take_oldest();

    drop_list(f);
    return f != NULL;
}

unsigned int disk_table_count(void)
{
    VT_READ_SCOPE(&table.lock);
    return table.n;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host's own storage: its worlds, their making and their end. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/host.h"
#include "store/roots.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/lock.h"

/* For so long the last user waits for pools that are being started, milliseconds. */
#define START_WAIT_MS 10000

static struct {
    struct vt_mutex lock;
    bool inited;
    struct vt_cond changed;     /* a world got ready, or a thread ended */
    struct host_storage *first; /* a list by `next` */
} registry = {.lock = VT_MUTEX_INIT(VT_RANK_GLOBAL, "storage of the host")};

static void host_free(struct host_storage *host)
{
    vt_store_free(host->world.keep.active); /* with their threads */
    vt_store_free(host->world.keep.defs);
    storage_world_done(&host->world);
    vt_event_source_done(&host->events);
    free(host->config_folder);
    free(host->state_folder);
    free(host);
}

static void remove_locked(struct host_storage *host) VT_REQUIRES(registry.lock);
static void remove_locked(struct host_storage *host)
{
    struct host_storage **at = &registry.first;

    vt_mutex_held(&registry.lock);
    while (*at != NULL && *at != host)
        at = &(*at)->next;
    if (*at != NULL)
        *at = host->next;
}

/* @kind  the count of its kind, in @host.  True: it was the last user, and the world is out of the list */
static bool count_thread(struct host_storage *host, unsigned int *kind, bool begins)
{
    VT_LOCK_SCOPE(&registry.lock);

    if (begins) {
        host->users++;
        (*kind)++;
        return false;
    }
    (*kind)--;
    vt_cond_broadcast(&registry.changed);
    if (--host->users > 0)
        return false;
    remove_locked(host);
    return true;
}

/* Of threads that list volumes: a connection that is closed does not wait for them. */
static void hold(struct storage_world *world, bool begins)
{
    struct host_storage *host = (struct host_storage *)world; /* its first member */

    if (count_thread(host, &host->listing, begins))
        host_free(host);
}

static struct host_storage *host_new(char **config_folder, char **state_folder)
{
    struct host_storage *host =
        aligned_alloc(VT_CACHE_LINE, VT_CACHE_ROUND(sizeof(struct host_storage)));

    if (host == NULL)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    memset(host, 0, sizeof *host);
    vt_event_source_init(&host->events);
    storage_world_init(&host->world, &host->events, storage_host_backends);
    host->world.hold = hold;
    host->config_folder = VT_TAKE(*config_folder);
    host->state_folder = VT_TAKE(*state_folder);
    host->users = 1;
    return host;
}

/* Reads what is there.  Active ones after definitions, so that those are known to be persistent. */
static int read_files(struct host_storage *host)
{
    const struct vt_store_spec defs = {
        .folder = host->config_folder,
        .locks = host->state_folder,
        .kind = "definitions",
        .autostart = true,
        .domain = VIR_FROM_STORAGE,
        .ops = &host_storage_def_ops,
        .owner = &host->world,
    };
    const struct vt_store_spec active = {
        .folder = host->state_folder,
        .locks = host->state_folder,
        .kind = "active",
        .domain = VIR_FROM_STORAGE,
        .ops = &host_storage_active_ops,
        .owner = &host->world,
    };

    if (vt_store_new(&defs, &host->world.keep.defs) < 0 ||
        vt_store_new(&active, &host->world.keep.active) < 0)
        return -1;
    return vt_store_start(host->world.keep.defs) < 0 ? -1 : vt_store_start(host->world.keep.active);
}

static struct host_storage *find_locked(const char *config_folder, const char *state_folder)
    VT_REQUIRES(registry.lock);
static struct host_storage *find_locked(const char *config_folder, const char *state_folder)
{
    struct host_storage *host = registry.first;

    vt_mutex_held(&registry.lock);
    while (host != NULL && (strcmp(host->config_folder, config_folder) != 0 ||
                            strcmp(host->state_folder, state_folder) != 0))
        host = host->next;
    return host;
}

/* One that is there and ready, counted; else a new one that is the caller's to make ready; NULL raised.  Others
 * wait for that, with no lock. */
static struct host_storage *find_or_add(char **config_folder, char **state_folder, bool *ret_new)
{
    VT_LOCK_SCOPE(&registry.lock);
    struct host_storage *host;

    if (!registry.inited) {
        vt_cond_init(&registry.changed);
        registry.inited = true;
    }
    while ((host = find_locked(*config_folder, *state_folder)) != NULL && !host->ready)
        (void)vt_cond_wait(&registry.changed, &registry.lock, 0);
    *ret_new = host == NULL;
    if (host != NULL) {
        host->users++;
        return host;
    }
    host = host_new(config_folder, state_folder);
    if (host != NULL) {
        host->next = registry.first;
        registry.first = host;
    }
    return host;
}

static void set_ready(struct host_storage *host, bool ready)
{
    VT_LOCK_SCOPE(&registry.lock);

    host->ready = ready;
    if (!ready)
        remove_locked(host);
    vt_cond_broadcast(&registry.changed);
}

struct host_storage *host_storage_get(void)
{
    VT_AUTOFREE char *config = vt_root(VT_ROOT_CONFIG, STORAGE_HOST_FOLDER, VIR_FROM_STORAGE);
    VT_AUTOFREE char *state = vt_root(VT_ROOT_STATE, STORAGE_HOST_FOLDER, VIR_FROM_STORAGE);
    struct host_storage *host;
    bool new;
    int r;

    if (config == NULL || state == NULL)
        return NULL;
    host = find_or_add(&config, &state, &new);
    if (host == NULL || !new)
        return host;
    r = read_files(host);
    set_ready(host, r == 0);
    if (r == 0)
        return host;
    host_free(host);
    return NULL;
}

/* True: it was the last user, and the world is out of the list. */
static bool drop(struct host_storage *host)
{
    uint64_t deadline = vt_now_ns() + START_WAIT_MS * VT_NS_PER_MS;
    VT_LOCK_SCOPE(&registry.lock);

    while (host->users == host->starting + host->listing + 1 && host->starting > 0 &&
           vt_cond_wait(&registry.changed, &registry.lock, deadline))
        ;
    if (--host->users > 0)
        return false;
    remove_locked(host);
    return true;
}

void host_storage_unref(struct host_storage *host)
{
    if (drop(host))
        host_free(host);
}

void host_storage_thread(struct host_storage *host, bool begins)
{
    if (count_thread(host, &host->starting, begins))
        host_free(host);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Watching the names of guests that run. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/xen/names.h"
#include "hypervisor/xen/seen.h"
#include "util/cleanup.h"

/* What toolstacks append to the name of a guest that has been sent elsewhere. */
#define AWAY "--migratedaway"
#define NODE "/local/domain/%d/name"
#define NODE_SIZE 40

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* What runs now, ascending; how many.  For want of memory none. */
static int running(struct xen_world *world, int **ret)
{
    int max = vt_table_count(&world->domains.table, true), n;

    *ret = calloc((size_t)max + 1, sizeof **ret);
    n = *ret != NULL ? vt_table_numbers(&world->domains.table, *ret, max) : 0;
    if (n > 1)
        qsort(*ret, (size_t)n, sizeof **ret, compare);
    return n;
}

static bool watch_one(struct xen_world *world, struct xen_watch *watch, int id)
{
    struct xen_fail fail = {.err = 0};
    char path[NODE_SIZE];

    snprintf(path, sizeof path, NODE, id);
    return world->ops->watch_add(watch, path, &fail) == 0;
}

static void drop_one(struct xen_world *world, struct xen_watch *watch, int id)
{
    char path[NODE_SIZE];

    snprintf(path, sizeof path, NODE, id);
    world->ops->watch_drop(watch, path);
}

void xen_names_follow(struct xen_names *names, struct xen_world *world, struct xen_watch *watch)
{
    int *ids, n = running(world, &ids), kept = 0, old = 0;

    if (ids == NULL)
        return;
    for (int i = 0; i < n; i++) {
        while (old < names->n && names->ids[old] < ids[i])
            drop_one(world, watch, names->ids[old++]);
        if (old < names->n && names->ids[old] == ids[i])
            ids[kept++] = names->ids[old++];
        else if (watch_one(world, watch, ids[i]))
            ids[kept++] = ids[i];
    }
    while (old < names->n)
        drop_one(world, watch, names->ids[old++]);
    free(names->ids);
    names->ids = ids;
    names->n = kept;
}

void xen_names_forget(struct xen_names *names)
{
    free(names->ids);
    *names = (struct xen_names){.ids = NULL};
}

static bool is_away(const char *name)
{
    size_t len = strlen(name);

    return len > strlen(AWAY) && strcmp(name + len - strlen(AWAY), AWAY) == 0;
}

/* Looks that began before know the old name. */
static void compare_name(struct vm *vm, int id, const char *name)
{
    VT_LOCK_SCOPE(&vm->lock);
    struct xen_vm *xvm = xen_vm_of(vm);
    const char *before = xvm->host_name != NULL ? xvm->host_name : vm->obj->name;

    if (vm->live == NULL || vm->run_id != id || xvm->starting > 0 || vm->config != NULL)
        return;
    if (strcmp(before, name) == 0)
        xvm->renamed = 0; /* it has its name back */
    else if (xvm->renamed == 0)
        xvm->renamed = atomic_load_explicit(&xvm->world->looks, memory_order_relaxed) + 1;
}

void xen_names_note(struct xen_world *world, const char *path)
{
    VT_AUTOOBJ struct vt_object *obj = NULL;
    VT_AUTOFREE char *name = NULL;
    int id, end = 0;

    if (sscanf(path, NODE "%n", &id, &end) != 1 || end == 0 || path[end] != '\0')
        return;
    obj = vt_table_by_number(&world->domains.table, id);
    if (obj == NULL || (name = xen_seen_name(world, (uint32_t)id)) == NULL || is_away(name))
        return;
    compare_name(vm_of(obj), id, name);
}

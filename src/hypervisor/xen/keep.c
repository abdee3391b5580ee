/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting keepers, and what they do. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "hypervisor/xen/act.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/keep.h"
#include "hypervisor/xen/load.h"
#include "obj/error.h"
#include "store/roots.h"
#include "util/cleanup.h"
#include "util/process.h"

#define START_MS 30000
/* How often a keeper looks whether its guest is still there, in what the watcher of its world knows. */
#define LOOK_NS 250000000L
/* Between its end and its next start a guest is off for a moment: so many looks must agree. */
#define LOOKS 4
/* What a keeper is told of the surroundings: it starts with none.  Of these, and of the roots. */
static const char *const told[] = {"VITRINE_DRIVER_DIR", "VITRINE_DUMP_DIR"};
static const enum vt_root told_roots[] = {VT_ROOT_CONFIG, VT_ROOT_STATE, VT_ROOT_DATA};
#define MAX_TOLD (VT_N_ELEMENTS(told) + VT_N_ELEMENTS(told_roots))

bool xen_keepers_are_there(void)
{
    VT_AUTOFREE char *path = xen_driver_path("xen-keeper");

    return path != NULL && access(path, X_OK) == 0;
}

int xen_keep_claim(const unsigned char uuid[VT_UUID_LEN])
{
    return xen_files_claim(uuid, "");
}

/* "VARIABLE=VALUE", as many as are set; the caller frees each. */
static size_t surroundings(char *ret[MAX_TOLD])
{
    struct vt_error_saved before;
    size_t n = 0;

    vt_error_save(&before);
    for (size_t i = 0; i < VT_N_ELEMENTS(told); i++) {
        const char *value = secure_getenv(told[i]);
        if (value != NULL && asprintf(&ret[n], "%s=%s", told[i], value) >= 0)
            n++;
    }
    for (size_t i = 0; i < VT_N_ELEMENTS(told_roots); i++) {
        ret[n] = vt_root_setting(told_roots[i], VIR_FROM_XEN);
        if (ret[n] != NULL)
            n++;
    }
    vt_error_restore(&before);
    return n;
}

bool xen_keeper_start(const char *task)
{
    VT_AUTOFREE char *path = xen_driver_path("xen-keeper");
    char *variable[MAX_TOLD];
    const char *argv[MAX_TOLD + 3] = {path, task};
    struct vt_process_result result;
    size_t n;
    int r;

    if (path == NULL || access(path, X_OK) < 0)
        return false; /* before a child finds out */
    n = surroundings(variable);
    for (size_t i = 0; i < n; i++)
        argv[i + 2] = variable[i];
    r = vt_process_run(argv, -1, START_MS, &result);
    for (size_t i = 0; i < n; i++)
        free(variable[i]);
    return r == 0 && result.status == 0;
}

bool xen_keep(const struct vm *vm)
{
    char uuid[VT_UUID_STRING_LEN];

    vt_uuid_format(vm->obj->uuid, uuid);
    return xen_keeper_start(uuid);
}

static bool is_there(struct xen_world *world, const unsigned char *uuid)
{
    VT_AUTOOBJ struct vt_object *obj = vt_table_by_uuid(&world->domains.table, uuid);

    return obj != NULL && xen_vm_is_kept(vm_of(obj));
}

int xen_keeper_run(const unsigned char uuid[VT_UUID_LEN])
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    struct xen_world *world;

    xen_act_only_for(uuid);
    world = xen_world_get();
    if (world == NULL)
        return -1;
    for (int off = 0; off < LOOKS; off++) {
        if (is_there(world, uuid) || xen_act_is_going_on())
            off = -1;
        (void)nanosleep(&pause, NULL);
    }
    xen_world_unref(world);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting what is to run whenever the host does. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "hypervisor/life.h"
#include "hypervisor/xen/autostart.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/thread.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* The mark of this boot, in a folder that is empty after each: true for the first who sets it. */
static bool is_first(void)
{
    VT_AUTOFREE char *path = xen_files_state_path("autostarted");
    VT_AUTOCLOSE int fd = -1;

    if (path == NULL)
        return vt_error_reset(), false;
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd >= 0;
}

static struct domain_def *def_to_start(struct vm *vm)
{
    VT_LOCK_SCOPE(&vm->lock);

    if (!vm->autostart || vm->live != NULL || vm->gone)
        return NULL;
    return domain_def_ref(vm->config);
}

static void start_one(struct vm *vm)
{
    DOMAIN_AUTODEF struct domain_def *def = def_to_start(vm);

    if (def == NULL)
        return;
    VM_JOB_SCOPE(job, vm, "autostart");
    if (job.serial == 0 ||
        xen_vm_start(vm, job.serial,
                     &(struct xen_start){.def = def, .restore_fd = -1, .why = &vm_cause_booted}) <
            0)
        vt_error_reset(); /* it is seen to be off */
}

static void start_all(struct xen_world *world, void *unused VT_UNUSED)
{
    struct vt_object **all = NULL;
    int n = vt_table_all(&world->domains.table, &all);

    for (int i = 0; i < n; i++) {
        start_one(vm_of(all[i]));
        vt_object_unref(all[i]);
    }
    free(all);
}

void xen_autostart(struct xen_world *world)
{
    if (is_first())
        (void)xen_thread_start(world, start_all, NULL);
}

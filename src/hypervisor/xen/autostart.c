/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting what is to run whenever the host does. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "hypervisor/life.h"
#include "hypervisor/xen/autostart.h"
#include "hypervisor/xen/files.h"
#include "hypervisor/xen/keep.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/plug.h"
#include "hypervisor/xen/thread.h"
#include "obj/error.h"
#include "store/boot.h"
#include "util/cleanup.h"

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

/* What was there when the world was opened: one that is defined later waits for the next boot. */
struct found {
    int mark; /* the claimed file */
    struct vt_object **all;
    int n;
};

static void found_free(struct found *f)
{
    for (int i = 0; i < f->n; i++)
        vt_object_unref(f->all[i]);
    free(f->all);
    if (f->mark >= 0)
        (void)close(f->mark);
    free(f);
}

/* What is there now, for whoever has the right to start it all; NULL another has, or has done it. */
static struct found *find(struct xen_world *world)
{
    VT_AUTOCLOSE int mark = vt_boot_claim(XEN_STATE_FOLDER, "autostarted");
    struct found *f = mark >= 0 ? calloc(1, sizeof *f) : NULL;

    if (f == NULL)
        return NULL;
    f->mark = VT_TAKE_FD(mark);
    f->n = vt_table_all(&world->domains.table, &f->all);
    if (f->n >= 0)
        return f;
    f->n = 0;
    found_free(f);
    return NULL;
}

static void start_all(struct xen_world *world VT_UNUSED, void *opaque)
{
    struct found *f = opaque;

    xen_plug_ready();
    for (int i = 0; i < f->n; i++)
        start_one(vm_of(f->all[i]));
    vt_boot_done(VT_TAKE_FD(f->mark));
    found_free(f);
}

static bool is_anything(const struct found *f)
{
    for (int i = 0; i < f->n; i++) {
        DOMAIN_AUTODEF struct domain_def *def = def_to_start(vm_of(f->all[i]));
        if (def != NULL)
            return true;
    }
    return false;
}

/* A program does it, which outlives us: a thread would end with a tool that is run for one command. */
void xen_autostart(struct xen_world *world)
{
    struct found *f = find(world);

    if (f == NULL)
        return;
    if (is_anything(f) && xen_keepers_are_there()) {
        found_free(f); /* the right is the program's */
        (void)xen_keeper_start(XEN_KEEPER_AUTOSTART);
    } else if (!xen_thread_start(world, start_all, f)) {
        found_free(f);
    }
}

int xen_autostart_all(void)
{
    struct xen_world *world = xen_world_get();
    struct found *f;

    if (world == NULL)
        return -1;
    f = find(world);
    if (f != NULL)
        start_all(world, f);
    xen_world_unref(world);
    return 0;
}

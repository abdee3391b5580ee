/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads that work for a world and that nobody waits for. */
#include "config.h"

#include <stdlib.h>

#include "hypervisor/xen/thread.h"
#include "obj/error.h"
#include "util/thread.h"

struct work {
    struct xen_world *world; /* counted */
    xen_thread_work run;
    void *opaque;
};

static void *thread_main(void *arg)
{
    struct work w = *(struct work *)arg;

    free(arg);
    w.run(w.world, w.opaque);
    vt_error_reset();
    xen_world_unref(w.world);
    return NULL;
}

bool xen_thread_start(struct xen_world *world, xen_thread_work work, void *opaque)
{
    struct work *w = malloc(sizeof *w);

    if (w == NULL || !xen_world_try_ref(world)) {
        free(w);
        return false;
    }
    *w = (struct work){world, work, opaque};
    if (vt_thread_detached(thread_main, w) == 0)
        return true;
    xen_world_unref_soon(world);
    free(w);
    return false;
}

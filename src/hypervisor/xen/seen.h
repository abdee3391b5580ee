/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One domain as a look at the host found it. */
#pragma once

#include "hypervisor/xen/world.h"

struct xen_seen {
    struct xen_domain info;
    struct domain_def *def; /* counted; only where the world knew nothing of the run, else NULL */
    bool ours;              /* with `def`: started through this API */
    char *name;             /* with `def`: what the host calls it */
};

/* All domains of the host, in an array that the caller frees; how many.  -1: XEN_CALL, NO_MEMORY. */
int xen_seen_list(struct xen_world *world, struct xen_domain **ret);

/* Finds out what the domain is: from the document that is kept with it, else from what the toolstack
 * knows.  Its name and uuid are those of the host, whatever the document says.  False, and nothing
 * raised, while it is still being made and has no name, or when it is gone again. */
bool xen_seen_describe(struct xen_world *world, struct xen_seen *s);
/* What the host calls a domain; the caller frees.  NULL, and nothing raised, while it has no name, or while it is
 * received from elsewhere. */
char *xen_seen_name(struct xen_world *world, uint32_t domid);
/* A copy of the definition under the name "NAME.ID", for a name that is taken.  NULL raised. */
struct domain_def *xen_seen_rename(const struct xen_seen *s);

/* Takes the facts over into the vm that runs, and raises what has happened since the last look. */
void xen_seen_update_locked(struct vm *vm, const struct xen_domain *info) VT_REQUIRES(vm->lock);
/* The end of the name of a guest that a process with this library receives.  It ends as the names that xl gives do: all
 * who know those leave it alone. */
#define XEN_INCOMING_HERE "--here--incoming"
/* Whether it is one, and not whole yet. */
bool xen_seen_is_incoming(struct xen_world *world, uint32_t domid);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks of the embedded hypervisor: definitions with a state; nothing is made on the host.
 *
 * A change first takes the world's net_changes, so that names, uuids, bridges and numbers are
 * settled one change at a time; it is held for microseconds.  Queries never take it. */
#pragma once

#include "conf/network.h"
#include "hypervisor/test/world.h"

struct test_net {
    struct vt_object *obj; /* count, name, uuid, number; its body is this.  Immutable */

    /* Rank VT_RANK_OBJECT.  Below: written with net_changes and the lock, read with either. */
    struct vt_mutex lock;
    struct network_def *config VT_GUARDED_BY(lock); /* for the next start; NULL transient */
    struct network_def *live VT_GUARDED_BY(lock);   /* NULL inactive */
    bool gone VT_GUARDED_BY(lock);      /* undefined, or transient and stopped: NO_NETWORK */
    bool autostart VT_GUARDED_BY(lock); /* needs the lock alone */
};

/* NULL for NULL. */
static inline struct test_net *test_net_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

/* The definition that counts now: of the run, else of the next start.  One of the locks is held. */
static inline struct network_def *test_net_def(const struct test_net *net)
{
    return net->live != NULL ? net->live : net->config;
}

/* A network in no table, with one count of its object.
 * @config, @live  counts are taken; one may be NULL.  NULL raised. */
struct test_net *test_net_new(struct network_def *config, struct network_def *live);

/* NO_NETWORK raised when it is gone.  0 or -1. */
int test_net_check_locked(struct test_net *net) VT_REQUIRES(net->lock);

/* Adds a network, persistent and active.
 * Errors   OPERATION_FAILED its name or uuid is another's; INTERNAL_ERROR its bridge is; NO_MEMORY */
int test_world_add_network(struct test_world *world, struct network_def *def);

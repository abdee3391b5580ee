/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks of one host, and what all hosts share: names, states, and who may change them when.
 *
 * A change has the world's turn, so that names, uuids, bridges and numbers are settled one change at a
 * time.  A turn is no mutex: files may be written in it.  Queries never wait for it.  Where a host makes
 * networks real, that takes long and has no turn but the claim of the network's name: the turn notes that
 * it begins, and how it has ended. */
#pragma once

#include "conf/network.h"
#include "event/event.h"
#include "obj/connect.h"
#include "obj/table.h"
#include "store/store.h"

struct net_world;

/* What a turn is about: the documents that other processes may have changed, too. */
enum net_turn_of {
    NET_DEFINITIONS,
    NET_RUNS, /* what is active */
};

/* How far a run is. */
enum net_step {
    NET_STARTING,
    NET_ACTIVE,
    NET_STOPPING,
};

/* What a host does besides.  Each returns 0, or -1 raised. */
struct net_ops {
    /* Completes a definition that is not handed out yet.
     * @present  of the network that it is for; NULL a new one */
    void (*complete)(struct network_def *def, const struct network_def *present);
    /* Whether the host has an interface of that name. */
    bool (*has_interface)(const char *name);

    /* The turn between processes; takes over what others have changed.  False: raised. */
    bool (*turn_begin)(struct net_world *world, enum net_turn_of of, const char *call);
    void (*turn_end)(struct net_world *world, enum net_turn_of of);
    /* In the turn of definitions: the document, and its mark. */
    int (*keep)(struct net_world *world, const struct network_def *def);
    int (*forget)(struct net_world *world, const char *name);
    int (*mark)(struct net_world *world, const char *name, bool autostart);
    /* What the host remembers of a network that is gone, beyond its documents: not any more. */
    void (*drop)(struct net_world *world, const char *name);
    /* In the turn of runs. */
    int (*note)(struct net_world *world, const struct network_def *def, enum net_step step);
    int (*unnote)(struct net_world *world, const char *name);

    /* The right to start or stop the network of a name, between threads and processes. */
    int (*claim)(struct net_world *world, const char *name, const char *call,
                 struct vt_store_claim *ret);
    /* With the claim, and no turn.  `start` refuses what the host cannot serve, and undoes what it did
     * when it fails; `stop` does what it can, and what is not there is fine. */
    int (*start)(struct net_world *world, const struct network_def *def);
    int (*stop)(struct net_world *world, const struct network_def *def);
    /* Whether an active network still is; and whatever of it has ended by itself is started again. */
    bool (*is_there)(struct net_world *world, const struct network_def *def);
    int (*mend)(struct net_world *world, const struct network_def *def);
    /* The file of leases as lease.h reads it.  The caller frees *ret_text. */
    int (*read_leases)(struct net_world *world, const char *name, char **ret_text, size_t *ret_len);
};

struct net_world {
    struct vt_table networks;       /* of struct net */
    const struct net_ops *ops;      /* immutable; NULL: a network is its state and nothing more */
    void *host;                     /* immutable; theirs */
    struct vt_event_source *events; /* immutable */
    int domain;                     /* immutable; who raises, VIR_FROM_* */

    struct vt_mutex lock; /* rank VT_RANK_WORLD */
    struct vt_cond turn_is_free;
    bool turn VT_GUARDED_BY(lock); /* somebody has it */
    int next;                      /* number of the next one that starts; in a turn */
};

struct net {
    struct vt_object *obj; /* count, name, uuid, number; its body is this.  Immutable */
    int domain;            /* as its world's; immutable */

    /* Rank VT_RANK_OBJECT.  Below: written in a turn with the lock, read in a turn or with the lock. */
    struct vt_mutex lock;
    struct network_def *config VT_GUARDED_BY(lock);  /* for the next start; NULL transient */
    struct network_def *live VT_GUARDED_BY(lock);    /* NULL inactive */
    struct network_def *pending VT_GUARDED_BY(lock); /* noted as starting or stopping; else NULL */
    bool foreign VT_GUARDED_BY(lock);                /* active, but run by another program */
    bool gone VT_GUARDED_BY(lock); /* undefined, or transient and stopped: NO_NETWORK */
    bool autostart VT_GUARDED_BY(lock);
};

/* A world without networks.  @events outlives it. */
void net_world_init(struct net_world *world, struct vt_event_source *events, int domain);
/* Nobody else uses it any more. */
void net_world_done(struct net_world *world);

static inline struct net_world *net_world_of(virConnectPtr conn)
{
    return conn->network_data;
}

/* A turn by scope, with no lock held:
 *     NET_TURN(turn, world, NET_RUNS, "virNetworkCreate");
 *     if (turn.world == NULL)
 *         return -1; */
struct net_turn {
    struct net_world *world; /* NULL: not held, and raised */
    enum net_turn_of of;
};
struct net_turn net_turn_begin(struct net_world *world, enum net_turn_of of, const char *call);
void net_turn_end(struct net_turn *turn);
#define NET_TURN(turn, world, of, call) \
    struct net_turn turn __attribute__((cleanup(net_turn_end))) = \
        net_turn_begin((world), (of), (call))

/* The same for whoever has the turn between processes. */
struct net_world *net_inner_turn_begin(struct net_world *world) VT_EXCLUDES(world->lock);
void net_inner_turn_end(struct net_world **world);
#define NET_INNER_TURN(world) \
    struct net_world *net_inner_turn_ __attribute__((cleanup(net_inner_turn_end), unused)) = \
        net_inner_turn_begin(world)

/* NULL for NULL. */
static inline struct net *net_of(struct vt_object *obj)
{
    return obj != NULL ? obj->body : NULL;
}

/* The definition that counts now: of the run, else of the next start.  In a turn or with the lock. */
static inline struct network_def *net_def(const struct net *net)
{
    if (net->live != NULL)
        return net->live;
    return net->config != NULL ? net->config : net->pending;
}

/* A network in no table, with one count of its object and @def, which it counts, for what it begins with:
 * the definition of the next start, or a run that is pending.  NULL raised. */
struct net *net_new(int domain, struct network_def *def, bool persistent);

/* NO_NETWORK raised when it is gone.  0 or -1. */
int net_check_locked(struct net *net) VT_REQUIRES(net->lock);
int net_check(struct net *net) VT_EXCLUDES(net->lock);

/* Where the guests of an active network are plugged in, for @call.
 * Errors  NO_NETWORK; INTERNAL_ERROR it is not active, or has no bridge; those of a turn
 * Locks   none may be held
 * Owner   the caller frees; NULL raised */
char *net_active_bridge(struct net_world *world, const char *name, const char *call) VT_WARN_UNUSED;

/* Adds a network, persistent and active, to a world whose networks are states.
 * Errors   OPERATION_FAILED its name or uuid is another's; INTERNAL_ERROR its bridge is; NO_MEMORY */
int net_world_add(struct net_world *world, struct network_def *def);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The changes of networks in memory, each with its event.  The caller has the world's turn. */
#pragma once

#include "network/network.h"

/* Definitions that are replaced are dropped. */
void net_set_defined(struct net_world *world, struct net *net, struct network_def *def);
void net_set_undefined(struct net_world *world, struct net *net);
void net_set_autostart_mark(struct net *net, bool autostart);
/* @def NULL: nothing is starting or stopping. */
void net_set_pending(struct net *net, struct network_def *def);
/* Numbers it and makes it active; `pending` ends.  @foreign: another program runs it.  -1: NO_MEMORY. */
int net_set_started(struct net_world *world, struct net *net, struct network_def *def,
                    bool foreign);
/* Inactive now, and `pending` ends; a transient network is gone, from the table too. */
void net_set_stopped(struct net_world *world, struct net *net);
/* Takes one that is neither defined nor active, starting or stopping at most, out of the table. */
void net_set_gone(struct net_world *world, struct net *net);

/* What was starting or stopping is not active, and no longer about to be: a transient network is gone. */
void net_set_idle(struct net_world *world, struct net *net);

/* The network of the name of @def, counted, or NULL in @ret.  A document without uuid takes that
 * of the network.
 * @replace  an inactive one with another uuid is found, too: it is to give way
 * Errors    OPERATION_FAILED name or uuid are another's */
int net_find_place(struct net_world *world, struct network_def *def, bool replace,
                   struct vt_object **ret);

/* All that is settled before a definition is handed out: its bridge, and what the host adds. */
int net_complete(struct net_world *world, const struct net *net, struct network_def *def);

/* A new network in the table, in the place of @old, which may be NULL; whoever finds it there finds @def as
 * net_new says.  The caller tells the rest of its state.  Counted; NULL raised, and then @old is there
 * again. */
struct vt_object *net_put(struct net_world *world, struct network_def *def, bool persistent,
                          struct vt_object *old);

/* Whether the network of the uuid of @def is @obj. */
bool net_is_same(const struct vt_object *obj, const struct network_def *def);

/* Raises that a network is in the wrong state for @what, INTERNAL_ERROR.  -1. */
int net_wrong_state(const struct net *net, const char *what);

/* From a document to a handle.  @how gives a counted object, or NULL raised. */
virNetworkPtr net_make(virConnectPtr conn, const char *xml,
                       struct vt_object *(*how)(struct net_world *, struct network_def *));

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What other processes have done to the networks of a host, as their files tell.  The caller has the turn
 * between processes. */
#pragma once

#include "network/network.h"

/* There is a definition.  @def is not handed out yet, its name is that of the file.  False: not now. */
bool net_seen_definition(struct net_world *world, struct network_def *def, bool autostart);
void net_seen_undefined(struct net_world *world, const char *name);
void net_seen_autostart(struct net_world *world, const char *name, bool autostart);
/* A run is as far as @step.  @foreign: of another program.  False: not now. */
bool net_seen_run(struct net_world *world, struct network_def *def, enum net_step step,
                  bool foreign);
void net_seen_stopped(struct net_world *world, const char *name);

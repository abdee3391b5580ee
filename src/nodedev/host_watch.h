/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The thread that finds the devices of this machine, and hears of those that come, go and change. */
#pragma once

#include "nodedev/host.h"

/* Starts it, with all signals blocked.  0, or -1 raised. */
int host_watch_start(struct nodedev_host *host);
/* Ends it and waits for it. */
void host_watch_stop(struct nodedev_host *host);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads of the library. */
#pragma once

#include "compiler.h"

/* Runs main(arg) in a thread that nobody joins, with all signals blocked.  0, or a negative errno: then it is
 * not run. */
int vt_thread_detached(void *(*main)(void *), void *arg) VT_WARN_UNUSED;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our event loop: epoll for descriptors, one timerfd for all timers, one eventfd to be woken by.
 *
 * One per process; it has no thread of its own, any number of the application's threads run it.
 * One of them waits in epoll at a time; what it finds due goes into a queue that all of them
 * empty, so a callback that takes long holds up nothing but its own watch or timer as long as
 * another thread runs the loop.  Callbacks and ff run with no lock held, in the threads that run
 * the loop; those of one watch or timer never in two threads at once. */
#pragma once

#include "event/impl.h"

/* The six functions.  Callable from any thread, callbacks included; they never block.
 * Errors   add: NO_MEMORY also when there are EVENT_LOOP_MAX; SYSTEM_ERROR the kernel cannot watch
 *          the descriptor (it is not open, max_user_watches).
 *          update, remove: INVALID_ARG no such watch or timer; update of a watch: SYSTEM_ERROR its
 *          descriptor has been closed, it waits for nothing
 * Locks    the loop's own, a leaf; never while a callback or ff runs
 * Owner    after remove returned no callback begins; one that runs in another thread at that moment
 *          ends first, then ff is called, once, by a thread that runs the loop */
extern const struct event_impl event_loop;

/* Watches and timers together; a program that leaks them is told before memory runs out. */
#define EVENT_LOOP_MAX (1 << 20)

/* Opens the descriptors, all close-on-exec.  Once, before the first use.  SYSTEM_ERROR. */
int event_loop_open(void);

/* One turn: waits until something is due, calls what is due, and returns 0.  Any call of the six
 * by another thread ends the wait as well, and so does a signal handler that ran.
 * Errors   INTERNAL_ERROR our loop is not the one that is set; SYSTEM_ERROR epoll fails
 * Source   epoll_wait(2), timerfd_create(2), eventfd(2) */
int event_loop_run(void);

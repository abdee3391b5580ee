/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An event loop as a program of its own has: poll(2), two lists, one thread. */
#pragma once

void own_loop_register(void);
/* Waits until something is due, and calls it.  What was removed is freed at the end. */
void own_loop_turn(void);

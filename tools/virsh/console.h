/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The user's terminal, connected to that of a guest. */
#pragma once

struct shell;

/* Copies between standard input and output and the terminal PATH until Control-], the end of the
 * input, or the end of the guest.  The user's terminal is put back as it was, also when a signal
 * ends the program.  0, or -1 with the error printed. */
int console_run(struct shell *sh, const char *path);

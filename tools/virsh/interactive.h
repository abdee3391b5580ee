/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The interactive shell: prompt, line editing, history. */
#pragma once

struct shell;

/* Runs until "quit" or the end of the input.  Always 0. */
int interactive_run(struct shell *sh);

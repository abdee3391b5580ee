/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands read from standard input when it is no terminal. */
#pragma once

#include "util/strbuf.h"

struct shell;

/* Reads a line of standard input into @line, without its end.  Returns 1; 0 at the end of the
 * input; -1 with the error printed, also for a line beyond TOKENS_TEXT_MAX or with a NUL. */
int script_read_line(struct shell *sh, struct vt_strbuf *line);

/* Runs each line, also after one that failed.  Lines that begin with '#' are comments.  0 or -1
 * as the last line did that had a command; 0 when there was none. */
int script_run(struct shell *sh);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What commands read from files that the user names. */
#pragma once

struct shell;

/* Larger files are refused.  Source: 0.6.1 reads at most that much. */
#define INPUT_FILE_MAX (10 * 1024 * 1024)

/* The whole of a text file (a FIFO, too), which the caller frees; NULL with the error printed. */
char *input_read_file(struct shell *sh, const char *path);

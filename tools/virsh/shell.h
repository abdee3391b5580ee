/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of virsh: its settings, its connection, and how commands are carried out. */
#pragma once

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stddef.h>

#include "command.h"

struct shell {
    char *uri;          /* NULL: the library chooses */
    virConnectPtr conn; /* NULL until a command needs it */
    bool readonly;
    bool quiet;
    bool timing;
    int debug;     /* 0 to 5 */
    int log_fd;    /* -1: no log */
    bool terminal; /* somebody can be asked: standard input and output are terminals */

    bool quit;          /* no command follows */
    bool raw_output;    /* this command wrote bytes to standard output, nothing may follow them */
    bool output_failed; /* standard output is lost, and that was said */

    bool progress_line; /* what progress.c wrote last to standard error is to be ended */

    bool show_library_errors; /* VIRSH_DEBUG: also at once */
    char *library_error;      /* the last one, see report.h */
    int library_code;         /* VIR_ERR_OK when none is kept */
};

/* Opens the connection when there is none; @quietly: asks nobody for passwords, and an error is
 * kept but not printed.  0 or -1. */
int shell_connect(struct shell *sh, bool quietly);
void shell_disconnect(struct shell *sh);

/* Reads and carries out a line.  Nothing is run when any part of it cannot be read; all is run
 * even when one of the commands fails.  Returns 0 or -1 as the last command did. */
int shell_run_text(struct shell *sh, const char *text);
int shell_run_args(struct shell *sh, char *const *args, size_t n);

void shell_done(struct shell *sh);

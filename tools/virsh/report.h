/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What virsh says: errors to standard error, the rest to standard output, both to the log.
 *
 * Errors of the library are not printed when they are raised but kept, and shown behind the line
 * that says what virsh was about. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>

#include "util/compiler.h"

struct shell;

/* Prints "error: " and the text.  Always -1. */
int report_error(struct shell *sh, const char *fmt, ...) VT_PRINTF(2, 3);
int report_no_memory(struct shell *sh);

/* Prints what the library said last, when it said something, and forgets it. */
void report_library_error(struct shell *sh);
/* Forgets it: what failed was only an attempt. */
void report_forget(struct shell *sh);
/* Whether the kept error has the code. */
bool report_is_code(const struct shell *sh, int code);
/* The same of VIR_ERR_NO_SUPPORT. */
bool report_is_unsupported(const struct shell *sh);

/* Headers and blank lines: nothing with --quiet. */
void report_extra(struct shell *sh, const char *fmt, ...) VT_PRINTF(2, 3);
/* For fault finding: printed when --debug is at least @level (1 to 5), logged always. */
void report_debug(struct shell *sh, int level, const char *fmt, ...) VT_PRINTF(3, 4);

/* Standard output is lost, for the reason ERRNUM or an unknown one (0): says so, but only the first
 * time.  Always -1. */
int report_output_lost(struct shell *sh, int errnum);
/* Ends a command's output; an error when it did not reach standard output. */
int report_flush(struct shell *sh);

/* Errors of the library that come in this thread are forgotten at once: it only looks. */
void report_mute_thread(void);

/* A virErrorFunc; @opaque is the struct shell. */
void report_handler(void *opaque, virErrorPtr err);

/* Opens the log for appending; 0 or a negative errno. */
int report_open_log(struct shell *sh, const char *path) VT_WARN_UNUSED;
void report_done(struct shell *sh);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files: whole or not at all.  Functions return 0 (or a length) or a negative errno. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "compiler.h"

/* Reads exactly LEN bytes at OFFSET, whatever signals come.  Returns the bytes read, less than
 * LEN only at the end of the file, or a negative errno. */
ssize_t vt_pread_all(int fd, void *buf, size_t len, uint64_t offset) VT_WARN_UNUSED;
int vt_write_all(int fd, const void *buf, size_t len) VT_WARN_UNUSED;
int vt_pwrite_all(int fd, const void *buf, size_t len, uint64_t offset) VT_WARN_UNUSED;

/* Opens a file with FLAGS and O_CLOEXEC, never as the controlling terminal, whatever signals come:
 * opening a FIFO waits for its other end.  A descriptor, or a negative errno. */
int vt_open(const char *path, int flags) VT_WARN_UNUSED;

/* The same of a regular file only, so that nothing is waited for: -EISDIR or -EINVAL for others; with
 * O_NOFOLLOW -ELOOP for a symbolic link. */
int vt_open_regular(const char *path, int flags) VT_WARN_UNUSED;

/* Reads a whole file (pipes too), at most MAX bytes, and adds a NUL.  -EFBIG when it is larger.
 * The caller frees *ret_text. */
int vt_file_read(const char *path, size_t max, char **ret_text, size_t *ret_len) VT_WARN_UNUSED;
/* The same of an open one, from where it stands. */
int vt_fd_read(int fd, size_t max, char **ret_text, size_t *ret_len) VT_WARN_UNUSED;
/* The same of a regular file only: vt_open_regular. */
int vt_file_read_regular(const char *path, size_t max, char **ret_text,
                         size_t *ret_len) VT_WARN_UNUSED;

/* A file being written: under a temporary name beside PATH, seen under its own only when whole.
 * Where PATH exists and is no regular file (a FIFO, a device) it is written directly. */
struct vt_outfile {
    int fd;
    char *path;
    char *temp; /* NULL when written directly */
};

/* Opening a FIFO waits for its reader, whatever signals come. */
int vt_outfile_open(struct vt_outfile *f, const char *path, mode_t mode) VT_WARN_UNUSED;
/* The same, but whatever stands at PATH is replaced, and nothing is waited for: a symbolic link, a FIFO.
 * A folder is -EISDIR when it is committed. */
int vt_outfile_replace(struct vt_outfile *f, const char *path, mode_t mode) VT_WARN_UNUSED;
/* Writes all of it.  Where the file is a pipe whose reader has gone, that is -EPIPE and no signal
 * reaches the process: SIGPIPE is blocked for this thread meanwhile and taken back. */
int vt_outfile_write(struct vt_outfile *f, const void *buf, size_t len) VT_WARN_UNUSED;
/* The same with @len zeros; a regular file gets a hole. */
int vt_outfile_write_zeros(struct vt_outfile *f, uint64_t len) VT_WARN_UNUSED;
/* Syncs, renames, syncs the folder.  On failure nothing is left and an older file stays as it was,
 * unless the last step fails: then the new file stands, whole and under its name, and it is only not
 * known whether it would after a loss of power. */
int vt_outfile_commit(struct vt_outfile *f) VT_WARN_UNUSED;
/* Makes what was linked, renamed and removed in a folder last over a loss of power.  Some file systems
 * cannot, and order it themselves: that is no error. */
int vt_folder_sync(const char *folder) VT_WARN_UNUSED;
/* Ends it in any state; one that was not committed leaves nothing. */
void vt_outfile_done(struct vt_outfile *f);

#define VT_OUTFILE_SCOPE(name) \
    struct vt_outfile name __attribute__((cleanup(vt_outfile_done))) = {-1, NULL, NULL}

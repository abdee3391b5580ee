/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of Xen domains, kept in files: NAME.xml in one folder, and a symbolic link of that name in
 * its folder `autostart` for those that start with the host.
 * Source: the layout of libvirt's driver for libxl, so that what was defined there is found here.
 *
 * Other processes change the folder too.  A thread looks through it whenever the kernel says that
 * something in it was changed; whoever changes it through this API has a turn, so that the two do not
 * meet.  Files are read and written with no lock held. */
#pragma once

#include <stdbool.h>

#include "conf/domain.h"

struct xen_files;
struct xen_world;

/* More definitions than this are not looked at. */
#define XEN_MAX_FILES 65536

/* Names the folders; nothing is read yet.  -1: NO_MEMORY. */
int xen_files_new(struct xen_world *world, struct xen_files **ret);
/* Ends its thread.  NULL is fine. */
void xen_files_free(struct xen_files *files);

/* Reads what is there, and watches from then on.  A file that is no definition of its name counts for
 * nothing; so does a folder that is not there.  What cannot be read now is tried again every so often.
 * -1: SYSTEM_ERROR. */
int xen_files_start(struct xen_files *files);

/* The turn of one who changes: XEN_FILES_TURN(files); at most once in a thread. */
void xen_files_turn_begin(struct xen_files *files);
void xen_files_turn_end(struct xen_files *files);
static inline void xen_files_turn_end_(struct xen_files **files)
{
    xen_files_turn_end(*files);
}
#define XEN_FILES_TURN(files) \
    struct xen_files *files_turn_ __attribute__((cleanup(xen_files_turn_end_))) = (files); \
    xen_files_turn_begin(files_turn_)

/* All of these in a turn.  -1: SYSTEM_ERROR, NO_MEMORY; then nothing has changed. */
/* Writes a definition, whole or not at all. */
int xen_files_write(struct xen_files *files, const struct domain_def *def);
/* Removes a definition and its link; one that is not there is fine. */
int xen_files_remove(struct xen_files *files, const char *name);
int xen_files_set_autostart(struct xen_files *files, const char *name, bool autostart);

/* Where locks and marks of this boot are: a path in it, which the caller frees; NULL raised. */
char *xen_files_state_path(const char *name);
/* Where the core of a guest of that name, that has crashed now, is written: the same. */
char *xen_files_dump_path(const char *name);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of Xen domains, kept in a store, and the other folders of this driver. */
#pragma once

#include "conf/domain.h"
#include "store/store.h"

struct xen_world;

/* The store of the world's definitions, which take their way through define.h.  -1: NO_MEMORY,
 * INTERNAL_ERROR the user has no home. */
int xen_files_new(struct xen_world *world, struct vt_store **ret);
/* Writes a definition, in a turn.  As vt_store_write. */
int xen_files_write(struct vt_store *store, const struct domain_def *def);

/* Below VT_ROOT_STATE. */
#define XEN_STATE_FOLDER "libxl"
/* Where locks of this boot are: a path in it, which the caller frees; NULL raised. */
char *xen_files_state_path(const char *name);
/* The right to do what @kind says with the guest of that uuid, which one process at a time has: a descriptor that holds
 * it.  -EWOULDBLOCK another has it; another negative errno: it cannot be had.  Nothing is raised. */
int xen_files_claim(const unsigned char uuid[VT_UUID_LEN], const char *kind);
/* Where the core of a guest of that name, that has crashed now, is written: the same. */
char *xen_files_dump_path(const char *name);

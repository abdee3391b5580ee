/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where things are kept: the folders that all drivers share, of the host for root, of the user for others.
 *
 * | root   | variable           | for root                | for others, whose folders are named by XDG     |
 * |--------|--------------------|-------------------------|------------------------------------------------|
 * | CONFIG | VITRINE_CONFIG_DIR | SYSCONFDIR/libvirt      | $XDG_CONFIG_HOME/libvirt (~/.config/libvirt)    |
 * | STATE  | VITRINE_STATE_DIR  | RUNSTATEDIR/libvirt     | $XDG_RUNTIME_DIR/libvirt (~/.cache/libvirt/run) |
 * | DATA   | VITRINE_DATA_DIR   | LOCALSTATEDIR/lib/libvirt | $XDG_DATA_HOME/libvirt (~/.local/share/libvirt) |
 *
 * A variable counts when it is an absolute path; programs with more rights than their caller ignore it.
 * Below them: CONFIG/storage, CONFIG/qemu/networks, CONFIG/libxl, each with its autostart/; STATE/storage,
 * STATE/network, STATE/libxl.
 * Source: libvirt's own folders; the XDG Base Directory Specification 0.8. */
#pragma once

#include "util/compiler.h"

enum vt_root {
    VT_ROOT_CONFIG, /* definitions */
    VT_ROOT_STATE, /* of the running host: locks, marks, what is active.  Gone after a boot, but for
                     * ~/.cache */
    VT_ROOT_DATA,  /* images, leases, dumps */
};

/* The folder @below a root ("storage"; NULL: the root itself).  Nothing is made.
 * @domain  who raises
 * Owner    the caller frees; NULL raised: NO_MEMORY, INTERNAL_ERROR the user has no home */
char *vt_root(enum vt_root root, const char *below, int domain) VT_WARN_UNUSED;

/* "VARIABLE=FOLDER", which tells another process of the same root.  As above. */
char *vt_root_setting(enum vt_root root, int domain) VT_WARN_UNUSED;

/* Makes a folder and those above it, as far as they are missing: root's are for all to read, those of
 * others for themselves.  0, or -1 raised: SYSTEM_ERROR, NO_MEMORY. */
int vt_root_make(const char *folder, int domain) VT_WARN_UNUSED;

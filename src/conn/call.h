/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the entry points share: the record of a call, and how each kind of refusal is told.
 *
 * Each of these ends a call that fails: it raises (but for vt_call_failed, where the driver did),
 * copies the error into the connection, and shows it to the application's handler.  No lock is
 * held.  All return -1. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "obj/connect.h"
#include "obj/error.h"
#include "obj/handle.h"
#include "util/compiler.h"

/* On the definition of a public function: the rest of the library is hidden. */
#define VT_PUBLIC __attribute__((visibility("default")))

enum vt_family {
    VT_FAMILY_NONE,
    VT_FAMILY_HYPERVISOR,
    VT_FAMILY_NETWORK,
    VT_FAMILY_STORAGE,
    VT_FAMILY_NODEDEV,
};

struct vt_call {
    const char *name;      /* of the public function */
    const char *since;     /* version of libvirt that has it */
    int invalid;           /* VIR_ERR_INVALID_* of its handle */
    int domain;            /* VIR_FROM_* of what it raises itself */
    bool write;            /* refused on a read-only connection */
    int rpc;               /* remote procedure number, 0 none */
    enum vt_family family; /* whose table has its slot */
    size_t slot;           /* offset in that table */
};

int vt_call_bad_handle(const struct vt_call *call) VT_COLD;
int vt_call_denied(const struct vt_call *call, virConnectPtr conn) VT_COLD;
/* @arg is the parameter's name, @why goes behind it. */
int vt_call_bad_arg(const struct vt_call *call, virConnectPtr conn, const char *arg,
                    const char *why) VT_COLD;
int vt_call_unsupported(const struct vt_call *call, virConnectPtr conn) VT_COLD;
/* The driver has failed; when it raised nothing, INTERNAL_ERROR is raised in its place. */
int vt_call_failed(const struct vt_call *call, virConnectPtr conn) VT_COLD;

/* The beginning of an entry that a person writes: forgets the last error.  False when @p is no
 * handle of @class, which is told. */
static inline bool vt_call_enter(const struct vt_call *call, const void *p, enum vt_class class)
{
    vt_error_reset();
    if (VT_LIKELY(vt_handle_is(p, class)))
        return true;
    (void)vt_call_bad_handle(call);
    return false;
}

/* True when @p is a handle of @class on @conn. */
static inline bool vt_call_own(const void *p, enum vt_class class, virConnectPtr conn)
{
    return vt_handle_is(p, class) && ((const struct vt_handle *)p)->conn == conn;
}

/* Shows what was raised (a warning too) to @conn's handler, else to the global one.  @conn may be
 * NULL. */
void vt_call_report(virConnectPtr conn) VT_COLD;

/* An absolute copy of @path, owned by the caller; a relative one begins at the current directory.
 * NULL with the error told: SYSTEM_ERROR from getcwd, INTERNAL_ERROR over PATH_MAX bytes. */
char *vt_call_abspath(const struct vt_call *call, virConnectPtr conn, const char *path);

/* The handler that virSetErrorFunc set. */
void vt_call_set_handler(virErrorFunc handler, void *data);

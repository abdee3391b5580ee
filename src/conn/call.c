/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a call that fails ends: record, copy into the connection, handler; in this order. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"
#include "util/cleanup.h"

/* One pair under one lock: the data always belongs to the function. */
static struct vt_mutex handler_lock = VT_MUTEX_INIT(VT_RANK_LEAF, "error handler");
static virErrorFunc global_handler VT_GUARDED_BY(handler_lock);
static void *global_data VT_GUARDED_BY(handler_lock);

void vt_call_set_handler(virErrorFunc handler, void *data)
{
    VT_LOCK_SCOPE(&handler_lock);

    global_handler = handler;
    global_data = data;
}

static virErrorFunc get_global_handler(void **ret_data)
{
    VT_LOCK_SCOPE(&handler_lock);

    *ret_data = global_data;
    return global_handler;
}

void vt_call_report(virConnectPtr conn)
{
    int saved_errno = errno;
    virErrorFunc handler = NULL;
    void *data = NULL;

    vt_lock_none_held("an error handler");
    if (!vt_error_take_pending())
        return;
    if (conn != NULL)
        handler = vt_connect_get_handler(conn, &data);
    if (handler == NULL)
        handler = get_global_handler(&data);
    if (handler != NULL) {
        /* A copy: the handler may make calls, and each begins by forgetting the last error. */
        virError copy;
        struct vt_error_saved saved;
        (void)vt_error_copy(&copy, vt_error_last());
        vt_error_save(&saved);
        handler(data, &copy);
        vt_error_clear(&copy);
        vt_error_restore(&saved);
    } else {
        virDefaultErrorFunc(vt_error_last());
    }
    errno = saved_errno;
}

static int end(virConnectPtr conn)
{
    if (conn != NULL)
        vt_connect_set_error(conn);
    vt_call_report(conn);
    return -1;
}

static int end_here(virConnectPtr conn)
{
    vt_error_set_ints(0, 0);
    return end(conn);
}

int vt_call_bad_handle(const struct vt_call *call)
{
    (void)vt_error(call->domain, call->invalid, "%s", call->name);
    return end_here(NULL);
}

int vt_call_denied(const struct vt_call *call, virConnectPtr conn)
{
    (void)vt_error(call->domain, VIR_ERR_OPERATION_DENIED, "%s", call->name);
    return end_here(conn);
}

int vt_call_bad_arg(const struct vt_call *call, virConnectPtr conn, const char *arg,
                    const char *why)
{
    (void)vt_error(call->domain, VIR_ERR_INVALID_ARG, "%s: %s %s", call->name, arg, why);
    return end_here(conn);
}

int vt_call_unsupported(const struct vt_call *call, virConnectPtr conn)
{
    (void)vt_error(VIR_FROM_NONE, VIR_ERR_NO_SUPPORT, "%s", call->name);
    return end_here(conn);
}

int vt_call_failed(const struct vt_call *call, virConnectPtr conn)
{
    if (vt_error_last()->code == VIR_ERR_OK)
        (void)vt_error(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "%s failed without saying why",
                       call->name);
    return end(conn);
}

char *vt_call_abspath(const struct vt_call *call, virConnectPtr conn, const char *path)
{
    VT_AUTOFREE char *cwd = NULL;
    char *abs = NULL;

    if (path[0] == '/') {
        abs = strdup(path);
    } else {
        cwd = getcwd(NULL, 0);
        if (cwd == NULL) {
            (void)vt_error_errno(call->domain, errno, "cannot tell the current directory for '%s'",
                                 path);
            (void)end_here(conn);
            return NULL;
        }
        if (asprintf(&abs, "%s/%s", cwd, path) < 0)
            abs = NULL;
    }
    if (abs == NULL) {
        (void)vt_error_no_memory(call->domain);
        (void)end_here(conn);
    } else if (strlen(abs) >= PATH_MAX) {
        free(VT_TAKE(abs));
        (void)vt_error(call->domain, VIR_ERR_INTERNAL_ERROR, "%s: the path is longer than %d bytes",
                       call->name, PATH_MAX - 1);
        (void)end_here(conn);
    }
    return abs;
}

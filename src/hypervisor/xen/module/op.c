/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations of the toolstack: a context of libxl for each, and what became of it as a failure. */
#include "config.h"

#include <errno.h>

#include "module.h"

/* Without it libxl prints and ends the process. */
static void op_disaster(void *user, VT_UNUSED libxl_event_type type, VT_UNUSED const char *text,
                        VT_UNUSED int err)
{
    struct module_op *op = user;

    op->disaster = true;
}

static const libxl_event_hooks op_hooks = {.disaster = op_disaster};

static int open_toolstack(struct module_op *op)
{
    MODULE_LOCK_SCOPE(&module_handles);

    return libxl_ctx_alloc(&op->ctx, LIBXL_VERSION, 0, &op->log.logger);
}

static void close_toolstack(struct module_op *op)
{
    MODULE_LOCK_SCOPE(&module_handles);
    (void)libxl_ctx_free(op->ctx);
}

struct module_op *module_op_begin(struct xen_fail *fail)
{
    struct module_op *op = calloc(1, sizeof *op);

    if (op == NULL) {
        (void)module_fail_no_memory(fail);
        return NULL;
    }
    module_quiet_enter(&op->quiet);
    module_log_init(&op->log);
    if (open_toolstack(op) != 0) {
        (void)module_fail(fail, EIO, "the toolstack of Xen cannot be opened%s%s",
                          op->log.len != 0 ? ": " : "", op->log.text);
        module_log_done(&op->log);
        module_quiet_leave(&op->quiet);
        free(op);
        return NULL;
    }
    libxl_event_register_callbacks(op->ctx, &op_hooks, op);
    module_children_init(&op->children, op->ctx);
    libxl_childproc_setmode(op->ctx, &module_child_hooks, &op->children);
    return op;
}

static int errno_of(int rc)
{
    switch (rc) {
    case ERROR_NI:
    case ERROR_FEATURE_REMOVED:
        return ENOTSUP;
    case ERROR_NOMEM:
        return ENOMEM;
    case ERROR_INVAL:
        return EINVAL;
    case ERROR_GUEST_TIMEDOUT:
    case ERROR_TIMEDOUT:
        return ETIMEDOUT;
    case ERROR_NOPARAVIRT:
        return ENODEV;
    case ERROR_LOCK_FAIL:
        return EBUSY;
    case ERROR_DEVICE_EXISTS:
        return EEXIST;
    case ERROR_DOMAIN_NOTFOUND:
    case ERROR_DOMAIN_DESTROYED:
        return ESRCH;
    case ERROR_NOTFOUND:
        return ENOENT;
    default:
        return EIO;
    }
}

int module_op_drop(struct module_op *op, int err)
{
    module_children_done(&op->children);
    close_toolstack(op);
    module_log_done(&op->log);
    module_quiet_leave(&op->quiet);
    free(op);
    return err;
}

int module_op_end(struct module_op *op, int rc, const char *what, struct xen_fail *fail)
{
    int err = 0;

    if (rc != 0)
        err = module_fail(fail, errno_of(rc), "%s: %s", what,
                          op->log.len != 0 ? op->log.text : "libxl does not say why");
    else if (op->disaster)
        err = module_fail(fail, EIO, "%s: libxl lost an event", what);
    return module_op_drop(op, err);
}

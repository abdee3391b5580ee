/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests are built, new or from a saved one; and ended. */
#include "config.h"

#include <errno.h>

#include "conf/domain.h"
#include "module.h"

#define STREAM_VERSION 2 /* of saved guests, since Xen 4.6 */

static int build_restored(libxl_ctx *ctx, libxl_domain_config *config, uint32_t *domid, int fd)
{
    libxl_domain_restore_params params;
    int rc;

    libxl_domain_restore_params_init(&params);
    params.stream_version = STREAM_VERSION;
    rc = libxl_domain_create_restore(ctx, config, domid, fd, -1, &params, NULL, NULL);
    libxl_domain_restore_params_dispose(&params);
    return rc;
}

/* What libxl answers; when that is not 0 nothing is left of it. */
static int build(libxl_ctx *ctx, const struct xen_build *build, libxl_domain_config *config,
                 uint32_t *domid)
{
    int rc = build->restore_fd >= 0 ? build_restored(ctx, config, domid, build->restore_fd)
                                    : libxl_domain_create_new(ctx, config, domid, NULL, NULL);

    if (rc != 0 || build->paused) /* libxl takes apart what it could not build */
        return rc;
    rc = libxl_domain_unpause(ctx, *domid, NULL);
    if (rc != 0)
        (void)libxl_domain_destroy(ctx, *domid, NULL);
    return rc;
}

int xen_create(struct xen_host *host VT_UNUSED, const struct xen_build *order, uint32_t *ret_domid,
               struct xen_fail *fail)
{
    uint32_t domid = (uint32_t)INVALID_DOMID;
    libxl_domain_config config;
    struct module_op *op;
    int err, rc = 0;

    if (order->restore_fd >= 0 && module_stream_check(order->restore_fd, fail) < 0)
        return -fail->err;
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    err = module_config(order, &config, fail);
    if (err == 0)
        rc = build(op->ctx, order, &config, &domid);
    libxl_domain_config_dispose(&config);
    err = err < 0 ? module_op_drop(op, err)
                  : module_op_end(op, rc, "the guest cannot be built", fail);
    if (err == 0)
        *ret_domid = domid;
    return err;
}

int xen_destroy(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);

    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_domain_destroy(op->ctx, domid, NULL),
                         "the guest cannot be ended", fail);
}

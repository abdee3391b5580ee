/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests are asked to end, saved, let go on, and dumped. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "module.h"

#include <xen/hvm/params.h>

/* Whether the guest has drivers that read its control node: a translated one does when it has told
 * the hypervisor how it takes events.  Negative: not known. */
static int has_control(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    xc_domaininfo_t info;
    uint64_t callback = 0;
    int err = module_domain_info(host, domid, &info, fail);

    if (err < 0 || (info.flags & XEN_DOMINF_hvm_guest) == 0)
        return err < 0 ? err : 1;
    if (xc_hvm_param_get(host->xc, domid, HVM_PARAM_CALLBACK_IRQ, &callback) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell what the guest listens to");
    return callback != 0;
}

/* Within one transaction, so that nothing is left of a domain that goes meanwhile.
 * 0, EAGAIN, or another errno. */
static int control_write_once(struct xs_handle *xs, uint32_t domid, const char *word)
{
    char home[40], node[80];
    VT_AUTOFREE void *there = NULL;
    xs_transaction_t t = xs_transaction_start(xs);
    unsigned int len;
    int err = 0;

    if (t == XBT_NULL)
        return errno != 0 ? errno : EIO;
    (void)snprintf(home, sizeof home, "/local/domain/%u", domid);
    (void)snprintf(node, sizeof node, "%s/control/shutdown", home);
    there = xs_read(xs, t, home, &len);
    if (there == NULL || !xs_write(xs, t, node, word, (unsigned int)strlen(word)))
        err = errno != 0 ? errno : EIO;
    if (!xs_transaction_end(xs, t, err != 0) && err == 0)
        err = errno != 0 ? errno : EIO;
    return err;
}

static int control_write(struct xen_host *host, uint32_t domid, const char *word,
                         struct xen_fail *fail)
{
    int err = EAGAIN;

    MODULE_QUIET_SCOPE();
    for (int tries = 0; err == EAGAIN && tries < 100; tries++)
        err = control_write_once(host->xs, domid, word);
    if (err == 0)
        return 0;
    errno = err;
    return module_fail_errno(fail, "the guest cannot be asked through xenstore");
}

int xen_shutdown_guest(struct xen_host *host, uint32_t domid, bool reboot, struct xen_fail *fail)
{
    uint32_t trigger = reboot ? XEN_DOMCTL_SENDTRIGGER_RESET : XEN_DOMCTL_SENDTRIGGER_POWER;
    int control = has_control(host, domid, fail);

    if (control < 0)
        return control;
    if (control > 0)
        return control_write(host, domid, reboot ? "reboot" : "poweroff", fail);
    if (xc_domain_send_trigger(host->xc, domid, trigger, 0) == 0)
        return 0;
    if (errno == ENOSYS || errno == EINVAL || errno == EOPNOTSUPP)
        return module_fail(fail, ENODEV,
                           "the guest has no drivers for Xen, and there is no %s of "
                           "ACPI for that",
                           reboot ? "event" : "power button");
    return module_fail_errno(fail, "the power button of the guest cannot be pressed");
}

/* Which pages a PV guest writes meanwhile is known by shadow paging alone, which not every hypervisor
 * has: Debian's has none. */
static int can_run_on(struct xen_host *host, uint32_t domid, struct xen_fail *fail)
{
    xc_domaininfo_t info;
    xc_physinfo_t physical = {.nr_cpus = 0};
    int err = module_domain_info(host, domid, &info, fail);

    if (err < 0 || (info.flags & XEN_DOMINF_hvm_guest) != 0)
        return err;
    if (xc_physinfo(host->xc, &physical) < 0)
        return module_fail_errno(fail, "the hypervisor does not tell what it can do");
    return (physical.capabilities & XEN_SYSCTL_PHYSCAP_shadow) != 0
               ? 0
               : module_fail(fail, ENOTSUP,
                             "this hypervisor has no shadow paging, so a PV guest can only be "
                             "sent standing still, not live");
}

int xen_save(struct xen_host *host, uint32_t domid, int fd, bool live, struct xen_fail *fail)
{
    struct module_op *op;
    int rc;

    if (live && can_run_on(host, domid, fail) < 0)
        return -fail->err;
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    rc = libxl_domain_suspend(op->ctx, domid, fd, live ? LIBXL_SUSPEND_LIVE : 0, NULL);
    return module_op_end(op, rc, "the guest cannot be saved", fail);
}

int xen_resume(struct xen_host *host VT_UNUSED, uint32_t domid, struct xen_fail *fail)
{
    struct module_op *op = module_op_begin(fail);

    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_domain_resume(op->ctx, domid, 1, NULL), "the guest cannot go on",
                         fail);
}

int xen_core_dump(struct xen_host *host, uint32_t domid, const char *path, struct xen_fail *fail)
{
    struct module_op *op;
    xc_domaininfo_t info;

    if (module_domain_info(host, domid, &info, fail) < 0)
        return -fail->err;
    if ((info.flags & XEN_DOMINF_hvm_guest) != 0)
        return module_core_dump(host, domid, &info, path, fail);
    op = module_op_begin(fail);
    if (op == NULL)
        return -fail->err;
    return module_op_end(op, libxl_domain_core_dump(op->ctx, domid, path, NULL),
                         "the core of the guest cannot be written", fail);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table that the module exports; opening and closing a host. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "module.h"

#define PROC_XEN "/proc/xen"
#define PROC_CAPABILITIES "/proc/xen/capabilities"

/* What is wrong with the ways to Xen, as parts of one sentence. */
struct ways {
    bool missing, denied, broken;
    int err; /* of what is broken */
    char text[400];
};

static void ways_add(struct ways *ways, const char *format, ...) VT_PRINTF(2, 3);
static void ways_add(struct ways *ways, const char *format, ...)
{
    size_t used = strlen(ways->text);
    va_list args;

    if (used != 0) {
        (void)snprintf(ways->text + used, sizeof ways->text - used, "; ");
        used = strlen(ways->text);
    }
    va_start(args, format);
    (void)vsnprintf(ways->text + used, sizeof ways->text - used, format, args);
    va_end(args);
}

static void ways_errno(struct ways *ways, const char *what, int err)
{
    char reason[100];

    if (err == ENOENT || err == ENXIO || err == ENODEV) {
        ways->missing = true;
        ways_add(ways, "%s is missing", what);
    } else if (err == EACCES || err == EPERM) {
        ways->denied = true;
        ways_add(ways, "%s is denied to this process", what);
    } else {
        ways->broken = true;
        ways->err = err;
        ways_add(ways, "%s cannot be used (%s)", what, strerror_r(err, reason, sizeof reason));
    }
}

/* The file is empty in a guest that is not the controlling one, and is not there without xenfs. */
static void look_at_proc(struct ways *ways)
{
    VT_AUTOCLOSE int fd = -1;
    struct stat st;
    char text[64];
    ssize_t n;

    if (stat(PROC_XEN, &st) < 0) {
        ways_errno(ways, PROC_XEN, errno);
        return;
    }
    fd = open(PROC_CAPABILITIES, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    n = read(fd, text, sizeof text - 1);
    text[n > 0 ? n : 0] = '\0';
    if (strstr(text, "control_d") != NULL)
        return;
    ways->denied = true;
    ways_add(ways, PROC_CAPABILITIES " lacks control_d: this is a guest and not domain 0");
}

static void look_at_privcmd(struct ways *ways)
{
    static const char *const paths[] = {"/dev/xen/privcmd", "/proc/xen/privcmd"};
    VT_AUTOCLOSE int fd = -1;
    int err = ENOENT;

    for (size_t i = 0; i < VT_N_ELEMENTS(paths) && err == ENOENT; i++) {
        fd = open(paths[i], O_RDWR | O_CLOEXEC);
        if (fd >= 0)
            return;
        err = errno;
    }
    ways_errno(ways, "the device /dev/xen/privcmd", err);
}

struct xs_handle *module_store_open(void)
{
    MODULE_LOCK_SCOPE(&module_handles);

    return xs_open(0);
}

void module_store_close(struct xs_handle *xs)
{
    MODULE_LOCK_SCOPE(&module_handles);
    xs_close(xs);
}

static xc_interface *open_control(void)
{
    MODULE_LOCK_SCOPE(&module_handles);

    return xc_interface_open(&module_log_nothing, &module_log_nothing, 0);
}

static void close_control(xc_interface *xc)
{
    MODULE_LOCK_SCOPE(&module_handles);
    (void)xc_interface_close(xc);
}

static struct xs_handle *open_store(struct ways *ways)
{
    struct xs_handle *xs = module_store_open();
    char what[200];

    if (xs != NULL)
        return xs;
    (void)snprintf(what, sizeof what, "xenstore (%s)", xs_daemon_socket());
    ways_errno(ways, what, errno);
    return NULL;
}

static int ways_fail(const struct ways *ways, struct xen_fail *fail)
{
    int err = ways->denied ? EACCES : ways->missing ? ENOENT : ways->err;

    if (ways->denied)
        return module_fail(fail, err, "Xen cannot be controlled from here: %s", ways->text);
    return module_fail(fail, err, "there is no Xen that can be used: %s", ways->text);
}

int xen_open(struct xen_host **ret, struct xen_fail *fail)
{
    VT_AUTOFREE struct xen_host *host = calloc(1, sizeof *host);
    struct ways ways = {.text = ""};

    MODULE_QUIET_SCOPE();
    if (host == NULL)
        return module_fail_no_memory(fail);
    look_at_proc(&ways);
    look_at_privcmd(&ways);
    host->xs = open_store(&ways);
    if (ways.missing || ways.denied || ways.broken) {
        module_store_close(host->xs);
        return ways_fail(&ways, fail);
    }
    host->xc = open_control();
    if (host->xc == NULL || xc_version(host->xc, XENVER_version, NULL) < 0) {
        int err = module_fail_errno(fail, "the hypervisor does not answer");
        xen_close(VT_TAKE(host));
        return err;
    }
    *ret = VT_TAKE(host);
    return 0;
}

void xen_close(struct xen_host *host)
{
    MODULE_QUIET_SCOPE();
    if (host->xc != NULL)
        close_control(host->xc);
    module_store_close(host->xs);
    free(host);
}

extern const struct xen_host_ops vitrine_xen_host __attribute__((visibility("default")));
const struct xen_host_ops vitrine_xen_host = {
    .abi = XEN_HOST_ABI,
    .build = PACKAGE_VERSION,
    .open = xen_open,
    .close = xen_close,
    .version = xen_version,
    .physical = xen_physical,
    .cells = xen_cells,
    .domains = xen_domains,
    .pause = xen_pause,
    .unpause = xen_unpause,
    .vcpu = xen_vcpu,
    .get_affinity = xen_get_affinity,
    .set_affinity = xen_set_affinity,
    .get_sched = xen_get_sched,
    .set_sched = xen_set_sched,
    .regs = xen_regs,
    .guest_width = xen_guest_width,
    .max_frame = xen_max_frame,
    .on_demand = xen_on_demand,
    .store_read = xen_store_read,
    .watch = xen_watch,
    .watch_add = xen_watch_add,
    .watch_drop = xen_watch_drop,
    .watch_fd = xen_watch_fd,
    .watch_take = xen_watch_take,
    .watch_end = xen_watch_end,
    .create = xen_create,
    .destroy = xen_destroy,
    .shutdown = xen_shutdown_guest,
    .save = xen_save,
    .resume = xen_resume,
    .core_dump = xen_core_dump,
    .set_memory = xen_set_memory,
    .set_max_memory = xen_set_max_memory,
    .set_vcpus = xen_set_vcpus,
    .attach_disk = xen_attach_disk,
    .detach_disk = xen_detach_disk,
    .attach_interface = xen_attach_interface,
    .detach_interface = xen_detach_interface,
    .block_stats = xen_block_stats,
    .net_stats = xen_net_stats,
    .net_name = xen_net_name,
    .rename = xen_rename,
    .put_xml = xen_put_xml,
    .get_xml = xen_get_xml,
    .describe = xen_describe,
    .frames_open = xen_frames_open,
    .frames_close = xen_frames_close,
    .map = xen_frames_map,
    .unmap = xen_frames_unmap,
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loading the module that is linked with the libraries of Xen. */
#include "config.h"

#include <dlfcn.h>
#include <libvirt/virterror.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/xen/load.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/valgrind.h"

static _Atomic(const struct xen_host_ops *) loaded;

char *xen_driver_path(const char *name)
{
    const char *folder = secure_getenv("VITRINE_DRIVER_DIR");
    char *path = NULL;

    if (folder == NULL || folder[0] == '\0')
        folder = VT_DRIVER_DIR;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* The table of the module @handle, checked; NULL raised. */
static const struct xen_host_ops *table_of(void *handle, const char *path)
{
    const struct xen_host_ops *ops = dlsym(handle, XEN_HOST_SYMBOL);

    if (ops == NULL) {
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_NO_CONNECT, "xen:///: '%s' is no module for Xen",
                       path);
        return NULL;
    }
    if (ops->abi != XEN_HOST_ABI || strcmp(ops->build, PACKAGE_VERSION) != 0) {
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_NO_CONNECT,
                       "xen:///: '%s' was made for another release of this library", path);
        return NULL;
    }
    return ops;
}

/* The loader has its own lock, and gives the same module to two who ask at once. */
static const struct xen_host_ops *load(const char *path)
{
    const struct xen_host_ops *ops;
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL) {
        const char *why = dlerror();
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_NO_CONNECT, "xen:///: cannot load its module: %s",
                       why != NULL ? why : path);
        return NULL;
    }
    ops = table_of(handle, path);
    if (ops == NULL)
        (void)dlclose(handle);
    return ops;
}

const struct xen_host_ops *xen_module(void)
{
    const struct xen_host_ops *ops = atomic_load_explicit(&loaded, memory_order_acquire);
    VT_AUTOFREE char *path = NULL;

    VT_HG_ACQUIRE(&loaded);
    if (ops != NULL)
        return ops;
    path = xen_driver_path("xen.so");
    if (path == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    ops = load(path);
    if (ops != NULL) {
        VT_HG_BEFORE(&loaded);
        atomic_store_explicit(&loaded, ops, memory_order_release);
    }
    return ops;
}

const struct xen_host_ops *xen_module_if_there(void)
{
    struct vt_error_saved before;
    const struct xen_host_ops *ops;

    vt_error_save(&before);
    ops = xen_module();
    vt_error_restore(&before);
    return ops;
}

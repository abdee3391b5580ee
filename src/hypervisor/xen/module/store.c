/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xenstore: what nodes say, and watches on connections of their own. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "module.h"

struct xen_watch {
    struct xs_handle *xs;
};

/* A connection that is shared answers one request after the other.  Nothing that is longer than a
 * node may be is believed. */
static char *node_text(struct xen_host *host, const char *path)
{
    unsigned int len = 0;
    char *text;

    MODULE_QUIET_SCOPE();
    text = xs_read(host->xs, XBT_NULL, path, &len);
    if (text != NULL && len > MODULE_MAX_TEXT) {
        free(text);
        errno = EMSGSIZE;
        return NULL;
    }
    return text;
}

char *module_store_get(struct xen_host *host, const char *format, ...)
{
    char path[MODULE_MAX_PATH];
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(path, sizeof path, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    return node_text(host, path);
}

unsigned int module_store_numbers(struct xen_host *host, const char *path, unsigned int ret[],
                                  unsigned int max)
{
    VT_AUTOFREE char **names = NULL;
    unsigned int n = 0, found = 0;
    char *end;

    MODULE_QUIET_SCOPE();
    names = xs_directory(host->xs, XBT_NULL, path, &n);
    for (unsigned int i = 0; names != NULL && i < n && found < max; i++) {
        unsigned long number = strtoul(names[i], &end, 10);
        if (end != names[i] && *end == '\0' && number <= UINT32_MAX)
            ret[found++] = (unsigned int)number;
    }
    return found;
}

char *xen_store_read(struct xen_host *host, const char *path, struct xen_fail *fail)
{
    char *text = node_text(host, path);

    if (text == NULL && errno == ENOENT)
        (void)module_fail(fail, ENOENT, "xenstore has no node '%s'", path);
    else if (text == NULL)
        (void)module_fail_errno(fail, "xenstore does not answer");
    return text;
}

struct xen_watch *xen_watch(struct xen_host *host VT_UNUSED, const char *const *paths,
                            struct xen_fail *fail)
{
    VT_AUTOFREE struct xen_watch *watch = calloc(1, sizeof *watch);
    unsigned int n = 0;

    MODULE_QUIET_SCOPE();
    if (watch == NULL) {
        (void)module_fail_no_memory(fail);
        return NULL;
    }
    watch->xs = module_store_open();
    if (watch->xs == NULL) {
        (void)module_fail_errno(fail, "xenstore cannot be reached");
        return NULL;
    }
    for (; paths[n] != NULL; n++) {
        errno = EMSGSIZE;
        if (n == MODULE_MAX_WATCHES || !xs_watch(watch->xs, paths[n], paths[n])) {
            (void)module_fail_errno(fail, "xenstore cannot be watched");
            module_store_close(watch->xs);
            return NULL;
        }
    }
    return VT_TAKE(watch);
}

int xen_watch_add(struct xen_watch *watch, const char *path, struct xen_fail *fail)
{
    MODULE_QUIET_SCOPE();
    return xs_watch(watch->xs, path, path) ? 0
                                           : module_fail_errno(fail, "xenstore cannot be watched");
}

void xen_watch_drop(struct xen_watch *watch, const char *path)
{
    MODULE_QUIET_SCOPE();
    (void)xs_unwatch(watch->xs, path, path);
}

int xen_watch_fd(struct xen_watch *watch)
{
    return xs_fileno(watch->xs);
}

char *xen_watch_take(struct xen_watch *watch)
{
    VT_AUTOFREE char **fired = xs_check_watch(watch->xs);

    return fired != NULL ? strndup(fired[XS_WATCH_PATH], MODULE_MAX_TEXT) : NULL;
}

void xen_watch_end(struct xen_watch *watch)
{
    MODULE_QUIET_SCOPE();
    module_store_close(watch->xs);
    free(watch);
}

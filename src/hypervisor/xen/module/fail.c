/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the module says why something failed: one sentence in the caller's struct. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "module.h"

int module_fail(struct xen_fail *fail, int err, const char *format, ...)
{
    va_list args;

    fail->err = err > 0 ? err : EIO;
    va_start(args, format);
    (void)vsnprintf(fail->text, sizeof fail->text, format, args);
    va_end(args);
    return -fail->err;
}

int module_fail_errno(struct xen_fail *fail, const char *what)
{
    int err = errno != 0 ? errno : EIO;
    char text[100];

    return module_fail(fail, err, "%s: %s", what, strerror_r(err, text, sizeof text));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The public functions of virterror.h.  They work before virInitialize, and none of them clears
 * the last error but those whose name says so. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "calls.h"

VT_PUBLIC virErrorPtr virGetLastError(void)
{
    virErrorPtr err = vt_error_last();

    return err->code == VIR_ERR_OK ? NULL : err;
}

VT_PUBLIC virErrorPtr virSaveLastError(void)
{
    virErrorPtr copy = malloc(sizeof *copy);

    if (copy != NULL)
        (void)vt_error_copy(copy, vt_error_last());
    return copy;
}

VT_PUBLIC void virResetLastError(void)
{
    vt_error_reset();
}

VT_PUBLIC void virResetError(virErrorPtr err)
{
    if (err != NULL)
        vt_error_clear(err);
}

VT_PUBLIC void virFreeError(virErrorPtr err)
{
    if (err == NULL)
        return;
    vt_error_clear(err);
    free(err);
}

VT_PUBLIC int virCopyLastError(virErrorPtr to)
{
    if (to == NULL)
        return -1;
    (void)vt_error_copy(to, vt_error_last());
    return to->code;
}

VT_PUBLIC virErrorPtr virConnGetLastError(virConnectPtr conn)
{
    return vt_connect_is(conn) ? vt_connect_shadow_error(conn) : NULL;
}

VT_PUBLIC int virConnCopyLastError(virConnectPtr conn, virErrorPtr to)
{
    if (!vt_connect_is(conn) || to == NULL)
        return -1;
    return vt_connect_copy_error(conn, to);
}

VT_PUBLIC void virConnResetLastError(virConnectPtr conn)
{
    if (vt_connect_is(conn))
        vt_connect_reset_error(conn);
}

VT_PUBLIC void virSetErrorFunc(void *userData, virErrorFunc handler)
{
    vt_call_set_handler(handler, userData);
}

VT_PUBLIC void virConnSetErrorFunc(virConnectPtr conn, void *userData, virErrorFunc handler)
{
    if (vt_connect_is(conn))
        vt_connect_set_handler(conn, handler, userData);
}

VT_PUBLIC void virDefaultErrorFunc(virErrorPtr err)
{
    const char *level, *message;
    size_t len;

    if (err == NULL || err->code == VIR_ERR_OK)
        return;
    level = err->level == VIR_ERR_WARNING ? "warning" : err->level == VIR_ERR_ERROR ? "error" : "";
    message = err->message != NULL ? err->message : vt_error_template(err->code, 0);
    len = strlen(message);
    /* One write, so that the lines of threads stay whole. */
    fprintf(stderr, "libvir: %s%s : %s%s", vt_error_domain_word(err->domain), level, message,
            len > 0 && message[len - 1] == '\n' ? "" : "\n");
}

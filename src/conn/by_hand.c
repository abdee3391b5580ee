/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Public functions whose bodies are their own: the library's version, what a connection knows of
 * itself, older names of newer calls. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "call.h"
#include "calls.h"
#include "driver.h"
#include "init.h"
#include "network/lease.h"
#include "util/cleanup.h"

VT_PUBLIC const char *virConnectGetType(virConnectPtr conn)
{
    vt_error_reset();
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(&vt_calls[VT_CALL_CONNECT_GET_TYPE]), NULL;
    return conn->driver->name;
}

VT_PUBLIC char *virConnectGetURI(virConnectPtr conn)
{
    char *uri;

    vt_error_reset();
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(&vt_calls[VT_CALL_CONNECT_GET_URI]), NULL;
    uri = strdup(conn->uri);
    if (uri == NULL) {
        (void)vt_error_no_memory(VIR_FROM_NONE);
        (void)vt_call_failed(&vt_calls[VT_CALL_CONNECT_GET_URI], conn);
    }
    return uri;
}

VT_PUBLIC void virNetworkDHCPLeaseFree(virNetworkDHCPLeasePtr lease)
{
    vt_error_reset();
    lease_free(lease);
}

VT_PUBLIC unsigned int virDomainGetID(virDomainPtr domain)
{
    vt_error_reset();
    if (!vt_handle_is(domain, VT_CLASS_DOMAIN))
        return (unsigned int)vt_call_bad_handle(&vt_calls[VT_CALL_DOMAIN_GET_ID]);
    return (unsigned int)vt_object_number(domain->h.obj);
}

VT_PUBLIC virDomainPtr virDomainCreateLinux(virConnectPtr conn, const char *xmlDesc,
                                            unsigned int flags)
{
    return virDomainCreateXML(conn, xmlDesc, flags);
}

/* No type means Xen, as since 0.0.3. */
static const struct vt_driver *driver_of_type(const char *type)
{
    if (type == NULL)
        type = "Xen";
    for (const struct vt_driver *const *d = vt_drivers; *d != NULL; d++) {
        if (strcasecmp((*d)->name, type) == 0)
            return *d;
    }
    return NULL;
}

VT_PUBLIC int virGetVersion(unsigned long *libVer, const char *type, unsigned long *typeVer)
{
    const struct vt_driver *driver;

    vt_error_reset();
    if (libVer == NULL) {
        (void)vt_error(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                       "virGetVersion: libVer must not be NULL");
        vt_call_report(NULL);
        return -1;
    }
    *libVer = LIBVIR_VERSION_NUMBER;
    if (typeVer == NULL)
        return 0;
    driver = driver_of_type(type);
    if (driver == NULL) {
        (void)vt_error(VIR_FROM_NONE, VIR_ERR_NO_SUPPORT, "this build has no driver '%s'",
                       type != NULL ? type : "Xen");
        vt_call_report(NULL);
        return -1;
    }
    *typeVer = driver->version != 0 ? driver->version : LIBVIR_VERSION_NUMBER;
    return 0;
}

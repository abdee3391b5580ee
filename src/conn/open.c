/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening and closing connections. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "call.h"
#include "calls.h"
#include "conf/xml.h"
#include "driver.h"
#include "host.h"
#include "init.h"
#include "util/cleanup.h"

void vt_init(void)
{
    xml_init();
}

VT_PUBLIC int virInitialize(void)
{
    vt_init();
    return 0;
}

static void auto_uri(struct vt_uri **uri)
{
    vt_uri_free(*uri);
}

static void auto_connect(virConnectPtr *conn)
{
    if (*conn != NULL)
        (void)vt_connect_unref(*conn);
}

static void close_driver(virConnectPtr conn)
{
    conn->driver->close(conn);
}

static void close_driver_and_host(virConnectPtr conn)
{
    vt_host_close(conn);
    close_driver(conn);
}

/* The name to open: what was given, else the environment; NULL means probing.  "xen" in any case
 * and "xen://" are short for xen:///. */
static const char *canonical_name(const char *name)
{
    if (name == NULL || name[0] == '\0')
        name = getenv("LIBVIRT_DEFAULT_URI");
    if (name == NULL || name[0] == '\0')
        return NULL;
    if (strcasecmp(name, "xen") == 0 || strcmp(name, "xen://") == 0)
        return "xen:///";
    return name;
}

static int use_driver(virConnectPtr conn, const struct vt_driver *driver)
{
    conn->hypervisor = driver->hypervisor;
    conn->driver = driver;
    conn->end = close_driver;
    if (conn->on_host) {
        if (vt_host_open(conn) < 0)
            return -1;
        conn->end = close_driver_and_host;
        return 0;
    }
    conn->network = driver->network;
    conn->storage = driver->storage;
    conn->nodedev = driver->nodedev;
    return 0;
}

/* Asks the drivers in the order of the table; the first that does not decline has it. */
static int ask_drivers(virConnectPtr conn, const struct vt_uri *uri, virConnectAuthPtr auth)
{
    for (const struct vt_driver *const *d = vt_drivers; *d != NULL; d++) {
        enum vt_open answer = (*d)->open(conn, uri, auth);
        if (answer == VT_OPEN_ERROR)
            return -1;
        if (answer == VT_OPEN_OK)
            return use_driver(conn, *d);
    }
    return vt_error(VIR_FROM_NONE, VIR_ERR_NO_CONNECT, "%s",
                    uri != NULL ? uri->text : "an open without a name: no driver offers itself");
}

static virConnectPtr open_connection(const char *name, virConnectAuthPtr auth, bool readonly)
{
    VT_AUTO(auto_uri) struct vt_uri *uri = NULL;
    VT_AUTO(auto_connect) virConnectPtr conn = NULL;

    vt_init();
    name = canonical_name(name);
    if (name != NULL && (uri = vt_uri_parse(name)) == NULL)
        return NULL;
    conn = vt_connect_new();
    if (conn == NULL)
        return NULL;
    conn->readonly = readonly;
    if (uri != NULL && (conn->uri = strdup(uri->text)) == NULL) {
        (void)vt_error_no_memory(VIR_FROM_NONE);
        return NULL;
    }
    if (ask_drivers(conn, uri, auth) < 0)
        return NULL;
    return VT_TAKE(conn);
}

static virConnectPtr public_open(const char *name, virConnectAuthPtr auth, bool readonly)
{
    virConnectPtr conn;

    vt_error_reset();
    conn = open_connection(name, auth, readonly);
    vt_call_report(conn);
    return conn;
}

VT_PUBLIC virConnectPtr virConnectOpen(const char *name)
{
    return public_open(name, NULL, false);
}

VT_PUBLIC virConnectPtr virConnectOpenReadOnly(const char *name)
{
    return public_open(name, NULL, true);
}

/* Flags other than VIR_CONNECT_RO are refused: none is known. */
VT_PUBLIC virConnectPtr virConnectOpenAuth(const char *name, virConnectAuthPtr auth, int flags)
{
    if ((flags & ~VIR_CONNECT_RO) != 0) {
        vt_error_reset();
        (void)vt_error(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                       "virConnectOpenAuth: flags has bits that are not known");
        vt_call_report(NULL);
        return NULL;
    }
    return public_open(name, auth, (flags & VIR_CONNECT_RO) != 0);
}

VT_PUBLIC int virConnectClose(virConnectPtr conn)
{
    int left;

    vt_error_reset();
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(&vt_calls[VT_CALL_CONNECT_CLOSE]);
    left = vt_connect_unref(conn);
    return left < 0 ? vt_call_bad_handle(&vt_calls[VT_CALL_CONNECT_CLOSE]) : left;
}

VT_PUBLIC int virConnectRef(virConnectPtr conn)
{
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(&vt_calls[VT_CALL_CONNECT_REF]);
    vt_striped_ref(&conn->refs);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virDomainMigrate: prepare on the destination, perform on the source, finish on the destination.
 * Both sides are told how it ended, so that neither is left half done. */
#include "config.h"

#include <stdlib.h>

#include "call.h"
#include "calls.h"
#include "ops.h"
#include "util/cleanup.h"

struct migration {
    const struct vt_hypervisor_ops *from, *to;
    virDomainPtr domain;
    virConnectPtr dconn;
    unsigned long flags, bandwidth;
    const char *dname; /* NULL: the same */
    const char *uri;   /* the caller's wish, may be NULL */
};

static bool can(const struct migration *m)
{
    return m->from != NULL && m->to != NULL && m->from->domain_get_xml_desc != NULL &&
           m->from->domain_migrate_perform != NULL && m->to->domain_migrate_prepare2 != NULL &&
           m->to->domain_migrate_finish2 != NULL;
}

static virDomainPtr run(const struct migration *m)
{
    VT_AUTOFREE char *xml = m->from->domain_get_xml_desc(m->domain, VIR_DOMAIN_XML_SECURE);
    VT_AUTOFREE char *cookie = NULL;
    VT_AUTOFREE char *uri_out = NULL;
    const char *name = m->dname != NULL ? m->dname : m->domain->h.obj->name;
    struct vt_error_saved saved;
    virDomainPtr moved;
    size_t cookielen = 0;
    const char *uri;
    int r;

    if (xml == NULL)
        return NULL;
    if (m->to->domain_migrate_prepare2(m->dconn, &cookie, &cookielen, m->uri, &uri_out, m->flags,
                                       m->dname, m->bandwidth, xml) < 0)
        return NULL;
    uri = uri_out != NULL ? uri_out : m->uri;
    if (uri == NULL) {
        (void)vt_error(VIR_FROM_DOM, VIR_ERR_INTERNAL_ERROR,
                       "the destination prepared the migration of '%s' but named no URI", name);
        r = -1;
    } else {
        r = m->from->domain_migrate_perform(m->domain, cookie, cookielen, uri, m->flags, m->dname,
                                            m->bandwidth);
    }
    if (r < 0)
        vt_error_save(&saved);
    moved = m->to->domain_migrate_finish2(m->dconn, name, cookie, cookielen, uri ? uri : "",
                                          m->flags, r);
    if (r < 0)
        vt_error_restore(&saved);
    return moved;
}

VT_PUBLIC virDomainPtr virDomainMigrate(virDomainPtr domain, virConnectPtr dconn,
                                        unsigned long flags, const char *dname, const char *uri,
                                        unsigned long bandwidth)
{
    const struct vt_call *call = &vt_calls[VT_CALL_DOMAIN_MIGRATE];
    struct migration m = {.domain = domain,
                          .dconn = dconn,
                          .flags = flags,
                          .dname = dname,
                          .uri = uri,
                          .bandwidth = bandwidth};
    struct vt_call bad_dconn = *call;
    virConnectPtr conn;
    virDomainPtr moved;

    bad_dconn.invalid = VIR_ERR_INVALID_CONN;
    vt_error_reset();
    if (!vt_handle_is(domain, VT_CLASS_DOMAIN))
        return vt_call_bad_handle(call), NULL;
    if (!vt_connect_is(dconn))
        return vt_call_bad_handle(&bad_dconn), NULL;
    conn = domain->h.conn;
    if (conn->readonly || dconn->readonly)
        return vt_call_denied(call, conn->readonly ? conn : dconn), NULL;
    if ((flags & ~(unsigned long)VIR_MIGRATE_LIVE) != 0)
        return vt_call_bad_arg(call, conn, "flags", "has bits that are not known"), NULL;
    m.from = conn->hypervisor;
    m.to = dconn->hypervisor;
    if (!can(&m))
        return vt_call_unsupported(call, conn), NULL;
    moved = run(&m);
    if (moved == NULL)
        (void)vt_call_failed(call, conn);
    else
        vt_error_reset();
    return moved;
}

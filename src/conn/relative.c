/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain documents with paths relative to a folder: made of two calls that every driver has, so
 * none needs to know of it. */
#include "config.h"

#include <stdlib.h>

#include "calls.h"
#include "conf/relative.h"
#include "conn/call.h"
#include "ops.h"
#include "util/cleanup.h"

static int check_dir(const struct vt_call *call, virConnectPtr conn, const char *dir)
{
    if (dir == NULL)
        return vt_call_bad_arg(call, conn, "dir", "must not be NULL");
    if (dir[0] == '\0')
        return vt_call_bad_arg(call, conn, "dir", "must not be empty");
    return 0;
}

static char *write_relative(virDomainPtr domain, const char *dir, unsigned int flags)
{
    static const struct vt_call *const call = &vt_calls[VT_CALL_DOMAIN_GET_RELATIVE_XML_DESC];
    const struct vt_hypervisor_ops *ops = domain->h.conn->hypervisor;
    unsigned int of_xml = flags & ~(unsigned int)VIR_DOMAIN_RELATIVE_OUTSIDE;
    VT_AUTOFREE char *from = vt_call_abspath(call, domain->h.conn, dir);
    VT_AUTOFREE char *xml = NULL;
    char *text;

    if (from == NULL)
        return NULL;
    if (ops == NULL || ops->domain_get_xml_desc == NULL)
        return vt_call_unsupported(call, domain->h.conn), NULL;
    xml = ops->domain_get_xml_desc(domain, (int)of_xml);
    if (xml == NULL || conf_relative_write(xml, from, of_xml != flags, &text) < 0)
        return vt_call_failed(call, domain->h.conn), NULL;
    vt_error_reset();
    return text;
}

VT_PUBLIC char *virDomainGetRelativeXMLDesc(virDomainPtr domain, const char *dir,
                                            unsigned int flags)
{
    static const struct vt_call *const call = &vt_calls[VT_CALL_DOMAIN_GET_RELATIVE_XML_DESC];
    const unsigned int known =
        VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_RELATIVE_OUTSIDE;

    vt_error_reset();
    if (!vt_handle_is(domain, VT_CLASS_DOMAIN))
        return vt_call_bad_handle(call), NULL;
    if ((flags & VIR_DOMAIN_XML_SECURE) != 0 && domain->h.conn->readonly)
        return vt_call_denied(call, domain->h.conn), NULL;
    if (check_dir(call, domain->h.conn, dir) < 0)
        return NULL;
    if ((flags & ~known) != 0)
        return vt_call_bad_arg(call, domain->h.conn, "flags", "has bits that are not known"), NULL;
    return write_relative(domain, dir, flags);
}

static virDomainPtr define_relative(virConnectPtr conn, const char *xml, const char *dir,
                                    bool outside)
{
    static const struct vt_call *const call = &vt_calls[VT_CALL_DOMAIN_DEFINE_RELATIVE_XML];
    const struct vt_hypervisor_ops *ops = conn->hypervisor;
    VT_AUTOFREE char *from = vt_call_abspath(call, conn, dir);
    VT_AUTOFREE char *text = NULL;
    virDomainPtr domain;

    if (from == NULL)
        return NULL;
    if (ops == NULL || ops->domain_define_xml == NULL)
        return vt_call_unsupported(call, conn), NULL;
    if (conf_relative_read(xml, from, outside, &text) < 0 ||
        (domain = ops->domain_define_xml(conn, text)) == NULL)
        return vt_call_failed(call, conn), NULL;
    vt_error_reset();
    return domain;
}

VT_PUBLIC virDomainPtr virDomainDefineRelativeXML(virConnectPtr conn, const char *xml,
                                                  const char *dir, unsigned int flags)
{
    static const struct vt_call *const call = &vt_calls[VT_CALL_DOMAIN_DEFINE_RELATIVE_XML];

    vt_error_reset();
    if (!vt_connect_is(conn))
        return vt_call_bad_handle(call), NULL;
    if (conn->readonly)
        return vt_call_denied(call, conn), NULL;
    if (xml == NULL)
        return vt_call_bad_arg(call, conn, "xml", "must not be NULL"), NULL;
    if (check_dir(call, conn, dir) < 0)
        return NULL;
    if ((flags & ~(unsigned int)VIR_DOMAIN_RELATIVE_OUTSIDE) != 0)
        return vt_call_bad_arg(call, conn, "flags", "has bits that are not known"), NULL;
    return define_relative(conn, xml, dir, flags != 0);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small documents that commands make from their options. */
#include "config.h"

#include "xmlout.h"

void xmlout_attr(struct vt_strbuf *xml, const char *name, const char *value)
{
    if (value == NULL)
        return;
    vt_strbuf_addf(xml, " %s='", name);
    vt_strbuf_add_xml(xml, value);
    vt_strbuf_add(xml, "'");
}

void xmlout_empty(struct vt_strbuf *xml, unsigned int indent, const char *name, const char *attr,
                  const char *value)
{
    if (value == NULL)
        return;
    vt_strbuf_indent(xml, indent);
    vt_strbuf_addf(xml, "<%s", name);
    xmlout_attr(xml, attr, value);
    vt_strbuf_add(xml, "/>\n");
}

void xmlout_text(struct vt_strbuf *xml, unsigned int indent, const char *name, const char *value)
{
    if (value == NULL)
        return;
    vt_strbuf_indent(xml, indent);
    vt_strbuf_addf(xml, "<%s>", name);
    vt_strbuf_add_xml(xml, value);
    vt_strbuf_addf(xml, "</%s>\n", name);
}

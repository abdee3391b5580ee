/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading connection URIs. */
#include "config.h"

#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>

#include "conf/xml.h"
#include "obj/error.h"
#include "uri.h"
#include "util/cleanup.h"

static void free_xml_uri(xmlURIPtr *uri)
{
    xmlFreeURI(*uri);
}

void vt_uri_free(struct vt_uri *uri)
{
    if (uri == NULL)
        return;
    free(uri->text);
    free(uri->scheme);
    free(uri->transport);
    free(uri->user);
    free(uri->host);
    free(uri->path);
    free(uri->query);
    free(uri);
}

static void auto_free_uri(struct vt_uri **uri)
{
    vt_uri_free(*uri);
}

static int bad(const char *text, const char *why)
{
    return vt_error(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "connection URI '%s' %s", text, why);
}

/* What can be refused by a look at the characters. */
static int check_text(const char *text)
{
    if (strlen(text) > VT_URI_MAX)
        return vt_error(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                        "the connection URI is longer than %d bytes", VT_URI_MAX);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p <= ' ' || *p == 0x7f)
            return bad(text, "has a blank or a control character");
        if (p[0] == '%' && p[1] == '0' && p[2] == '0')
            return bad(text, "has a NUL character");
    }
    return 0;
}

/* Empty parts count as absent. */
static int copy_part(char **ret, const char *part)
{
    if (part == NULL || part[0] == '\0')
        return 0;
    *ret = strdup(part);
    return *ret == NULL ? vt_error_no_memory(VIR_FROM_NONE) : 0;
}

static int split_scheme(struct vt_uri *uri, const char *scheme)
{
    const char *plus = scheme != NULL ? strchr(scheme, '+') : NULL;

    if (plus == NULL)
        return copy_part(&uri->scheme, scheme);
    uri->scheme = strndup(scheme, (size_t)(plus - scheme));
    if (uri->scheme == NULL)
        return vt_error_no_memory(VIR_FROM_NONE);
    return copy_part(&uri->transport, plus + 1);
}

/* libxml2's parser, quietly; an empty URI for NULL. */
static xmlURIPtr parse_xml(const char *text)
{
    struct xml_quiet quiet;
    xmlURIPtr xml;

    xml_quiet_begin(&quiet);
    xml = text != NULL ? xmlParseURI(text) : xmlCreateURI();
    xml_quiet_end(&quiet);
    return xml;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Where memory runs out, libxml2's parser answers as if the text were wrong, or leaves a part out
 * without a word: an answer counts when it is given twice.  0; -1 raised. */
static int parse_twice(const char *text, xmlURIPtr *ret)
{
    VT_AUTO(free_xml_uri) xmlURIPtr xml = parse_xml(text);
    VT_AUTO(free_xml_uri) xmlURIPtr again = parse_xml(text);
    VT_AUTO(free_xml_uri) xmlURIPtr room = parse_xml(NULL);

    if (room == NULL || (xml == NULL) != (again == NULL) ||
        (xml != NULL &&
         (!same_text(xml->scheme, again->scheme) || !same_text(xml->user, again->user) ||
          !same_text(xml->server, again->server) || !same_text(xml->path, again->path) ||
          !same_text(xml->query_raw, again->query_raw))))
        return vt_error_no_memory(VIR_FROM_NONE);
    if (xml == NULL)
        return bad(text, "is not a URI");
    *ret = VT_TAKE(xml);
    return 0;
}

struct vt_uri *vt_uri_parse(const char *text)
{
    VT_AUTO(free_xml_uri) xmlURIPtr xml = NULL;
    VT_AUTO(auto_free_uri) struct vt_uri *uri = NULL;

    if (check_text(text) < 0)
        return NULL;
    if (parse_twice(text, &xml) < 0)
        return NULL;
    uri = calloc(1, sizeof *uri);
    if (uri == NULL) {
        (void)vt_error_no_memory(VIR_FROM_NONE);
        return NULL;
    }
    uri->text = strdup(text); /* whole, even when it is empty */
    if (uri->text == NULL) {
        (void)vt_error_no_memory(VIR_FROM_NONE);
        return NULL;
    }
    if (split_scheme(uri, xml->scheme) < 0 ||
        copy_part(&uri->user, xml->user) < 0 || copy_part(&uri->host, xml->server) < 0 ||
        copy_part(&uri->path, xml->path) < 0 || copy_part(&uri->query, xml->query_raw) < 0)
        return NULL;
    uri->port = xml->port;
    if ((uri->host != NULL && uri->host[0] == '-') || (uri->user != NULL && uri->user[0] == '-')) {
        (void)bad(text, "has a host or user that begins with '-'");
        return NULL;
    }
    return VT_TAKE(uri);
}

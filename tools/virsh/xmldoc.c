/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain XML as a tree to look things up in. */
#include "config.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#include "xmldoc.h"

xmlDocPtr xmldoc_parse(const char *text)
{
    size_t len = strlen(text);

    if (len > INT_MAX)
        return NULL;
    return xmlReadMemory(text, (int)len, "domain.xml", NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

void xmldoc_free(xmlDocPtr *doc)
{
    if (*doc != NULL)
        xmlFreeDoc(*doc);
}

static xmlNodePtr first_named(xmlNodePtr node, const char *name)
{
    while (node != NULL &&
           (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0))
        node = node->next;
    return node;
}

xmlNodePtr xmldoc_child(xmlNodePtr node, const char *name)
{
    return node != NULL ? first_named(node->children, name) : NULL;
}

xmlNodePtr xmldoc_next(xmlNodePtr node, const char *name)
{
    return first_named(node->next, name);
}

xmlNodePtr xmldoc_device(xmlDocPtr doc, const char *kind)
{
    return xmldoc_child(xmldoc_child(xmlDocGetRootElement(doc), "devices"), kind);
}

char *xmldoc_attr(xmlNodePtr node, const char *name)
{
    xmlChar *value = node != NULL ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
    char *copy = value != NULL ? strdup((const char *)value) : NULL;

    xmlFree(value);
    return copy;
}

void xmldoc_drop(xmlNodePtr node)
{
    if (node != NULL) {
        xmlUnlinkNode(node);
        xmlFreeNode(node);
    }
}

int xmldoc_set_text(xmlNodePtr node, const char *text)
{
    xmlNodePtr inside = xmlNewDocText(node->doc, (const xmlChar *)text);

    if (inside == NULL)
        return -1;
    xmlNodeSetContent(node, NULL);
    return xmlAddChild(node, inside) != NULL ? 0 : -1;
}

char *xmldoc_text(xmlNodePtr node)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    char *copy = NULL;

    if (buffer != NULL && xmlNodeDump(buffer, node->doc, node, 0, 0) >= 0)
        copy = strdup((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return copy;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domain XML as a tree to look things up in. */
#pragma once

#include <libxml/tree.h>

/* NULL when TEXT is no XML or too large.  Nothing is fetched, nothing is printed. */
xmlDocPtr xmldoc_parse(const char *text);
void xmldoc_free(xmlDocPtr *doc);

#define XMLDOC_SCOPE __attribute__((cleanup(xmldoc_free)))

/* The first child element of that name, or NULL; NODE may be NULL. */
xmlNodePtr xmldoc_child(xmlNodePtr node, const char *name);
/* The next sibling element of that name. */
xmlNodePtr xmldoc_next(xmlNodePtr node, const char *name);
/* The first <KIND> in /domain/devices. */
xmlNodePtr xmldoc_device(xmlDocPtr doc, const char *kind);
/* An attribute's text, which the caller frees; NULL when there is none, or no NODE. */
char *xmldoc_attr(xmlNodePtr node, const char *name);
/* Takes an element out of its document; NODE may be NULL. */
void xmldoc_drop(xmlNodePtr node);
/* Replaces what is in an element by TEXT.  0, or -1 when memory ran out. */
int xmldoc_set_text(xmlNodePtr node, const char *text);
/* The element with all in it, as text, which the caller frees; NULL when memory ran out. */
char *xmldoc_text(xmlNodePtr node);

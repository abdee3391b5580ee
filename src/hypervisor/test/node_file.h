/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node files: test:///ABSOLUTE/FILE.xml.
 *
 *   node
 *     cpu ?: nodes sockets cores threads mhz model active
 *     memory ? kB
 *     domain *    inline, or file='PATH' (a relative one from the folder of the node file)
 *     network *   the same
 *     pool *      the same; a child <volume> for each volume, and then the pool is in memory
 *     device *    the same
 *
 * Domains come first and are started in the order of the document, unless they say otherwise: in
 * the namespace TEST_DOMAIN_NS, <runstate> 1 running, 3 paused or 5 shut off, and <transient/>.
 * Then networks and pools are started. */
#pragma once

#include "hypervisor/test/world.h"

/* The largest node file, and the largest file that it names, bytes. */
#define TEST_NODE_FILE_MAX (64u * 1024 * 1024)

/* Source: the domain format of the test driver of libvirt 9.0.0. */
#define TEST_DOMAIN_NS "http://libvirt.org/schemas/domain/test/1.0"

/* Fills a new world.
 * Errors   SYSTEM_ERROR the file cannot be read; INTERNAL_ERROR not well-formed, a second network of
 *          one bridge; XML_ERROR the root, a number, a second domain, network or device of one
 *          name; what a definition raises; OPERATION_FAILED a second one of one uuid; NO_MEMORY */
int test_node_file_load(struct test_world *world, const char *path);

/* The same from text.
 * @path    where the text is from, for relative files in it; NULL: it may name none (XML_ERROR) */
int test_node_file_load_text(struct test_world *world, const char *path, const char *text);

/* The document that an element of a node file means: itself, or the one in its file='PATH'.
 * @path      of the node file, as above
 * @code      what is raised when that file is not well-formed: as for a document of its family
 * @ret_doc   to be freed by the caller; stays as it is, NULL, when the element is it
 * @ret_root  the root
 * Errors     SYSTEM_ERROR, INVALID_ARG the file cannot be read; @code; XML_ERROR; NO_MEMORY */
int test_node_file_document(const char *path, const struct xml_node *node, int code,
                            struct xml_doc **ret_doc,
                            const struct xml_node **ret_root) VT_WARN_UNUSED;

/* Adds a domain, and starts it unless @state is VIR_DOMAIN_SHUTOFF.  No domain of its name is
 * there yet.
 * @state   VIR_DOMAIN_RUNNING, _PAUSED or _SHUTOFF
 * Errors   OPERATION_FAILED a domain has its uuid; NO_MEMORY */
int test_world_add(struct test_world *world, struct domain_def *def, int state, bool transient);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node files: test:///ABSOLUTE/FILE.xml.
 *
 *   node
 *     cpu ?: nodes sockets cores threads mhz model active
 *     memory ? kB
 *     domain *    inline, or file='PATH' (a relative one from the folder of the node file)
 *
 * Domains are started in the order of the document. */
#pragma once

#include "hypervisor/test/world.h"

/* The largest node file, and the largest file that it names, bytes. */
#define TEST_NODE_FILE_MAX (64u * 1024 * 1024)

/* Fills a new world.
 * Errors   SYSTEM_ERROR the file cannot be read; INTERNAL_ERROR it is not well-formed; XML_ERROR the
 *          root, a number, a second domain of one name; what a definition raises;
 *          OPERATION_FAILED a second domain of one uuid; NO_MEMORY */
int test_node_file_load(struct test_world *world, const char *path);

/* Adds a domain and starts it.  No domain of its name is there yet.
 * Errors   OPERATION_FAILED a domain has its uuid; NO_MEMORY */
int test_world_add_running(struct test_world *world, struct domain_def *def);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools of the embedded hypervisor: in a folder where there is one, else in memory. */
#pragma once

#include "conf/xml.h"
#include "storage/backend.h"

struct test_world;

/* By type: all types are there. */
extern const struct storage_backend *const test_storage_backends[STORAGE_N_POOL_TYPES];

/* Node files and the default world: adds a pool and starts it, with the volumes of its element.
 * Errors   XML_ERROR, INTERNAL_ERROR the document, a second pool of its name or uuid; SYSTEM_ERROR */
int test_world_add_pool(struct test_world *world, const struct xml_node *node);
/* The pool of the default world. */
int test_world_add_default_pool(struct test_world *world);

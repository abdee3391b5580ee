/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading node files. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/xml.h"
#include "hypervisor/test/node_file.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

/* A child of @node that is a number; @ret stays as it is when there is none. */
static int number(const struct xml_node *node, const char *name, unsigned long long max,
                  unsigned long long *ret)
{
    const struct xml_node *child = xml_child(node, name);
    const struct xml_number_spec spec = {.min = 1, .max = max};

    if (child == NULL)
        return 0;
    return xml_number_of(child, xml_text(child), &spec, VIR_FROM_TEST, ret);
}

static int load_cpu(struct test_world *world, const struct xml_node *cpu)
{
    virNodeInfo *node = &world->node;
    unsigned long long nodes = node->nodes, sockets = node->sockets, cores = node->cores,
                       threads = node->threads, mhz = node->mhz, active = ULLONG_MAX, cpus;
    const struct xml_node *model = xml_child(cpu, "model");

    if (number(cpu, "nodes", TEST_MAX_CPUS, &nodes) < 0 ||
        number(cpu, "sockets", TEST_MAX_CPUS, &sockets) < 0 ||
        number(cpu, "cores", TEST_MAX_CPUS, &cores) < 0 ||
        number(cpu, "threads", TEST_MAX_CPUS, &threads) < 0 ||
        number(cpu, "mhz", UINT_MAX, &mhz) < 0 || number(cpu, "active", TEST_MAX_CPUS, &active) < 0)
        return -1;
    cpus = nodes * sockets * cores * threads; /* 40 bits at the most */
    if (cpus > TEST_MAX_CPUS)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "a host of %llu CPUs is too large: %d",
                        cpus, TEST_MAX_CPUS);
    node->nodes = (unsigned int)nodes;
    node->sockets = (unsigned int)sockets;
    node->cores = (unsigned int)cores;
    node->threads = (unsigned int)threads;
    node->mhz = (unsigned int)mhz;
    node->cpus = (unsigned int)(active < cpus ? active : cpus);
    if (model != NULL)
        (void)snprintf(node->model, sizeof node->model, "%s", xml_text(model));
    return 0;
}

static int load_host(struct test_world *world, const struct xml_node *root)
{
    const struct xml_node *cpu = xml_child(root, "cpu");
    unsigned long long mem_kib = world->node.memory;

    if (cpu != NULL && load_cpu(world, cpu) < 0)
        return -1;
    if (number(root, "memory", DOMAIN_MAX_MEM_KIB, &mem_kib) < 0)
        return -1;
    world->node.memory = mem_kib;
    return 0;
}

/* @file as it is meant in a document at @path. */
static char *resolve(const char *path, const char *file)
{
    const char *slash = strrchr(path, '/');
    char *full = NULL;

    if (file[0] == '/')
        full = strdup(file);
    else if (asprintf(&full, "%.*s/%s", (int)(slash - path), path, file) < 0)
        full = NULL;
    if (full == NULL)
        (void)vt_error_no_memory(VIR_FROM_TEST);
    return full;
}

static int read_text(const char *path, char **ret)
{
    size_t len;
    int r = vt_file_read_regular(path, TEST_NODE_FILE_MAX, ret, &len);

    if (r == -EINVAL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is not a regular file", path);
    if (r < 0)
        return vt_error_errno(VIR_FROM_TEST, r, "cannot read '%s'", path);
    if (strlen(*ret) != len) {
        free(*ret);
        *ret = NULL;
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "'%s' has a NUL character in it", path);
    }
    return 0;
}

/* All domains of the file are running already: a second of one name has no place. */
static int refuse_second(struct test_world *world, const char *path, const struct domain_def *def)
{
    struct vt_object *other = vt_table_by_name(&world->domains, def->name);

    if (other == NULL)
        return 0;
    vt_object_unref(other);
    return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "'%s' has two domains of the name '%s'", path,
                    def->name);
}

static int load_domain(struct test_world *world, const char *path, const struct xml_node *node)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    const char *file = xml_attr(node, "file");
    VT_AUTOFREE char *full = NULL;
    VT_AUTOFREE char *text = NULL;

    if (file == NULL) {
        if (domain_def_from_node(node, &test_parse_opts, &def) < 0)
            return -1;
    } else {
        full = resolve(path, file);
        if (full == NULL || read_text(full, &text) < 0 ||
            domain_def_parse(text, &test_parse_opts, &def) < 0)
            return -1;
    }
    if (refuse_second(world, path, def) < 0)
        return -1;
    return test_world_add_running(world, def);
}

int test_node_file_load(struct test_world *world, const char *path)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    VT_AUTOFREE char *text = NULL;
    const struct xml_node *node;

    if (read_text(path, &text) < 0 ||
        xml_parse(text, TEST_NODE_FILE_MAX, VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, &doc) < 0)
        return -1;
    if (!xml_is(doc->root, "node"))
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "the root of '%s' is '%s', not 'node'",
                        path, doc->root->name);
    if (load_host(world, doc->root) < 0)
        return -1;
    for (node = xml_child(doc->root, "domain"); node != NULL;
         node = xml_next_child(node, "domain")) {
        if (load_domain(world, path, node) < 0)
            return -1;
    }
    return 0;
}

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
#include "hypervisor/test/nodedev.h"
#include "hypervisor/test/storage.h"
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

/* A second one of one name has no place. */
static int refuse_second(struct vt_table *table, const char *what, const char *name)
{
    struct vt_object *other = vt_table_by_name(table, name);

    if (other == NULL)
        return 0;
    vt_object_unref(other);
    return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "there are two %s of the name '%s'", what,
                    name);
}

/* How a domain is found when the world begins. */
struct start {
    int state; /* VIR_DOMAIN_RUNNING, _PAUSED or _SHUTOFF */
    bool transient;
};

/* Elements of the test driver's own namespace; they stay in the definition as all others do.
 * Source: the test driver of libvirt 9.0.0. */
static int parse_start(const struct xml_node *domain, struct start *ret)
{
    static const struct xml_number_spec spec = {.min = VIR_DOMAIN_RUNNING,
                                                .max = VIR_DOMAIN_SHUTOFF};
    unsigned long long state = VIR_DOMAIN_RUNNING;

    for (const struct xml_node *node = domain->first; node != NULL; node = node->next) {
        if (node->name == NULL || node->ns == NULL || strcmp(node->ns, TEST_DOMAIN_NS) != 0)
            continue;
        if (strcmp(node->name, "transient") == 0)
            ret->transient = true;
        if (strcmp(node->name, "runstate") == 0 &&
            xml_number_of(node, node->text, &spec, VIR_FROM_TEST, &state) < 0)
            return -1;
    }
    ret->state = (int)state;
    if (state != VIR_DOMAIN_RUNNING && state != VIR_DOMAIN_PAUSED && state != VIR_DOMAIN_SHUTOFF)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "no domain can begin in the state %llu, only running (1), paused (3) or "
                        "shut off (5)",
                        state);
    if (state == VIR_DOMAIN_SHUTOFF && ret->transient)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "a transient domain cannot begin shut off");
    return 0;
}

int test_node_file_document(const char *path, const struct xml_node *node, int code,
                            struct xml_doc **ret_doc, const struct xml_node **ret_root)
{
    const char *file = xml_attr(node, "file");
    VT_AUTOFREE char *full = NULL;
    VT_AUTOFREE char *text = NULL;

    if (file == NULL) {
        *ret_root = node;
        return 0;
    }
    if (path == NULL)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "<%s> in line %u names the file '%s', but has no folder to find it in",
                        node->name, node->line, file);
    full = resolve(path, file);
    if (full == NULL || read_text(full, &text) < 0 ||
        xml_parse(text, XML_MAX_TEXT, VIR_FROM_TEST, code, ret_doc) < 0)
        return -1;
    *ret_root = (*ret_doc)->root;
    return 0;
}

static int load_domain(struct test_world *world, const char *path, const struct xml_node *node)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    XML_AUTODOC struct xml_doc *doc = NULL;
    struct start start = {.state = VIR_DOMAIN_RUNNING};
    const struct xml_node *root;

    if (test_node_file_document(path, node, VIR_ERR_XML_DETAIL, &doc, &root) < 0 ||
        domain_def_from_node(root, &test_parse_opts, &def) < 0 || parse_start(root, &start) < 0 ||
        refuse_second(&world->domains.table, "domains", def->name) < 0)
        return -1;
    return test_world_add(world, def, start.state, start.transient);
}

static int load_network(struct test_world *world, const char *path, const struct xml_node *node)
{
    NETWORK_AUTODEF struct network_def *def = NULL;
    XML_AUTODOC struct xml_doc *doc = NULL;
    const struct xml_node *root;

    if (test_node_file_document(path, node, VIR_ERR_XML_ERROR, &doc, &root) < 0 ||
        network_def_from_node(root, &def) < 0 ||
        refuse_second(&world->networks.networks, "networks", def->name) < 0)
        return -1;
    return net_world_add(&world->networks, def);
}

static int load_pool(struct test_world *world, const char *path, const struct xml_node *node)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    const struct xml_node *root;

    return test_node_file_document(path, node, VIR_ERR_XML_ERROR, &doc, &root) < 0
               ? -1
               : test_world_add_pool(world, root);
}

static int load_device(struct test_world *world, const char *path, const struct xml_node *node)
{
    NODEDEV_AUTODEF struct nodedev_def *def = NULL;
    XML_AUTODOC struct xml_doc *doc = NULL;
    const struct xml_node *root;
    int r;

    if (test_node_file_document(path, node, VIR_ERR_XML_DETAIL, &doc, &root) < 0 ||
        nodedev_def_from_node(root, false, &def) < 0)
        return -1;
    r = test_device_appear(world, def, NULL);
    if (r > 0)
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "there are two devices of the name '%s'",
                        def->name);
    return r;
}

/* Each element of the node file that is a whole document, or names one. */
static const struct {
    const char *name;
    int (*load)(struct test_world *world, const char *path, const struct xml_node *node);
} kinds[] = {
    {"domain", load_domain},
    {"network", load_network},
    {"pool", load_pool},
    {"device", load_device},
};

int test_node_file_load_text(struct test_world *world, const char *path, const char *text)
{
    XML_AUTODOC struct xml_doc *doc = NULL;

    if (xml_parse(text, TEST_NODE_FILE_MAX, VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, &doc) < 0)
        return -1;
    if (!xml_is(doc->root, "node"))
        return vt_error(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                        "the root of a node file is 'node', not '%s'", doc->root->name);
    if (load_host(world, doc->root) < 0)
        return -1;
    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        for (const struct xml_node *node = xml_child(doc->root, kinds[i].name); node != NULL;
             node = xml_next_child(node, kinds[i].name)) {
            if (kinds[i].load(world, path, node) < 0)
                return -1;
        }
    }
    return 0;
}

int test_node_file_load(struct test_world *world, const char *path)
{
    VT_AUTOFREE char *text = NULL;

    return read_text(path, &text) < 0 ? -1 : test_node_file_load_text(world, path, text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the host calls the parts of a guest that runs.
 *
 * The nodes of xenstore that are read here are domain 0's, which a guest cannot write.  What they say
 * is shown only when it has the form that it must have. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_device.h"
#include "hypervisor/xen/live.h"
#include "util/cleanup.h"

#define MAX_TERMINAL 64 /* bytes of "/dev/pts/1" */

/* NULL: there is none, or nothing was told. */
static char *read_node(struct xen_world *world, uint32_t domid, const char *name)
{
    struct xen_fail fail = {.err = 0};
    char path[80];

    snprintf(path, sizeof path, "/local/domain/%u/%s", domid, name);
    return world->ops->store_read(world->host, path, &fail);
}

static bool is_terminal(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789/";

    return strncmp(text, "/dev/", 5) == 0 && strlen(text) <= MAX_TERMINAL &&
           text[strspn(text, letters)] == '\0';
}

static int name_terminal(struct xen_world *world, uint32_t domid, const char *node,
                         struct domain_def *def, struct domain_chardev *dev)
{
    VT_AUTOFREE char *text = NULL;

    if (dev->type != DOMAIN_CHAR_PTY)
        return 0;
    dev->path = NULL; /* of another run, if there is one */
    text = read_node(world, domid, node);
    if (text == NULL || !is_terminal(text))
        return 0;
    dev->path = domain_def_keep(def, text);
    return dev->path != NULL ? 0 : -1;
}

/* An HVM guest's console is its first serial port; of another guest's, the one of PV. */
static int name_terminals(struct xen_world *world, uint32_t domid, struct domain_def *def)
{
    bool serial = def->os.type == DOMAIN_OS_HVM && def->n_serials > 0;
    char node[40];

    for (unsigned int i = 0; i < def->n_serials; i++) {
        snprintf(node, sizeof node, "serial/%u/tty", i);
        if (name_terminal(world, domid, node, def, def->serials[i]) < 0)
            return -1;
    }
    if (def->console == NULL)
        return 0;
    return name_terminal(world, domid, serial ? "serial/0/tty" : "console/tty", def, def->console);
}

static int name_interfaces(struct xen_world *world, uint32_t domid, struct domain_def *def)
{
    for (unsigned int i = 0; i < def->n_interfaces; i++) {
        struct domain_interface *iface = def->interfaces[i];
        struct xen_fail fail = {.err = 0};
        char name[XEN_NET_NAME];
        if (world->ops->net_name(world->host, domid, iface->mac, name, &fail) < 0)
            continue; /* it is just going */
        iface->target = domain_def_keep(def, name);
        if (iface->target == NULL)
            return -1;
    }
    return 0;
}

/* Where VNC listens; 0 stays when it is not known. */
static void find_port(struct xen_world *world, uint32_t domid, struct domain_graphics *graphics)
{
    VT_AUTOFREE char *text = NULL;
    unsigned long port;
    char *end;

    if (graphics == NULL || graphics->type != DOMAIN_GRAPHICS_VNC)
        return;
    text = read_node(world, domid, "console/vnc-port");
    port = text != NULL ? strtoul(text, &end, 10) : 0;
    if (port > 0 && port <= UINT16_MAX && *end == '\0')
        graphics->port = (unsigned int)port;
}

struct domain_def *xen_live_names(struct xen_world *world, uint32_t domid,
                                  const struct domain_def *def)
{
    DOMAIN_AUTODEF struct domain_def *copy = domain_def_dup(def);

    if (copy == NULL || name_interfaces(world, domid, copy) < 0 ||
        name_terminals(world, domid, copy) < 0)
        return NULL;
    find_port(world, domid, copy->graphics);
    return VT_TAKE(copy);
}

/* A number that a node says; 0 none. */
static uint64_t read_number(struct xen_world *world, uint32_t domid, const char *name)
{
    VT_AUTOFREE char *text = read_node(world, domid, name);
    unsigned long long value;
    char *end;

    if (text == NULL || text[0] < '0' || text[0] > '9')
        return 0;
    value = strtoull(text, &end, 10);
    return *end == '\0' && value <= DOMAIN_MAX_MEM_KIB ? value : 0;
}

int xen_live_describe(struct vm *vm, uint64_t job, uint32_t domid, struct vm_run *ret)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct domain_def *copy;
    uint64_t target;

    if (vm_describe_run(vm, job, ret) < 0)
        return -1;
    copy = domain_def_dup(ret->def);
    domain_def_unref(ret->def);
    ret->def = copy;
    if (copy == NULL)
        return -1;
    /* The memory of an HVM guest's screen is not in the target, but in what it has. */
    target = read_number(world, domid, "memory/target");
    if (target != 0)
        target += read_number(world, domid, "memory/videoram");
    if (target != 0 && target <= copy->mem_max_kib)
        copy->mem_cur_kib = target;
    if (ret->opts.vcpus != 0 && ret->opts.vcpus <= copy->vcpus_max)
        copy->vcpus = ret->opts.vcpus;
    ret->opts.mem_cur_kib = copy->mem_cur_kib;
    return 0;
}

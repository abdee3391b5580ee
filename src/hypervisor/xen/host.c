/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of the Xen host itself. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "conf/capabilities.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/world.h"
#include "obj/error.h"
#include "util/cleanup.h"

static int ask_physical(struct xen_world *world, struct xen_physical *ret)
{
    struct xen_fail fail = {.err = 0};

    return world->ops->physical(world->host, ret, &fail) < 0
               ? xen_host_failed("ask for the host's CPUs and memory", &fail)
               : 0;
}

static int ask_version(struct xen_world *world, struct xen_version *ret)
{
    struct xen_fail fail = {.err = 0};

    return world->ops->version(world->host, ret, &fail) < 0
               ? xen_host_failed("ask the hypervisor for its version", &fail)
               : 0;
}

int xen_get_version(virConnectPtr conn, unsigned long *ret_version)
{
    struct xen_version v;

    if (ask_version(xen_world_of(conn), &v) < 0)
        return -1;
    *ret_version = v.major * 1000000UL + v.minor * 1000UL + v.release;
    return 0;
}

/* Source: what Xen's toolstack allows: 32 of a 32-bit guest, 128 with an APIC's ids, 512 of a PV one. */
int xen_get_max_vcpus(virConnectPtr conn VT_UNUSED, const char *type)
{
    return type != NULL && strcmp(type, "hvm") == 0 ? 128 : 512;
}

char *xen_get_hostname(virConnectPtr conn VT_UNUSED)
{
    char name[256];
    char *copy;

    if (gethostname(name, sizeof name) < 0) {
        (void)vt_error_errno(VIR_FROM_XEN, errno, "cannot tell the name of the host");
        return NULL;
    }
    name[sizeof name - 1] = '\0';
    copy = strdup(name);
    if (copy == NULL)
        (void)vt_error_no_memory(VIR_FROM_XEN);
    return copy;
}

int xen_node_get_info(virConnectPtr conn, virNodeInfoPtr info)
{
    struct xen_physical p;
    struct utsname host;
    unsigned int per_cell;

    if (ask_physical(xen_world_of(conn), &p) < 0)
        return -1;
    memset(info, 0, sizeof *info);
    if (uname(&host) < 0)
        return vt_error_errno(VIR_FROM_XEN, errno, "cannot tell the model of the host");
    memcpy(info->model, host.machine, strnlen(host.machine, sizeof info->model - 1));
    info->memory = p.total_kib;
    info->cpus = p.cpus;
    info->mhz = p.mhz;
    info->nodes = p.cells > 0 ? p.cells : 1;
    info->cores = p.cores > 0 ? p.cores : 1;
    info->threads = p.threads > 0 ? p.threads : 1;
    per_cell = info->nodes * info->cores * info->threads;
    info->sockets = p.cpus > per_cell ? (p.cpus + per_cell - 1) / per_cell : 1;
    return 0;
}

unsigned long long xen_node_get_free_memory(virConnectPtr conn)
{
    struct xen_physical p;

    return ask_physical(xen_world_of(conn), &p) < 0 ? 0 : p.free_kib;
}

static int ask_cells(struct xen_world *world, struct xen_cell **ret)
{
    VT_AUTOFREE struct xen_cell *cells = calloc(XEN_MAX_CELLS, sizeof *cells);
    struct xen_fail fail = {.err = 0};
    int n;

    if (cells == NULL)
        return vt_error_no_memory(VIR_FROM_XEN);
    n = world->ops->cells(world->host, cells, XEN_MAX_CELLS, &fail);
    if (n < 0)
        return xen_host_failed("ask for the memory of the host's cells", &fail);
    *ret = VT_TAKE(cells);
    return n;
}

int xen_node_get_cells_free_memory(virConnectPtr conn, unsigned long long *free_kib, int start,
                                   int max)
{
    VT_AUTOFREE struct xen_cell *cells = NULL;
    int n = ask_cells(xen_world_of(conn), &cells);

    if (n < 0)
        return -1;
    if (start >= n)
        return vt_error(VIR_FROM_XEN, VIR_ERR_INVALID_ARG,
                        "the host has %d cells: there is no cell %d", n, start);
    if (max > n - start)
        max = n - start;
    for (int i = 0; i < max; i++)
        free_kib[i] = cells[start + i].free_bytes / 1024;
    return max;
}

/* A guest as an entry of the hypervisor's capabilities says: "hvm-3.0-x86_32p". */
struct word {
    const char *text;
    struct capabilities_guest guest;
};

static const struct capabilities_runner runners[] = {{.type = "xen"}};
static const struct capabilities_feature pv_features[] = {{.name = "pae", .plain = true}};
static const struct capabilities_feature hvm_features[] = {
    {.name = "pae", .plain = true},
    {.name = "nonpae", .plain = true},
    {.name = "acpi", .on_default = true, .can_toggle = true},
    {.name = "apic", .on_default = true},
    {.name = "hap", .on_default = true, .can_toggle = true},
};

#define GUEST(os, architecture, bits, list) \
    { \
        .os_type = os, .arch = architecture, .wordsize = bits, .domains = runners, .n_domains = 1, \
        .features = list, .n_features = VT_N_ELEMENTS(list), \
    }

/* Source: xen_version(XENVER_capabilities), Xen's arch_get_xen_caps. */
static const struct word words[] = {
    {"xen-3.0-x86_64", GUEST("xen", "x86_64", 64, pv_features)},
    {"xen-3.0-x86_32p", GUEST("xen", "i686", 32, pv_features)},
    {"hvm-3.0-x86_32p", GUEST("hvm", "i686", 32, hvm_features)},
    {"hvm-3.0-x86_64", GUEST("hvm", "x86_64", 64, hvm_features)},
};
static const struct capabilities_guest pvh = GUEST("xenpvh", "x86_64", 64, hvm_features);

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *p = list; (p = strstr(p, word)) != NULL; p += len) {
        if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
            return true;
    }
    return false;
}

/* Which CPUs are in which of several cells is not asked for: they are shown of an only cell. */
static size_t fill_cells(struct capabilities_cell *ret, int n, const unsigned int *cpus,
                         size_t n_cpus)
{
    for (int i = 0; i < n; i++)
        ret[i] = (struct capabilities_cell){.id = (unsigned int)i};
    if (n == 1) {
        ret[0].cpus = cpus;
        ret[0].n_cpus = n_cpus;
    }
    return (size_t)n;
}

static unsigned int *count_up(unsigned int n)
{
    unsigned int *ret = calloc((size_t)n + 1, sizeof *ret);

    for (unsigned int i = 0; ret != NULL && i < n; i++)
        ret[i] = i;
    return ret;
}

char *xen_get_capabilities(virConnectPtr conn)
{
    static const char *const transports[] = {"xenmigr", NULL};
    struct xen_world *world = xen_world_of(conn);
    struct capabilities_guest guests[VT_N_ELEMENTS(words) + 1];
    VT_AUTOFREE struct xen_cell *cells = NULL;
    VT_AUTOFREE struct capabilities_cell *shown = NULL;
    VT_AUTOFREE unsigned int *cpus = NULL;
    struct capabilities caps = {
        .host = {.arch = "x86_64",
                 .can_migrate = true,
                 .migrates_live = true,
                 .migration_transports = transports},
        .guests = guests,
    };
    struct xen_physical p;
    struct xen_version v;
    struct utsname host;
    char *xml = NULL;
    int n;

    if (ask_physical(world, &p) < 0 || ask_version(world, &v) < 0 ||
        (n = ask_cells(world, &cells)) < 0)
        return NULL;
    shown = calloc((size_t)n + 1, sizeof *shown);
    cpus = count_up(p.cpus);
    if (shown == NULL || cpus == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    if (uname(&host) == 0)
        caps.host.arch = host.machine;
    caps.host.cells = shown;
    caps.host.n_cells = fill_cells(shown, n, cpus, p.cpus);
    for (size_t i = 0; i < VT_N_ELEMENTS(words); i++) {
        if (has_word(v.capabilities, words[i].text))
            guests[caps.n_guests++] = words[i].guest;
    }
    if (p.has_pvh)
        guests[caps.n_guests++] = pvh;
    return capabilities_format(&caps, VIR_FROM_XEN, &xml) < 0 ? NULL : xml;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the embedded hypervisor says it can do: the same in each world, but for the cells. */
#include "config.h"

#include <stdlib.h>

#include "conf/capabilities.h"
#include "hypervisor/test/capabilities.h"
#include "obj/error.h"
#include "util/cleanup.h"

static const char *const host_features[] = {"pae", "nonpae", NULL};
static const char *const transports[] = {"test-migrate", NULL};
static const struct capabilities_feature guest_features[] = {
    {.name = "pae", .plain = true},
    {.name = "nonpae", .plain = true},
};
static const struct capabilities_runner runners[] = {{.type = "test"}};

#define GUEST(os, architecture, bits) \
    { \
        .os_type = os, .arch = architecture, .wordsize = bits, \
        .common = {.emulator = "/usr/bin/test-hv"}, .domains = runners, .n_domains = 1, \
        .features = guest_features, .n_features = VT_N_ELEMENTS(guest_features), \
    }

static const struct capabilities_guest guests[] = {
    GUEST("hvm", "i686", 32),
    GUEST("xen", "i686", 32),
    GUEST("hvm", "x86_64", 64),
};

/* Cell n of m has the host's CPUs n, n + m, n + 2m, ... */
static size_t deal_cpus(unsigned int *cpus, struct capabilities_cell *cells,
                        const struct test_world *world)
{
    unsigned int n = 0;

    for (int i = 0; i < world->n_cells; i++) {
        cells[i].id = (unsigned int)i;
        cells[i].cpus = &cpus[n];
        for (unsigned int cpu = (unsigned int)i; cpu < world->node.cpus;
             cpu += (unsigned int)world->n_cells) {
            cpus[n++] = cpu;
            cells[i].n_cpus++;
        }
    }
    return (size_t)world->n_cells;
}

char *test_capabilities(const struct test_world *world)
{
    VT_AUTOFREE unsigned int *cpus = calloc(TEST_MAX_CPUS, sizeof *cpus);
    struct capabilities_cell cells[TEST_MAX_CELLS] = {{.id = 0}};
    struct capabilities caps = {
        .host =
            {
                .arch = "i686",
                .features = host_features,
                .can_migrate = true,
                .migrates_live = true,
                .migration_transports = transports,
                .cells = cells,
                .secmodel = TEST_SECURITY_MODEL,
                .secmodel_doi = "",
            },
        .guests = guests,
        .n_guests = VT_N_ELEMENTS(guests),
    };
    char *xml = NULL;

    if (cpus == NULL)
        return (void)vt_error_no_memory(VIR_FROM_TEST), NULL;
    caps.host.n_cells = deal_cpus(cpus, cells, world);
    return capabilities_format(&caps, VIR_FROM_TEST, &xml) < 0 ? NULL : xml;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The embedded hypervisor's host: as large as its world says, made of nothing. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "hypervisor/test/capabilities.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/world.h"
#include "obj/error.h"
#include "util/cleanup.h"

#define TEST_HYPERVISOR_VERSION 2 /* 0.0.2, as the test driver has always said */

int test_get_version(virConnectPtr conn VT_UNUSED, unsigned long *ret_version)
{
    *ret_version = TEST_HYPERVISOR_VERSION;
    return 0;
}

char *test_get_capabilities(virConnectPtr conn)
{
    return test_capabilities(test_world_of(conn));
}

int test_get_max_vcpus(virConnectPtr conn VT_UNUSED, const char *type VT_UNUSED)
{
    return TEST_MAX_VCPUS;
}

char *test_get_hostname(virConnectPtr conn VT_UNUSED)
{
    char name[256];
    char *copy;

    if (gethostname(name, sizeof name) < 0) {
        (void)vt_error_errno(VIR_FROM_TEST, errno, "cannot tell the name of the host");
        return NULL;
    }
    name[sizeof name - 1] = '\0';
    copy = strdup(name);
    if (copy == NULL)
        (void)vt_error_no_memory(VIR_FROM_TEST);
    return copy;
}

int test_node_get_info(virConnectPtr conn, virNodeInfoPtr info)
{
    *info = test_world_of(conn)->node;
    return 0;
}

int test_node_get_cells_free_memory(virConnectPtr conn, unsigned long long *free_kib, int start,
                                    int max)
{
    const struct test_world *world = test_world_of(conn);
    int n = 0;

    if (start > 0 && start >= world->n_cells)
        return vt_error(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no cell %d: the host has %d",
                        start, world->n_cells);
    while (n < max && start + n < world->n_cells) {
        free_kib[n] = world->cell[start + n].free_kib;
        n++;
    }
    return n;
}

unsigned long long test_node_get_free_memory(virConnectPtr conn)
{
    const struct test_world *world = test_world_of(conn);
    unsigned long long sum = 0;

    for (int i = 0; i < world->n_cells; i++)
        sum += world->cell[i].free_kib;
    if (world->n_cells == 0)
        (void)vt_error(VIR_FROM_TEST, VIR_ERR_NO_SUPPORT,
                       "the node file says nothing of free memory");
    return sum;
}

int test_node_get_security_model(virConnectPtr conn VT_UNUSED, virSecurityModelPtr model)
{
    memset(model, 0, sizeof *model);
    memcpy(model->model, TEST_SECURITY_MODEL, sizeof TEST_SECURITY_MODEL);
    return 0;
}

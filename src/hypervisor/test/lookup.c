/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding and listing domains of the embedded hypervisor. */
#include "config.h"

#include "hypervisor/test/functions.h"
#include "hypervisor/test/world.h"

static struct vm_domains *domains_of(virConnectPtr conn)
{
    return &test_world_of(conn)->domains;
}

int test_list_domains(virConnectPtr conn, int *ids, int max)
{
    return vm_domains_ids(domains_of(conn), ids, max);
}

int test_num_of_domains(virConnectPtr conn)
{
    return vm_domains_count(domains_of(conn), true);
}

int test_list_defined_domains(virConnectPtr conn, char **const names, int max)
{
    return vm_domains_defined_names(domains_of(conn), names, max);
}

int test_num_of_defined_domains(virConnectPtr conn)
{
    return vm_domains_count(domains_of(conn), false);
}

virDomainPtr test_domain_lookup_by_id(virConnectPtr conn, int id)
{
    return vm_domains_by_id(domains_of(conn), conn, id);
}

virDomainPtr test_domain_lookup_by_name(virConnectPtr conn, const char *name)
{
    return vm_domains_by_name(domains_of(conn), conn, name);
}

virDomainPtr test_domain_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    return vm_domains_by_uuid(domains_of(conn), conn, uuid);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding and listing Xen domains, and listening to them.  What others have made or ended just now is
 * found: the host is looked at first. */
#include "config.h"

#include "hypervisor/domains.h"
#include "hypervisor/events.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/sync.h"
#include "hypervisor/xen/world.h"

static struct vm_domains *looked_at(virConnectPtr conn)
{
    struct xen_world *world = xen_world_of(conn);

    return xen_sync(world) < 0 ? NULL : &world->domains;
}

int xen_list_domains(virConnectPtr conn, int *ids, int max)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_ids(domains, ids, max) : -1;
}

int xen_num_of_domains(virConnectPtr conn)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_count(domains, true) : -1;
}

int xen_list_defined_domains(virConnectPtr conn, char **const names, int max)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_defined_names(domains, names, max) : -1;
}

int xen_num_of_defined_domains(virConnectPtr conn)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_count(domains, false) : -1;
}

virDomainPtr xen_domain_lookup_by_id(virConnectPtr conn, int id)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_by_id(domains, conn, id) : NULL;
}

virDomainPtr xen_domain_lookup_by_name(virConnectPtr conn, const char *name)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_by_name(domains, conn, name) : NULL;
}

virDomainPtr xen_domain_lookup_by_uuid(virConnectPtr conn, const unsigned char *uuid)
{
    struct vm_domains *domains = looked_at(conn);

    return domains != NULL ? vm_domains_by_uuid(domains, conn, uuid) : NULL;
}

int xen_domain_event_register(virConnectPtr conn, virConnectDomainEventCallback cb, void *opaque,
                              virFreeCallback freecb)
{
    struct xen_world *world = xen_world_of(conn);
    int r = vm_event_register(conn, &world->events, cb, opaque, freecb);

    xen_world_wake(world); /* from now on it looks for pauses */
    return r;
}

int xen_domain_event_register_any(virConnectPtr conn, virDomainPtr dom, int id,
                                  virConnectDomainEventGenericCallback cb, void *opaque,
                                  virFreeCallback freecb)
{
    struct xen_world *world = xen_world_of(conn);
    int r = vm_event_register_any(conn, &world->events, VIR_FROM_XEN, dom, id, cb, opaque, freecb);

    xen_world_wake(world);
    return r;
}

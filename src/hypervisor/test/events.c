/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listening to a world of the embedded hypervisor. */
#include "config.h"

#include "event/event.h"
#include "hypervisor/events.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/world.h"

static struct vt_event_source *source_of(virConnectPtr conn)
{
    return &test_world_of(conn)->events;
}

int test_domain_event_register(virConnectPtr conn, virConnectDomainEventCallback cb, void *opaque,
                               virFreeCallback freecb)
{
    return vm_event_register(conn, source_of(conn), cb, opaque, freecb);
}

int test_domain_event_register_any(virConnectPtr conn, virDomainPtr dom, int id,
                                   virConnectDomainEventGenericCallback cb, void *opaque,
                                   virFreeCallback freecb)
{
    return vm_event_register_any(conn, source_of(conn), VIR_FROM_TEST, dom, id, cb, opaque, freecb);
}

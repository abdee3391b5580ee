/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listening to the domains of a host: what the public functions do, on the source of the driver. */
#pragma once

#include <libvirt/libvirt.h>

#include "event/event.h"

int vm_event_register(virConnectPtr conn, struct vt_event_source *source,
                      virConnectDomainEventCallback cb, void *opaque, virFreeCallback freecb);
/* What a driver has in its table as it stands. */
int vm_event_deregister(virConnectPtr conn, virConnectDomainEventCallback cb);

/* NO_SUPPORT raised, in @error_domain, for an @id of which there are no events. */
int vm_event_register_any(virConnectPtr conn, struct vt_event_source *source, int error_domain,
                          virDomainPtr dom, int id, virConnectDomainEventGenericCallback cb,
                          void *opaque, virFreeCallback freecb);
/* What a driver has in its table as it stands. */
int vm_event_deregister_any(virConnectPtr conn, int number);

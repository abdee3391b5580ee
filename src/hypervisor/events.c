/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listening to the domains of a host. */
#include "config.h"

#include "hypervisor/events.h"
#include "obj/error.h"

int vm_event_register(virConnectPtr conn, struct vt_event_source *source,
                      virConnectDomainEventCallback cb, void *opaque, virFreeCallback freecb)
{
    const struct vt_event_listener listener = {
        .kind = VT_EVENT_DOMAIN,
        .callback = (virConnectDomainEventGenericCallback)(void (*)(void))cb,
        .opaque = opaque,
        .freecb = freecb,
        .once = true,
    };

    return vt_event_add(conn, source, &listener) < 0 ? -1 : 0;
}

int vm_event_deregister(virConnectPtr conn, virConnectDomainEventCallback cb)
{
    return vt_event_remove_callback(conn, VT_EVENT_DOMAIN,
                                    (virConnectDomainEventGenericCallback)(void (*)(void))cb);
}

int vm_event_register_any(virConnectPtr conn, struct vt_event_source *source, int error_domain,
                          virDomainPtr dom, int id, virConnectDomainEventGenericCallback cb,
                          void *opaque, virFreeCallback freecb)
{
    const struct vt_event_listener listener = {
        .kind = id == VIR_DOMAIN_EVENT_ID_REBOOT ? VT_EVENT_DOMAIN_REBOOT : VT_EVENT_DOMAIN,
        .obj = dom != NULL ? dom->h.obj : NULL,
        .callback = cb,
        .opaque = opaque,
        .freecb = freecb,
    };

    if (id != VIR_DOMAIN_EVENT_ID_LIFECYCLE && id != VIR_DOMAIN_EVENT_ID_REBOOT)
        return vt_error(error_domain, VIR_ERR_NO_SUPPORT,
                        "domains of this hypervisor have no events of kind %d", id);
    return vt_event_add(conn, source, &listener);
}

int vm_event_deregister_any(virConnectPtr conn, int number)
{
    return vt_event_remove(conn, VT_CLASS_DOMAIN, number);
}

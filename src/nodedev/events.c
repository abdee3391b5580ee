/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Listening to the devices of a world. */
#include "config.h"

#include "nodedev/device.h"
#include "nodedev/functions.h"

int nodedev_event_register_any(virConnectPtr conn, virNodeDevicePtr dev, int id,
                               virConnectNodeDeviceEventGenericCallback cb, void *opaque,
                               virFreeCallback freecb)
{
    const struct vt_event_listener listener = {
        .kind = id == VIR_NODE_DEVICE_EVENT_ID_UPDATE ? VT_EVENT_NODE_DEVICE_UPDATE
                                                      : VT_EVENT_NODE_DEVICE,
        .obj = dev != NULL ? dev->h.obj : NULL,
        .callback = (virConnectDomainEventGenericCallback)(void (*)(void))cb,
        .opaque = opaque,
        .freecb = freecb,
    };

    struct nodedev_world *world = nodedev_ready_world(conn); /* what was there before is no news */

    return world == NULL ? -1 : vt_event_add(conn, world->events, &listener);
}

int nodedev_event_deregister_any(virConnectPtr conn, int number)
{
    return vt_event_remove(conn, VT_CLASS_NODE_DEVICE, number);
}

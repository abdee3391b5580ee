/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns the news of networks, storage pools and node devices.
 * That of domains is libvirt-domain-event.h's, which says how callbacks are treated. */

#ifndef VITRINE_LIBVIRT_OBJECT_EVENT_H
#define VITRINE_LIBVIRT_OBJECT_EVENT_H

#include <libvirt/libvirt-common.h>
#include <libvirt/libvirt-network.h>
#include <libvirt/libvirt-nodedev.h>
#include <libvirt/libvirt-storage.h>

VIR_EXTERN_C_BEGIN

/* What happened to a network. */
typedef enum {
    VIR_NETWORK_EVENT_DEFINED = 0,   /* its definition is new, or was replaced */
    VIR_NETWORK_EVENT_UNDEFINED = 1, /* its definition was removed */
    VIR_NETWORK_EVENT_STARTED = 2,   /* it is active */
    VIR_NETWORK_EVENT_STOPPED = 3    /* it is not */
} virNetworkEventLifecycleType;

/* What virConnectNetworkEventRegisterAny can listen to. */
typedef enum {
    VIR_NETWORK_EVENT_ID_LIFECYCLE = 0 /* virConnectNetworkEventLifecycleCallback */
} virNetworkEventID;

/* The application's, called by the event loop when something happened to a network; all else is as
 * for virConnectDomainEventCallback.
 * @event    one of virNetworkEventLifecycleType
 * @detail   0
 */
typedef void (*virConnectNetworkEventLifecycleCallback)(virConnectPtr conn, virNetworkPtr net,
                                                        int event, int detail, void *opaque);

/* What a callback is cast to. */
typedef void (*virConnectNetworkEventGenericCallback)(virConnectPtr conn, virNetworkPtr net,
                                                      void *opaque);
#define VIR_NETWORK_EVENT_CALLBACK(cb) ((virConnectNetworkEventGenericCallback)(cb))

/* Asks to be told what happens to one network, or to all networks.
 * @conn     open connection
 * @net      network of @conn: only what happens to it; NULL all
 * @eventID  one of virNetworkEventID
 * @cb       to call, cast with VIR_NETWORK_EVENT_CALLBACK
 * @opaque, @freecb, Returns, Errors, Threads, Owner   as virConnectDomainEventRegisterAny
 * Since     1.2.1
 */
int virConnectNetworkEventRegisterAny(virConnectPtr conn, virNetworkPtr net, int eventID,
                                      virConnectNetworkEventGenericCallback cb, void *opaque,
                                      virFreeCallback freecb);

/* Ends a registration, as virConnectDomainEventDeregisterAny does.
 * @conn        open connection
 * @callbackID  number that virConnectNetworkEventRegisterAny returned
 * Since        1.2.1
 */
int virConnectNetworkEventDeregisterAny(virConnectPtr conn, int callbackID);

/* What happened to a pool. */
typedef enum {
    VIR_STORAGE_POOL_EVENT_DEFINED = 0,   /* its definition is new, or was replaced */
    VIR_STORAGE_POOL_EVENT_UNDEFINED = 1, /* its definition was removed */
    VIR_STORAGE_POOL_EVENT_STARTED = 2,   /* it is active */
    VIR_STORAGE_POOL_EVENT_STOPPED = 3,   /* it is not */
    VIR_STORAGE_POOL_EVENT_CREATED = 4,   /* it was built */
    VIR_STORAGE_POOL_EVENT_DELETED = 5    /* what it stood on was removed */
} virStoragePoolEventLifecycleType;

/* What virConnectStoragePoolEventRegisterAny can listen to. */
typedef enum {
    VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE = 0, /* virConnectStoragePoolEventLifecycleCallback */
    VIR_STORAGE_POOL_EVENT_ID_REFRESH = 1    /* its volumes were looked at; the generic callback */
} virStoragePoolEventID;

/* The application's, called by the event loop when something happened to a pool; all else is as
 * for virConnectDomainEventCallback.
 * @event    one of virStoragePoolEventLifecycleType
 * @detail   0
 */
typedef void (*virConnectStoragePoolEventLifecycleCallback)(virConnectPtr conn,
                                                            virStoragePoolPtr pool, int event,
                                                            int detail, void *opaque);

/* For refreshes; also what a callback of the other type is cast to. */
typedef void (*virConnectStoragePoolEventGenericCallback)(virConnectPtr conn,
                                                          virStoragePoolPtr pool, void *opaque);
#define VIR_STORAGE_POOL_EVENT_CALLBACK(cb) ((virConnectStoragePoolEventGenericCallback)(cb))

/* Asks to be told what happens to one pool, or to all pools.
 * @conn     open connection
 * @pool     pool of @conn: only what happens to it; NULL all
 * @eventID  one of virStoragePoolEventID
 * @cb       to call, cast with VIR_STORAGE_POOL_EVENT_CALLBACK
 * @opaque, @freecb, Returns, Errors, Threads, Owner   as virConnectDomainEventRegisterAny
 * Since     2.0.0
 */
int virConnectStoragePoolEventRegisterAny(virConnectPtr conn, virStoragePoolPtr pool, int eventID,
                                          virConnectStoragePoolEventGenericCallback cb,
                                          void *opaque, virFreeCallback freecb);

/* Ends a registration, as virConnectDomainEventDeregisterAny does.
 * @conn        open connection
 * @callbackID  number that virConnectStoragePoolEventRegisterAny returned
 * Since        2.0.0
 */
int virConnectStoragePoolEventDeregisterAny(virConnectPtr conn, int callbackID);

/* What happened to a device. */
typedef enum {
    VIR_NODE_DEVICE_EVENT_CREATED = 0,  /* it appeared */
    VIR_NODE_DEVICE_EVENT_DELETED = 1,  /* it is there no more */
    VIR_NODE_DEVICE_EVENT_DEFINED = 2,  /* its definition is new */
    VIR_NODE_DEVICE_EVENT_UNDEFINED = 3 /* its definition was removed */
} virNodeDeviceEventLifecycleType;

/* What virConnectNodeDeviceEventRegisterAny can listen to. */
typedef enum {
    VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE = 0, /* virConnectNodeDeviceEventLifecycleCallback */
    VIR_NODE_DEVICE_EVENT_ID_UPDATE = 1     /* its description changed; the generic callback */
} virNodeDeviceEventID;

/* The application's, called by the event loop when something happened to a device; all else is as
 * for virConnectDomainEventCallback.
 * @event    one of virNodeDeviceEventLifecycleType
 * @detail   0
 */
typedef void (*virConnectNodeDeviceEventLifecycleCallback)(virConnectPtr conn, virNodeDevicePtr dev,
                                                           int event, int detail, void *opaque);

/* For updates; also what a callback of the other type is cast to. */
typedef void (*virConnectNodeDeviceEventGenericCallback)(virConnectPtr conn, virNodeDevicePtr dev,
                                                         void *opaque);
#define VIR_NODE_DEVICE_EVENT_CALLBACK(cb) ((virConnectNodeDeviceEventGenericCallback)(cb))

/* Asks to be told what happens to one device, or to all devices.
 * @conn     open connection
 * @dev      device of @conn: only what happens to it; NULL all
 * @eventID  one of virNodeDeviceEventID
 * @cb       to call, cast with VIR_NODE_DEVICE_EVENT_CALLBACK
 * @opaque, @freecb, Returns, Errors, Threads, Owner   as virConnectDomainEventRegisterAny
 * Since     2.2.0
 */
int virConnectNodeDeviceEventRegisterAny(virConnectPtr conn, virNodeDevicePtr dev, int eventID,
                                         virConnectNodeDeviceEventGenericCallback cb, void *opaque,
                                         virFreeCallback freecb);

/* Ends a registration, as virConnectDomainEventDeregisterAny does.
 * @conn        open connection
 * @callbackID  number that virConnectNodeDeviceEventRegisterAny returned
 * Since        2.2.0
 */
int virConnectNodeDeviceEventDeregisterAny(virConnectPtr conn, int callbackID);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_OBJECT_EVENT_H */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holds the type of every symbol: the 161 of libvirt 0.6.1 and what is there of later releases.
 * Written out apart from the headers, so that a slip in either does not compile. */

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <stdio.h>

/* __COUNTER__ counts the symbols. */
#define TYPE(name, ...) \
    _Static_assert( \
        __builtin_types_compatible_p(__typeof__(name), __VA_ARGS__) && __COUNTER__ >= 0, #name)

/* Callbacks are pointers to functions; they are no symbols and not counted. */
#define CALLBACK(name, ...) _Static_assert(__builtin_types_compatible_p(name, __VA_ARGS__), #name)

CALLBACK(virFreeCallback, void (*)(void *opaque));
CALLBACK(virErrorFunc, void (*)(void *userData, virErrorPtr error));
CALLBACK(virConnectAuthCallbackPtr,
         int (*)(virConnectCredentialPtr cred, unsigned int ncred, void *cbdata));
CALLBACK(virConnectDomainEventCallback,
         int (*)(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque));
CALLBACK(virConnectDomainEventGenericCallback,
         void (*)(virConnectPtr conn, virDomainPtr dom, void *opaque));
CALLBACK(virConnectNetworkEventGenericCallback,
         void (*)(virConnectPtr conn, virNetworkPtr net, void *opaque));
CALLBACK(virConnectNetworkEventLifecycleCallback,
         void (*)(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *opaque));
CALLBACK(virConnectStoragePoolEventGenericCallback,
         void (*)(virConnectPtr conn, virStoragePoolPtr pool, void *opaque));
CALLBACK(virConnectStoragePoolEventLifecycleCallback,
         void (*)(virConnectPtr conn, virStoragePoolPtr pool, int event, int detail, void *opaque));
CALLBACK(virConnectNodeDeviceEventGenericCallback,
         void (*)(virConnectPtr conn, virNodeDevicePtr dev, void *opaque));
CALLBACK(virConnectNodeDeviceEventLifecycleCallback,
         void (*)(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail, void *opaque));
CALLBACK(virEventHandleCallback, void (*)(int watch, int fd, int events, void *opaque));
CALLBACK(virEventAddHandleFunc,
         int (*)(int fd, int event, virEventHandleCallback cb, void *opaque, virFreeCallback ff));
CALLBACK(virEventUpdateHandleFunc, void (*)(int watch, int event));
CALLBACK(virEventRemoveHandleFunc, int (*)(int watch));
CALLBACK(virStreamSourceFunc, int (*)(virStreamPtr st, char *data, size_t nbytes, void *opaque));
CALLBACK(virStreamSourceHoleFunc,
         int (*)(virStreamPtr st, int *inData, long long *length, void *opaque));
CALLBACK(virStreamSourceSkipFunc, int (*)(virStreamPtr st, long long length, void *opaque));
CALLBACK(virStreamSinkFunc,
         int (*)(virStreamPtr st, const char *data, size_t nbytes, void *opaque));
CALLBACK(virStreamSinkHoleFunc, int (*)(virStreamPtr st, long long length, void *opaque));
CALLBACK(virStreamEventCallback, void (*)(virStreamPtr stream, int events, void *opaque));
CALLBACK(virEventTimeoutCallback, void (*)(int timer, void *opaque));
CALLBACK(virEventAddTimeoutFunc,
         int (*)(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff));
CALLBACK(virEventUpdateTimeoutFunc, void (*)(int timer, int timeout));
CALLBACK(virEventRemoveTimeoutFunc, int (*)(int timer));

/* Library */
TYPE(virGetVersion, int(unsigned long *libVer, const char *type, unsigned long *typeVer));
TYPE(virInitialize, int(void));

/* Errors */
TYPE(virCopyLastError, int(virErrorPtr to));
TYPE(virConnSetErrorFunc, void(virConnectPtr conn, void *userData, virErrorFunc handler));
TYPE(virResetLastError, void(void));
TYPE(virResetError, void(virErrorPtr err));
TYPE(virConnGetLastError, virErrorPtr(virConnectPtr conn));
TYPE(virGetLastError, virErrorPtr(void));
TYPE(virSetErrorFunc, void(void *userData, virErrorFunc handler));
TYPE(virConnCopyLastError, int(virConnectPtr conn, virErrorPtr to));
TYPE(virConnResetLastError, void(virConnectPtr conn));
TYPE(virDefaultErrorFunc, void(virErrorPtr err));
TYPE(virFreeError, void(virErrorPtr err));
TYPE(virSaveLastError, virErrorPtr(void));

/* Connections */
TYPE(virConnectClose, int(virConnectPtr conn));
TYPE(virConnectGetType, const char *(virConnectPtr conn));
TYPE(virConnectGetVersion, int(virConnectPtr conn, unsigned long *hvVer));
TYPE(virConnectOpen, virConnectPtr(const char *name));
TYPE(virConnectOpenReadOnly, virConnectPtr(const char *name));
TYPE(virConnectGetCapabilities, char *(virConnectPtr conn));
TYPE(virConnectGetMaxVcpus, int(virConnectPtr conn, const char *type));
TYPE(virConnectGetHostname, char *(virConnectPtr conn));
TYPE(virConnectGetURI, char *(virConnectPtr conn));
TYPE(virConnectOpenAuth, virConnectPtr(const char *name, virConnectAuthPtr auth, int flags));
TYPE(virConnectAuthPtrDefault, virConnectAuthPtr); /* the one variable */
TYPE(virConnectRef, int(virConnectPtr conn));

/* Host */
TYPE(virNodeGetInfo, int(virConnectPtr conn, virNodeInfoPtr info));
TYPE(virNodeGetCellsFreeMemory,
     int(virConnectPtr conn, unsigned long long *freeMems, int startCell, int maxCells));
TYPE(virNodeGetFreeMemory, unsigned long long(virConnectPtr conn));
TYPE(virNodeGetSecurityModel, int(virConnectPtr conn, virSecurityModelPtr secmodel));

/* Domains */
TYPE(virConnectListDomains, int(virConnectPtr conn, int *ids, int maxids));
TYPE(virConnectNumOfDomains, int(virConnectPtr conn));
TYPE(virDomainCreateLinux,
     virDomainPtr(virConnectPtr conn, const char *xmlDesc, unsigned int flags));
TYPE(virDomainDestroy, int(virDomainPtr domain));
TYPE(virDomainFree, int(virDomainPtr domain));
TYPE(virDomainGetID, unsigned int(virDomainPtr domain));
TYPE(virDomainGetInfo, int(virDomainPtr domain, virDomainInfoPtr info));
TYPE(virDomainGetMaxMemory, unsigned long(virDomainPtr domain));
TYPE(virDomainGetName, const char *(virDomainPtr domain));
TYPE(virDomainGetOSType, char *(virDomainPtr domain));
TYPE(virDomainGetXMLDesc, char *(virDomainPtr domain, int flags));
TYPE(virDomainLookupByID, virDomainPtr(virConnectPtr conn, int id));
TYPE(virDomainLookupByName, virDomainPtr(virConnectPtr conn, const char *name));
TYPE(virDomainRestore, int(virConnectPtr conn, const char *from));
TYPE(virDomainResume, int(virDomainPtr domain));
TYPE(virDomainSave, int(virDomainPtr domain, const char *to));
TYPE(virDomainSetMaxMemory, int(virDomainPtr domain, unsigned long memory));
TYPE(virDomainShutdown, int(virDomainPtr domain));
TYPE(virDomainSuspend, int(virDomainPtr domain));
TYPE(virDomainLookupByUUID, virDomainPtr(virConnectPtr conn, const unsigned char *uuid));
TYPE(virDomainGetUUID, int(virDomainPtr domain, unsigned char *uuid));
TYPE(virDomainReboot, int(virDomainPtr domain, unsigned int flags));
TYPE(virDomainLookupByUUIDString, virDomainPtr(virConnectPtr conn, const char *uuid));
TYPE(virDomainGetUUIDString, int(virDomainPtr domain, char *buf));
TYPE(virDomainSetMemory, int(virDomainPtr domain, unsigned long memory));
TYPE(virDomainDefineXML, virDomainPtr(virConnectPtr conn, const char *xml));
TYPE(virDomainCreate, int(virDomainPtr domain));
TYPE(virDomainUndefine, int(virDomainPtr domain));
TYPE(virConnectListDefinedDomains, int(virConnectPtr conn, char **const names, int maxnames));
TYPE(virDomainSetVcpus, int(virDomainPtr domain, unsigned int nvcpus));
TYPE(virDomainPinVcpu,
     int(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen));
TYPE(virDomainGetVcpus, int(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo,
                            unsigned char *cpumaps, int maplen));
TYPE(virConnectNumOfDefinedDomains, int(virConnectPtr conn));
TYPE(virDomainCoreDump, int(virDomainPtr domain, const char *to, int flags));
TYPE(virDomainAttachDevice, int(virDomainPtr domain, const char *xml));
TYPE(virDomainDetachDevice, int(virDomainPtr domain, const char *xml));
TYPE(virDomainGetMaxVcpus, int(virDomainPtr domain));
TYPE(virDomainGetAutostart, int(virDomainPtr domain, int *autostart));
TYPE(virDomainSetAutostart, int(virDomainPtr domain, int autostart));
TYPE(virDomainGetSchedulerType, char *(virDomainPtr domain, int *nparams));
TYPE(virDomainGetSchedulerParameters,
     int(virDomainPtr domain, virSchedParameterPtr params, int *nparams));
TYPE(virDomainSetSchedulerParameters,
     int(virDomainPtr domain, virSchedParameterPtr params, int nparams));
TYPE(virDomainGetConnect, virConnectPtr(virDomainPtr domain));
TYPE(virDomainMigrate, virDomainPtr(virDomainPtr domain, virConnectPtr dconn, unsigned long flags,
                                    const char *dname, const char *uri, unsigned long bandwidth));
TYPE(virDomainBlockStats,
     int(virDomainPtr dom, const char *path, virDomainBlockStatsPtr stats, size_t size));
TYPE(virDomainInterfaceStats,
     int(virDomainPtr dom, const char *path, virDomainInterfaceStatsPtr stats, size_t size));
TYPE(virDomainBlockPeek, int(virDomainPtr dom, const char *path, unsigned long long offset,
                             size_t size, void *buffer, unsigned int flags));
TYPE(virDomainMemoryPeek, int(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                              unsigned int flags));
TYPE(virDomainCreateXML, virDomainPtr(virConnectPtr conn, const char *xmlDesc, unsigned int flags));
TYPE(virDomainRef, int(virDomainPtr domain));
TYPE(virDomainGetSecurityLabel, int(virDomainPtr domain, virSecurityLabelPtr seclabel));

/* Networks */
TYPE(virConnectNumOfNetworks, int(virConnectPtr conn));
TYPE(virConnectListNetworks, int(virConnectPtr conn, char **const names, int maxnames));
TYPE(virConnectNumOfDefinedNetworks, int(virConnectPtr conn));
TYPE(virConnectListDefinedNetworks, int(virConnectPtr conn, char **const names, int maxnames));
TYPE(virNetworkLookupByName, virNetworkPtr(virConnectPtr conn, const char *name));
TYPE(virNetworkLookupByUUID, virNetworkPtr(virConnectPtr conn, const unsigned char *uuid));
TYPE(virNetworkLookupByUUIDString, virNetworkPtr(virConnectPtr conn, const char *uuid));
TYPE(virNetworkCreateXML, virNetworkPtr(virConnectPtr conn, const char *xmlDesc));
TYPE(virNetworkDefineXML, virNetworkPtr(virConnectPtr conn, const char *xmlDesc));
TYPE(virNetworkUndefine, int(virNetworkPtr network));
TYPE(virNetworkCreate, int(virNetworkPtr network));
TYPE(virNetworkDestroy, int(virNetworkPtr network));
TYPE(virNetworkFree, int(virNetworkPtr network));
TYPE(virNetworkGetName, const char *(virNetworkPtr network));
TYPE(virNetworkGetUUID, int(virNetworkPtr network, unsigned char *uuid));
TYPE(virNetworkGetUUIDString, int(virNetworkPtr network, char *buf));
TYPE(virNetworkGetXMLDesc, char *(virNetworkPtr network, int flags));
TYPE(virNetworkGetBridgeName, char *(virNetworkPtr network));
TYPE(virNetworkGetAutostart, int(virNetworkPtr network, int *autostart));
TYPE(virNetworkSetAutostart, int(virNetworkPtr network, int autostart));
TYPE(virNetworkGetConnect, virConnectPtr(virNetworkPtr network));
TYPE(virNetworkRef, int(virNetworkPtr network));

/* Storage pools */
TYPE(virStoragePoolGetConnect, virConnectPtr(virStoragePoolPtr pool));
TYPE(virConnectNumOfStoragePools, int(virConnectPtr conn));
TYPE(virConnectNumOfDefinedStoragePools, int(virConnectPtr conn));
TYPE(virConnectListStoragePools, int(virConnectPtr conn, char **const names, int maxnames));
TYPE(virConnectListDefinedStoragePools, int(virConnectPtr conn, char **const names, int maxnames));
TYPE(virStoragePoolLookupByName, virStoragePoolPtr(virConnectPtr conn, const char *name));
TYPE(virStoragePoolLookupByUUID, virStoragePoolPtr(virConnectPtr conn, const unsigned char *uuid));
TYPE(virStoragePoolLookupByUUIDString, virStoragePoolPtr(virConnectPtr conn, const char *uuid));
TYPE(virStoragePoolLookupByVolume, virStoragePoolPtr(virStorageVolPtr vol));
TYPE(virStoragePoolCreateXML,
     virStoragePoolPtr(virConnectPtr conn, const char *xmlDesc, unsigned int flags));
TYPE(virStoragePoolDefineXML,
     virStoragePoolPtr(virConnectPtr conn, const char *xmlDesc, unsigned int flags));
TYPE(virStoragePoolUndefine, int(virStoragePoolPtr pool));
TYPE(virStoragePoolCreate, int(virStoragePoolPtr pool, unsigned int flags));
TYPE(virStoragePoolBuild, int(virStoragePoolPtr pool, unsigned int flags));
TYPE(virStoragePoolDestroy, int(virStoragePoolPtr pool));
TYPE(virStoragePoolDelete, int(virStoragePoolPtr pool, unsigned int flags));
TYPE(virStoragePoolRefresh, int(virStoragePoolPtr pool, unsigned int flags));
TYPE(virStoragePoolFree, int(virStoragePoolPtr pool));
TYPE(virStoragePoolGetName, const char *(virStoragePoolPtr pool));
TYPE(virStoragePoolGetUUID, int(virStoragePoolPtr pool, unsigned char *uuid));
TYPE(virStoragePoolGetUUIDString, int(virStoragePoolPtr pool, char *buf));
TYPE(virStoragePoolGetInfo, int(virStoragePoolPtr vol, virStoragePoolInfoPtr info));
TYPE(virStoragePoolGetXMLDesc, char *(virStoragePoolPtr pool, unsigned int flags));
TYPE(virStoragePoolSetAutostart, int(virStoragePoolPtr pool, int autostart));
TYPE(virStoragePoolGetAutostart, int(virStoragePoolPtr pool, int *autostart));
TYPE(virStoragePoolNumOfVolumes, int(virStoragePoolPtr pool));
TYPE(virStoragePoolListVolumes, int(virStoragePoolPtr pool, char **const names, int maxnames));
TYPE(virConnectFindStoragePoolSources,
     char *(virConnectPtr conn, const char *type, const char *srcSpec, unsigned int flags));
TYPE(virStoragePoolRef, int(virStoragePoolPtr pool));

/* Storage volumes */
TYPE(virStorageVolGetConnect, virConnectPtr(virStorageVolPtr vol));
TYPE(virStorageVolLookupByName, virStorageVolPtr(virStoragePoolPtr pool, const char *name));
TYPE(virStorageVolLookupByKey, virStorageVolPtr(virConnectPtr conn, const char *key));
TYPE(virStorageVolLookupByPath, virStorageVolPtr(virConnectPtr conn, const char *path));
TYPE(virStorageVolCreateXML,
     virStorageVolPtr(virStoragePoolPtr pool, const char *xmldesc, unsigned int flags));
TYPE(virStorageVolDelete, int(virStorageVolPtr vol, unsigned int flags));
TYPE(virStorageVolFree, int(virStorageVolPtr vol));
TYPE(virStorageVolGetName, const char *(virStorageVolPtr vol));
TYPE(virStorageVolGetKey, const char *(virStorageVolPtr vol));
TYPE(virStorageVolGetInfo, int(virStorageVolPtr vol, virStorageVolInfoPtr info));
TYPE(virStorageVolGetXMLDesc, char *(virStorageVolPtr pool, unsigned int flags));
TYPE(virStorageVolGetPath, char *(virStorageVolPtr vol));
TYPE(virStorageVolRef, int(virStorageVolPtr vol));

/* Node devices */
TYPE(virNodeNumOfDevices, int(virConnectPtr conn, const char *cap, unsigned int flags));
TYPE(virNodeListDevices, int(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                             unsigned int flags));
TYPE(virNodeDeviceLookupByName, virNodeDevicePtr(virConnectPtr conn, const char *name));
TYPE(virNodeDeviceFree, int(virNodeDevicePtr dev));
TYPE(virNodeDeviceGetXMLDesc, char *(virNodeDevicePtr dev, unsigned int flags));
TYPE(virNodeDeviceGetName, const char *(virNodeDevicePtr dev));
TYPE(virNodeDeviceGetParent, const char *(virNodeDevicePtr dev));
TYPE(virNodeDeviceNumOfCaps, int(virNodeDevicePtr dev));
TYPE(virNodeDeviceListCaps, int(virNodeDevicePtr dev, char **const names, int maxnames));
TYPE(virNodeDeviceRef, int(virNodeDevicePtr dev));
TYPE(virNodeDeviceDettach, int(virNodeDevicePtr dev));
TYPE(virNodeDeviceReAttach, int(virNodeDevicePtr dev));
TYPE(virNodeDeviceReset, int(virNodeDevicePtr dev));

/* Events */
TYPE(virEventRegisterImpl,
     void(virEventAddHandleFunc addHandle, virEventUpdateHandleFunc updateHandle,
          virEventRemoveHandleFunc removeHandle, virEventAddTimeoutFunc addTimeout,
          virEventUpdateTimeoutFunc updateTimeout, virEventRemoveTimeoutFunc removeTimeout));
TYPE(virConnectDomainEventRegister, int(virConnectPtr conn, virConnectDomainEventCallback cb,
                                        void *opaque, virFreeCallback freecb));
TYPE(virConnectDomainEventDeregister, int(virConnectPtr conn, virConnectDomainEventCallback cb));

enum { OF_0_6_1 = __COUNTER__ };
_Static_assert(OF_0_6_1 == 161, "every symbol once");

/* Of later releases. */
TYPE(virNetworkIsActive, int(virNetworkPtr net));
TYPE(virNetworkIsPersistent, int(virNetworkPtr net));
TYPE(virNetworkGetDHCPLeases, int(virNetworkPtr network, const char *mac,
                                  virNetworkDHCPLeasePtr **leases, unsigned int flags));
TYPE(virNetworkDHCPLeaseFree, void(virNetworkDHCPLeasePtr lease));
TYPE(virDomainGetState, int(virDomainPtr domain, int *state, int *reason, unsigned int flags));
TYPE(virDomainGetJobInfo, int(virDomainPtr domain, virDomainJobInfoPtr info));
TYPE(virDomainAbortJob, int(virDomainPtr domain));
TYPE(virConnectDomainEventRegisterAny,
     int(virConnectPtr conn, virDomainPtr dom, int eventID, virConnectDomainEventGenericCallback cb,
         void *opaque, virFreeCallback freecb));
TYPE(virConnectDomainEventDeregisterAny, int(virConnectPtr conn, int callbackID));
TYPE(virConnectNetworkEventRegisterAny,
     int(virConnectPtr conn, virNetworkPtr net, int eventID,
         virConnectNetworkEventGenericCallback cb, void *opaque, virFreeCallback freecb));
TYPE(virConnectNetworkEventDeregisterAny, int(virConnectPtr conn, int callbackID));
TYPE(virConnectStoragePoolEventRegisterAny,
     int(virConnectPtr conn, virStoragePoolPtr pool, int eventID,
         virConnectStoragePoolEventGenericCallback cb, void *opaque, virFreeCallback freecb));
TYPE(virConnectStoragePoolEventDeregisterAny, int(virConnectPtr conn, int callbackID));
TYPE(virConnectNodeDeviceEventRegisterAny,
     int(virConnectPtr conn, virNodeDevicePtr dev, int eventID,
         virConnectNodeDeviceEventGenericCallback cb, void *opaque, virFreeCallback freecb));
TYPE(virConnectNodeDeviceEventDeregisterAny, int(virConnectPtr conn, int callbackID));
TYPE(virNodeDeviceCreateXML,
     virNodeDevicePtr(virConnectPtr conn, const char *xmlDesc, unsigned int flags));
TYPE(virNodeDeviceDestroy, int(virNodeDevicePtr dev));
TYPE(virEventRegisterDefaultImpl, int(void));
TYPE(virEventRunDefaultImpl, int(void));
TYPE(virEventAddHandle,
     int(int fd, int events, virEventHandleCallback cb, void *opaque, virFreeCallback ff));
TYPE(virEventUpdateHandle, void(int watch, int events));
TYPE(virEventRemoveHandle, int(int watch));
TYPE(virEventAddTimeout,
     int(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff));
TYPE(virEventUpdateTimeout, void(int timer, int timeout));
TYPE(virEventRemoveTimeout, int(int timer));

/* Streams */
TYPE(virStorageVolDownload,
     int(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
         unsigned long long length, unsigned int flags));
TYPE(virStorageVolUpload, int(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                              unsigned long long length, unsigned int flags));
TYPE(virStreamNew, virStreamPtr(virConnectPtr conn, unsigned int flags));
TYPE(virStreamRef, int(virStreamPtr stream));
TYPE(virStreamFree, int(virStreamPtr stream));
TYPE(virStreamSend, int(virStreamPtr stream, const char *data, size_t nbytes));
TYPE(virStreamRecv, int(virStreamPtr stream, char *data, size_t nbytes));
TYPE(virStreamRecvFlags, int(virStreamPtr stream, char *data, size_t nbytes, unsigned int flags));
TYPE(virStreamSendHole, int(virStreamPtr stream, long long length, unsigned int flags));
TYPE(virStreamRecvHole, int(virStreamPtr stream, long long *length, unsigned int flags));
TYPE(virStreamSendAll, int(virStreamPtr stream, virStreamSourceFunc handler, void *opaque));
TYPE(virStreamSparseSendAll,
     int(virStreamPtr stream, virStreamSourceFunc handler, virStreamSourceHoleFunc holeHandler,
         virStreamSourceSkipFunc skipHandler, void *opaque));
TYPE(virStreamRecvAll, int(virStreamPtr stream, virStreamSinkFunc handler, void *opaque));
TYPE(virStreamSparseRecvAll, int(virStreamPtr stream, virStreamSinkFunc handler,
                                 virStreamSinkHoleFunc holeHandler, void *opaque));
TYPE(virStreamEventAddCallback, int(virStreamPtr stream, int events, virStreamEventCallback cb,
                                    void *opaque, virFreeCallback ff));
TYPE(virStreamEventUpdateCallback, int(virStreamPtr stream, int events));
TYPE(virStreamEventRemoveCallback, int(virStreamPtr stream));
TYPE(virStreamFinish, int(virStreamPtr stream));
TYPE(virStreamAbort, int(virStreamPtr stream));

/* Of later releases. */
TYPE(virDomainDefineXMLFlags,
     virDomainPtr(virConnectPtr conn, const char *xml, unsigned int flags));
TYPE(virDomainGetRelativeXMLDesc, char *(virDomainPtr domain, const char *dir, unsigned int flags));
TYPE(virDomainDefineRelativeXML,
     virDomainPtr(virConnectPtr conn, const char *xml, const char *dir, unsigned int flags));

/* Later releases */
TYPE(virStorageVolCreateXMLFrom, virStorageVolPtr(virStoragePoolPtr pool, const char *xmldesc,
                                                  virStorageVolPtr clonevol, unsigned int flags));
TYPE(virStoragePoolIsActive, int(virStoragePoolPtr pool));
TYPE(virStoragePoolIsPersistent, int(virStoragePoolPtr pool));

int main(void)
{
    printf("%d symbols of 0.6.1 have their type\n", OF_0_6_1);
    return 0;
}

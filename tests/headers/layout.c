/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holds the binary interface of the public headers: sizes, offsets, types and values.
 * Programs were compiled with these numbers: a failure means a broken header, not a stale test. */

#define VIR_DEPRECATED /* virError's old members are measured, not used */
#define VIR_ENUM_SENTINELS 1

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <stdio.h>

/* __COUNTER__ counts the assertions that this compiler saw. */
#define HOLDS(expr, text) _Static_assert((expr) && __COUNTER__ >= 0, text)

#define VALUE(name, value) HOLDS((name) == (value), #name)

/* Where long and pointers have 64 bits; elsewhere the enumerations alone are checked. */
#ifdef __LP64__
#define SIZE(type, size) HOLDS(sizeof(type) == (size), #type)
#define STRUCT(tag, size, align) \
    HOLDS(sizeof(struct tag) == (size) && _Alignof(struct tag) == (align), #tag)
#define FIELD_SIZE(tag, member, offset, size) \
    HOLDS(offsetof(struct tag, member) == (offset) && \
              sizeof(((struct tag *)NULL)->member) == (size), \
          #tag "." #member)
#define FIELD(tag, member, offset, size, type) \
    HOLDS(offsetof(struct tag, member) == (offset) && \
              sizeof(((struct tag *)NULL)->member) == (size) && \
              __builtin_types_compatible_p(__typeof__(((struct tag *)NULL)->member), type), \
          #tag "." #member)
#else
#define SIZE(type, size) _Static_assert(sizeof(type) > 0, #type)
#define STRUCT(tag, size, align) SIZE(struct tag, size)
#define FIELD_SIZE(tag, member, offset, size) SIZE(struct tag, size)
#define FIELD(tag, member, offset, size, type) SIZE(struct tag, size)
#endif

/* Structures: bytes and alignment; members: offset, bytes, type. */
STRUCT(_virConnectAuth, 32, 8);
FIELD(_virConnectAuth, credtype, 0, 8, int *);
FIELD(_virConnectAuth, ncredtype, 8, 4, unsigned int);
FIELD(_virConnectAuth, cb, 16, 8, virConnectAuthCallbackPtr);
FIELD(_virConnectAuth, cbdata, 24, 8, void *);
STRUCT(_virConnectCredential, 48, 8);
FIELD(_virConnectCredential, type, 0, 4, int);
FIELD(_virConnectCredential, prompt, 8, 8, const char *);
FIELD(_virConnectCredential, challenge, 16, 8, const char *);
FIELD(_virConnectCredential, defresult, 24, 8, const char *);
FIELD(_virConnectCredential, result, 32, 8, char *);
FIELD(_virConnectCredential, resultlen, 40, 4, unsigned int);
STRUCT(_virDomainBlockStats, 40, 8);
FIELD(_virDomainBlockStats, rd_req, 0, 8, long long);
FIELD(_virDomainBlockStats, rd_bytes, 8, 8, long long);
FIELD(_virDomainBlockStats, wr_req, 16, 8, long long);
FIELD(_virDomainBlockStats, wr_bytes, 24, 8, long long);
FIELD(_virDomainBlockStats, errs, 32, 8, long long);
STRUCT(_virDomainInfo, 40, 8);
FIELD(_virDomainInfo, state, 0, 1, unsigned char);
FIELD(_virDomainInfo, maxMem, 8, 8, unsigned long);
FIELD(_virDomainInfo, memory, 16, 8, unsigned long);
FIELD(_virDomainInfo, nrVirtCpu, 24, 2, unsigned short);
FIELD(_virDomainInfo, cpuTime, 32, 8, unsigned long long);
STRUCT(_virDomainJobInfo, 96, 8);
FIELD(_virDomainJobInfo, type, 0, 4, int);
FIELD(_virDomainJobInfo, timeElapsed, 8, 8, unsigned long long);
FIELD(_virDomainJobInfo, timeRemaining, 16, 8, unsigned long long);
FIELD(_virDomainJobInfo, dataTotal, 24, 8, unsigned long long);
FIELD(_virDomainJobInfo, dataProcessed, 32, 8, unsigned long long);
FIELD(_virDomainJobInfo, dataRemaining, 40, 8, unsigned long long);
FIELD(_virDomainJobInfo, memTotal, 48, 8, unsigned long long);
FIELD(_virDomainJobInfo, memProcessed, 56, 8, unsigned long long);
FIELD(_virDomainJobInfo, memRemaining, 64, 8, unsigned long long);
FIELD(_virDomainJobInfo, fileTotal, 72, 8, unsigned long long);
FIELD(_virDomainJobInfo, fileProcessed, 80, 8, unsigned long long);
FIELD(_virDomainJobInfo, fileRemaining, 88, 8, unsigned long long);
STRUCT(_virDomainInterfaceStats, 64, 8);
FIELD(_virDomainInterfaceStats, rx_bytes, 0, 8, long long);
FIELD(_virDomainInterfaceStats, rx_packets, 8, 8, long long);
FIELD(_virDomainInterfaceStats, rx_errs, 16, 8, long long);
FIELD(_virDomainInterfaceStats, rx_drop, 24, 8, long long);
FIELD(_virDomainInterfaceStats, tx_bytes, 32, 8, long long);
FIELD(_virDomainInterfaceStats, tx_packets, 40, 8, long long);
FIELD(_virDomainInterfaceStats, tx_errs, 48, 8, long long);
FIELD(_virDomainInterfaceStats, tx_drop, 56, 8, long long);
STRUCT(_virError, 80, 8);
FIELD(_virError, code, 0, 4, int);
FIELD(_virError, domain, 4, 4, int);
FIELD(_virError, message, 8, 8, char *);
FIELD(_virError, level, 16, 4, virErrorLevel);
FIELD(_virError, conn, 24, 8, virConnectPtr);
FIELD(_virError, dom, 32, 8, virDomainPtr);
FIELD(_virError, str1, 40, 8, char *);
FIELD(_virError, str2, 48, 8, char *);
FIELD(_virError, str3, 56, 8, char *);
FIELD(_virError, int1, 64, 4, int);
FIELD(_virError, int2, 68, 4, int);
FIELD(_virError, net, 72, 8, virNetworkPtr);
STRUCT(_virNodeInfo, 64, 8);
FIELD(_virNodeInfo, model, 0, 32, char[32]);
FIELD(_virNodeInfo, memory, 32, 8, unsigned long);
FIELD(_virNodeInfo, cpus, 40, 4, unsigned int);
FIELD(_virNodeInfo, mhz, 44, 4, unsigned int);
FIELD(_virNodeInfo, nodes, 48, 4, unsigned int);
FIELD(_virNodeInfo, sockets, 52, 4, unsigned int);
FIELD(_virNodeInfo, cores, 56, 4, unsigned int);
FIELD(_virNodeInfo, threads, 60, 4, unsigned int);
STRUCT(_virSecurityLabel, 4104, 4);
FIELD(_virSecurityLabel, label, 0, 4097, char[4097]);
FIELD(_virSecurityLabel, enforcing, 4100, 4, int);
STRUCT(_virSecurityModel, 514, 1);
FIELD(_virSecurityModel, model, 0, 257, char[257]);
FIELD(_virSecurityModel, doi, 257, 257, char[257]);
STRUCT(_virStoragePoolInfo, 32, 8);
FIELD(_virStoragePoolInfo, state, 0, 4, int);
FIELD(_virStoragePoolInfo, capacity, 8, 8, unsigned long long);
FIELD(_virStoragePoolInfo, allocation, 16, 8, unsigned long long);
FIELD(_virStoragePoolInfo, available, 24, 8, unsigned long long);
STRUCT(_virStorageVolInfo, 24, 8);
FIELD(_virStorageVolInfo, type, 0, 4, int);
FIELD(_virStorageVolInfo, capacity, 8, 8, unsigned long long);
FIELD(_virStorageVolInfo, allocation, 16, 8, unsigned long long);
STRUCT(_virTypedParameter, 96, 8);
FIELD(_virTypedParameter, field, 0, 80, char[80]);
FIELD(_virTypedParameter, type, 80, 4, int);
FIELD_SIZE(_virTypedParameter, value, 88, 8);
FIELD(_virTypedParameter, value.i, 88, 4, int);
FIELD(_virTypedParameter, value.ui, 88, 4, unsigned int);
FIELD(_virTypedParameter, value.l, 88, 8, long long);
FIELD(_virTypedParameter, value.ul, 88, 8, unsigned long long);
FIELD(_virTypedParameter, value.d, 88, 8, double);
FIELD(_virTypedParameter, value.b, 88, 1, char);
FIELD(_virTypedParameter, value.s, 88, 8, char *);
STRUCT(_virVcpuInfo, 24, 8);
FIELD(_virVcpuInfo, number, 0, 4, unsigned int);
FIELD(_virVcpuInfo, state, 4, 4, int);
FIELD(_virVcpuInfo, cpuTime, 8, 8, unsigned long long);
FIELD(_virVcpuInfo, cpu, 16, 4, int);

/* Types that are no enumerations. */
SIZE(virConnectAuth, 32);
SIZE(virConnectAuthCallbackPtr, 8);
SIZE(virConnectAuthPtr, 8);
SIZE(virConnectCredential, 48);
SIZE(virConnectCredentialPtr, 8);
SIZE(virConnectDomainEventCallback, 8);
SIZE(virConnectPtr, 8);
SIZE(virDomainBlockStatsPtr, 8);
SIZE(virDomainBlockStatsStruct, 40);
SIZE(virDomainInfo, 40);
SIZE(virDomainInfoPtr, 8);
SIZE(virDomainInterfaceStatsPtr, 8);
SIZE(virDomainInterfaceStatsStruct, 64);
SIZE(virDomainPtr, 8);
SIZE(virError, 80);
SIZE(virErrorFunc, 8);
SIZE(virErrorPtr, 8);
SIZE(virEventAddHandleFunc, 8);
SIZE(virEventAddTimeoutFunc, 8);
SIZE(virEventHandleCallback, 8);
SIZE(virEventRemoveHandleFunc, 8);
SIZE(virEventRemoveTimeoutFunc, 8);
SIZE(virEventTimeoutCallback, 8);
SIZE(virEventUpdateHandleFunc, 8);
SIZE(virEventUpdateTimeoutFunc, 8);
SIZE(virFreeCallback, 8);
SIZE(virNetworkPtr, 8);
SIZE(virNodeDevicePtr, 8);
SIZE(virNodeInfo, 64);
SIZE(virNodeInfoPtr, 8);
SIZE(virSchedParameter, 96);
SIZE(virSchedParameterPtr, 8);
SIZE(virSecurityLabel, 4104);
SIZE(virSecurityLabelPtr, 8);
SIZE(virSecurityModel, 514);
SIZE(virSecurityModelPtr, 8);
SIZE(virStoragePoolInfo, 32);
SIZE(virStoragePoolInfoPtr, 8);
SIZE(virStoragePoolPtr, 8);
SIZE(virStorageVolInfo, 24);
SIZE(virStorageVolInfoPtr, 8);
SIZE(virStorageVolPtr, 8);
SIZE(virTypedParameter, 96);
SIZE(virTypedParameterPtr, 8);
SIZE(virVcpuInfo, 24);
SIZE(virVcpuInfoPtr, 8);

/* The same types under the names of 0.6. */
HOLDS(__builtin_types_compatible_p(virSchedParameter, struct _virSchedParameter), "0.6 tag");
HOLDS(__builtin_types_compatible_p(virSchedParameter, virTypedParameter), "0.6 parameter");

/* Lengths. */
VALUE(LIBVIR_VERSION_NUMBER, 6001);
VALUE(VIR_UUID_BUFLEN, 16);
VALUE(VIR_UUID_STRING_BUFLEN, 37);
VALUE(VIR_TYPED_PARAM_FIELD_LENGTH, 80);
VALUE(VIR_DOMAIN_SCHED_FIELD_LENGTH, 80);
VALUE(VIR_SECURITY_LABEL_BUFLEN, 4097);
VALUE(VIR_SECURITY_MODEL_BUFLEN, 257);
VALUE(VIR_SECURITY_DOI_BUFLEN, 257);
VALUE(VIR_CPU_MAPLEN(1), 1);
VALUE(VIR_CPU_MAPLEN(8), 1);
VALUE(VIR_CPU_MAPLEN(9), 2);

/* Enumerations, each after its size. */
SIZE(virConnectCredentialType, 4);
VALUE(VIR_CRED_USERNAME, 1);
VALUE(VIR_CRED_AUTHNAME, 2);
VALUE(VIR_CRED_LANGUAGE, 3);
VALUE(VIR_CRED_CNONCE, 4);
VALUE(VIR_CRED_PASSPHRASE, 5);
VALUE(VIR_CRED_ECHOPROMPT, 6);
VALUE(VIR_CRED_NOECHOPROMPT, 7);
VALUE(VIR_CRED_REALM, 8);
VALUE(VIR_CRED_EXTERNAL, 9);
SIZE(virConnectFlags, 4);
VALUE(VIR_CONNECT_RO, 1);
SIZE(virDomainCreateFlags, 4);
VALUE(VIR_DOMAIN_NONE, 0);
SIZE(virDomainEventDefinedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_DEFINED_ADDED, 0);
VALUE(VIR_DOMAIN_EVENT_DEFINED_UPDATED, 1);
SIZE(virDomainEventResumedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_RESUMED_UNPAUSED, 0);
VALUE(VIR_DOMAIN_EVENT_RESUMED_MIGRATED, 1);
SIZE(virDomainEventStartedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_STARTED_BOOTED, 0);
VALUE(VIR_DOMAIN_EVENT_STARTED_MIGRATED, 1);
VALUE(VIR_DOMAIN_EVENT_STARTED_RESTORED, 2);
SIZE(virDomainEventStoppedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN, 0);
VALUE(VIR_DOMAIN_EVENT_STOPPED_DESTROYED, 1);
VALUE(VIR_DOMAIN_EVENT_STOPPED_CRASHED, 2);
VALUE(VIR_DOMAIN_EVENT_STOPPED_MIGRATED, 3);
VALUE(VIR_DOMAIN_EVENT_STOPPED_SAVED, 4);
VALUE(VIR_DOMAIN_EVENT_STOPPED_FAILED, 5);
SIZE(virDomainEventSuspendedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_SUSPENDED_PAUSED, 0);
VALUE(VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED, 1);
SIZE(virDomainEventType, 4);
VALUE(VIR_DOMAIN_EVENT_DEFINED, 0);
VALUE(VIR_DOMAIN_EVENT_UNDEFINED, 1);
VALUE(VIR_DOMAIN_EVENT_STARTED, 2);
VALUE(VIR_DOMAIN_EVENT_SUSPENDED, 3);
VALUE(VIR_DOMAIN_EVENT_RESUMED, 4);
VALUE(VIR_DOMAIN_EVENT_STOPPED, 5);
SIZE(virDomainEventUndefinedDetailType, 4);
VALUE(VIR_DOMAIN_EVENT_UNDEFINED_REMOVED, 0);
SIZE(virDomainMemoryFlags, 4);
VALUE(VIR_MEMORY_VIRTUAL, 1);
VALUE(VIR_MEMORY_PHYSICAL, 2);
SIZE(virDomainMigrateFlags, 4);
VALUE(VIR_MIGRATE_LIVE, 1);
SIZE(virDomainState, 4);
VALUE(VIR_DOMAIN_NOSTATE, 0);
VALUE(VIR_DOMAIN_RUNNING, 1);
VALUE(VIR_DOMAIN_BLOCKED, 2);
VALUE(VIR_DOMAIN_PAUSED, 3);
VALUE(VIR_DOMAIN_SHUTDOWN, 4);
VALUE(VIR_DOMAIN_SHUTOFF, 5);
VALUE(VIR_DOMAIN_CRASHED, 6);
VALUE(VIR_DOMAIN_START_VALIDATE, 16);
SIZE(virDomainDefineFlags, 4);
VALUE(VIR_DOMAIN_DEFINE_VALIDATE, 1);
SIZE(virDomainRelativeFlags, 4);
VALUE(VIR_DOMAIN_RELATIVE_OUTSIDE, 65536);
SIZE(virDomainXMLFlags, 4);
VALUE(VIR_DOMAIN_XML_SECURE, 1);
VALUE(VIR_DOMAIN_XML_INACTIVE, 2);
SIZE(virErrorDomain, 4);
VALUE(VIR_FROM_NONE, 0);
VALUE(VIR_FROM_XEN, 1);
VALUE(VIR_FROM_XEND, 2);
VALUE(VIR_FROM_XENSTORE, 3);
VALUE(VIR_FROM_SEXPR, 4);
VALUE(VIR_FROM_XML, 5);
VALUE(VIR_FROM_DOM, 6);
VALUE(VIR_FROM_RPC, 7);
VALUE(VIR_FROM_PROXY, 8);
VALUE(VIR_FROM_CONF, 9);
VALUE(VIR_FROM_QEMU, 10);
VALUE(VIR_FROM_NET, 11);
VALUE(VIR_FROM_TEST, 12);
VALUE(VIR_FROM_REMOTE, 13);
VALUE(VIR_FROM_OPENVZ, 14);
VALUE(VIR_FROM_XENXM, 15);
VALUE(VIR_FROM_STATS_LINUX, 16);
VALUE(VIR_FROM_LXC, 17);
VALUE(VIR_FROM_STORAGE, 18);
VALUE(VIR_FROM_NETWORK, 19);
VALUE(VIR_FROM_DOMAIN, 20);
VALUE(VIR_FROM_UML, 21);
VALUE(VIR_FROM_NODEDEV, 22);
VALUE(VIR_FROM_XEN_INOTIFY, 23);
VALUE(VIR_FROM_SECURITY, 24);
VALUE(VIR_FROM_VBOX, 25);
VALUE(VIR_FROM_INTERFACE, 26);
VALUE(VIR_FROM_ONE, 27);
VALUE(VIR_FROM_ESX, 28);
VALUE(VIR_FROM_PHYP, 29);
VALUE(VIR_FROM_SECRET, 30);
VALUE(VIR_FROM_CPU, 31);
VALUE(VIR_FROM_XENAPI, 32);
VALUE(VIR_FROM_NWFILTER, 33);
VALUE(VIR_FROM_HOOK, 34);
VALUE(VIR_FROM_DOMAIN_SNAPSHOT, 35);
VALUE(VIR_FROM_AUDIT, 36);
VALUE(VIR_FROM_SYSINFO, 37);
VALUE(VIR_FROM_STREAMS, 38);
VALUE(VIR_FROM_VMWARE, 39);
VALUE(VIR_FROM_EVENT, 40);
VALUE(VIR_FROM_LIBXL, 41);
VALUE(VIR_FROM_LOCKING, 42);
VALUE(VIR_FROM_HYPERV, 43);
VALUE(VIR_FROM_CAPABILITIES, 44);
VALUE(VIR_FROM_URI, 45);
VALUE(VIR_FROM_AUTH, 46);
VALUE(VIR_FROM_DBUS, 47);
VALUE(VIR_FROM_PARALLELS, 48);
VALUE(VIR_FROM_DEVICE, 49);
VALUE(VIR_FROM_SSH, 50);
VALUE(VIR_FROM_LOCKSPACE, 51);
VALUE(VIR_FROM_INITCTL, 52);
VALUE(VIR_FROM_IDENTITY, 53);
VALUE(VIR_FROM_CGROUP, 54);
VALUE(VIR_FROM_ACCESS, 55);
VALUE(VIR_FROM_SYSTEMD, 56);
VALUE(VIR_FROM_BHYVE, 57);
VALUE(VIR_FROM_CRYPTO, 58);
VALUE(VIR_FROM_FIREWALL, 59);
VALUE(VIR_FROM_POLKIT, 60);
VALUE(VIR_FROM_THREAD, 61);
VALUE(VIR_FROM_ADMIN, 62);
VALUE(VIR_FROM_LOGGING, 63);
VALUE(VIR_FROM_XENXL, 64);
VALUE(VIR_FROM_PERF, 65);
VALUE(VIR_FROM_LIBSSH, 66);
VALUE(VIR_FROM_RESCTRL, 67);
VALUE(VIR_FROM_FIREWALLD, 68);
VALUE(VIR_FROM_DOMAIN_CHECKPOINT, 69);
VALUE(VIR_FROM_TPM, 70);
VALUE(VIR_FROM_BPF, 71);
VALUE(VIR_FROM_CH, 72);
VALUE(VIR_ERR_DOMAIN_LAST, 73);
SIZE(virErrorLevel, 4);
VALUE(VIR_ERR_NONE, 0);
VALUE(VIR_ERR_WARNING, 1);
VALUE(VIR_ERR_ERROR, 2);
SIZE(virErrorNumber, 4);
VALUE(VIR_ERR_OK, 0);
VALUE(VIR_ERR_INTERNAL_ERROR, 1);
VALUE(VIR_ERR_NO_MEMORY, 2);
VALUE(VIR_ERR_NO_SUPPORT, 3);
VALUE(VIR_ERR_UNKNOWN_HOST, 4);
VALUE(VIR_ERR_NO_CONNECT, 5);
VALUE(VIR_ERR_INVALID_CONN, 6);
VALUE(VIR_ERR_INVALID_DOMAIN, 7);
VALUE(VIR_ERR_INVALID_ARG, 8);
VALUE(VIR_ERR_OPERATION_FAILED, 9);
VALUE(VIR_ERR_GET_FAILED, 10);
VALUE(VIR_ERR_POST_FAILED, 11);
VALUE(VIR_ERR_HTTP_ERROR, 12);
VALUE(VIR_ERR_SEXPR_SERIAL, 13);
VALUE(VIR_ERR_NO_XEN, 14);
VALUE(VIR_ERR_XEN_CALL, 15);
VALUE(VIR_ERR_OS_TYPE, 16);
VALUE(VIR_ERR_NO_KERNEL, 17);
VALUE(VIR_ERR_NO_ROOT, 18);
VALUE(VIR_ERR_NO_SOURCE, 19);
VALUE(VIR_ERR_NO_TARGET, 20);
VALUE(VIR_ERR_NO_NAME, 21);
VALUE(VIR_ERR_NO_OS, 22);
VALUE(VIR_ERR_NO_DEVICE, 23);
VALUE(VIR_ERR_NO_XENSTORE, 24);
VALUE(VIR_ERR_DRIVER_FULL, 25);
VALUE(VIR_ERR_CALL_FAILED, 26);
VALUE(VIR_ERR_XML_ERROR, 27);
VALUE(VIR_ERR_DOM_EXIST, 28);
VALUE(VIR_ERR_OPERATION_DENIED, 29);
VALUE(VIR_ERR_OPEN_FAILED, 30);
VALUE(VIR_ERR_READ_FAILED, 31);
VALUE(VIR_ERR_PARSE_FAILED, 32);
VALUE(VIR_ERR_CONF_SYNTAX, 33);
VALUE(VIR_ERR_WRITE_FAILED, 34);
VALUE(VIR_ERR_XML_DETAIL, 35);
VALUE(VIR_ERR_INVALID_NETWORK, 36);
VALUE(VIR_ERR_NETWORK_EXIST, 37);
VALUE(VIR_ERR_SYSTEM_ERROR, 38);
VALUE(VIR_ERR_RPC, 39);
VALUE(VIR_ERR_GNUTLS_ERROR, 40);
VALUE(VIR_WAR_NO_NETWORK, 41);
VALUE(VIR_ERR_NO_DOMAIN, 42);
VALUE(VIR_ERR_NO_NETWORK, 43);
VALUE(VIR_ERR_INVALID_MAC, 44);
VALUE(VIR_ERR_AUTH_FAILED, 45);
VALUE(VIR_ERR_INVALID_STORAGE_POOL, 46);
VALUE(VIR_ERR_INVALID_STORAGE_VOL, 47);
VALUE(VIR_WAR_NO_STORAGE, 48);
VALUE(VIR_ERR_NO_STORAGE_POOL, 49);
VALUE(VIR_ERR_NO_STORAGE_VOL, 50);
VALUE(VIR_WAR_NO_NODE, 51);
VALUE(VIR_ERR_INVALID_NODE_DEVICE, 52);
VALUE(VIR_ERR_NO_NODE_DEVICE, 53);
VALUE(VIR_ERR_NO_SECURITY_MODEL, 54);
VALUE(VIR_ERR_OPERATION_INVALID, 55);
VALUE(VIR_WAR_NO_INTERFACE, 56);
VALUE(VIR_ERR_NO_INTERFACE, 57);
VALUE(VIR_ERR_INVALID_INTERFACE, 58);
VALUE(VIR_ERR_MULTIPLE_INTERFACES, 59);
VALUE(VIR_WAR_NO_NWFILTER, 60);
VALUE(VIR_ERR_INVALID_NWFILTER, 61);
VALUE(VIR_ERR_NO_NWFILTER, 62);
VALUE(VIR_ERR_BUILD_FIREWALL, 63);
VALUE(VIR_WAR_NO_SECRET, 64);
VALUE(VIR_ERR_INVALID_SECRET, 65);
VALUE(VIR_ERR_NO_SECRET, 66);
VALUE(VIR_ERR_CONFIG_UNSUPPORTED, 67);
VALUE(VIR_ERR_OPERATION_TIMEOUT, 68);
VALUE(VIR_ERR_MIGRATE_PERSIST_FAILED, 69);
VALUE(VIR_ERR_HOOK_SCRIPT_FAILED, 70);
VALUE(VIR_ERR_INVALID_DOMAIN_SNAPSHOT, 71);
VALUE(VIR_ERR_NO_DOMAIN_SNAPSHOT, 72);
VALUE(VIR_ERR_INVALID_STREAM, 73);
VALUE(VIR_ERR_ARGUMENT_UNSUPPORTED, 74);
VALUE(VIR_ERR_STORAGE_PROBE_FAILED, 75);
VALUE(VIR_ERR_STORAGE_POOL_BUILT, 76);
VALUE(VIR_ERR_SNAPSHOT_REVERT_RISKY, 77);
VALUE(VIR_ERR_OPERATION_ABORTED, 78);
VALUE(VIR_ERR_AUTH_CANCELLED, 79);
VALUE(VIR_ERR_NO_DOMAIN_METADATA, 80);
VALUE(VIR_ERR_MIGRATE_UNSAFE, 81);
VALUE(VIR_ERR_OVERFLOW, 82);
VALUE(VIR_ERR_BLOCK_COPY_ACTIVE, 83);
VALUE(VIR_ERR_OPERATION_UNSUPPORTED, 84);
VALUE(VIR_ERR_SSH, 85);
VALUE(VIR_ERR_AGENT_UNRESPONSIVE, 86);
VALUE(VIR_ERR_RESOURCE_BUSY, 87);
VALUE(VIR_ERR_ACCESS_DENIED, 88);
VALUE(VIR_ERR_DBUS_SERVICE, 89);
VALUE(VIR_ERR_STORAGE_VOL_EXIST, 90);
VALUE(VIR_ERR_CPU_INCOMPATIBLE, 91);
VALUE(VIR_ERR_XML_INVALID_SCHEMA, 92);
VALUE(VIR_ERR_MIGRATE_FINISH_OK, 93);
VALUE(VIR_ERR_AUTH_UNAVAILABLE, 94);
VALUE(VIR_ERR_NO_SERVER, 95);
VALUE(VIR_ERR_NO_CLIENT, 96);
VALUE(VIR_ERR_AGENT_UNSYNCED, 97);
VALUE(VIR_ERR_LIBSSH, 98);
VALUE(VIR_ERR_DEVICE_MISSING, 99);
VALUE(VIR_ERR_INVALID_NWFILTER_BINDING, 100);
VALUE(VIR_ERR_NO_NWFILTER_BINDING, 101);
VALUE(VIR_ERR_INVALID_DOMAIN_CHECKPOINT, 102);
VALUE(VIR_ERR_NO_DOMAIN_CHECKPOINT, 103);
VALUE(VIR_ERR_NO_DOMAIN_BACKUP, 104);
VALUE(VIR_ERR_INVALID_NETWORK_PORT, 105);
VALUE(VIR_ERR_NETWORK_PORT_EXIST, 106);
VALUE(VIR_ERR_NO_NETWORK_PORT, 107);
VALUE(VIR_ERR_NO_HOSTNAME, 108);
VALUE(VIR_ERR_CHECKPOINT_INCONSISTENT, 109);
VALUE(VIR_ERR_MULTIPLE_DOMAINS, 110);
VALUE(VIR_ERR_NUMBER_LAST, 111);
SIZE(virEventHandleType, 4);
VALUE(VIR_EVENT_HANDLE_READABLE, 1);
VALUE(VIR_EVENT_HANDLE_WRITABLE, 2);
VALUE(VIR_EVENT_HANDLE_ERROR, 4);
VALUE(VIR_EVENT_HANDLE_HANGUP, 8);
SIZE(virNetworkXMLFlags, 4);
VALUE(VIR_NETWORK_XML_INACTIVE, 1);
SIZE(virSchedParameterType, 4);
VALUE(VIR_DOMAIN_SCHED_FIELD_INT, 1);
VALUE(VIR_DOMAIN_SCHED_FIELD_UINT, 2);
VALUE(VIR_DOMAIN_SCHED_FIELD_LLONG, 3);
VALUE(VIR_DOMAIN_SCHED_FIELD_ULLONG, 4);
VALUE(VIR_DOMAIN_SCHED_FIELD_DOUBLE, 5);
VALUE(VIR_DOMAIN_SCHED_FIELD_BOOLEAN, 6);
SIZE(virStoragePoolBuildFlags, 4);
VALUE(VIR_STORAGE_POOL_BUILD_NEW, 0);
VALUE(VIR_STORAGE_POOL_BUILD_REPAIR, 1);
VALUE(VIR_STORAGE_POOL_BUILD_RESIZE, 2);
SIZE(virStoragePoolDeleteFlags, 4);
VALUE(VIR_STORAGE_POOL_DELETE_NORMAL, 0);
VALUE(VIR_STORAGE_POOL_DELETE_ZEROED, 1);
SIZE(virStoragePoolState, 4);
VALUE(VIR_STORAGE_POOL_INACTIVE, 0);
VALUE(VIR_STORAGE_POOL_BUILDING, 1);
VALUE(VIR_STORAGE_POOL_RUNNING, 2);
VALUE(VIR_STORAGE_POOL_DEGRADED, 3);
SIZE(virStorageVolDeleteFlags, 4);
VALUE(VIR_STORAGE_VOL_DELETE_NORMAL, 0);
VALUE(VIR_STORAGE_VOL_DELETE_ZEROED, 1);
SIZE(virStorageVolType, 4);
VALUE(VIR_STORAGE_VOL_FILE, 0);
VALUE(VIR_STORAGE_VOL_BLOCK, 1);
SIZE(virTypedParameterType, 4);
VALUE(VIR_TYPED_PARAM_INT, 1);
VALUE(VIR_TYPED_PARAM_UINT, 2);
VALUE(VIR_TYPED_PARAM_LLONG, 3);
VALUE(VIR_TYPED_PARAM_ULLONG, 4);
VALUE(VIR_TYPED_PARAM_DOUBLE, 5);
VALUE(VIR_TYPED_PARAM_BOOLEAN, 6);
VALUE(VIR_TYPED_PARAM_STRING, 7);
SIZE(virVcpuState, 4);
VALUE(VIR_VCPU_OFFLINE, 0);
VALUE(VIR_VCPU_RUNNING, 1);
VALUE(VIR_VCPU_BLOCKED, 2);

int main(void)
{
    printf("%d assertions hold\n", __COUNTER__);
    return 0;
}

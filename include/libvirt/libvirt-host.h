/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns connections and what they tell of the host: capacity, free memory, security model.
 * Also owns the CPU maps that libvirt-domain-resources.h uses. */

#ifndef VITRINE_LIBVIRT_HOST_H
#define VITRINE_LIBVIRT_HOST_H

#include <string.h> /* memcpy, for VIR_COPY_CPUMAP */

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* The processors and memory of a host. */
struct _virNodeInfo {
    char model[32];       /* word for the CPU's architecture, cut to 31 bytes */
    unsigned long memory; /* KiB */
    unsigned int cpus;    /* CPUs in use */
    unsigned int mhz;     /* expected clock, MHz */
    unsigned int nodes;   /* NUMA cells; 1 where memory is uniform */
    unsigned int sockets; /* sockets of one cell */
    unsigned int cores;   /* cores of one socket */
    unsigned int threads; /* threads of one core */
};
typedef struct _virNodeInfo virNodeInfo;
typedef virNodeInfo *virNodeInfoPtr;

/* CPUs that the host could have in use; the length, in bits, that a CPU map needs.
 * @nodeinfo  a virNodeInfo, not a pointer to one
 */
#define VIR_NODEINFO_MAXCPUS(nodeinfo) \
    ((nodeinfo).nodes * (nodeinfo).sockets * (nodeinfo).cores * (nodeinfo).threads)

/* A CPU map is an array of unsigned char with one bit for each CPU of the host: CPU 0 is the lowest
 * bit of byte 0, CPU 8 the lowest bit of byte 1.  "cpumaps" are maps of equal length one after the
 * other, one for each virtual CPU. */

/* Bytes of a map for @cpu CPUs. */
#define VIR_CPU_MAPLEN(cpu) (((cpu) + 7) / 8)

/* Sets the bit of @cpu. */
#define VIR_USE_CPU(cpumap, cpu) ((cpumap)[(cpu) / 8] |= (unsigned char)(1 << ((cpu) % 8)))

/* Clears the bit of @cpu. */
#define VIR_UNUSE_CPU(cpumap, cpu) ((cpumap)[(cpu) / 8] &= (unsigned char)~(1 << ((cpu) % 8)))

/* Not 0 when the bit of @cpu is set. */
#define VIR_CPU_USED(cpumap, cpu) ((cpumap)[(cpu) / 8] & (1 << ((cpu) % 8)))

/* Address of the map of @vcpu among maps of @maplen bytes each. */
#define VIR_GET_CPUMAP(cpumaps, maplen, vcpu) (&((cpumaps)[(vcpu) * (maplen)]))

/* Not 0 when @vcpu may run on @cpu. */
#define VIR_CPU_USABLE(cpumaps, maplen, vcpu, cpu) \
    VIR_CPU_USED(VIR_GET_CPUMAP(cpumaps, maplen, vcpu), cpu)

/* Copies the map of @vcpu, @maplen bytes, to @cpumap. */
#define VIR_COPY_CPUMAP(cpumaps, maplen, vcpu, cpumap) \
    memcpy((cpumap), VIR_GET_CPUMAP(cpumaps, maplen, vcpu), (maplen))

/* Bytes of the strings in virSecurityModel, with the NUL. */
#define VIR_SECURITY_MODEL_BUFLEN (256 + 1)
#define VIR_SECURITY_DOI_BUFLEN (256 + 1)

/* How the host confines its guests. */
struct _virSecurityModel {
    char model[VIR_SECURITY_MODEL_BUFLEN]; /* name; empty when nothing confines them */
    char doi[VIR_SECURITY_DOI_BUFLEN];     /* domain of interpretation of the labels */
};
typedef struct _virSecurityModel virSecurityModel;
typedef virSecurityModel *virSecurityModelPtr;

/* Opens a connection that may look and change.
 * @name     URI such as xen:///, qemu:///system, test:///default, qemu+ssh://host/system.  NULL
 *           allowed; NULL and "" take the environment's LIBVIRT_DEFAULT_URI, else the first driver
 *           that finds itself at home, at last the embedded hypervisor
 * Returns   connection; NULL on failure.  A part of it that is missing leaves a warning (code
 *           VIR_WAR_NO_NETWORK, VIR_WAR_NO_NODE) in virGetLastError although the call succeeds
 * Errors    INVALID_ARG @name is no URI or has a bad part; NO_CONNECT no driver takes it;
 *           AUTH_FAILED the peer wants credentials; SYSTEM_ERROR or RPC the peer is out of reach
 * Threads   any thread, any time; may block until a hypervisor or remote peer has answered
 * Owner     caller drops it with virConnectClose
 * Since     0.0.3
 */
virConnectPtr virConnectOpen(const char *name);

/* Opens a connection that may only look: what changes something, or peeks, raises
 * OPERATION_DENIED.
 * @name     as for virConnectOpen
 * Returns   connection; NULL on failure
 * Errors    as virConnectOpen
 * Threads   any thread, any time; may block until a hypervisor or remote peer has answered
 * Owner     caller drops it with virConnectClose
 * Since     0.0.3
 */
virConnectPtr virConnectOpenReadOnly(const char *name);

/* Opens a connection whose peer may ask for credentials.
 * @name     as for virConnectOpen
 * @auth     who answers; virConnectAuthPtrDefault asks at the terminal.  NULL allowed: then a peer
 *           that asks is an error
 * @flags    0 or VIR_CONNECT_RO
 * Returns   connection; NULL on failure
 * Errors    INVALID_ARG @flags other bits; then as virConnectOpen; AUTH_FAILED also when an answer
 *           is refused or the callback gives up
 * Threads   any thread, any time; may block until user, hypervisor or remote peer has answered
 * Owner     caller drops it with virConnectClose and keeps @auth
 * Since     0.4.0
 */
virConnectPtr virConnectOpenAuth(const char *name, virConnectAuthPtr auth, int flags);

/* Adds a reference, for a thread or object that keeps the connection for itself.
 * @conn     open connection
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virConnectClose
 * Since     0.6.0
 */
int virConnectRef(virConnectPtr conn);

/* Drops a reference of an owner: what virConnectOpen or virConnectRef gave.
 * Each handle of the connection and each registered callback holds the connection too: they keep
 * working until their own Free or deregistration.  The connection ends with the last of all.
 * @conn     open connection; not to be used again by this caller
 * Returns   number of owners' references left; when this was the last of them, number of handles
 *           and callbacks that still hold the connection; so 0 when it has ended; -1 on failure
 * Errors    INVALID_CONN @conn
 * Threads   any thread, any time; may block only when it ends the connection
 * Owner     releases what virConnectOpen or virConnectRef gave
 * Since     0.0.3
 */
int virConnectClose(virConnectPtr conn);

/* Names the driver of the hypervisor, such as "Xen", "QEMU" or "Test".
 * @conn     open connection
 * Returns   name; NULL on failure
 * Errors    INVALID_CONN @conn
 * Threads   any thread, any time; may block for one query
 * Owner     the library; constant, valid while the process lives
 * Since     0.0.3
 */
const char *virConnectGetType(virConnectPtr conn);

/* Tells the version of the running hypervisor.
 * @conn     open connection
 * @hvVer    out: major * 1000000 + minor * 1000 + release
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @hvVer NULL; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @hvVer
 * Since     0.0.3
 */
int virConnectGetVersion(virConnectPtr conn, unsigned long *hvVer);

/* Names the host of the hypervisor.
 * @conn     open connection
 * Returns   host name; NULL on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.3.0
 */
char *virConnectGetHostname(virConnectPtr conn);

/* Tells the URI that opens this connection again.
 * @conn     open connection
 * Returns   URI; NULL on failure
 * Errors    INVALID_CONN @conn; NO_MEMORY
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.3.0
 */
char *virConnectGetURI(virConnectPtr conn);

/* Describes, as XML, the host and the kinds of guests that it can run.
 * @conn     open connection
 * Returns   <capabilities> document; NULL on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.2.1
 */
char *virConnectGetCapabilities(virConnectPtr conn);

/* Tells how many virtual CPUs a guest may have.
 * @conn     open connection
 * @type     type of guest as in <domain type='...'>; NULL allowed and means the driver's usual one;
 *           which types are known, and whether that is checked, is the driver's matter
 * Returns   number of virtual CPUs; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT; INVALID_ARG the driver knows no such @type
 * Threads   any thread, any time; may block for one query
 * Since     0.2.1
 */
int virConnectGetMaxVcpus(virConnectPtr conn, const char *type);

/* Describes the processors and memory of the host.
 * @conn     open connection
 * @info     out
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @info NULL; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @info
 * Since     0.1.0
 */
int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info);

/* Tells the free memory of the host.
 * @conn     open connection
 * Returns   KiB (later releases of the API give bytes); 0 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.3.3
 */
unsigned long long virNodeGetFreeMemory(virConnectPtr conn);

/* Tells the free memory of some NUMA cells of the host.
 * @conn       open connection
 * @freeMems   out: KiB for each cell, @maxCells entries
 * @startCell  number of the first cell wanted, >= 0
 * @maxCells   number of entries, > 0
 * Returns   number of entries filled; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @freeMems NULL, @maxCells or @startCell out of bounds;
 *           NO_SUPPORT; INVALID_ARG @startCell beyond the last cell
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @freeMems
 * Since     0.3.3
 */
int virNodeGetCellsFreeMemory(virConnectPtr conn, unsigned long long *freeMems, int startCell,
                              int maxCells);

/* Tells how the host confines its guests.
 * @conn     open connection
 * @secmodel out; two empty strings when nothing confines them
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @secmodel NULL; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @secmodel
 * Since     0.6.1
 */
int virNodeGetSecurityModel(virConnectPtr conn, virSecurityModelPtr secmodel);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_HOST_H */

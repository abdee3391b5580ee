/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns what a domain has and uses: memory, virtual CPUs, scheduling, devices, counters, label.
 * Part of the family of libvirt-domain.h, whose remarks on states and codes hold here. */

#ifndef VITRINE_LIBVIRT_DOMAIN_RESOURCES_H
#define VITRINE_LIBVIRT_DOMAIN_RESOURCES_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* What a virtual CPU is doing. */
typedef enum {
    VIR_VCPU_OFFLINE = 0,
    VIR_VCPU_RUNNING = 1,
    VIR_VCPU_BLOCKED = 2 /* waits for a resource */
} virVcpuState;

/* One virtual CPU. */
struct _virVcpuInfo {
    unsigned int number;        /* which one, from 0 */
    int state;                  /* one of virVcpuState */
    unsigned long long cpuTime; /* ns of CPU used */
    int cpu;                    /* host CPU that it is on; -1 when on none */
};
typedef struct _virVcpuInfo virVcpuInfo;
typedef virVcpuInfo *virVcpuInfoPtr;

/* Bytes of the name in a parameter, with the NUL; the second spelling is the API's of 0.6. */
#define VIR_TYPED_PARAM_FIELD_LENGTH 80
#define VIR_DOMAIN_SCHED_FIELD_LENGTH VIR_TYPED_PARAM_FIELD_LENGTH

/* Which member of the union in a parameter counts: the names of later releases ... */
typedef enum {
    VIR_TYPED_PARAM_INT = 1,
    VIR_TYPED_PARAM_UINT = 2,
    VIR_TYPED_PARAM_LLONG = 3,
    VIR_TYPED_PARAM_ULLONG = 4,
    VIR_TYPED_PARAM_DOUBLE = 5,
    VIR_TYPED_PARAM_BOOLEAN = 6,
    VIR_TYPED_PARAM_STRING = 7 /* of later releases; never used by the functions below */
} virTypedParameterType;

/* ... and the names of 0.6 for the same values. */
typedef enum {
    VIR_DOMAIN_SCHED_FIELD_INT = 1,
    VIR_DOMAIN_SCHED_FIELD_UINT = 2,
    VIR_DOMAIN_SCHED_FIELD_LLONG = 3,
    VIR_DOMAIN_SCHED_FIELD_ULLONG = 4,
    VIR_DOMAIN_SCHED_FIELD_DOUBLE = 5,
    VIR_DOMAIN_SCHED_FIELD_BOOLEAN = 6
} virSchedParameterType;

/* A named value. */
struct _virTypedParameter {
    char field[VIR_TYPED_PARAM_FIELD_LENGTH]; /* name */
    int type;                                 /* one of virTypedParameterType */
    union {
        int i;
        unsigned int ui;
        long long int l;
        unsigned long long int ul;
        double d;
        char b;  /* 0 or 1 */
        char *s; /* of later releases */
    } value;
};
typedef struct _virTypedParameter virTypedParameter;
typedef virTypedParameter *virTypedParameterPtr;

/* The same type as 0.6 names it. */
#define _virSchedParameter _virTypedParameter
typedef struct _virTypedParameter virSchedParameter;
typedef virSchedParameter *virSchedParameterPtr;

/* Counters of one disk since the domain started; -1 for what the hypervisor does not count. */
struct _virDomainBlockStats {
    long long rd_req;   /* reads */
    long long rd_bytes; /* bytes read */
    long long wr_req;   /* writes */
    long long wr_bytes; /* bytes written */
    long long errs;     /* requests that failed */
};
typedef struct _virDomainBlockStats virDomainBlockStatsStruct;
typedef virDomainBlockStatsStruct *virDomainBlockStatsPtr;

/* Counters of one network interface since the domain started, as the guest sees the directions; -1
 * for what the hypervisor does not count. */
struct _virDomainInterfaceStats {
    long long rx_bytes;   /* bytes received */
    long long rx_packets; /* packets received */
    long long rx_errs;    /* errors of receiving */
    long long rx_drop;    /* packets lost when receiving */
    long long tx_bytes;   /* bytes sent */
    long long tx_packets; /* packets sent */
    long long tx_errs;    /* errors of sending */
    long long tx_drop;    /* packets lost when sending */
};
typedef struct _virDomainInterfaceStats virDomainInterfaceStatsStruct;
typedef virDomainInterfaceStatsStruct *virDomainInterfaceStatsPtr;

/* Bytes of the string in virSecurityLabel, with the NUL. */
#define VIR_SECURITY_LABEL_BUFLEN (4096 + 1)

/* What confines a domain; the model is virNodeGetSecurityModel's. */
struct _virSecurityLabel {
    char label[VIR_SECURITY_LABEL_BUFLEN]; /* empty when nothing confines it */
    int enforcing;                         /* 1 when breaches are stopped, 0 when only logged */
};
typedef struct _virSecurityLabel virSecurityLabel;
typedef virSecurityLabel *virSecurityLabelPtr;

/* Tells how much memory a domain may have at most.
 * @domain   domain
 * Returns   KiB; 0 on failure
 * Errors    INVALID_DOMAIN @domain; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.0.3
 */
unsigned long virDomainGetMaxMemory(virDomainPtr domain);

/* Sets how much memory a domain may have at most; what it has now stays.
 * @domain   domain
 * @memory   KiB, >= 4096 and not below what it has now
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG
 *           @memory < 4096; NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG @memory below what it has
 *           now, or more than the driver can give
 * Threads   any thread, any time; may block behind other changes
 * Since     0.0.3
 */
int virDomainSetMaxMemory(virDomainPtr domain, unsigned long memory);

/* Sets how much memory a domain has.
 * @domain   domain
 * @memory   KiB, from 4096 to virDomainGetMaxMemory
 * Returns   0, though the guest may take its time to comply; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG
 *           @memory < 4096; NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG @memory above the maximum
 * Threads   any thread, any time; may block behind other changes, not for the guest
 * Since     0.1.1
 */
int virDomainSetMemory(virDomainPtr domain, unsigned long memory);

/* Tells how many virtual CPUs a domain may have at most.
 * @domain   domain
 * Returns   number; -1 on failure
 * Errors    INVALID_DOMAIN @domain; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.2.1
 */
int virDomainGetMaxVcpus(virDomainPtr domain);

/* Sets how many virtual CPUs a domain has.
 * @domain   domain
 * @nvcpus   number, from 1 to virDomainGetMaxVcpus
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @nvcpus 0;
 *           NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG @nvcpus above the maximum
 * Threads   any thread, any time; may block behind other changes
 * Since     0.1.4
 */
int virDomainSetVcpus(virDomainPtr domain, unsigned int nvcpus);

/* Describes the virtual CPUs of a domain, and the host CPUs that each may run on.
 * @domain   domain
 * @info     out: @maxinfo entries
 * @maxinfo  number of entries, >= 1
 * @cpumaps  out: @maxinfo maps of @maplen bytes each, see VIR_CPU_MAPLEN; CPUs past the map are
 *           left out, bits past the host's CPUs are 0; NULL allowed, then no maps are wanted
 * @maplen   bytes of one map, >= 1; of no account when @cpumaps is NULL
 * Returns   number of entries filled; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @info NULL, @maxinfo < 1, or @maplen < 1 where
 *           @cpumaps is given; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @info and @cpumaps
 * Since     0.1.4
 */
int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo, unsigned char *cpumaps,
                      int maplen);

/* Sets which host CPUs a virtual CPU may run on.
 * @domain   domain
 * @vcpu     number of the virtual CPU, <= 32000
 * @cpumap   @maplen bytes, see VIR_CPU_MAPLEN
 * @maplen   bytes, >= 1; CPUs past the map are not allowed ones
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG
 *           @vcpu > 32000, @cpumap NULL or @maplen < 1; NO_SUPPORT; NO_DOMAIN it is gone;
 *           INVALID_ARG no such virtual CPU
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller keeps @cpumap
 * Since     0.1.4
 */
int virDomainPinVcpu(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen);

/* Names the scheduler that runs a domain, and counts its parameters.
 * @domain   domain
 * @nparams  out: number of parameters; NULL allowed, then it is not wanted
 * Returns   name; NULL on failure
 * Errors    INVALID_DOMAIN @domain; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees the name and owns @nparams
 * Since     0.2.3
 */
char *virDomainGetSchedulerType(virDomainPtr domain, int *nparams);

/* Tells the scheduler's parameters of a domain.
 * @domain   domain
 * @params   out: *@nparams entries
 * @nparams  in: number of entries, >= 1; out: number filled
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @params or @nparams NULL, or *@nparams < 1;
 *           NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @params and @nparams
 * Since     0.2.3
 */
int virDomainGetSchedulerParameters(virDomainPtr domain, virSchedParameterPtr params, int *nparams);

/* Sets some or all of the scheduler's parameters of a domain.
 * @domain   domain
 * @params   @nparams entries, each a name and a type that virDomainGetSchedulerParameters gives
 * @nparams  number of entries, >= 1
 * Returns   0 when all are set; -1 on failure, then none is
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @params NULL
 *           or @nparams < 1; NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG unknown name, wrong type
 *           or value
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller keeps @params
 * Since     0.2.3
 */
int virDomainSetSchedulerParameters(virDomainPtr domain, virSchedParameterPtr params, int nparams);

/* Adds a device to a domain.
 * @domain   domain
 * @xml      description of one device: <disk>, <filesystem>, <interface>, <input>, <sound>,
 *           <hostdev>; of later releases <controller>, <channel>, <redirdev>, <rng>, <watchdog>,
 *           <vsock>, <memory>, <shmem>, <smartcard>, <hub>, <lease>
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @xml NULL;
 *           NO_SUPPORT; NO_DOMAIN it is gone; codes of a domain document; INTERNAL_ERROR wrong
 *           state
 * Threads   any thread, any time; may block behind other changes
 * Since     0.1.9
 */
int virDomainAttachDevice(virDomainPtr domain, const char *xml);

/* Removes a device from a domain.
 * @domain   domain
 * @xml      description of one device, as for virDomainAttachDevice
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @xml NULL;
 *           NO_SUPPORT; NO_DOMAIN it is gone; codes of a domain document; INTERNAL_ERROR wrong
 *           state
 * Threads   any thread, any time; may block behind other changes
 * Since     0.1.9
 */
int virDomainDetachDevice(virDomainPtr domain, const char *xml);

/* Tells the counters of one disk of an active domain.
 * @dom      active domain
 * @path     target name of the disk, such as "vda"
 * @stats    out
 * @size     bytes of @stats that the caller knows; a smaller structure is filled as far as it goes
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @dom; INVALID_ARG @path or @stats NULL, or @size above the structure's;
 *           NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG no such disk; INTERNAL_ERROR wrong state
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @stats
 * Since     0.3.2
 */
int virDomainBlockStats(virDomainPtr dom, const char *path, virDomainBlockStatsPtr stats,
                        size_t size);

/* Tells the counters of one network interface of an active domain.
 * @dom      active domain
 * @path     name of the interface on the host, such as "vnet0"
 * @stats    out
 * @size     bytes of @stats that the caller knows; a smaller structure is filled as far as it goes
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @dom; INVALID_ARG @path or @stats NULL, or @size above the structure's;
 *           NO_SUPPORT; NO_DOMAIN it is gone; INVALID_ARG no such interface; INTERNAL_ERROR wrong
 *           state
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @stats
 * Since     0.3.2
 */
int virDomainInterfaceStats(virDomainPtr dom, const char *path, virDomainInterfaceStatsPtr stats,
                            size_t size);

/* Tells what confines an active domain.
 * @domain   domain
 * @seclabel out; empty label when nothing does
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @seclabel NULL; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @seclabel
 * Since     0.6.1
 */
int virDomainGetSecurityLabel(virDomainPtr domain, virSecurityLabelPtr seclabel);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_RESOURCES_H */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns errors: what a record holds, where the last one is kept, who is told of it.
 * Including it gives the whole API, as programs of the time expect. */

#ifndef VITRINE_VIRTERROR_H
#define VITRINE_VIRTERROR_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* How errors travel
 *
 * A function that fails leaves a record in two places: the last error of the calling thread, which
 * no other thread sees or changes, and a copy at the connection concerned, where there is one.
 * The thread's record may be cleared by any function that the thread enters next, but of this
 * header only by those that say so.  The connection's copy stays until the next failure on that
 * connection or virConnResetLastError.  New programs read the thread's record.
 *
 * A handler is told at the end of the failing public call, in the calling thread, with no lock of
 * the library held; it may call any function.  The connection's handler is told if it has one, else
 * the handler of the process, else virDefaultErrorFunc.  A call may also succeed and leave a
 * record, of level VIR_ERR_WARNING; handlers are told of it as well.
 *
 * The functions of this header raise no errors themselves. */

/* How bad it is. */
typedef enum {
    VIR_ERR_NONE = 0,
    VIR_ERR_WARNING = 1, /* the call succeeded, or only lacks something optional */
    VIR_ERR_ERROR = 2
} virErrorLevel;

/* Which part of the library reports.  A library of this level reports 0 to 24; the values above are
 * those of later releases, for programs that compare with them. */
typedef enum {
    VIR_FROM_NONE = 0,         /* no part in particular: calls on connections */
    VIR_FROM_XEN = 1,          /* Xen by hypercalls */
    VIR_FROM_XEND = 2,         /* Xen by xend */
    VIR_FROM_XENSTORE = 3,     /* xenstore */
    VIR_FROM_SEXPR = 4,        /* S-expressions */
    VIR_FROM_XML = 5,          /* XML reading */
    VIR_FROM_DOM = 6,          /* calls on domains */
    VIR_FROM_RPC = 7,          /* XML-RPC */
    VIR_FROM_PROXY = 8,        /* the old Xen proxy */
    VIR_FROM_CONF = 9,         /* configuration files */
    VIR_FROM_QEMU = 10,        /* QEMU */
    VIR_FROM_NET = 11,         /* calls on networks */
    VIR_FROM_TEST = 12,        /* the embedded test hypervisor */
    VIR_FROM_REMOTE = 13,      /* remote connections */
    VIR_FROM_OPENVZ = 14,      /* OpenVZ */
    VIR_FROM_XENXM = 15,       /* Xen configuration files */
    VIR_FROM_STATS_LINUX = 16, /* counters of Linux */
    VIR_FROM_LXC = 17,         /* LXC */
    VIR_FROM_STORAGE = 18,     /* storage */
    VIR_FROM_NETWORK = 19,     /* networks of the host */
    VIR_FROM_DOMAIN = 20,      /* domain documents */
    VIR_FROM_UML = 21,         /* User-mode Linux */
    VIR_FROM_NODEDEV = 22,     /* devices of the host */
    VIR_FROM_XEN_INOTIFY = 23, /* watches on Xen files */
    VIR_FROM_SECURITY = 24,    /* confinement of guests */

    VIR_FROM_VBOX = 25,
    VIR_FROM_INTERFACE = 26,
    VIR_FROM_ONE = 27,
    VIR_FROM_ESX = 28,
    VIR_FROM_PHYP = 29,
    VIR_FROM_SECRET = 30,
    VIR_FROM_CPU = 31,
    VIR_FROM_XENAPI = 32,
    VIR_FROM_NWFILTER = 33,
    VIR_FROM_HOOK = 34,
    VIR_FROM_DOMAIN_SNAPSHOT = 35,
    VIR_FROM_AUDIT = 36,
    VIR_FROM_SYSINFO = 37,
    VIR_FROM_STREAMS = 38,
    VIR_FROM_VMWARE = 39,
    VIR_FROM_EVENT = 40,
    VIR_FROM_LIBXL = 41,
    VIR_FROM_LOCKING = 42,
    VIR_FROM_HYPERV = 43,
    VIR_FROM_CAPABILITIES = 44,
    VIR_FROM_URI = 45,
    VIR_FROM_AUTH = 46,
    VIR_FROM_DBUS = 47,
    VIR_FROM_PARALLELS = 48,
    VIR_FROM_DEVICE = 49,
    VIR_FROM_SSH = 50,
    VIR_FROM_LOCKSPACE = 51,
    VIR_FROM_INITCTL = 52,
    VIR_FROM_IDENTITY = 53,
    VIR_FROM_CGROUP = 54,
    VIR_FROM_ACCESS = 55,
    VIR_FROM_SYSTEMD = 56,
    VIR_FROM_BHYVE = 57,
    VIR_FROM_CRYPTO = 58,
    VIR_FROM_FIREWALL = 59,
    VIR_FROM_POLKIT = 60,
    VIR_FROM_THREAD = 61,
    VIR_FROM_ADMIN = 62,
    VIR_FROM_LOGGING = 63,
    VIR_FROM_XENXL = 64,
    VIR_FROM_PERF = 65,
    VIR_FROM_LIBSSH = 66,
    VIR_FROM_RESCTRL = 67,
    VIR_FROM_FIREWALLD = 68,
    VIR_FROM_DOMAIN_CHECKPOINT = 69,
    VIR_FROM_TPM = 70,
    VIR_FROM_BPF = 71,
    VIR_FROM_CH = 72
#ifdef VIR_ENUM_SENTINELS
    ,
    VIR_ERR_DOMAIN_LAST = 73
#endif
} virErrorDomain;

/* What went wrong.  A library of this level raises 0 to 54; the values above are those of later
 * releases, for programs that compare with them. */
typedef enum {
    VIR_ERR_OK = 0,                    /* no error */
    VIR_ERR_INTERNAL_ERROR = 1,        /* what no other code fits */
    VIR_ERR_NO_MEMORY = 2,             /* out of memory */
    VIR_ERR_NO_SUPPORT = 3,            /* the driver lacks it */
    VIR_ERR_UNKNOWN_HOST = 4,          /* unknown host */
    VIR_ERR_NO_CONNECT = 5,            /* no driver takes the URI */
    VIR_ERR_INVALID_CONN = 6,          /* bad connection */
    VIR_ERR_INVALID_DOMAIN = 7,        /* bad domain handle */
    VIR_ERR_INVALID_ARG = 8,           /* bad argument */
    VIR_ERR_OPERATION_FAILED = 9,      /* tried and failed */
    VIR_ERR_GET_FAILED = 10,           /* HTTP GET failed */
    VIR_ERR_POST_FAILED = 11,          /* HTTP POST failed */
    VIR_ERR_HTTP_ERROR = 12,           /* unexpected HTTP status */
    VIR_ERR_SEXPR_SERIAL = 13,         /* S-expression cannot be built */
    VIR_ERR_NO_XEN = 14,               /* no Xen here */
    VIR_ERR_XEN_CALL = 15,             /* hypercall failed */
    VIR_ERR_OS_TYPE = 16,              /* unknown kind of system to boot */
    VIR_ERR_NO_KERNEL = 17,            /* kernel missing in XML */
    VIR_ERR_NO_ROOT = 18,              /* root device missing in XML */
    VIR_ERR_NO_SOURCE = 19,            /* source of a device missing in XML */
    VIR_ERR_NO_TARGET = 20,            /* target of a device missing in XML */
    VIR_ERR_NO_NAME = 21,              /* name missing in XML */
    VIR_ERR_NO_OS = 22,                /* kind of system missing in XML */
    VIR_ERR_NO_DEVICE = 23,            /* no device in XML */
    VIR_ERR_NO_XENSTORE = 24,          /* no xenstore */
    VIR_ERR_DRIVER_FULL = 25,          /* too many drivers */
    VIR_ERR_CALL_FAILED = 26,          /* old; not raised */
    VIR_ERR_XML_ERROR = 27,            /* bad XML document */
    VIR_ERR_DOM_EXIST = 28,            /* domain exists already */
    VIR_ERR_OPERATION_DENIED = 29,     /* not on a read-only connection */
    VIR_ERR_OPEN_FAILED = 30,          /* cannot open a file */
    VIR_ERR_READ_FAILED = 31,          /* cannot read a file */
    VIR_ERR_PARSE_FAILED = 32,         /* cannot parse a file */
    VIR_ERR_CONF_SYNTAX = 33,          /* bad syntax in a configuration */
    VIR_ERR_WRITE_FAILED = 34,         /* cannot write a file */
    VIR_ERR_XML_DETAIL = 35,           /* XML not well-formed, with place */
    VIR_ERR_INVALID_NETWORK = 36,      /* bad network handle */
    VIR_ERR_NETWORK_EXIST = 37,        /* network exists already */
    VIR_ERR_SYSTEM_ERROR = 38,         /* the system refused; errno is in the text */
    VIR_ERR_RPC = 39,                  /* remote exchange failed */
    VIR_ERR_GNUTLS_ERROR = 40,         /* TLS failed */
    VIR_WAR_NO_NETWORK = 41,           /* warning: no network driver started */
    VIR_ERR_NO_DOMAIN = 42,            /* no such domain */
    VIR_ERR_NO_NETWORK = 43,           /* no such network */
    VIR_ERR_INVALID_MAC = 44,          /* bad MAC address */
    VIR_ERR_AUTH_FAILED = 45,          /* not authenticated */
    VIR_ERR_INVALID_STORAGE_POOL = 46, /* bad pool handle */
    VIR_ERR_INVALID_STORAGE_VOL = 47,  /* bad volume handle, or no such volume */
    VIR_WAR_NO_STORAGE = 48,           /* warning: no storage driver started */
    VIR_ERR_NO_STORAGE_POOL = 49,      /* no such pool */
    VIR_ERR_NO_STORAGE_VOL = 50,       /* no such volume */
    VIR_WAR_NO_NODE = 51,              /* warning: no device driver started */
    VIR_ERR_INVALID_NODE_DEVICE = 52,  /* bad device handle, or no such device */
    VIR_ERR_NO_NODE_DEVICE = 53,       /* no such device */
    VIR_ERR_NO_SECURITY_MODEL = 54,    /* nothing confines guests */

    VIR_ERR_OPERATION_INVALID = 55,
    VIR_WAR_NO_INTERFACE = 56,
    VIR_ERR_NO_INTERFACE = 57,
    VIR_ERR_INVALID_INTERFACE = 58,
    VIR_ERR_MULTIPLE_INTERFACES = 59,
    VIR_WAR_NO_NWFILTER = 60,
    VIR_ERR_INVALID_NWFILTER = 61,
    VIR_ERR_NO_NWFILTER = 62,
    VIR_ERR_BUILD_FIREWALL = 63,
    VIR_WAR_NO_SECRET = 64,
    VIR_ERR_INVALID_SECRET = 65,
    VIR_ERR_NO_SECRET = 66,
    VIR_ERR_CONFIG_UNSUPPORTED = 67,
    VIR_ERR_OPERATION_TIMEOUT = 68,
    VIR_ERR_MIGRATE_PERSIST_FAILED = 69,
    VIR_ERR_HOOK_SCRIPT_FAILED = 70,
    VIR_ERR_INVALID_DOMAIN_SNAPSHOT = 71,
    VIR_ERR_NO_DOMAIN_SNAPSHOT = 72,
    VIR_ERR_INVALID_STREAM = 73,
    VIR_ERR_ARGUMENT_UNSUPPORTED = 74,
    VIR_ERR_STORAGE_PROBE_FAILED = 75,
    VIR_ERR_STORAGE_POOL_BUILT = 76,
    VIR_ERR_SNAPSHOT_REVERT_RISKY = 77,
    VIR_ERR_OPERATION_ABORTED = 78,
    VIR_ERR_AUTH_CANCELLED = 79,
    VIR_ERR_NO_DOMAIN_METADATA = 80,
    VIR_ERR_MIGRATE_UNSAFE = 81,
    VIR_ERR_OVERFLOW = 82,
    VIR_ERR_BLOCK_COPY_ACTIVE = 83,
    VIR_ERR_OPERATION_UNSUPPORTED = 84,
    VIR_ERR_SSH = 85,
    VIR_ERR_AGENT_UNRESPONSIVE = 86,
    VIR_ERR_RESOURCE_BUSY = 87,
    VIR_ERR_ACCESS_DENIED = 88,
    VIR_ERR_DBUS_SERVICE = 89,
    VIR_ERR_STORAGE_VOL_EXIST = 90,
    VIR_ERR_CPU_INCOMPATIBLE = 91,
    VIR_ERR_XML_INVALID_SCHEMA = 92,
    VIR_ERR_MIGRATE_FINISH_OK = 93,
    VIR_ERR_AUTH_UNAVAILABLE = 94,
    VIR_ERR_NO_SERVER = 95,
    VIR_ERR_NO_CLIENT = 96,
    VIR_ERR_AGENT_UNSYNCED = 97,
    VIR_ERR_LIBSSH = 98,
    VIR_ERR_DEVICE_MISSING = 99,
    VIR_ERR_INVALID_NWFILTER_BINDING = 100,
    VIR_ERR_NO_NWFILTER_BINDING = 101,
    VIR_ERR_INVALID_DOMAIN_CHECKPOINT = 102,
    VIR_ERR_NO_DOMAIN_CHECKPOINT = 103,
    VIR_ERR_NO_DOMAIN_BACKUP = 104,
    VIR_ERR_INVALID_NETWORK_PORT = 105,
    VIR_ERR_NETWORK_PORT_EXIST = 106,
    VIR_ERR_NO_NETWORK_PORT = 107,
    VIR_ERR_NO_HOSTNAME = 108,
    VIR_ERR_CHECKPOINT_INCONSISTENT = 109,
    VIR_ERR_MULTIPLE_DOMAINS = 110
#ifdef VIR_ENUM_SENTINELS
    ,
    VIR_ERR_NUMBER_LAST = 111
#endif
} virErrorNumber;

/* One error. */
struct _virError {
    int code;                          /* one of virErrorNumber */
    int domain;                        /* one of virErrorDomain */
    char *message;                     /* text for people; NULL when there is no error */
    virErrorLevel level;               /* how bad it is */
    virConnectPtr conn VIR_DEPRECATED; /* always NULL */
    virDomainPtr dom VIR_DEPRECATED;   /* always NULL */
    char *str1;                        /* text before the detail was put in; may be NULL */
    char *str2;                        /* detail; may be NULL */
    char *str3;                        /* another detail; may be NULL */
    int int1;                          /* number that belongs to the error, if any */
    int int2;                          /* another one */
    virNetworkPtr net VIR_DEPRECATED;  /* always NULL */
};
typedef struct _virError virError;
typedef virError *virErrorPtr;

/* The application's, told of an error.
 * @userData the pointer that was given with the handler
 * @error    the record
 * Threads   the thread whose call failed, at the end of that call; no lock of the library is held
 * Owner     @error is the library's, valid during the call; virCopyLastError keeps what it says
 */
typedef void (*virErrorFunc)(void *userData, virErrorPtr error);

/* Gives the last error of the calling thread.
 * Returns   record; NULL when there is none
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     the library; valid until this thread calls a function that is not of this header, or
 *           virResetLastError; must not be freed
 * Since     0.1.0
 */
virErrorPtr virGetLastError(void);

/* Copies the last error of the calling thread to a new record.
 * Returns   record, of code VIR_ERR_OK when there is no error; NULL when memory is short
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     caller frees it with virFreeError
 * Since     0.6.1
 */
virErrorPtr virSaveLastError(void);

/* Copies the last error of the calling thread to a record of the caller.
 * @to       out: record, overwritten without being looked at
 * Returns   code of the error, 0 when there is none; -1 when @to is NULL
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     caller releases the strings in @to with virResetError
 * Since     0.1.0
 */
int virCopyLastError(virErrorPtr to);

/* Forgets the last error of the calling thread.
 * Errors    raises none
 * Threads   any thread, any time, even before virInitialize; never blocks
 * Since     0.1.0
 */
void virResetLastError(void);

/* Releases the strings in a record and sets all of it to 0.
 * @err      record of the caller; NULL allowed
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     the record itself remains the caller's
 * Since     0.1.0
 */
void virResetError(virErrorPtr err);

/* Releases a record with all that is in it.
 * @err      record that virSaveLastError gave; NULL allowed
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     takes @err
 * Since     0.6.1
 */
void virFreeError(virErrorPtr err);

/* Sets who is told of errors that no connection's handler is told of.
 * @userData to hand to @handler; NULL allowed
 * @handler  handler; NULL allowed and means virDefaultErrorFunc
 * Errors    raises none
 * Threads   any thread, any time, even before virInitialize; never blocks; a call that is failing
 *           meanwhile may still tell the old pair, never a mixture
 * Owner     caller keeps @userData valid until it has set another handler and no call is under way
 * Since     0.1.0
 */
void virSetErrorFunc(void *userData, virErrorFunc handler);

/* Prints an error on stderr, as one line "libvir: DOMAIN LEVEL : MESSAGE": the word of its domain,
 * left out where it has none; "error" or "warning"; its message.
 * @err      record; NULL or one of code VIR_ERR_OK allowed, then nothing is printed
 * Errors    raises none
 * Threads   any thread, any time; never blocks but for stderr
 * Owner     caller keeps @err
 * Since     0.1.0
 */
void virDefaultErrorFunc(virErrorPtr err);

/* Gives the copy of the last error at a connection: for a thread whose own calls failed on it, the
 * last of those; else the last of all.  Programs with threads use virGetLastError.
 * @conn     open connection
 * Returns   record, of code VIR_ERR_OK when there is no error; NULL when @conn is NULL or invalid,
 *           or memory is short
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     the connection; valid and unchanged for this thread until it next calls a function with
 *           this connection or a handle of it; must not be freed
 * Since     0.1.0
 */
virErrorPtr virConnGetLastError(virConnectPtr conn);

/* Copies the copy of the last error at a connection to a record of the caller.
 * @conn     open connection
 * @to       out: record, overwritten without being looked at
 * Returns   code of the error, 0 when there is none; -1 when @conn is NULL or invalid, or @to NULL
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Owner     caller releases the strings in @to with virResetError
 * Since     0.1.0
 */
int virConnCopyLastError(virConnectPtr conn, virErrorPtr to);

/* Forgets the copy of the last error at a connection.
 * @conn     open connection; NULL allowed and does nothing
 * Errors    raises none
 * Threads   any thread, any time; never blocks
 * Since     0.1.0
 */
void virConnResetLastError(virConnectPtr conn);

/* Sets who is told of errors of one connection.
 * @conn     open connection; NULL allowed and does nothing
 * @userData to hand to @handler; NULL allowed
 * @handler  handler; NULL allowed and means the handler of the process
 * Errors    raises none
 * Threads   any thread, any time; never blocks; a call that is failing meanwhile may still tell the
 *           old pair, never a mixture
 * Owner     caller keeps @userData valid until it has set another handler and no call is under way
 * Since     0.1.0
 */
void virConnSetErrorFunc(virConnectPtr conn, void *userData, virErrorFunc handler);

VIR_EXTERN_C_END

#include <libvirt/libvirt.h>

#endif /* VITRINE_VIRTERROR_H */

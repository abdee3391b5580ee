/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns why a domain is in its state, and how far the work on it is.
 * Part of the family of libvirt-domain.h, which has the states. */

#ifndef VITRINE_LIBVIRT_DOMAIN_STATE_H
#define VITRINE_LIBVIRT_DOMAIN_STATE_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* Why a domain is running. */
typedef enum {
    VIR_DOMAIN_RUNNING_UNKNOWN = 0,
    VIR_DOMAIN_RUNNING_BOOTED = 1,             /* started afresh */
    VIR_DOMAIN_RUNNING_MIGRATED = 2,           /* came from another host */
    VIR_DOMAIN_RUNNING_RESTORED = 3,           /* from a file of virDomainSave */
    VIR_DOMAIN_RUNNING_FROM_SNAPSHOT = 4,      /* from a snapshot */
    VIR_DOMAIN_RUNNING_UNPAUSED = 5,           /* virDomainResume */
    VIR_DOMAIN_RUNNING_MIGRATION_CANCELED = 6, /* goes on where it was to leave */
    VIR_DOMAIN_RUNNING_SAVE_CANCELED = 7,      /* goes on where it was to be saved */
    VIR_DOMAIN_RUNNING_WAKEUP = 8,             /* woke up */
    VIR_DOMAIN_RUNNING_CRASHED = 9             /* after a crash that it survived */
} virDomainRunningReason;

/* Why a domain is paused. */
typedef enum {
    VIR_DOMAIN_PAUSED_UNKNOWN = 0,
    VIR_DOMAIN_PAUSED_USER = 1,          /* virDomainSuspend */
    VIR_DOMAIN_PAUSED_MIGRATION = 2,     /* it moves, or came paused */
    VIR_DOMAIN_PAUSED_SAVE = 3,          /* while it is saved */
    VIR_DOMAIN_PAUSED_DUMP = 4,          /* while its core is dumped */
    VIR_DOMAIN_PAUSED_IOERROR = 5,       /* a disk failed */
    VIR_DOMAIN_PAUSED_WATCHDOG = 6,      /* its watchdog */
    VIR_DOMAIN_PAUSED_FROM_SNAPSHOT = 7, /* from a snapshot that was paused */
    VIR_DOMAIN_PAUSED_SHUTTING_DOWN = 8, /* while it shuts down */
    VIR_DOMAIN_PAUSED_SNAPSHOT = 9,      /* while a snapshot is made */
    VIR_DOMAIN_PAUSED_CRASHED = 10,      /* it crashed */
    VIR_DOMAIN_PAUSED_STARTING_UP = 11   /* while it is started */
} virDomainPausedReason;

/* Why a domain is shut off. */
typedef enum {
    VIR_DOMAIN_SHUTOFF_UNKNOWN = 0,      /* it has not run yet, as far as is known */
    VIR_DOMAIN_SHUTOFF_SHUTDOWN = 1,     /* the guest did it */
    VIR_DOMAIN_SHUTOFF_DESTROYED = 2,    /* virDomainDestroy */
    VIR_DOMAIN_SHUTOFF_CRASHED = 3,      /* the guest failed */
    VIR_DOMAIN_SHUTOFF_MIGRATED = 4,     /* it went to another host */
    VIR_DOMAIN_SHUTOFF_SAVED = 5,        /* to a file */
    VIR_DOMAIN_SHUTOFF_FAILED = 6,       /* it could not be started */
    VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT = 7 /* from a snapshot that was off */
} virDomainShutoffReason;

/* Tells the state of a domain, and why it is in it.
 * @domain   domain
 * @state    out: one of virDomainState
 * @reason   out: one of the type that belongs to the state; NULL allowed
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @state NULL, @flags not 0; NO_SUPPORT; NO_DOMAIN it
 *           is gone
 * Threads   any thread, any time; waits for nobody
 * Owner     caller owns both numbers
 * Since     0.9.2
 */
int virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags);

/* Whether there is long work on a domain, and whether its end can be foreseen. */
typedef enum {
    VIR_DOMAIN_JOB_NONE = 0,      /* none */
    VIR_DOMAIN_JOB_BOUNDED = 1,   /* some, that will take as long as timeRemaining says */
    VIR_DOMAIN_JOB_UNBOUNDED = 2, /* some, that will take nobody knows how long */
    VIR_DOMAIN_JOB_COMPLETED = 3, /* just done */
    VIR_DOMAIN_JOB_FAILED = 4,    /* just failed */
    VIR_DOMAIN_JOB_CANCELLED = 5  /* just ended on request */
} virDomainJobType;

typedef struct _virDomainJobInfo virDomainJobInfo;
/* How far long work on a domain (a save, a core dump) is.  Sizes are bytes; of memory, of files,
 * and of both together. */
struct _virDomainJobInfo {
    int type;                       /* one of virDomainJobType; all else is 0 when there is none */
    unsigned long long timeElapsed; /* milliseconds since it began */
    unsigned long long timeRemaining; /* milliseconds, as a guess; 0 when nobody knows */
    unsigned long long dataTotal;
    unsigned long long dataProcessed;
    unsigned long long dataRemaining;
    unsigned long long memTotal;
    unsigned long long memProcessed;
    unsigned long long memRemaining;
    unsigned long long fileTotal;
    unsigned long long fileProcessed;
    unsigned long long fileRemaining;
};
typedef virDomainJobInfo *virDomainJobInfoPtr;

/* Tells how far the long work on a domain is.
 * @domain   domain
 * @info     out
 * Returns   0, also when there is none; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @info NULL; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time, above all while another is in the long call; waits for nobody
 * Owner     caller owns @info
 * Since     0.7.7
 */
int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info);

/* Asks the long work on a domain to end: the call that does it fails with OPERATION_ABORTED, and all
 * is as it was before.
 * @domain   domain
 * Returns   0, perhaps before the work has ended; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR there is nothing that could be ended
 * Threads   any thread, any time; waits for nobody
 * Since     0.7.7
 */
int virDomainAbortJob(virDomainPtr domain);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_STATE_H */

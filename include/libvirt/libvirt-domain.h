/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns domains: finding them, their identity and XML, their life from definition to destruction.
 * The other headers of the family, included at the end, own more ways to define one, progress,
 * resources, peeking and events. */

#ifndef VITRINE_LIBVIRT_DOMAIN_H
#define VITRINE_LIBVIRT_DOMAIN_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* A domain is active (it has a number) or shut off, and persistent (it has a definition) or
 * transient (it is gone when it stops).  A handle of a domain that is gone stays valid; calls that
 * need the domain then raise NO_DOMAIN.  What the present state forbids raises INTERNAL_ERROR,
 * written "wrong state" below.  Changes of one domain take turns: one that has waited too long for
 * another, or whose domain is destroyed meanwhile, raises OPERATION_FAILED.
 *
 * Codes of a domain document: XML_DETAIL not well-formed; NO_NAME; OS_TYPE missing or unknown;
 * NO_SOURCE, NO_TARGET a disk lacks it; XEN_CALL bad set of CPUs; INTERNAL_ERROR all else. */

/* What a domain is doing. */
typedef enum {
    VIR_DOMAIN_NOSTATE = 0,
    VIR_DOMAIN_RUNNING = 1,
    VIR_DOMAIN_BLOCKED = 2,  /* waits for a resource; counts as running */
    VIR_DOMAIN_PAUSED = 3,   /* stopped by virDomainSuspend or alike */
    VIR_DOMAIN_SHUTDOWN = 4, /* on its way to shut off */
    VIR_DOMAIN_SHUTOFF = 5,
    VIR_DOMAIN_CRASHED = 6
} virDomainState;

/* Flags of virDomainCreateXML. */
typedef enum {
    VIR_DOMAIN_NONE = 0,
    VIR_DOMAIN_START_VALIDATE = 16 /* the document must fit its schema; since 1.2.12 */
} virDomainCreateFlags;

/* Flags of virDomainGetXMLDesc. */
typedef enum {
    VIR_DOMAIN_XML_SECURE = 1,  /* with secrets, such as the password of a display */
    VIR_DOMAIN_XML_INACTIVE = 2 /* what the next start will use, though the domain is running */
} virDomainXMLFlags;

/* Flags of virDomainMigrate. */
typedef enum {
    VIR_MIGRATE_LIVE = 1 /* keep the guest running meanwhile */
} virDomainMigrateFlags;

/* The state of a domain in a few numbers. */
struct _virDomainInfo {
    unsigned char state;        /* one of virDomainState */
    unsigned long maxMem;       /* KiB that it may have at most */
    unsigned long memory;       /* KiB that it has */
    unsigned short nrVirtCpu;   /* virtual CPUs */
    unsigned long long cpuTime; /* ns of CPU used */
};
typedef struct _virDomainInfo virDomainInfo;
typedef virDomainInfo *virDomainInfoPtr;

/* Counts the active domains.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.0.3
 */
int virConnectNumOfDomains(virConnectPtr conn);

/* Lists the numbers of the active domains.
 * @conn     open connection
 * @ids      out: numbers, @maxids entries
 * @maxids   number of entries, >= 0
 * Returns   number of entries filled; -1 on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @ids NULL or @maxids < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @ids
 * Since     0.0.3
 */
int virConnectListDomains(virConnectPtr conn, int *ids, int maxids);

/* Counts the domains that are defined but shut off.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.1.5
 */
int virConnectNumOfDefinedDomains(virConnectPtr conn);

/* Names the domains that are defined but shut off.
 * @conn     open connection
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.1.1
 */
int virConnectListDefinedDomains(virConnectPtr conn, char **const names, int maxnames);

/* Finds an active domain by its number.
 * @conn     open connection
 * @id       number, >= 0
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @id < 0; NO_SUPPORT; NO_DOMAIN none has that number
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virDomainFree
 * Since     0.0.3
 */
virDomainPtr virDomainLookupByID(virConnectPtr conn, int id);

/* Finds a domain by its name.
 * @conn     open connection
 * @name     name
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @name NULL; NO_SUPPORT; NO_DOMAIN none of that name
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virDomainFree
 * Since     0.0.3
 */
virDomainPtr virDomainLookupByName(virConnectPtr conn, const char *name);

/* Finds a domain by its UUID.
 * @conn     open connection
 * @uuid     VIR_UUID_BUFLEN bytes
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL; NO_SUPPORT; NO_DOMAIN none has that UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virDomainFree
 * Since     0.0.5
 */
virDomainPtr virDomainLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/* Finds a domain by its UUID as text.
 * @conn     open connection
 * @uuid     8-4-4-4-12 hexadecimal digits in either case, hyphens in place
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL or of another form; NO_SUPPORT; NO_DOMAIN
 *           none has that UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virDomainFree
 * Since     0.1.1
 */
virDomainPtr virDomainLookupByUUIDString(virConnectPtr conn, const char *uuid);

/* Adds a reference to a handle.
 * @domain   handle
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virDomainFree
 * Since     0.6.0
 */
int virDomainRef(virDomainPtr domain);

/* Drops a reference to a handle; the domain itself is not touched.
 * @domain   handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain
 * Threads   any thread, any time; may block only when it ends a closed connection
 * Owner     releases what a lookup, a creation or virDomainRef gave
 * Since     0.0.3
 */
int virDomainFree(virDomainPtr domain);

/* Gives the connection of a domain, without a reference of its own.
 * @domain   handle
 * Returns   connection; NULL on failure
 * Errors    INVALID_DOMAIN @domain
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it, not to be closed
 * Since     0.3.0
 */
virConnectPtr virDomainGetConnect(virDomainPtr domain);

/* Gives the name of a domain.
 * @domain   handle
 * Returns   name; NULL on failure
 * Errors    INVALID_DOMAIN @domain
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.0.3
 */
const char *virDomainGetName(virDomainPtr domain);

/* Gives the UUID of a domain.
 * @domain   handle
 * @uuid     out: VIR_UUID_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @uuid NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @uuid
 * Since     0.0.5
 */
int virDomainGetUUID(virDomainPtr domain, unsigned char *uuid);

/* Gives the UUID of a domain as text.
 * @domain   handle
 * @buf      out: VIR_UUID_STRING_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @buf NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @buf
 * Since     0.1.1
 */
int virDomainGetUUIDString(virDomainPtr domain, char *buf);

/* Gives the number of an active domain.
 * @domain   handle
 * Returns   number; (unsigned int)-1 on failure, and without an error when it is not active
 * Errors    INVALID_DOMAIN @domain
 * Threads   any thread, any time; never blocks
 * Since     0.0.3
 */
unsigned int virDomainGetID(virDomainPtr domain);

/* Names the kind of system that a domain boots, such as "hvm" or "linux".
 * @domain   domain
 * Returns   word; NULL on failure
 * Errors    INVALID_DOMAIN @domain; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.0.3
 */
char *virDomainGetOSType(virDomainPtr domain);

/* Tells state, memory, virtual CPUs and CPU time of a domain.
 * @domain   domain
 * @info     out
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @info NULL; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @info
 * Since     0.0.3
 */
int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info);

/* Describes a domain as XML.
 * @domain   domain
 * @flags    0 or bits of virDomainXMLFlags
 * Returns   <domain> document; NULL on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED VIR_DOMAIN_XML_SECURE on a read-only
 *           connection; INVALID_ARG @flags other bits; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.0.3
 */
char *virDomainGetXMLDesc(virDomainPtr domain, int flags);

/* Starts a domain from its description: a transient one, or the shut-off one that has this name,
 * if the document has its UUID or none; that one stays persistent.
 * @conn     open connection
 * @xmlDesc  <domain> document
 * @flags    0, or VIR_DOMAIN_START_VALIDATE
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @xmlDesc NULL or unknown @flags; OPERATION_DENIED
 *           read-only connection; NO_SUPPORT; codes of a domain document; XML_INVALID_SCHEMA;
 *           OPERATION_FAILED the domain is active, or another one, active or shut off, has its
 *           name or its UUID
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virDomainFree
 * Since     0.5.0
 */
virDomainPtr virDomainCreateXML(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/* Does what virDomainCreateXML does; the older name of it.
 * @conn     as there
 * @xmlDesc  as there
 * @flags    as there
 * Returns   handle; NULL on failure
 * Errors    as virDomainCreateXML
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virDomainFree
 * Since     0.0.3
 */
virDomainPtr virDomainCreateLinux(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/* Defines a persistent domain, or replaces the definition of the one with this name.
 * A running domain goes on unchanged; its new definition counts from the next start.
 * @conn     open connection
 * @xml      <domain> document
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; OPERATION_DENIED read-only connection; INVALID_ARG @xml NULL;
 *           NO_SUPPORT; codes of a domain document; OPERATION_FAILED another domain has the UUID,
 *           or an active one has the name but another UUID
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virDomainFree
 * Since     0.1.1
 */
virDomainPtr virDomainDefineXML(virConnectPtr conn, const char *xml);

/* Removes the definition of a domain that is shut off.
 * @domain   domain; the handle stays valid
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR wrong state: active, or transient
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.1.1
 */
int virDomainUndefine(virDomainPtr domain);

/* Starts a defined domain.
 * @domain   domain that is shut off
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR wrong state: active already
 * Threads   any thread, any time; may block behind other changes
 * Since     0.1.1
 */
int virDomainCreate(virDomainPtr domain);

/* Stops the CPUs of a domain; its memory stays.
 * @domain   running domain
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR wrong state: not running
 * Threads   any thread, any time; may block behind other changes
 * Since     0.0.3
 */
int virDomainSuspend(virDomainPtr domain);

/* Lets a paused domain run on.
 * @domain   paused domain
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR wrong state: not paused
 * Threads   any thread, any time; may block behind other changes
 * Since     0.0.3
 */
int virDomainResume(virDomainPtr domain);

/* Asks the guest to shut down; it may take its time, or not obey.
 * @domain   running domain
 * Returns   0 when it has been asked; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR wrong state: not running
 * Threads   any thread, any time; may block behind other changes, not for the guest
 * Since     0.0.3
 */
int virDomainShutdown(virDomainPtr domain);

/* Asks the guest to reboot; it may take its time, or not obey.
 * @domain   running domain
 * @flags    0
 * Returns   0 when it has been asked; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @flags not
 *           0; NO_SUPPORT; NO_DOMAIN it is gone; INTERNAL_ERROR wrong state: shut off
 * Threads   any thread, any time; may block behind other changes, not for the guest
 * Since     0.1.0
 */
int virDomainReboot(virDomainPtr domain, unsigned int flags);

/* Ends a domain at once, like pulling its plug; a transient one is gone then.
 * @domain   domain; the handle stays valid
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.0.3
 */
int virDomainDestroy(virDomainPtr domain);

/* Writes the memory of an active domain to a file and ends it; virDomainRestore goes on from there.
 * @domain   active domain
 * @to       path on the host; a relative one begins at the caller's folder
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @to NULL;
 *           SYSTEM_ERROR the caller's folder has no path; INTERNAL_ERROR whole path over 4096
 *           bytes; NO_SUPPORT; NO_DOMAIN it is gone; INTERNAL_ERROR wrong state: shut off;
 *           SYSTEM_ERROR the file cannot be written
 * Threads   any thread, any time; may block behind other changes, and for the writing
 * Since     0.0.3
 */
int virDomainSave(virDomainPtr domain, const char *to);

/* Starts a domain from a file that virDomainSave wrote.
 * @conn     open connection
 * @from     path on the host; a relative one begins at the caller's folder
 * Returns   0; -1 on failure
 * Errors    INVALID_CONN @conn; OPERATION_DENIED read-only connection; INVALID_ARG @from NULL;
 *           SYSTEM_ERROR the caller's folder has no path; INTERNAL_ERROR whole path over 4096
 *           bytes; NO_SUPPORT; SYSTEM_ERROR the file cannot be read; OPERATION_FAILED it is no save
 *           file, or not a whole one; codes of a domain document; OPERATION_FAILED another domain
 *           has the name or the UUID; INTERNAL_ERROR wrong state: active already
 * Threads   any thread, any time; may block behind other changes, and for the reading
 * Since     0.0.3
 */
int virDomainRestore(virConnectPtr conn, const char *from);

/* Writes the memory of an active domain to a file, for analysis.
 * @domain   active domain
 * @to       path on the host; a relative one begins at the caller's folder
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; INVALID_ARG @to NULL or
 *           @flags not 0; SYSTEM_ERROR the caller's folder has no path; INTERNAL_ERROR whole path
 *           over 4096 bytes; NO_SUPPORT; NO_DOMAIN it is gone; INTERNAL_ERROR wrong state: shut
 *           off; SYSTEM_ERROR the file cannot be written
 * Threads   any thread, any time; may block behind other changes, and for the writing
 * Since     0.1.9
 */
int virDomainCoreDump(virDomainPtr domain, const char *to, int flags);

/* Moves an active domain to the hypervisor of another connection.
 * @domain    active domain; its handle stays valid
 * @dconn     connection to the destination
 * @flags     0 or VIR_MIGRATE_LIVE
 * @dname     name to bear there; NULL allowed and keeps the name
 * @uri       address of the destination as the source sees it; NULL allowed and means that the
 *            destination says it
 * @bandwidth Mbit/s to use at most; 0 leaves it to the hypervisor
 * Returns   handle on @dconn; NULL on failure, the domain then runs on at the source
 * Errors    INVALID_DOMAIN @domain; INVALID_CONN @dconn; OPERATION_DENIED either connection is
 *           read-only; INVALID_ARG @flags other bits; NO_SUPPORT the two sides share no protocol;
 *           NO_DOMAIN it is gone; INTERNAL_ERROR wrong state: shut off, or nobody knows an address
 * Threads   any thread, any time; may block behind other changes, and for the transfer
 * Owner     caller drops the new handle, and the old one, with virDomainFree
 * Since     0.3.2
 */
virDomainPtr virDomainMigrate(virDomainPtr domain, virConnectPtr dconn, unsigned long flags,
                              const char *dname, const char *uri, unsigned long bandwidth);

/* Tells whether a domain starts with the host.
 * @domain    domain
 * @autostart out: 1 when it does, else 0
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; INVALID_ARG @autostart NULL; NO_SUPPORT; NO_DOMAIN it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @autostart
 * Since     0.2.1
 */
int virDomainGetAutostart(virDomainPtr domain, int *autostart);

/* Sets whether a persistent domain starts with the host.
 * @domain    domain
 * @autostart 0 for no, any other value for yes
 * Returns   0; -1 on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_DOMAIN it
 *           is gone; INTERNAL_ERROR it is transient
 * Threads   any thread, any time; may block behind other changes
 * Since     0.2.1
 */
int virDomainSetAutostart(virDomainPtr domain, int autostart);

VIR_EXTERN_C_END

#include <libvirt/libvirt-domain-define.h>
#include <libvirt/libvirt-domain-event.h>
#include <libvirt/libvirt-domain-state.h>
#include <libvirt/libvirt-domain-peek.h>
#include <libvirt/libvirt-domain-resources.h>

#endif /* VITRINE_LIBVIRT_DOMAIN_H */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns storage pools: finding, defining, building, starting and stopping them.
 * The other header of the family, included at the end, owns their volumes. */

#ifndef VITRINE_LIBVIRT_STORAGE_H
#define VITRINE_LIBVIRT_STORAGE_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* The life of a pool: define it, build it (once), start it, use its volumes, stop it, delete what
 * building made, undefine it.  A pool is active or inactive, and persistent (it has a definition)
 * or transient (it is gone when it stops).  A handle of a pool that is gone stays valid; calls that
 * need the pool then raise NO_STORAGE_POOL.  What the present state forbids raises INTERNAL_ERROR,
 * written "wrong state" below.
 *
 * Codes of a pool document: XML_ERROR, XML_DETAIL not well-formed; INTERNAL_ERROR type missing or
 * unknown; XML_ERROR all else. */

/* What a pool is doing. */
typedef enum {
    VIR_STORAGE_POOL_INACTIVE = 0,
    VIR_STORAGE_POOL_BUILDING = 1, /* being set up, not to be used yet */
    VIR_STORAGE_POOL_RUNNING = 2,
    VIR_STORAGE_POOL_DEGRADED = 3 /* running, with a part of it lost */
} virStoragePoolState;

/* Flags of virStoragePoolBuild. */
typedef enum {
    VIR_STORAGE_POOL_BUILD_NEW = 0,          /* from nothing */
    VIR_STORAGE_POOL_BUILD_REPAIR = 1,       /* mend what is there */
    VIR_STORAGE_POOL_BUILD_RESIZE = 2,       /* enlarge what is there */
    VIR_STORAGE_POOL_BUILD_NO_OVERWRITE = 4, /* format the source, if nothing is there */
    VIR_STORAGE_POOL_BUILD_OVERWRITE = 8     /* format the source, whatever is there */
} virStoragePoolBuildFlags;

/* Flags of virStoragePoolDelete. */
typedef enum {
    VIR_STORAGE_POOL_DELETE_NORMAL = 0, /* forget it; fast */
    VIR_STORAGE_POOL_DELETE_ZEROED = 1  /* overwrite it with zeros; slow */
} virStoragePoolDeleteFlags;

/* State and size of a pool. */
struct _virStoragePoolInfo {
    int state;                     /* one of virStoragePoolState */
    unsigned long long capacity;   /* bytes of the whole */
    unsigned long long allocation; /* bytes in use */
    unsigned long long available;  /* bytes free */
};
typedef struct _virStoragePoolInfo virStoragePoolInfo;
typedef virStoragePoolInfo *virStoragePoolInfoPtr;

/* Counts the active pools.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.4.1
 */
int virConnectNumOfStoragePools(virConnectPtr conn);

/* Names the active pools.
 * @conn     open connection
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.4.1
 */
int virConnectListStoragePools(virConnectPtr conn, char **const names, int maxnames);

/* Counts the pools that are defined but inactive.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.4.1
 */
int virConnectNumOfDefinedStoragePools(virConnectPtr conn);

/* Names the pools that are defined but inactive.
 * @conn     open connection
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.4.1
 */
int virConnectListDefinedStoragePools(virConnectPtr conn, char **const names, int maxnames);

/* Looks on the host, or on a server, for what a pool of one type could be made of.
 * @conn     open connection
 * @type     type of pool as in <pool type='...'>
 * @srcSpec  <source> document that narrows the search, such as the host of type netfs; NULL allowed
 *           where the type needs none
 * @flags    0
 * Returns   <sources> document; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @type NULL or @flags not 0; OPERATION_DENIED read-only
 *           connection; NO_SUPPORT; XML_ERROR @srcSpec missing or bad; INTERNAL_ERROR nothing to
 *           look for with this type
 * Threads   any thread, any time; may block for one query, and for the search
 * Owner     caller frees
 * Since     0.4.5
 */
char *virConnectFindStoragePoolSources(virConnectPtr conn, const char *type, const char *srcSpec,
                                       unsigned int flags);

/* Finds a pool by its name.
 * @conn     open connection
 * @name     name
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @name NULL; NO_SUPPORT; NO_STORAGE_POOL none of that
 *           name
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolLookupByName(virConnectPtr conn, const char *name);

/* Finds a pool by its UUID.
 * @conn     open connection
 * @uuid     VIR_UUID_BUFLEN bytes
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL; NO_SUPPORT; NO_STORAGE_POOL none has that
 *           UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/* Finds a pool by its UUID as text.
 * @conn     open connection
 * @uuid     16 pairs of hexadecimal digits in either case; hyphens and blanks may stand between
 *           pairs
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL or of another form; NO_SUPPORT;
 *           NO_STORAGE_POOL none has that UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolLookupByUUIDString(virConnectPtr conn, const char *uuid);

/* Finds the pool of a volume.
 * @vol      volume
 * Returns   handle; NULL on failure
 * Errors    INVALID_STORAGE_VOL @vol; NO_SUPPORT; NO_STORAGE_POOL it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolLookupByVolume(virStorageVolPtr vol);

/* Starts a transient pool from its description, without building it.
 * @conn     open connection
 * @xmlDesc  <pool> document
 * @flags    0
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @xmlDesc NULL or @flags not 0; OPERATION_DENIED
 *           read-only connection; NO_SUPPORT; codes of a pool document; INTERNAL_ERROR another pool
 *           has that name or UUID
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolCreateXML(virConnectPtr conn, const char *xmlDesc,
                                          unsigned int flags);

/* Defines a persistent pool, or replaces the definition of the one with this name.
 * An active pool goes on unchanged; its new definition counts from the next start.
 * @conn     open connection
 * @xmlDesc  <pool> document
 * @flags    0
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; OPERATION_DENIED read-only connection; INVALID_ARG @xmlDesc NULL or
 *           @flags not 0; NO_SUPPORT; codes of a pool document; OPERATION_FAILED another pool has
 *           the UUID, or an active one the name
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virStoragePoolFree
 * Since     0.4.1
 */
virStoragePoolPtr virStoragePoolDefineXML(virConnectPtr conn, const char *xmlDesc,
                                          unsigned int flags);

/* Removes the definition of an inactive pool; what is stored in it stays.
 * @pool     pool; the handle stays valid
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: active
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.4.1
 */
int virStoragePoolUndefine(virStoragePoolPtr pool);

/* Makes what a pool consists of, such as its folder, its volume group or its partition table.
 * @pool     inactive pool
 * @flags    one of virStoragePoolBuildFlags
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @flags
 *           other; NO_SUPPORT; NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: active
 * Threads   any thread, any time; may block behind other changes, and for the building
 * Since     0.4.1
 */
int virStoragePoolBuild(virStoragePoolPtr pool, unsigned int flags);

/* Starts a defined pool, and finds its volumes.
 * @pool     inactive pool
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @flags
 *           not 0; NO_SUPPORT; NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: active
 * Threads   any thread, any time; may block behind other changes, and for the search
 * Since     0.4.1
 */
int virStoragePoolCreate(virStoragePoolPtr pool, unsigned int flags);

/* Stops a pool; what is stored in it stays.  A transient one is gone then.
 * @pool     active pool; the handle stays valid
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: inactive
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.4.1
 */
int virStoragePoolDestroy(virStoragePoolPtr pool);

/* Removes what building made; what is stored in the pool is lost, its definition stays.
 * @pool     inactive pool
 * @flags    one of virStoragePoolDeleteFlags
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @flags
 *           other; NO_SUPPORT; NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: active
 * Threads   any thread, any time; may block behind other changes, and for the removal
 * Since     0.4.1
 */
int virStoragePoolDelete(virStoragePoolPtr pool, unsigned int flags);

/* Looks again which volumes a pool has, and how much room.
 * @pool     active pool
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @flags
 *           not 0; NO_SUPPORT; NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: inactive
 * Threads   any thread, any time; may block behind other changes, and for the search
 * Since     0.4.1
 */
int virStoragePoolRefresh(virStoragePoolPtr pool, unsigned int flags);

/* Adds a reference to a handle.
 * @pool     handle
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virStoragePoolFree
 * Since     0.6.0
 */
int virStoragePoolRef(virStoragePoolPtr pool);

/* Drops a reference to a handle; the pool itself is not touched.
 * @pool     handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool
 * Threads   any thread, any time; may block only when it ends a closed connection
 * Owner     releases what a lookup, a creation or virStoragePoolRef gave
 * Since     0.4.1
 */
int virStoragePoolFree(virStoragePoolPtr pool);

/* Gives the connection of a pool, without a reference of its own.
 * @pool     handle
 * Returns   connection; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it, not to be closed
 * Since     0.4.1
 */
virConnectPtr virStoragePoolGetConnect(virStoragePoolPtr pool);

/* Gives the name of a pool.
 * @pool     handle
 * Returns   name; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.4.1
 */
const char *virStoragePoolGetName(virStoragePoolPtr pool);

/* Gives the UUID of a pool.
 * @pool     handle
 * @uuid     out: VIR_UUID_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @uuid NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @uuid
 * Since     0.4.1
 */
int virStoragePoolGetUUID(virStoragePoolPtr pool, unsigned char *uuid);

/* Gives the UUID of a pool as text.
 * @pool     handle
 * @buf      out: VIR_UUID_STRING_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @buf NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @buf
 * Since     0.4.1
 */
int virStoragePoolGetUUIDString(virStoragePoolPtr pool, char *buf);

/* Tells state and size of a pool; of an inactive one as they were last known.
 * @vol      pool, in spite of the name
 * @info     out
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @vol; INVALID_ARG @info NULL; NO_SUPPORT; NO_STORAGE_POOL it is
 *           gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @info
 * Since     0.4.1
 */
int virStoragePoolGetInfo(virStoragePoolPtr vol, virStoragePoolInfoPtr info);

/* Describes a pool as XML.
 * @pool     pool
 * @flags    0
 * Returns   <pool> document; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @flags not 0; NO_SUPPORT; NO_STORAGE_POOL it is
 *           gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.4.1
 */
char *virStoragePoolGetXMLDesc(virStoragePoolPtr pool, unsigned int flags);

/* Tells whether a pool starts with the host.
 * @pool      pool; a transient one never does
 * @autostart out: 1 when it does, else 0
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @autostart NULL; NO_SUPPORT; NO_STORAGE_POOL it
 *           is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @autostart
 * Since     0.4.1
 */
int virStoragePoolGetAutostart(virStoragePoolPtr pool, int *autostart);

/* Sets whether a persistent pool starts with the host.
 * @pool      pool
 * @autostart 0 for no, any other value for yes
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; NO_SUPPORT;
 *           NO_STORAGE_POOL it is gone; INVALID_ARG it is transient
 * Threads   any thread, any time; may block behind other changes
 * Since     0.4.1
 */
int virStoragePoolSetAutostart(virStoragePoolPtr pool, int autostart);

/* Tells whether a pool is active.
 * @pool     pool
 * Returns   1 active, 0 inactive; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; NO_SUPPORT; NO_STORAGE_POOL it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.7.3
 */
int virStoragePoolIsActive(virStoragePoolPtr pool);

/* Tells whether a pool has a definition, so that it stays when it stops.
 * @pool     pool
 * Returns   1 persistent, 0 transient; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; NO_SUPPORT; NO_STORAGE_POOL it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.7.3
 */
int virStoragePoolIsPersistent(virStoragePoolPtr pool);

/* Counts the volumes of a pool, as last found.
 * @pool     active pool
 * Returns   number; -1 on failure
 * Errors    INVALID_STORAGE_POOL @pool; NO_SUPPORT; NO_STORAGE_POOL it is gone; INTERNAL_ERROR
 *           wrong state: inactive
 * Threads   any thread, any time; may block for one query
 * Since     0.4.1
 */
int virStoragePoolNumOfVolumes(virStoragePoolPtr pool);

/* Names the volumes of a pool, as last found.
 * @pool     active pool
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT;
 *           NO_STORAGE_POOL it is gone; INTERNAL_ERROR wrong state: inactive
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.4.1
 */
int virStoragePoolListVolumes(virStoragePoolPtr pool, char **const names, int maxnames);

VIR_EXTERN_C_END

#include <libvirt/libvirt-storage-vol.h>

#endif /* VITRINE_LIBVIRT_STORAGE_H */

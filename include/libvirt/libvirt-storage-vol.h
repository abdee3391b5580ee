/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns storage volumes: finding, making and deleting them.
 * Part of the family of libvirt-storage.h. */

#ifndef VITRINE_LIBVIRT_STORAGE_VOL_H
#define VITRINE_LIBVIRT_STORAGE_VOL_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* A volume has a name, unique in its pool, and a key, unique on its host (and beyond, where the
 * storage allows).  A handle of a volume that is gone stays valid; calls that need the volume then
 * raise NO_STORAGE_VOL, as lookups that find nothing do.
 *
 * Codes of a volume document: XML_ERROR; XML_DETAIL not well-formed. */

/* What a volume is on its host. */
typedef enum {
    VIR_STORAGE_VOL_FILE = 0,
    VIR_STORAGE_VOL_BLOCK = 1 /* block device */
} virStorageVolType;

/* Flags of virStorageVolDelete. */
typedef enum {
    VIR_STORAGE_VOL_DELETE_NORMAL = 0, /* forget the contents; fast */
    VIR_STORAGE_VOL_DELETE_ZEROED = 1  /* overwrite the contents with zeros; slow */
} virStorageVolDeleteFlags;

/* Flags of virStorageVolDownload. */
typedef enum {
    VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM = 1 /* the stream tells of holes */
} virStorageVolDownloadFlags;

/* Flags of virStorageVolUpload. */
typedef enum {
    VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM = 1 /* the stream takes holes */
} virStorageVolUploadFlags;

/* Type and size of a volume. */
struct _virStorageVolInfo {
    int type;                      /* one of virStorageVolType */
    unsigned long long capacity;   /* bytes that the guest sees */
    unsigned long long allocation; /* bytes taken from the pool */
};
typedef struct _virStorageVolInfo virStorageVolInfo;
typedef virStorageVolInfo *virStorageVolInfoPtr;

/* Finds a volume by its name.
 * @pool     active pool
 * @name     name
 * Returns   handle; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool; INVALID_ARG @name NULL; NO_SUPPORT; NO_STORAGE_POOL the
 *           pool is gone; INTERNAL_ERROR it is inactive; NO_STORAGE_VOL none of that name
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStorageVolFree
 * Since     0.4.1
 */
virStorageVolPtr virStorageVolLookupByName(virStoragePoolPtr pool, const char *name);

/* Finds a volume by its key, in all active pools.
 * @conn     open connection
 * @key      key
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @key NULL; NO_SUPPORT; NO_STORAGE_VOL none has it
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStorageVolFree
 * Since     0.4.1
 */
virStorageVolPtr virStorageVolLookupByKey(virConnectPtr conn, const char *key);

/* Finds a volume by its path on the host, in all active pools.
 * @conn     open connection
 * @path     path
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @path NULL; NO_SUPPORT; NO_STORAGE_VOL none is there
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virStorageVolFree
 * Since     0.4.1
 */
virStorageVolPtr virStorageVolLookupByPath(virConnectPtr conn, const char *path);

/* Makes a volume; it can be found only when it is whole.
 * @pool     active pool
 * @xmldesc  <volume> document; path and key in it are of no account
 * @flags    0
 * Returns   handle; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @xmldesc
 *           NULL or @flags not 0; NO_SUPPORT; NO_STORAGE_POOL the pool is gone; INTERNAL_ERROR the
 *           pool is inactive or has no room; codes of a volume document; INVALID_STORAGE_POOL the
 *           pool has a volume of that name; SYSTEM_ERROR the host refuses
 * Threads   any thread, any time; may block behind other changes, and for the allocation
 * Owner     caller drops the handle with virStorageVolFree
 * Since     0.4.1
 */
virStorageVolPtr virStorageVolCreateXML(virStoragePoolPtr pool, const char *xmldesc,
                                        unsigned int flags);

/* Makes a volume with the contents of another.
 * It is listed only when it is whole.  While it is copied virStorageVolLookupByName may find it;
 * then virStorageVolGetInfo tells as its allocation what has been copied.
 * @pool     active pool
 * @xmldesc  <volume> document; path and key in it are of no account, and a capacity below that of
 *           @clonevol means that of @clonevol
 * @clonevol volume of an active pool, perhaps another one; its format must be that of the new one
 * @flags    0
 * Returns   handle; NULL on failure
 * Errors    INVALID_STORAGE_POOL @pool; OPERATION_DENIED read-only connection; INVALID_ARG @xmldesc
 *           NULL, @clonevol no handle of a volume, or @flags not 0; NO_SUPPORT also two formats;
 *           NO_STORAGE_VOL @clonevol is gone; else as virStorageVolCreateXML
 * Threads   any thread, any time; may block behind other changes, and for the copying
 * Owner     caller drops the handle with virStorageVolFree
 * Since     0.6.4
 */
virStorageVolPtr virStorageVolCreateXMLFrom(virStoragePoolPtr pool, const char *xmldesc,
                                            virStorageVolPtr clonevol, unsigned int flags);

/* Deletes a volume and what is stored in it; a file that has vanished by itself is no failure.
 * @vol      volume; the handle stays valid
 * @flags    one of virStorageVolDeleteFlags
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_VOL @vol; OPERATION_DENIED read-only connection; INVALID_ARG @flags
 *           other; NO_SUPPORT; NO_STORAGE_VOL it is gone; INTERNAL_ERROR the pool is
 *           inactive; SYSTEM_ERROR the host refuses
 * Threads   any thread, any time; may block behind other changes, and for the overwriting
 * Owner     the handle remains the caller's to free
 * Since     0.4.1
 */
int virStorageVolDelete(virStorageVolPtr vol, unsigned int flags);

/* Adds a reference to a handle.
 * @vol      handle
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_VOL @vol
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virStorageVolFree
 * Since     0.6.0
 */
int virStorageVolRef(virStorageVolPtr vol);

/* Drops a reference to a handle; the volume itself is not touched.
 * @vol      handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_VOL @vol
 * Threads   any thread, any time; may block only when it ends a closed connection
 * Owner     releases what a lookup, virStorageVolCreateXML or virStorageVolRef gave
 * Since     0.4.1
 */
int virStorageVolFree(virStorageVolPtr vol);

/* Gives the connection of a volume, without a reference of its own.
 * @vol      handle
 * Returns   connection; NULL on failure
 * Errors    INVALID_STORAGE_VOL @vol
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it, not to be closed
 * Since     0.4.1
 */
virConnectPtr virStorageVolGetConnect(virStorageVolPtr vol);

/* Gives the name of a volume.
 * @vol      handle
 * Returns   name; NULL on failure
 * Errors    INVALID_STORAGE_VOL @vol
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.4.1
 */
const char *virStorageVolGetName(virStorageVolPtr vol);

/* Gives the key of a volume.
 * @vol      handle
 * Returns   key; NULL on failure
 * Errors    INVALID_STORAGE_VOL @vol
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.4.1
 */
const char *virStorageVolGetKey(virStorageVolPtr vol);

/* Tells type and size of a volume.
 * @vol      volume
 * @info     out
 * Returns   0; -1 on failure
 * Errors    INVALID_STORAGE_VOL @vol; INVALID_ARG @info NULL; NO_SUPPORT; NO_STORAGE_VOL it is
 *           gone; INTERNAL_ERROR the pool is inactive
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @info
 * Since     0.4.1
 */
int virStorageVolGetInfo(virStorageVolPtr vol, virStorageVolInfoPtr info);

/* Describes a volume as XML.
 * @pool     volume, in spite of the name
 * @flags    0
 * Returns   <volume> document; NULL on failure
 * Errors    INVALID_STORAGE_VOL @pool; INVALID_ARG @flags not 0; NO_SUPPORT; NO_STORAGE_VOL it
 *           is gone; INTERNAL_ERROR the pool is inactive
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.4.1
 */
char *virStorageVolGetXMLDesc(virStorageVolPtr pool, unsigned int flags);

/* Tells where a volume is on its host, in the form that the XML of a domain's disk takes.
 * @vol      volume
 * Returns   path; NULL on failure
 * Errors    INVALID_STORAGE_VOL @vol; NO_SUPPORT; NO_STORAGE_VOL it is gone; INTERNAL_ERROR
 *           the pool is inactive
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.4.1
 */
char *virStorageVolGetPath(virStorageVolPtr vol);

/* Attaches a stream that the bytes of a volume come in on, as they are stored, whatever its format.
 * The volume may be deleted meanwhile: what was attached is read to its end.
 * @vol      volume that is a file
 * @stream   new stream of the same connection
 * @offset   where to begin, bytes, at most the size of the file
 * @length   bytes; 0 all to the end.  The end of the volume ends the stream in any case
 * @flags    bits of virStorageVolDownloadFlags
 * Returns   0; -1 on failure: the stream is as new as it was
 * Errors    INVALID_STORAGE_VOL @vol; OPERATION_DENIED read-only connection; INVALID_ARG @stream is
 *           none of this connection, @offset, @flags, or it is no file; NO_SUPPORT, also for what
 *           exists in memory only; OPERATION_INVALID @stream is not new; NO_STORAGE_VOL it is gone;
 *           INTERNAL_ERROR the pool is inactive; SYSTEM_ERROR the host refuses
 * Threads   any thread, any time; may block for one query
 * Owner     the stream stays the caller's: to finish, abort, and free
 * Since     0.9.0
 */
int virStorageVolDownload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                          unsigned long long length, unsigned int flags);

/* Attaches a stream that bytes go out on into a volume, in place of those that are there, as they
 * are to be stored, whatever its format.  Only virStreamFinish says that they are.
 * @vol      volume that is a file
 * @stream   new stream of the same connection
 * @offset   where to begin, bytes
 * @length   most bytes that are taken; 0 no more than the volume has.  Sending more fails with
 *           SYSTEM_ERROR, no space.  A volume of format raw does not grow
 * @flags    bits of virStorageVolUploadFlags
 * Returns   0; -1 on failure: the stream is as new as it was
 * Errors    as virStorageVolDownload; INVALID_ARG also when @offset and @length go beyond the end
 *           of a volume of format raw
 * Threads   any thread, any time; may block for one query
 * Owner     as virStorageVolDownload
 * Since     0.9.0
 */
int virStorageVolUpload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                        unsigned long long length, unsigned int flags);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_STORAGE_VOL_H */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns defining domains as flags ask for, and documents with paths relative to a folder.
 * Part of the family of libvirt-domain.h, which has virDomainDefineXML. */

#ifndef VITRINE_LIBVIRT_DOMAIN_DEFINE_H
#define VITRINE_LIBVIRT_DOMAIN_DEFINE_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* Flags of virDomainDefineXMLFlags. */
typedef enum {
    VIR_DOMAIN_DEFINE_VALIDATE = 1 /* the document must fit its schema; since 1.2.12 */
} virDomainDefineFlags;

/* Flags of virDomainGetRelativeXMLDesc, besides virDomainXMLFlags, and of
 * virDomainDefineRelativeXML. */
typedef enum {
    VIR_DOMAIN_RELATIVE_OUTSIDE = 65536 /* paths may lead out of the folder, by ".." */
} virDomainRelativeFlags;

/* Does what virDomainDefineXML does, as the flags ask for.
 * @conn     as there
 * @xml      as there
 * @flags    0, or VIR_DOMAIN_DEFINE_VALIDATE
 * Returns   handle; NULL on failure
 * Errors    as virDomainDefineXML; INVALID_ARG unknown @flags; with VALIDATE: XML_INVALID_SCHEMA
 *           the document does not fit, SYSTEM_ERROR the schema cannot be read
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virDomainFree
 * Since     1.2.12
 */
virDomainPtr virDomainDefineXMLFlags(virConnectPtr conn, const char *xml, unsigned int flags);

/* Describes a domain, with the paths of what belongs to it relative to a folder: disks that are
 * files, kernel and the like.  Obsolete: a call of libvirt 0.6 on Solaris, whose text is lost; the
 * design is Vitrine's own (docs/relative-paths.md).
 * @domain   handle
 * @dir      the folder; a relative one begins at the current folder.  It need not exist
 * @flags    bits of virDomainXMLFlags; VIR_DOMAIN_RELATIVE_OUTSIDE: a path that is not beneath
 *           @dir is told by "..", else it stays absolute
 * Returns   <domain> document; NULL on failure
 * Errors    INVALID_DOMAIN @domain; OPERATION_DENIED secrets on a read-only connection;
 *           INVALID_ARG @dir NULL or empty, unknown @flags; INTERNAL_ERROR @dir too long; those of
 *           virDomainGetXMLDesc
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees the text
 * Since     Solaris; its symbol version is VITRINE_1
 */
char *virDomainGetRelativeXMLDesc(virDomainPtr domain, const char *dir, unsigned int flags);

/* Defines a domain from a document with paths relative to a folder.  Obsolete, as above.
 * @conn     open connection
 * @xml      <domain> document
 * @dir      the folder at which its relative paths begin; as above
 * @flags    0; VIR_DOMAIN_RELATIVE_OUTSIDE: relative paths may lead out of @dir
 * Returns   handle; NULL on failure
 * Errors    as virDomainDefineXML; INVALID_ARG @dir NULL, empty or no text, unknown @flags;
 *           INTERNAL_ERROR @dir too long; XML_ERROR a path leads out of @dir
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virDomainFree
 * Since     Solaris; its symbol version is VITRINE_1
 */
virDomainPtr virDomainDefineRelativeXML(virConnectPtr conn, const char *xml, const char *dir,
                                        unsigned int flags);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_DOMAIN_DEFINE_H */

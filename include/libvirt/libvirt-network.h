/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns virtual networks: finding, defining, starting and stopping them. */

#ifndef VITRINE_LIBVIRT_NETWORK_H
#define VITRINE_LIBVIRT_NETWORK_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* A network is active or inactive, and persistent (it has a definition that outlives the host's
 * restart) or transient (it is gone when it stops).  A handle of a network that is gone stays
 * valid; calls that need the network then raise NO_NETWORK.
 *
 * Codes of a network document: XML_ERROR not well-formed, or a name, a number or a bound; NO_NAME;
 * INTERNAL_ERROR all else: the root, the uuid, words, addresses. */

/* Flags of virNetworkGetXMLDesc. */
typedef enum {
    VIR_NETWORK_XML_INACTIVE = 1, /* what the next start uses; since 0.9.10 */
} virNetworkXMLFlags;

/* Counts the active networks.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.2.0
 */
int virConnectNumOfNetworks(virConnectPtr conn);

/* Names the active networks.
 * @conn     open connection
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.2.0
 */
int virConnectListNetworks(virConnectPtr conn, char **const names, int maxnames);

/* Counts the networks that are defined but inactive.
 * @conn     open connection
 * Returns   number; -1 on failure
 * Errors    INVALID_CONN @conn; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Since     0.2.0
 */
int virConnectNumOfDefinedNetworks(virConnectPtr conn);

/* Names the networks that are defined but inactive.
 * @conn     open connection
 * @names    out: names, @maxnames entries; entries past the result are left alone
 * @maxnames number of entries, >= 0
 * Returns   number of entries filled; -1 on failure, then none holds anything to free
 * Errors    INVALID_CONN @conn; INVALID_ARG @names NULL or @maxnames < 0; NO_SUPPORT
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees each name
 * Since     0.2.0
 */
int virConnectListDefinedNetworks(virConnectPtr conn, char **const names, int maxnames);

/* Finds a network by its name.
 * @conn     open connection
 * @name     name
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @name NULL; NO_SUPPORT; NO_NETWORK none of that name
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virNetworkFree
 * Since     0.2.0
 */
virNetworkPtr virNetworkLookupByName(virConnectPtr conn, const char *name);

/* Finds a network by its UUID.
 * @conn     open connection
 * @uuid     VIR_UUID_BUFLEN bytes
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL; NO_SUPPORT; NO_NETWORK none has that UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virNetworkFree
 * Since     0.2.0
 */
virNetworkPtr virNetworkLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/* Finds a network by its UUID as text.
 * @conn     open connection
 * @uuid     8-4-4-4-12 hexadecimal digits in either case, hyphens in place
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @uuid NULL or of another form; NO_SUPPORT; NO_NETWORK
 *           none has that UUID
 * Threads   any thread, any time; may block for one query
 * Owner     caller drops the handle with virNetworkFree
 * Since     0.2.0
 */
virNetworkPtr virNetworkLookupByUUIDString(virConnectPtr conn, const char *uuid);

/* Starts a transient network from its description.
 * @conn     open connection
 * @xmlDesc  <network> document
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @xmlDesc NULL; OPERATION_DENIED read-only connection;
 *           NO_SUPPORT; codes of a network document; INTERNAL_ERROR it is active already, or
 *           another has that bridge; OPERATION_FAILED another has that name or UUID
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virNetworkFree
 * Since     0.2.0
 */
virNetworkPtr virNetworkCreateXML(virConnectPtr conn, const char *xmlDesc);

/* Defines a persistent network, or replaces the definition of the one with this name: of an active
 * one for its next start.  An inactive one with another UUID gives way.
 * @conn     open connection
 * @xmlDesc  <network> document
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; OPERATION_DENIED read-only connection; INVALID_ARG @xmlDesc NULL;
 *           NO_SUPPORT; codes of a network document; INTERNAL_ERROR another has that bridge;
 *           OPERATION_FAILED another has that UUID, or an active one that name
 * Threads   any thread, any time; may block behind other changes
 * Owner     caller drops the handle with virNetworkFree
 * Since     0.2.0
 */
virNetworkPtr virNetworkDefineXML(virConnectPtr conn, const char *xmlDesc);

/* Removes the definition of an inactive network.
 * @network  network; the handle stays valid
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_NETWORK
 *           it is gone; INTERNAL_ERROR it is active
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.2.0
 */
int virNetworkUndefine(virNetworkPtr network);

/* Starts a defined network.
 * @network  inactive network
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_NETWORK
 *           it is gone; INTERNAL_ERROR it is active already
 * Threads   any thread, any time; may block behind other changes
 * Since     0.2.0
 */
int virNetworkCreate(virNetworkPtr network);

/* Stops a network; a transient one is gone then, an inactive one stays as it is.
 * @network  network
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_NETWORK
 *           it is gone
 * Threads   any thread, any time; may block behind other changes
 * Owner     the handle remains the caller's to free
 * Since     0.2.0
 */
int virNetworkDestroy(virNetworkPtr network);

/* Adds a reference to a handle.
 * @network  handle
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virNetworkFree
 * Since     0.6.0
 */
int virNetworkRef(virNetworkPtr network);

/* Drops a reference to a handle; the network itself is not touched.
 * @network  handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network
 * Threads   any thread, any time; may block only when it ends a closed connection
 * Owner     releases what a lookup, a creation or virNetworkRef gave
 * Since     0.2.0
 */
int virNetworkFree(virNetworkPtr network);

/* Gives the connection of a network, without a reference of its own.
 * @network  handle
 * Returns   connection; NULL on failure
 * Errors    INVALID_NETWORK @network
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it, not to be closed
 * Since     0.3.0
 */
virConnectPtr virNetworkGetConnect(virNetworkPtr network);

/* Gives the name of a network.
 * @network  handle
 * Returns   name; NULL on failure
 * Errors    INVALID_NETWORK @network
 * Threads   any thread, any time; never blocks
 * Owner     the handle; valid as long as it
 * Since     0.2.0
 */
const char *virNetworkGetName(virNetworkPtr network);

/* Gives the UUID of a network.
 * @network  handle
 * @uuid     out: VIR_UUID_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; INVALID_ARG @uuid NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @uuid
 * Since     0.2.0
 */
int virNetworkGetUUID(virNetworkPtr network, unsigned char *uuid);

/* Gives the UUID of a network as text.
 * @network  handle
 * @buf      out: VIR_UUID_STRING_BUFLEN bytes
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; INVALID_ARG @buf NULL
 * Threads   any thread, any time; never blocks
 * Owner     caller owns @buf
 * Since     0.2.0
 */
int virNetworkGetUUIDString(virNetworkPtr network, char *buf);

/* Describes a network as XML: an active one as it runs.
 * @network  network
 * @flags    virNetworkXMLFlags or'ed, or 0
 * Returns   <network> document; NULL on failure
 * Errors    INVALID_NETWORK @network; INVALID_ARG other @flags; NO_SUPPORT; NO_NETWORK it is gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.2.0
 */
char *virNetworkGetXMLDesc(virNetworkPtr network, int flags);

/* Names the bridge of a network on the host.
 * @network  network
 * Returns   name of the interface; NULL on failure
 * Errors    INVALID_NETWORK @network; NO_SUPPORT; NO_NETWORK it is gone; INTERNAL_ERROR it has none
 * Threads   any thread, any time; may block for one query
 * Owner     caller frees
 * Since     0.2.0
 */
char *virNetworkGetBridgeName(virNetworkPtr network);

/* Tells whether a network starts with the host.
 * @network   network
 * @autostart out: 1 when it does, else 0
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; INVALID_ARG @autostart NULL; NO_SUPPORT; NO_NETWORK it is
 *           gone
 * Threads   any thread, any time; may block for one query
 * Owner     caller owns @autostart
 * Since     0.2.1
 */
int virNetworkGetAutostart(virNetworkPtr network, int *autostart);

/* Sets whether a network starts with the host.
 * @network   network
 * @autostart 0 for no, any other value for yes
 * Returns   0; -1 on failure
 * Errors    INVALID_NETWORK @network; OPERATION_DENIED read-only connection; NO_SUPPORT; NO_NETWORK
 *           it is gone; INTERNAL_ERROR it is transient
 * Threads   any thread, any time; may block behind other changes
 * Since     0.2.1
 */
int virNetworkSetAutostart(virNetworkPtr network, int autostart);

/* Tells whether a network is active.
 * @net      network
 * Returns   1 when it is, 0 when not; -1 on failure
 * Errors    INVALID_NETWORK @net; NO_SUPPORT; NO_NETWORK it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.7.3
 */
int virNetworkIsActive(virNetworkPtr net);

/* Tells whether a network has a definition that outlives its stop.
 * @net      network
 * Returns   1 when it has, 0 when it is transient; -1 on failure
 * Errors    INVALID_NETWORK @net; NO_SUPPORT; NO_NETWORK it is gone
 * Threads   any thread, any time; may block for one query
 * Since     0.7.3
 */
int virNetworkIsPersistent(virNetworkPtr net);

/* Kinds of addresses.  Since 1.2.6. */
typedef enum {
    VIR_IP_ADDR_TYPE_IPV4 = 0,
    VIR_IP_ADDR_TYPE_IPV6 = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_IP_ADDR_TYPE_LAST = 2
#endif
} virIPAddrType;

/* A lease that DHCP gave to a client of a network.  Names and identifications are what the client has
 * said of itself; what is not known is NULL.  Since 1.2.6. */
typedef struct _virNetworkDHCPLease {
    char *iface;          /* interface of the network, its bridge */
    long long expirytime; /* seconds since the epoch; 0 never */
    int type;             /* a virIPAddrType */
    char *mac;            /* of the client, six bytes with colons; of IPv4 alone */
    char *iaid;           /* number of the client's interface, of IPv6 alone */
    char *ipaddr;
    unsigned int prefix; /* bits of the address that are the network's */
    char *hostname;
    char *clientid; /* client id of IPv4, DUID of IPv6: hexadecimal, with colons */
} virNetworkDHCPLease;
typedef virNetworkDHCPLease *virNetworkDHCPLeasePtr;

/* Gives the leases of a network that have not run out.
 * @network  network; of an inactive one those that it will begin with
 * @mac      MAC address of the only client that is asked for; NULL all
 * @leases   out: array, a NULL entry behind the last; NULL allowed, to count alone
 * @flags    0
 * Returns   number of leases; -1 on failure, then nothing is given
 * Errors    INVALID_NETWORK @network; INVALID_ARG @flags; NO_SUPPORT; NO_NETWORK it is gone;
 *           INVALID_MAC @mac; OPERATION_UNSUPPORTED another program runs it
 * Threads   any thread, any time; may block for a moment while leases are written
 * Owner     caller drops each lease with virNetworkDHCPLeaseFree, and frees the array
 * Since     1.2.6
 */
int virNetworkGetDHCPLeases(virNetworkPtr network, const char *mac, virNetworkDHCPLeasePtr **leases,
                            unsigned int flags);

/* Frees a lease.
 * @lease    one of virNetworkGetDHCPLeases; NULL is fine
 * Errors    none
 * Threads   any thread, any time; never blocks
 * Since     1.2.6
 */
void virNetworkDHCPLeaseFree(virNetworkDHCPLeasePtr lease);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_NETWORK_H */

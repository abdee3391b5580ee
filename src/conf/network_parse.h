/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files that read network definitions. */
#pragma once

#include "conf/network.h"

/* Blanks in front of what is carried inside these. */
#define INDENT_NETWORK 2
#define INDENT_PART 4 /* forward, bridge, ip */
#define INDENT_DHCP 6
#define INDENT_ENTRY 8 /* range, host */

/* INTERNAL_ERROR raised: what an attribute should have been, and what an element lacks.  Always -1. */
int network_bad_value(const struct xml_node *node, const char *attr, const char *value,
                      const char *needed);
int network_missing(const struct xml_node *node, const char *what);

/* Room for the children of a name, at most @max of them, cleared; NULL for none.  XML_ERROR; NO_MEMORY. */
int network_parse_room(struct conf_parse *p, const struct xml_node *node, const char *name,
                       unsigned int max, size_t size, void **ret) VT_WARN_UNUSED;

/* The element <ip>, whose family is IPv4.
 * Errors   INTERNAL_ERROR addresses; XML_ERROR bounds; NO_MEMORY */
int network_parse_ip(struct conf_parse *p, const struct xml_node *node,
                     struct network_ip *ret) VT_WARN_UNUSED;

/* <mac>, which may be NULL.  INTERNAL_ERROR; NO_MEMORY. */
int network_parse_mac(struct conf_parse *p, const struct xml_node *node,
                      struct network_def *def) VT_WARN_UNUSED;
/* The ports and the device inside <forward>.  XML_ERROR, INTERNAL_ERROR. */
int network_parse_nat(struct conf_parse *p, const struct xml_node *forward,
                      struct network_def *def) VT_WARN_UNUSED;
/* An <ip> that is not the first of IPv4.  INTERNAL_ERROR; XML_ERROR a bound; NO_MEMORY. */
int network_parse_further(struct conf_parse *p, const struct xml_node *node, bool v6,
                          struct network_def *def) VT_WARN_UNUSED;
/* "yes" or "no"; @ret stays as it is when there is no such attribute.  INTERNAL_ERROR. */
int network_parse_yes(const struct xml_node *node, const char *attr, bool *ret) VT_WARN_UNUSED;
/* <dns>, which may be NULL.  XML_ERROR a number, a bound, a missing attribute; INTERNAL_ERROR; NO_MEMORY */
int network_parse_dns(struct conf_parse *p, const struct xml_node *node,
                      struct network_dns *ret) VT_WARN_UNUSED;
/* <mtu>, which may be NULL.  XML_ERROR */
int network_parse_mtu(const struct xml_node *node, unsigned int *ret) VT_WARN_UNUSED;
/* The child of <network> of a name that is carried; NULL none.  XML_ERROR there are two. */
int network_parse_only(const struct xml_node *node, const char *name,
                       const struct xml_node **ret) VT_WARN_UNUSED;
/* Notes what is carried of <network>, but served by no host. */
void network_parse_not_served(struct conf_parse *p, const struct xml_node *node,
                              struct network_def *def);
/* <lease> inside <range> or <host>.  INTERNAL_ERROR. */
int network_parse_lease(const struct xml_node *node, struct network_lease *ret) VT_WARN_UNUSED;

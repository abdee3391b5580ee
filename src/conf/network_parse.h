/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files that read network definitions. */
#pragma once

#include "conf/network.h"

/* Blanks in front of what is carried inside these. */
#define INDENT_NETWORK 2
#define INDENT_PART 4 /* forward, bridge, ip */
#define INDENT_DHCP 6
#define INDENT_ENTRY 8 /* range, host */

/* The element <ip>, whose family is IPv4.
 * Errors   INTERNAL_ERROR addresses; XML_ERROR bounds; NO_MEMORY */
int network_parse_ip(struct conf_parse *p, const struct xml_node *node,
                     struct network_ip *ret) VT_WARN_UNUSED;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the dnsmasq of a network is told of names: the part of its configuration that is about DNS. */
#pragma once

#include "conf/network.h"
#include "util/strbuf.h"

/* Refuses a name that DNS cannot have: CONFIG_UNSUPPORTED.  NULL is fine.
 * @whose  what it is the name of */
int dnsmasq_check_name(const struct network_def *def, const char *name,
                       const char *whose) VT_WARN_UNUSED;

/* Refuses names and values of <dns> that no line of a configuration can hold: CONFIG_UNSUPPORTED. */
int dnsmasq_check_dns(const struct network_def *def) VT_WARN_UNUSED;

/* Appends what <dns> and <domain> say; they are checked. */
void dnsmasq_put_dns(struct vt_strbuf *b, const struct network_def *def);

/* Appends the line that gives an address its name, and the name in the domain.
 * @domain  NULL none */
void dnsmasq_put_record(struct vt_strbuf *b, const char *name, const char *domain,
                        const char *address);

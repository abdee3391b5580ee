/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains as commands need them: found by what the user typed, listed, looked into. */
#pragma once

#include <libvirt/libvirt.h>
#include <libxml/tree.h>

#include "command.h"
#include "words.h"

static inline void domain_release(virDomainPtr *dom)
{
    if (*dom != NULL)
        (void)virDomainFree(*dom);
}

#define DOMAIN_SCOPE __attribute__((cleanup(domain_release)))

/* The TCP port of VNC display 0.  Source: RFC 6143 section 2 (5900 + N is the custom). */
#define VNC_PORT_BASE 5900

/* Which readings of a name to try; in this order. */
#define DOMAIN_BY_ID 1u
#define DOMAIN_BY_UUID 2u
#define DOMAIN_BY_NAME 4u
#define DOMAIN_BY_ANY (DOMAIN_BY_ID | DOMAIN_BY_UUID | DOMAIN_BY_NAME)

/* The domain that the option "domain" names; NULL with the error printed. */
virDomainPtr domain_find(struct shell *sh, const struct cmd *cmd, unsigned int how);

/* Ids of the active ones, ascending.  0 or -1 with the error printed; the caller frees *ret_ids. */
int domain_list_ids(struct shell *sh, int **ret_ids, size_t *ret_n);
/* Names of the inactive ones, sorted. */
int domain_list_inactive(struct shell *sh, struct words *ret);

/* The XML of DOM as a tree; NULL with the error printed. */
xmlDocPtr domain_xml(struct shell *sh, virDomainPtr dom, unsigned int flags);

/* The word for virDomainState; "no state" for what is not known. */
const char *domain_state_word(int state);
/* Does nothing but look: 1 when it has an id, else 0. */
int domain_is_active(virDomainPtr dom);

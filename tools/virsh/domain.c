/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains as commands need them. */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "listing.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "util/cleanup.h"
#include "util/compiler.h"
#include "util/uuid.h"
#include "xmldoc.h"

/* Beyond what a host can run; a library that says more is not believed. */
#define DOMAINS_MAX 1048576
/* Room for those that start while we count. */
#define DOMAINS_MARGIN 16

virDomainPtr domain_find(struct shell *sh, const struct cmd *cmd, unsigned int how)
{
    const char *text = cmd_text(cmd, "domain");
    unsigned char uuid[VT_UUID_LEN];
    unsigned long long id;
    virDomainPtr dom = NULL;

    if ((how & DOMAIN_BY_ID) && number_parse(text, &id) == 0 && id <= INT_MAX)
        dom = virDomainLookupByID(sh->conn, (int)id);
    if (dom == NULL && (how & DOMAIN_BY_UUID) && vt_uuid_parse_canonical(text, uuid))
        dom = virDomainLookupByUUID(sh->conn, uuid);
    if (dom == NULL && (how & DOMAIN_BY_NAME))
        dom = virDomainLookupByName(sh->conn, text);
    if (dom == NULL)
        report_error(sh, "there is no domain '%s'%s", text,
                     how == DOMAIN_BY_NAME                      ? " by name"
                     : how == (DOMAIN_BY_ID | DOMAIN_BY_UUID)   ? " by id or UUID"
                     : how == (DOMAIN_BY_ID | DOMAIN_BY_NAME)   ? " by id or name"
                     : how == (DOMAIN_BY_UUID | DOMAIN_BY_NAME) ? " by name or UUID"
                                                                : "");
    else
        report_forget(sh);
    return dom;
}

static int compare_ids(const void *a, const void *b)
{
    int left = *(const int *)a;
    int right = *(const int *)b;

    return (left > right) - (left < right);
}

int domain_list_ids(struct shell *sh, int **ret_ids, size_t *ret_n)
{
    VT_AUTOFREE int *ids = NULL;
    int n = virConnectNumOfDomains(sh->conn);

    if (n < 0 || n > DOMAINS_MAX)
        return report_error(sh, "cannot count the active domains");
    n += DOMAINS_MARGIN;
    ids = calloc((size_t)n, sizeof *ids);
    if (ids == NULL)
        return report_no_memory(sh);
    n = virConnectListDomains(sh->conn, ids, n);
    if (n < 0)
        return report_error(sh, "cannot list the active domains");
    qsort(ids, (size_t)n, sizeof *ids, compare_ids);
    *ret_ids = VT_TAKE(ids);
    *ret_n = (size_t)n;
    return 0;
}

int domain_list_inactive(struct shell *sh, struct words *ret)
{
    const char *what = "inactive domains";
    int room = 0;
    char **names = listing_room(sh, virConnectNumOfDefinedDomains(sh->conn), what, &room);

    if (names == NULL)
        return -1;
    return listing_take(sh, names, virConnectListDefinedDomains(sh->conn, names, room), what, ret);
}

xmlDocPtr domain_xml(struct shell *sh, virDomainPtr dom, unsigned int flags)
{
    VT_AUTOFREE char *text = virDomainGetXMLDesc(dom, flags);
    xmlDocPtr doc;

    if (text == NULL) {
        report_error(sh, "cannot get the XML of domain '%s'", virDomainGetName(dom));
        return NULL;
    }
    doc = xmldoc_parse(text);
    if (doc == NULL)
        report_error(sh, "the XML of domain '%s' cannot be read", virDomainGetName(dom));
    return doc;
}

const char *domain_state_word(int state)
{
    static const char *const words[] = {"no state",    "running",  "idle",   "paused",
                                        "in shutdown", "shut off", "crashed"};

    return state >= 0 && (size_t)state < VT_N_ELEMENTS(words) ? words[state] : "no state";
}

int domain_is_active(virDomainPtr dom)
{
    return virDomainGetID(dom) != (unsigned int)-1;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion: names of domains, and of what is in them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "domain.h"
#include "shell.h"
#include "util/cleanup.h"
#include "xmldoc.h"

static void add_active(struct shell *sh, struct words *out)
{
    VT_AUTOFREE int *ids = calloc(COMPLETE_MAX, sizeof *ids);
    int n = ids != NULL ? virConnectListDomains(sh->conn, ids, COMPLETE_MAX) : 0;

    for (int i = 0; i < n; i++) {
        DOMAIN_SCOPE virDomainPtr dom = virDomainLookupByID(sh->conn, ids[i]);

        if (dom != NULL)
            (void)words_add(out, virDomainGetName(dom));
    }
}

void complete_domain_active(struct shell *sh, const struct cmd *cmd, const char *prefix,
                            struct words *out)
{
    (void)cmd;
    (void)prefix;
    if (shell_connect(sh, true) == 0)
        add_active(sh, out);
}

void complete_domain_inactive(struct shell *sh, const struct cmd *cmd, const char *prefix,
                              struct words *out)
{
    (void)cmd;
    (void)prefix;
    complete_listed(sh, virConnectListDefinedDomains, out);
}

void complete_domain_any(struct shell *sh, const struct cmd *cmd, const char *prefix,
                         struct words *out)
{
    complete_domain_active(sh, cmd, prefix, out);
    complete_domain_inactive(sh, cmd, prefix, out);
}

/* The domain that the line names, silently; NULL when it does not yet. */
static virDomainPtr domain_of_line(struct shell *sh, const struct cmd *cmd)
{
    const char *name = cmd_option_index(cmd->def, "domain") >= 0 ? cmd_text(cmd, "domain") : NULL;
    virDomainPtr dom;

    if (name == NULL || shell_connect(sh, true) < 0)
        return NULL;
    dom = virDomainLookupByName(sh->conn, name);
    if (dom == NULL && name[0] >= '0' && name[0] <= '9')
        dom = virDomainLookupByID(sh->conn, atoi(name));
    return dom != NULL ? dom : virDomainLookupByUUIDString(sh->conn, name);
}

/* Proposes @attr of each <@part> in a <@device>. */
static void add_device_parts(struct shell *sh, const struct cmd *cmd, const char *device,
                             const char *part, const char *attr, struct words *out)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_of_line(sh, cmd);
    VT_AUTOFREE char *text = dom != NULL ? virDomainGetXMLDesc(dom, 0) : NULL;
    XMLDOC_SCOPE xmlDocPtr doc = text != NULL ? xmldoc_parse(text) : NULL;
    xmlNodePtr node = doc != NULL ? xmldoc_device(doc, device) : NULL;

    for (; node != NULL; node = xmldoc_next(node, device)) {
        char *value = xmldoc_attr(xmldoc_child(node, part), attr);

        if (value != NULL)
            (void)words_take(out, value);
    }
}

void complete_disk_source(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    (void)prefix;
    add_device_parts(sh, cmd, "disk", "source", "file", out);
    add_device_parts(sh, cmd, "disk", "source", "dev", out);
    complete_disk_target(sh, cmd, prefix, out);
}

void complete_disk_target(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    (void)prefix;
    add_device_parts(sh, cmd, "disk", "target", "dev", out);
}

void complete_interface(struct shell *sh, const struct cmd *cmd, const char *prefix,
                        struct words *out)
{
    (void)prefix;
    add_device_parts(sh, cmd, "interface", "target", "dev", out);
}

void complete_mac(struct shell *sh, const struct cmd *cmd, const char *prefix, struct words *out)
{
    (void)prefix;
    add_device_parts(sh, cmd, "interface", "mac", "address", out);
}

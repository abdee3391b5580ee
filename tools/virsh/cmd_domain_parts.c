/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that list what domains consist of, as their XML says. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "domain.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/compiler.h"
#include "xmldoc.h"

/* The XML of the domain that the line names; NULL with the error printed. */
static xmlDocPtr xml_of(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);

    if (dom == NULL)
        return NULL;
    return domain_xml(sh, dom, cmd_given(cmd, "inactive") ? VIR_DOMAIN_XML_INACTIVE : 0);
}

/* The first of the attributes @names (NULL ends them) that NODE has; the caller frees it. */
static char *first_attr(xmlNodePtr node, const char *const *names)
{
    char *value = NULL;

    for (; value == NULL && *names != NULL; names++)
        value = xmldoc_attr(node, *names);
    return value;
}

static void add_attr(struct columns *table, xmlNodePtr node, const char *name)
{
    VT_AUTOFREE char *value = xmldoc_attr(node, name);

    columns_add(table, value);
}

static void add_headings(struct columns *table, const char *const *headings)
{
    for (size_t i = 0; i < table->n; i++)
        columns_add(table, headings[i]);
}

static int run_domblklist(struct shell *sh, const struct cmd *cmd)
{
    static const char *const headings[] = {"Type", "Device", "Target", "Source"};
    static const char *const sources[] = {"file", "dev", "dir", "volume", "name", NULL};
    XMLDOC_SCOPE xmlDocPtr doc = xml_of(sh, cmd);
    bool details = cmd_given(cmd, "details");
    COLUMNS_SCOPE(table, details ? 4 : 2);

    if (doc == NULL)
        return -1;
    add_headings(&table, details ? headings : headings + 2);
    for (xmlNodePtr disk = xmldoc_device(doc, "disk"); disk; disk = xmldoc_next(disk, "disk")) {
        VT_AUTOFREE char *source = first_attr(xmldoc_child(disk, "source"), sources);

        if (details) {
            add_attr(&table, disk, "type");
            add_attr(&table, disk, "device");
        }
        add_attr(&table, xmldoc_child(disk, "target"), "dev");
        columns_add(&table, source);
    }
    return columns_print(sh, &table);
}

static int run_domiflist(struct shell *sh, const struct cmd *cmd)
{
    static const char *const headings[] = {"Interface", "Type", "Source", "Model", "MAC"};
    static const char *const sources[] = {"network", "bridge", "dev", "name", "address", NULL};
    XMLDOC_SCOPE xmlDocPtr doc = xml_of(sh, cmd);
    COLUMNS_SCOPE(table, 5);

    if (doc == NULL)
        return -1;
    add_headings(&table, headings);
    for (xmlNodePtr nic = xmldoc_device(doc, "interface"); nic;
         nic = xmldoc_next(nic, "interface")) {
        VT_AUTOFREE char *source = first_attr(xmldoc_child(nic, "source"), sources);

        add_attr(&table, xmldoc_child(nic, "target"), "dev");
        add_attr(&table, nic, "type");
        columns_add(&table, source);
        add_attr(&table, xmldoc_child(nic, "model"), "type");
        add_attr(&table, xmldoc_child(nic, "mac"), "address");
    }
    return columns_print(sh, &table);
}

/* Prints "TYPE://HOST:NUMBER" for a display that has a port; returns whether it has. */
static bool print_display(xmlNodePtr node, const char *type)
{
    VT_AUTOFREE char *listen = xmldoc_attr(node, "listen");
    VT_AUTOFREE char *port_text = xmldoc_attr(node, "port");
    bool vnc = strcmp(type, "vnc") == 0;
    unsigned long long port;
    const char *host = listen;

    if (port_text == NULL || number_parse(port_text, &port) < 0 || port > 65535 ||
        port < (vnc ? VNC_PORT_BASE : 1))
        return false;
    if (host == NULL || *host == '\0' || strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0)
        host = "localhost";
    (void)printf(strchr(host, ':') != NULL ? "%s://[%s]:%llu\n" : "%s://%s:%llu\n", type, host,
                 vnc ? port - VNC_PORT_BASE : port);
    return true;
}

static int run_domdisplay(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    XMLDOC_SCOPE xmlDocPtr doc = dom != NULL ? domain_xml(sh, dom, 0) : NULL;
    const char *want = cmd_text(cmd, "type");
    xmlNodePtr node;
    int found = 0;

    if (doc == NULL)
        return -1;
    for (node = xmldoc_device(doc, "graphics"); node; node = xmldoc_next(node, "graphics")) {
        VT_AUTOFREE char *type = xmldoc_attr(node, "type");

        if (type == NULL || (want != NULL && strcmp(type, want) != 0))
            continue;
        found += print_display(node, type);
        if (found > 0 && !cmd_given(cmd, "all"))
            break;
    }
    if (found == 0)
        return report_error(sh, "domain '%s' has no display%s%s that a client could connect to",
                            virDomainGetName(dom), want != NULL ? " of type " : "",
                            want != NULL ? want : "");
    return 0;
}

static const struct opt_def domblklist_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "those of the next start"},
    {"details", OPT_FLAG, 0, COMPLETE_NOTHING, "with types"},
    OPT_END,
};
static const struct opt_def domiflist_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "those of the next start"},
    OPT_END,
};
static const struct opt_def domdisplay_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"type", OPT_STRING, 0, COMPLETE_NOTHING, "only displays of this type, such as vnc"},
    {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "all of them, not the first"},
    OPT_END,
};

const struct cmd_def cmds_domain_parts[] = {
    {"domblklist", "list the disks of a domain", NULL, domblklist_options, CMD_CONNECT,
     run_domblklist},
    {"domiflist", "list the network interfaces of a domain", NULL, domiflist_options, CMD_CONNECT,
     run_domiflist},
    {"domdisplay", "print the address of the display of a domain",
     "Prints a URI for a client, in which the number of a VNC display is its TCP port less 5900.",
     domdisplay_options, CMD_CONNECT, run_domdisplay},
    {.name = NULL},
};

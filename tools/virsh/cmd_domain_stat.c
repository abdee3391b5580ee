/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about what devices of domains did, and about displays and consoles. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "console.h"
#include "domain.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "table.h"
#include "util/cleanup.h"
#include "xmldoc.h"

/* A hypervisor that does not count something says -1. */
static void print_count(const char *device, const char *field, long long value)
{
    if (value >= 0)
        (void)printf("%s %s %lld\n", device, field, value);
}

/* The same for people; a number of bytes with its unit. */
static void print_for_people(const char *label, long long value, bool bytes)
{
    const char *unit = "";
    double scaled = value > 0 ? size_scale((unsigned long long)value, &unit) : 0;

    if (value >= 0 && bytes && *unit != '\0')
        (void)printf("%-15s %.2f %siB\n", label, scaled, unit);
    else if (value >= 0)
        (void)printf("%-15s %lld\n", label, value);
}

static int run_domblkstat(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *device = cmd_text(cmd, "device");
    virDomainBlockStatsStruct stats;

    if (dom == NULL)
        return -1;
    if (virDomainBlockStats(dom, device, &stats, sizeof stats) < 0)
        return report_error(sh, "cannot get statistics of disk '%s' of domain '%s'", device,
                            virDomainGetName(dom));
    if (cmd_given(cmd, "human")) {
        (void)printf("%-15s %s\n", "Device:", device);
        print_for_people("Reads:", stats.rd_req, false);
        print_for_people("Bytes read:", stats.rd_bytes, true);
        print_for_people("Writes:", stats.wr_req, false);
        print_for_people("Bytes written:", stats.wr_bytes, true);
        print_for_people("Errors:", stats.errs, false);
        return 0;
    }
    print_count(device, "rd_req", stats.rd_req);
    print_count(device, "rd_bytes", stats.rd_bytes);
    print_count(device, "wr_req", stats.wr_req);
    print_count(device, "wr_bytes", stats.wr_bytes);
    print_count(device, "errs", stats.errs);
    return 0;
}

static int run_domifstat(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *device = cmd_text(cmd, "interface");
    virDomainInterfaceStatsStruct stats;

    if (dom == NULL)
        return -1;
    if (virDomainInterfaceStats(dom, device, &stats, sizeof stats) < 0)
        return report_error(sh, "cannot get statistics of interface '%s' of domain '%s'", device,
                            virDomainGetName(dom));
    print_count(device, "rx_bytes", stats.rx_bytes);
    print_count(device, "rx_packets", stats.rx_packets);
    print_count(device, "rx_errs", stats.rx_errs);
    print_count(device, "rx_drop", stats.rx_drop);
    print_count(device, "tx_bytes", stats.tx_bytes);
    print_count(device, "tx_packets", stats.tx_packets);
    print_count(device, "tx_errs", stats.tx_errs);
    print_count(device, "tx_drop", stats.tx_drop);
    return 0;
}

static xmlNodePtr vnc_node(xmlDocPtr doc)
{
    xmlNodePtr node = xmldoc_device(doc, "graphics");

    for (; node != NULL; node = xmldoc_next(node, "graphics")) {
        VT_AUTOFREE char *type = xmldoc_attr(node, "type");

        if (type != NULL && strcmp(type, "vnc") == 0)
            return node;
    }
    return NULL;
}

static int run_vncdisplay(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    XMLDOC_SCOPE xmlDocPtr doc = dom != NULL ? domain_xml(sh, dom, 0) : NULL;
    xmlNodePtr node = doc != NULL ? vnc_node(doc) : NULL;
    VT_AUTOFREE char *port_text = xmldoc_attr(node, "port");
    VT_AUTOFREE char *listen = xmldoc_attr(node, "listen");
    unsigned long long port;

    if (doc == NULL)
        return -1;
    if (node == NULL)
        return report_error(sh, "domain '%s' has no VNC display", virDomainGetName(dom));
    if (port_text == NULL || number_parse(port_text, &port) < 0 || port < VNC_PORT_BASE ||
        port > 65535)
        return report_error(sh, "the VNC display of domain '%s' has no port yet",
                            virDomainGetName(dom));
    if (listen == NULL || strcmp(listen, "0.0.0.0") == 0)
        (void)printf(":%llu\n", port - VNC_PORT_BASE);
    else
        (void)printf("%s:%llu\n", listen, port - VNC_PORT_BASE);
    return 0;
}

/* The path of the terminal that is the console of DOM; NULL with the error printed. */
static char *console_path(struct shell *sh, virDomainPtr dom)
{
    XMLDOC_SCOPE xmlDocPtr doc = domain_xml(sh, dom, 0);
    char *path;

    if (doc == NULL)
        return NULL;
    path = xmldoc_attr(xmldoc_device(doc, "console"), "tty");
    if (path == NULL)
        report_error(sh, "domain '%s' has no console terminal%s", virDomainGetName(dom),
                     domain_is_active(dom) ? "" : ", it does not run");
    return path;
}

static int run_ttyconsole(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE char *path = dom != NULL ? console_path(sh, dom) : NULL;

    if (path == NULL)
        return -1;
    (void)printf("%s\n", path);
    return 0;
}

static int run_console(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE char *path = dom != NULL ? console_path(sh, dom) : NULL;

    if (path == NULL)
        return -1;
    report_extra(sh, "Connected to domain %s\nThe escape key is ^]\n", virDomainGetName(dom));
    (void)fflush(stdout);
    return console_run(sh, path);
}

static const struct opt_def domblkstat_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"device", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_DISK_TARGET,
     "name of the disk in the guest, such as hda"},
    {"human", OPT_FLAG, 0, COMPLETE_NOTHING, "with words and units for people"},
    OPT_END,
};
static const struct opt_def domifstat_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"interface", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_INTERFACE,
     "name of the interface on the host, such as vnet0"},
    OPT_END,
};
static const struct opt_def active_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE), OPT_END};

const struct cmd_def cmds_domain_stat[] = {
    {"domblkstat", "print statistics of a disk",
     "Prints requests, bytes and errors; what the hypervisor does not count is left out.",
     domblkstat_options, CMD_CONNECT, run_domblkstat},
    {"domifstat", "print statistics of a network interface",
     "Prints bytes, packets, errors and drops; what the hypervisor does not count is left out.",
     domifstat_options, CMD_CONNECT, run_domifstat},
    {"vncdisplay", "print the VNC display of a domain", NULL, active_options, CMD_CONNECT,
     run_vncdisplay},
    {"ttyconsole", "print the console terminal of a domain", NULL, active_options, CMD_CONNECT,
     run_ttyconsole},
    {"console", "connect to the console of a domain", "Control and ] lead back.", active_options,
     CMD_CONNECT, run_console},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that attach devices to domains and detach them. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "domain.h"
#include "input.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/compiler.h"
#include "util/strbuf.h"
#include "xmldoc.h"
#include "xmlout.h"

enum direction { ATTACH, DETACH };

/* Hands XML to the hypervisor and says so; KIND is "Device", "Disk" or "Interface". */
static int change_device(struct shell *sh, virDomainPtr dom, enum direction way, const char *kind,
                         const char *xml)
{
    int r;

    if (xml == NULL)
        return report_no_memory(sh);
    report_debug(sh, 5, "device XML: %s", xml);
    r = way == ATTACH ? virDomainAttachDevice(dom, xml) : virDomainDetachDevice(dom, xml);
    if (r < 0)
        return report_error(sh, "cannot %s domain '%s'",
                            way == ATTACH ? "attach the device to" : "detach the device from",
                            virDomainGetName(dom));
    (void)printf("%s %s\n", kind, way == ATTACH ? "attached" : "detached");
    return 0;
}

static int device_from_file(struct shell *sh, const struct cmd *cmd, enum direction way)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE char *xml = dom != NULL ? input_read_file(sh, cmd_text(cmd, "file")) : NULL;

    return xml != NULL ? change_device(sh, dom, way, "Device", xml) : -1;
}

static int run_attach_device(struct shell *sh, const struct cmd *cmd)
{
    return device_from_file(sh, cmd, ATTACH);
}

static int run_detach_device(struct shell *sh, const struct cmd *cmd)
{
    return device_from_file(sh, cmd, DETACH);
}

/* The option NAME must be absent or one of A, B, C (which may be NULL). */
static int check_word(struct shell *sh, const struct cmd *cmd, const char *name, const char *a,
                      const char *b, const char *c)
{
    const char *word = cmd_text(cmd, name);

    if (word == NULL || strcmp(word, a) == 0 || strcmp(word, b) == 0 ||
        (c != NULL && strcmp(word, c) == 0))
        return 0;
    return report_error(sh, "'%s' of '%s' is not supported, only %s, %s%s%s", name, word, a, b,
                        c != NULL ? ", " : "", c != NULL ? c : "");
}

static int run_attach_disk(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *driver = cmd_text(cmd, "driver");
    const char *subdriver = cmd_text(cmd, "subdriver");
    bool file = driver != NULL && strcmp(driver, "phy") != 0;
    VT_AUTOFREE char *text = NULL;
    VT_STRBUF_SCOPE(xml);

    if (dom == NULL || check_word(sh, cmd, "type", "cdrom", "disk", NULL) < 0 ||
        check_word(sh, cmd, "mode", "readonly", "shareable", NULL) < 0 ||
        check_word(sh, cmd, "driver", "file", "tap", "phy") < 0)
        return -1;
    vt_strbuf_addf(&xml, "<disk type='%s'", file ? "file" : "block");
    xmlout_attr(&xml, "device", cmd_text(cmd, "type"));
    vt_strbuf_add(&xml, ">");
    if (driver != NULL || subdriver != NULL) {
        vt_strbuf_add(&xml, "<driver");
        xmlout_attr(&xml, "name", driver != NULL ? driver : "phy");
        xmlout_attr(&xml, "type", subdriver);
        vt_strbuf_add(&xml, "/>");
    }
    vt_strbuf_add(&xml, "<source");
    xmlout_attr(&xml, file ? "file" : "dev", cmd_text(cmd, "source"));
    vt_strbuf_add(&xml, "/><target");
    xmlout_attr(&xml, "dev", cmd_text(cmd, "target"));
    vt_strbuf_add(&xml, "/>");
    if (cmd_given(cmd, "mode"))
        vt_strbuf_addf(&xml, "<%s/>", cmd_text(cmd, "mode"));
    vt_strbuf_add(&xml, "</disk>");
    text = vt_strbuf_take(&xml);
    return change_device(sh, dom, ATTACH, "Disk", text);
}

static int run_attach_interface(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    static const char *const parts[][3] = {
        {"target", "target", "dev"}, {"mac", "mac", "address"}, {"script", "script", "path"}};
    const char *type = cmd_text(cmd, "type");
    VT_AUTOFREE char *text = NULL;
    VT_STRBUF_SCOPE(xml);

    if (dom == NULL || check_word(sh, cmd, "type", "network", "bridge", NULL) < 0)
        return -1;
    vt_strbuf_addf(&xml, "<interface type='%s'><source", type);
    xmlout_attr(&xml, type, cmd_text(cmd, "source"));
    vt_strbuf_add(&xml, "/>");
    for (size_t i = 0; i < VT_N_ELEMENTS(parts); i++) {
        if (!cmd_given(cmd, parts[i][0]))
            continue;
        vt_strbuf_addf(&xml, "<%s", parts[i][1]);
        xmlout_attr(&xml, parts[i][2], cmd_text(cmd, parts[i][0]));
        vt_strbuf_add(&xml, "/>");
    }
    vt_strbuf_add(&xml, "</interface>");
    text = vt_strbuf_take(&xml);
    return change_device(sh, dom, ATTACH, "Interface", text);
}

/* The next device that has the text WANT in @attr of its child @part; any when WANT is NULL. */
static xmlNodePtr find_device(xmlNodePtr node, const char *device, const char *part,
                              const char *attr, const char *want)
{
    for (; node != NULL; node = xmldoc_next(node, device)) {
        VT_AUTOFREE char *value = xmldoc_attr(xmldoc_child(node, part), attr);

        if (want == NULL || (value != NULL && strcasecmp(value, want) == 0))
            return node;
    }
    return NULL;
}

static int run_detach_disk(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    XMLDOC_SCOPE xmlDocPtr doc = dom != NULL ? domain_xml(sh, dom, 0) : NULL;
    const char *target = cmd_text(cmd, "target");
    VT_AUTOFREE char *text = NULL;
    xmlNodePtr node;

    if (doc == NULL)
        return -1;
    node = find_device(xmldoc_device(doc, "disk"), "disk", "target", "dev", target);
    if (node == NULL)
        return report_error(sh, "domain '%s' has no disk with the target '%s'",
                            virDomainGetName(dom), target);
    text = xmldoc_text(node);
    return change_device(sh, dom, DETACH, "Disk", text);
}

/* The next interface of that type, with that address when MAC is given. */
static xmlNodePtr find_interface(xmlNodePtr node, const char *type, const char *mac)
{
    while ((node = find_device(node, "interface", "mac", "address", mac)) != NULL) {
        VT_AUTOFREE char *its_type = xmldoc_attr(node, "type");

        if (its_type != NULL && strcmp(its_type, type) == 0)
            break;
        node = xmldoc_next(node, "interface");
    }
    return node;
}

static int run_detach_interface(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    XMLDOC_SCOPE xmlDocPtr doc = dom != NULL ? domain_xml(sh, dom, 0) : NULL;
    const char *type = cmd_text(cmd, "type");
    const char *mac = cmd_text(cmd, "mac");
    VT_AUTOFREE char *text = NULL;
    xmlNodePtr node, after;

    if (doc == NULL)
        return -1;
    node = find_interface(xmldoc_device(doc, "interface"), type, mac);
    if (node == NULL)
        return report_error(sh, "domain '%s' has no interface of type '%s'%s%s%s",
                            virDomainGetName(dom), type, mac ? " with the address '" : "",
                            mac ? mac : "", mac ? "'" : "");
    after = xmldoc_next(node, "interface");
    if (mac == NULL && find_interface(after, type, NULL) != NULL)
        return report_error(
            sh, "domain '%s' has several interfaces of type '%s', say which one with '--mac'",
            virDomainGetName(dom), type);
    text = xmldoc_text(node);
    return change_device(sh, dom, DETACH, "Interface", text);
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)

static const struct opt_def device_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    OPT_FILE("file with the XML of the device"),
    OPT_END,
};
static const struct opt_def attach_disk_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"source", OPT_STRING, REQUIRED, COMPLETE_FILE, "file or block device of the host"},
    {"target", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "name in the guest, such as hdb"},
    {"driver", OPT_STRING, 0, COMPLETE_NOTHING, "file, tap or phy; phy when not given"},
    {"subdriver", OPT_STRING, 0, COMPLETE_NOTHING, "format, in the words of the driver"},
    {"type", OPT_STRING, 0, COMPLETE_NOTHING, "cdrom or disk"},
    {"mode", OPT_STRING, 0, COMPLETE_NOTHING, "readonly or shareable"},
    OPT_END,
};
static const struct opt_def detach_disk_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"target", OPT_STRING, REQUIRED, COMPLETE_DISK_TARGET, "name in the guest, such as hdb"},
    OPT_END,
};
static const struct opt_def attach_interface_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"type", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "network or bridge"},
    {"source", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "name of the network or bridge"},
    {"target", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "name of the interface on the host"},
    {"mac", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "MAC address"},
    {"script", OPT_STRING, OPT_POSITIONAL, COMPLETE_FILE, "script that connects it to the bridge"},
    OPT_END,
};
static const struct opt_def detach_interface_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"type", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "network or bridge"},
    {"mac", OPT_STRING, 0, COMPLETE_MAC, "MAC address, needed when there are several"},
    OPT_END,
};

const struct cmd_def cmds_device[] = {
    {"attach-device", "attach a device from an XML file", NULL, device_options, CMD_CONNECT,
     run_attach_device},
    {"detach-device", "detach a device as an XML file says", NULL, device_options, CMD_CONNECT,
     run_detach_device},
    {"attach-disk", "attach a disk", NULL, attach_disk_options, CMD_CONNECT, run_attach_disk},
    {"detach-disk", "detach a disk", NULL, detach_disk_options, CMD_CONNECT, run_detach_disk},
    {"attach-interface", "attach a network interface", NULL, attach_interface_options, CMD_CONNECT,
     run_attach_interface},
    {"detach-interface", "detach a network interface", NULL, detach_interface_options, CMD_CONNECT,
     run_detach_interface},
    {.name = NULL},
};

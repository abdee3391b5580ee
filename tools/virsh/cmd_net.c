/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that define, start and stop networks. */
#include "config.h"

#include <stdio.h>

#include "edit.h"
#include "input.h"
#include "network.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

/* Calls CALL for NET, prints "Network NAME DONE" or that it cannot be VERBed. */
static int act(struct shell *sh, virNetworkPtr net, int (*call)(virNetworkPtr net),
               const char *verb, const char *done)
{
    if (net == NULL)
        return -1;
    if (call(net) < 0)
        return report_error(sh, "cannot %s network '%s'", verb, virNetworkGetName(net));
    (void)printf("Network %s %s\n", virNetworkGetName(net), done);
    return 0;
}

static int run_start(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_NAME);

    return act(sh, net, virNetworkCreate, "start", "started");
}

static int run_destroy(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);

    return act(sh, net, virNetworkDestroy, "stop", "destroyed");
}

static int run_undefine(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);

    return act(sh, net, virNetworkUndefine, "undefine", "has been undefined");
}

static int run_autostart(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);
    int on = !cmd_given(cmd, "disable");

    if (net == NULL)
        return -1;
    if (virNetworkSetAutostart(net, on) < 0)
        return report_error(sh, "cannot %s network '%s' as autostarted", on ? "mark" : "unmark",
                            virNetworkGetName(net));
    (void)printf("Network %s %s as autostarted\n", virNetworkGetName(net),
                 on ? "marked" : "unmarked");
    return 0;
}

/* VERB, DONE: "cannot VERB a network", "Network NAME DONE from FILE". */
static int make_from_file(struct shell *sh, const struct cmd *cmd,
                          virNetworkPtr (*make)(virConnectPtr conn, const char *xml),
                          const char *verb, const char *done)
{
    const char *path = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = input_read_file(sh, path);
    NETWORK_SCOPE virNetworkPtr net = xml != NULL ? make(sh->conn, xml) : NULL;

    if (xml == NULL)
        return -1;
    if (net == NULL)
        return report_error(sh, "cannot %s a network from '%s'", verb, path);
    (void)printf("Network %s %s from %s\n", virNetworkGetName(net), done, path);
    return 0;
}

static int run_define(struct shell *sh, const struct cmd *cmd)
{
    return make_from_file(sh, cmd, virNetworkDefineXML, "define", "defined");
}

static int run_create(struct shell *sh, const struct cmd *cmd)
{
    return make_from_file(sh, cmd, virNetworkCreateXML, "create", "created");
}

/* The XML, which the caller frees; NULL with the error printed. */
static char *dump(struct shell *sh, virNetworkPtr net, int flags)
{
    char *xml = virNetworkGetXMLDesc(net, flags);

    if (xml == NULL)
        report_error(sh, "cannot get the XML of network '%s'", virNetworkGetName(net));
    return xml;
}

static int run_dumpxml(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);
    int flags = cmd_given(cmd, "inactive") ? VIR_NETWORK_XML_INACTIVE : 0;
    VT_AUTOFREE char *xml = net != NULL ? dump(sh, net, flags) : NULL;

    if (xml == NULL)
        return -1;
    (void)printf("%s", xml);
    return 0;
}

static char *dump_for_edit(struct shell *sh, void *object)
{
    return dump(sh, object, VIR_NETWORK_XML_INACTIVE);
}

static int define_edited(struct shell *sh, const char *xml)
{
    NETWORK_SCOPE virNetworkPtr net = virNetworkDefineXML(sh->conn, xml);

    return net != NULL ? 0 : report_error(sh, "cannot define the edited network");
}

static int run_edit(struct shell *sh, const struct cmd *cmd)
{
    NETWORK_SCOPE virNetworkPtr net = network_find(sh, cmd, NETWORK_BY_ANY);
    struct edit_object what = {
        .kind = "Network",
        .object = net,
        .dump = dump_for_edit,
        .define = define_edited,
    };

    if (net == NULL)
        return -1;
    what.name = virNetworkGetName(net);
    return edit_run(sh, &what);
}

static const struct opt_def any_options[] = {OPT_NETWORK(COMPLETE_NETWORK), OPT_END};
static const struct opt_def active_options[] = {OPT_NETWORK(COMPLETE_NETWORK_ACTIVE), OPT_END};
static const struct opt_def inactive_options[] = {OPT_NETWORK(COMPLETE_NETWORK_INACTIVE), OPT_END};
static const struct opt_def file_options[] = {OPT_FILE("file with the XML of a network"), OPT_END};
static const struct opt_def start_options[] = {
    {"network", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NETWORK_INACTIVE,
     "name of the network"},
    OPT_END,
};
static const struct opt_def autostart_options[] = {
    OPT_NETWORK(COMPLETE_NETWORK),
    {"disable", OPT_FLAG, 0, COMPLETE_NOTHING, "start it no longer by itself"},
    OPT_END,
};
static const struct opt_def dumpxml_options[] = {
    OPT_NETWORK(COMPLETE_NETWORK),
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "what the next start will use"},
    OPT_END,
};

const struct cmd_def cmds_net[] = {
    {"net-start", "start a defined network", NULL, start_options, CMD_CONNECT, run_start},
    {"net-autostart", "start a network whenever the host starts", NULL, autostart_options,
     CMD_CONNECT, run_autostart},
    {"net-destroy", "stop a network",
     "Guests that are joined to it lose their connection. Its definition stays.", active_options,
     CMD_CONNECT, run_destroy},
    {"net-undefine", "forget the definition of a network", "The network must not be active.",
     inactive_options, CMD_CONNECT, run_undefine},
    {"net-define", "define a network from an XML file",
     "The network is not started. A new definition of an active network is for its next start.",
     file_options, CMD_CONNECT, run_define},
    {"net-create", "create and start a network from an XML file",
     "The network is transient: it is gone when it stops.", file_options, CMD_CONNECT, run_create},
    {"net-dumpxml", "print the XML of a network", NULL, dumpxml_options, CMD_CONNECT, run_dumpxml},
    {"net-edit", "edit the XML of a network",
     "Runs the editor of $VISUAL or $EDITOR, or vi, on the definition that the next start will "
     "use, and defines the network anew.",
     any_options, CMD_CONNECT, run_edit},
    {.name = NULL},
};

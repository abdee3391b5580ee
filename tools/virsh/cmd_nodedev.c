/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about the devices of the host. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "nodedev.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

/* All devices, by name, as a tree is printed of them. */
struct tree {
    struct words names;
    struct words parents; /* of each; "" for none */
    bool *printed;
};

static bool hangs_on(const struct tree *t, size_t child, size_t parent)
{
    return !t->printed[child] && strcmp(t->parents.list[child], t->names.list[parent]) == 0;
}

static bool has_children(const struct tree *t, size_t parent, size_t from)
{
    for (size_t i = from; i < t->names.n; i++) {
        if (hangs_on(t, i, parent))
            return true;
    }
    return false;
}

/* Prints what hangs on device number @at.  As each is printed once, devices that hang on each
 * other in a ring end it. */
static void print_children(struct tree *t, size_t at, struct vt_strbuf *indent)
{
    size_t len = indent->len;

    if (!has_children(t, at, 0))
        return;
    (void)printf("%s  |\n", len > 0 ? indent->text : "");
    for (size_t i = 0; i < t->names.n; i++) {
        if (!hangs_on(t, i, at))
            continue;
        t->printed[i] = true;
        (void)printf("%s  +- %s\n", len > 0 ? indent->text : "", t->names.list[i]);
        vt_strbuf_add(indent, has_children(t, at, i + 1) ? "  | " : "    ");
        if (indent->failed)
            return;
        print_children(t, i, indent);
        indent->len = len;
        indent->text[len] = '\0';
    }
}

static void print_root(struct tree *t, size_t at)
{
    VT_STRBUF_SCOPE(indent);

    t->printed[at] = true;
    (void)printf("%s\n", t->names.list[at]);
    print_children(t, at, &indent);
    (void)printf("\n");
}

static bool has_name(const struct words *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++) {
        if (strcmp(names->list[i], name) == 0)
            return true;
    }
    return false;
}

static int print_tree(struct shell *sh, struct tree *t)
{
    for (size_t i = 0; i < t->names.n; i++) {
        NODEDEV_SCOPE virNodeDevicePtr dev = virNodeDeviceLookupByName(sh->conn, t->names.list[i]);
        const char *parent = dev != NULL ? virNodeDeviceGetParent(dev) : NULL;

        if (words_add(&t->parents, parent != NULL ? parent : "") < 0)
            return report_no_memory(sh);
    }
    report_forget(sh); /* of devices that have gone meanwhile */
    for (size_t i = 0; i < t->names.n; i++) {
        if (!has_name(&t->names, t->parents.list[i]))
            print_root(t, i);
    }
    for (size_t i = 0; i < t->names.n; i++) {
        if (!t->printed[i])
            print_root(t, i);
    }
    return 0;
}

static int run_list(struct shell *sh, const struct cmd *cmd)
{
    struct tree t = {.names = WORDS_INIT, .parents = WORDS_INIT};
    bool tree = cmd_given(cmd, "tree");
    int rv = -1;

    if (tree && cmd_given(cmd, "cap"))
        return report_error(sh, "options '--tree' and '--cap' exclude each other");
    if (nodedev_list(sh, cmd_text(cmd, "cap"), &t.names) < 0)
        (void)report_error(sh, "cannot list the devices of the host");
    else if ((t.printed = calloc(t.names.n + 1, sizeof *t.printed)) == NULL)
        (void)report_no_memory(sh);
    else if (tree)
        rv = print_tree(sh, &t);
    else
        rv = 0;
    for (size_t i = 0; i < t.names.n && rv == 0 && !tree; i++)
        (void)printf("%s\n", t.names.list[i]);
    words_done(&t.names);
    words_done(&t.parents);
    free(t.printed);
    return rv;
}

static int run_dumpxml(struct shell *sh, const struct cmd *cmd)
{
    NODEDEV_SCOPE virNodeDevicePtr dev = nodedev_find(sh, cmd);
    VT_AUTOFREE char *xml = dev != NULL ? virNodeDeviceGetXMLDesc(dev, 0) : NULL;

    if (dev == NULL)
        return -1;
    if (xml == NULL)
        return report_error(sh, "cannot get the XML of device '%s'", virNodeDeviceGetName(dev));
    (void)printf("%s\n", xml);
    return 0;
}

/* CALL on the device; @done stands in the line that says so, @what in the one that says not. */
static int change(struct shell *sh, const struct cmd *cmd, int (*call)(virNodeDevicePtr dev),
                  const char *what, const char *done)
{
    NODEDEV_SCOPE virNodeDevicePtr dev = nodedev_find(sh, cmd);

    if (dev == NULL)
        return -1;
    if (call(dev) < 0)
        return report_error(sh, "cannot %s device '%s'", what, virNodeDeviceGetName(dev));
    (void)printf("Device %s %s\n", virNodeDeviceGetName(dev), done);
    return 0;
}

static int run_dettach(struct shell *sh, const struct cmd *cmd)
{
    return change(sh, cmd, virNodeDeviceDettach, "detach", "dettached");
}

static int run_detach(struct shell *sh, const struct cmd *cmd)
{
    return change(sh, cmd, virNodeDeviceDettach, "detach", "detached");
}

static int run_reattach(struct shell *sh, const struct cmd *cmd)
{
    return change(sh, cmd, virNodeDeviceReAttach, "reattach", "re-attached");
}

static int run_reset(struct shell *sh, const struct cmd *cmd)
{
    return change(sh, cmd, virNodeDeviceReset, "reset", "reset");
}

static int run_create(struct shell *sh, const struct cmd *cmd)
{
    const char *file = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = input_read_file(sh, file);
    NODEDEV_SCOPE virNodeDevicePtr dev =
        xml != NULL ? virNodeDeviceCreateXML(sh->conn, xml, 0) : NULL;

    if (xml == NULL)
        return -1;
    if (dev == NULL)
        return report_error(sh, "cannot create a device from '%s'", file);
    (void)printf("Node device %s created from %s\n", virNodeDeviceGetName(dev), file);
    return 0;
}

static int run_destroy(struct shell *sh, const struct cmd *cmd)
{
    NODEDEV_SCOPE virNodeDevicePtr dev = nodedev_find(sh, cmd);

    if (dev == NULL)
        return -1;
    if (virNodeDeviceDestroy(dev) < 0)
        return report_error(sh, "cannot destroy device '%s'", virNodeDeviceGetName(dev));
    (void)printf("Destroyed node device '%s'\n", virNodeDeviceGetName(dev));
    return 0;
}

static const struct opt_def list_options[] = {
    {"tree", OPT_FLAG, 0, COMPLETE_NOTHING, "show what hangs on what"},
    {"cap", OPT_STRING, 0, COMPLETE_NOTHING, "only devices with this capability, such as pci"},
    OPT_END,
};
static const struct opt_def device_options[] = {
    {"device", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NODEDEV, "name of the device"},
    OPT_END,
};
static const struct opt_def create_options[] = {
    OPT_FILE("file with the XML of the device"),
    OPT_END,
};

const struct cmd_def cmds_nodedev[] = {
    {"nodedev-list", "list devices of the host", "Prints their names, one a line.", list_options,
     CMD_CONNECT, run_list},
    {"nodedev-dumpxml", "print the XML of a device of the host", NULL, device_options, CMD_CONNECT,
     run_dumpxml},
    {"nodedev-dettach", "take a device from its driver on the host",
     "A guest can have it then.  The same as nodedev-detach.", device_options, CMD_CONNECT,
     run_dettach},
    {"nodedev-detach", "take a device from its driver on the host", "A guest can have it then.",
     device_options, CMD_CONNECT, run_detach},
    {"nodedev-reattach", "give a device back to its driver on the host", NULL, device_options,
     CMD_CONNECT, run_reattach},
    {"nodedev-reset", "reset a device of the host",
     "It must be detached, and no guest may have it.", device_options, CMD_CONNECT, run_reset},
    {"nodedev-create", "create a device of the host from an XML file", NULL, create_options,
     CMD_CONNECT, run_create},
    {"nodedev-destroy", "destroy a device of the host that was created", NULL, device_options,
     CMD_CONNECT, run_destroy},
    {.name = NULL},
};

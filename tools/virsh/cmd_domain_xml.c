/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about the definitions of domains. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "input.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "table.h"
#include "util/cleanup.h"

/* By the call that the options ask for; without any by the one that every driver has. */
static virDomainPtr define(struct shell *sh, const struct cmd *cmd, const char *xml)
{
    const char *folder = cmd_text(cmd, "relative-path");

    if (folder != NULL)
        return virDomainDefineRelativeXML(
            sh->conn, xml, folder, cmd_given(cmd, "outside") ? VIR_DOMAIN_RELATIVE_OUTSIDE : 0);
    if (cmd_given(cmd, "validate"))
        return virDomainDefineXMLFlags(sh->conn, xml, VIR_DOMAIN_DEFINE_VALIDATE);
    return virDomainDefineXML(sh->conn, xml);
}

static int check_relative(struct shell *sh, const struct cmd *cmd)
{
    if (cmd_given(cmd, "outside") && !cmd_given(cmd, "relative-path"))
        return report_error(sh, "option '--outside' needs '--relative-path'");
    return 0;
}

static int run_define(struct shell *sh, const struct cmd *cmd)
{
    const char *path = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = NULL;
    DOMAIN_SCOPE virDomainPtr dom = NULL;

    if (check_relative(sh, cmd) < 0)
        return -1;
    if (cmd_given(cmd, "validate") && cmd_given(cmd, "relative-path"))
        return report_error(sh, "options '--validate' and '--relative-path' exclude each other");
    xml = input_read_file(sh, path);
    if (xml == NULL)
        return -1;
    dom = define(sh, cmd, xml);
    if (dom == NULL)
        return report_error(sh, "cannot define a domain from '%s'", path);
    (void)printf("Domain %s defined from %s\n", virDomainGetName(dom), path);
    return 0;
}

static int run_create(struct shell *sh, const struct cmd *cmd)
{
    const char *path = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = input_read_file(sh, path);
    unsigned int flags = cmd_given(cmd, "validate") ? VIR_DOMAIN_START_VALIDATE : 0;
    DOMAIN_SCOPE virDomainPtr dom = xml != NULL ? virDomainCreateXML(sh->conn, xml, flags) : NULL;

    if (xml == NULL)
        return -1;
    if (dom == NULL)
        return report_error(sh, "cannot create a domain from '%s'", path);
    (void)printf("Domain %s created from %s\n", virDomainGetName(dom), path);
    return 0;
}

/* Whether TEXT is the id of a running domain. */
static bool is_running_id(struct shell *sh, const char *text)
{
    unsigned long long id;
    DOMAIN_SCOPE virDomainPtr dom = NULL;

    if (number_parse(text, &id) < 0 || id > INT_MAX)
        return false;
    dom = virDomainLookupByID(sh->conn, (int)id);
    report_forget(sh);
    return dom != NULL;
}

static int run_undefine(struct shell *sh, const struct cmd *cmd)
{
    const char *name = cmd_text(cmd, "domain");
    DOMAIN_SCOPE virDomainPtr dom = NULL;

    if (is_running_id(sh, name))
        return report_error(sh,
                            "'%s' is the id of a running domain, which cannot be undefined;\n"
                            "shut it down first, then name it by its name or UUID",
                            name);
    dom = domain_find(sh, cmd, DOMAIN_BY_NAME | DOMAIN_BY_UUID);
    if (dom == NULL)
        return -1;
    if (virDomainUndefine(dom) < 0)
        return report_error(sh, "cannot undefine domain '%s'", name);
    (void)printf("Domain %s has been undefined\n", name);
    return 0;
}

static int run_dumpxml(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE char *xml = NULL;
    const char *folder = cmd_text(cmd, "relative-path");
    unsigned int flags = 0;

    if (dom == NULL || check_relative(sh, cmd) < 0)
        return -1;
    if (cmd_given(cmd, "inactive"))
        flags |= VIR_DOMAIN_XML_INACTIVE;
    if (cmd_given(cmd, "security-info"))
        flags |= VIR_DOMAIN_XML_SECURE;
    if (cmd_given(cmd, "outside"))
        flags |= VIR_DOMAIN_RELATIVE_OUTSIDE;
    xml = folder != NULL ? virDomainGetRelativeXMLDesc(dom, folder, flags)
                         : virDomainGetXMLDesc(dom, flags);
    if (xml == NULL)
        return report_error(sh, "cannot get the XML of domain '%s'", cmd_text(cmd, "domain"));
    (void)printf("%s", xml);
    return 0;
}

static char *dump_for_edit(struct shell *sh, void *object)
{
    virDomainPtr dom = object;
    char *xml = virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE);

    if (xml == NULL)
        report_error(sh, "cannot get the XML of domain '%s'", virDomainGetName(dom));
    return xml;
}

static int define_edited(struct shell *sh, const char *xml)
{
    DOMAIN_SCOPE virDomainPtr dom = virDomainDefineXML(sh->conn, xml);

    return dom != NULL ? 0 : report_error(sh, "cannot define the edited domain");
}

static int run_edit(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    struct edit_object what = {
        .kind = "Domain",
        .object = dom,
        .dump = dump_for_edit,
        .define = define_edited,
    };

    if (dom == NULL)
        return -1;
    what.name = virDomainGetName(dom);
    return edit_run(sh, &what);
}

#define OPT_VALIDATE \
    { \
        "validate", OPT_FLAG, 0, COMPLETE_NOTHING, "refuse what does not fit the schema" \
    }
#define OPTIONS_RELATIVE(text) \
    {"relative-path", OPT_STRING, 0, COMPLETE_FILE, text}, \
    { \
        "outside", OPT_FLAG, 0, COMPLETE_NOTHING, "paths may lead out of that folder, by '..'" \
    }

static const struct opt_def define_options[] = {
    OPT_FILE("file with the XML of a domain"),
    OPT_VALIDATE,
    OPTIONS_RELATIVE("paths are relative to this folder (obsolete)"),
    OPT_END,
};
static const struct opt_def create_options[] = {
    OPT_FILE("file with the XML of a domain"),
    OPT_VALIDATE,
    OPT_END,
};
static const struct opt_def edit_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN), OPT_END};
static const struct opt_def undefine_options[] = {
    {"domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_DOMAIN_INACTIVE,
     "domain name or UUID"},
    OPT_END,
};
static const struct opt_def dumpxml_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "what the next start will use"},
    {"security-info", OPT_FLAG, 0, COMPLETE_NOTHING, "with passwords"},
    OPTIONS_RELATIVE("tell paths from this folder (obsolete)"),
    OPT_END,
};

const struct cmd_def cmds_domain_xml[] = {
    {"define", "define a domain from an XML file", "The domain is not started.", define_options,
     CMD_CONNECT, run_define},
    {"create", "create and start a domain from an XML file",
     "The domain is transient: it is gone when it stops.", create_options, CMD_CONNECT, run_create},
    {"undefine", "forget the definition of a domain", "The domain must not run; its disks stay.",
     undefine_options, CMD_CONNECT, run_undefine},
    {"dumpxml", "print the XML of a domain", NULL, dumpxml_options, CMD_CONNECT, run_dumpxml},
    {"edit", "edit the XML of a domain",
     "Runs the editor of $VISUAL or $EDITOR, or vi, on the definition that the next start will "
     "use, and defines the domain anew.",
     edit_options, CMD_CONNECT, run_edit},
    {.name = NULL},
};

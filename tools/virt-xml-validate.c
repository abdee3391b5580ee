/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virt-xml-validate: checks a file against the schema that its root element has, or that is
 * named. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/validate.h"
#include "conf/xml.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

/* What the program ends with. */
enum {
    STATUS_VALID = 0,
    STATUS_NO_SCHEMA = 1, /* for such a document, or of that name; or the arguments are wrong */
    STATUS_CANNOT = 2,    /* read the file or the schema */
    STATUS_INVALID = 3,
};

static const char usage[] =
    "Usage: virt-xml-validate FILE [SCHEMA]\n"
    "\n"
    "Checks the XML document FILE (- is the standard input) against a RELAX NG schema: that\n"
    "of its root element, or SCHEMA.  The schemas:\n";

static int show_usage(FILE *to, int status)
{
    (void)fputs(usage, to);
    for (unsigned int i = 0; i < CONF_SCHEMAS; i++)
        (void)fprintf(to, "  %s\n", conf_schema_name((enum conf_schema)i));
    return fflush(to) == 0 ? status : STATUS_CANNOT;
}

static int complain(const char *path, int status)
{
    (void)fprintf(stderr, "virt-xml-validate: %s: %s\n", path, vt_error_last()->message);
    return status;
}

/* The schema to use, -1 when there is none. */
static int choose(const char *path, const char *name, const struct xml_node *root)
{
    int schema = name != NULL ? conf_schema_of_name(name) : conf_schema_of_root(root->name);

    if (schema >= 0)
        return schema;
    if (name != NULL)
        (void)fprintf(stderr, "virt-xml-validate: there is no schema '%s'\n", name);
    else
        (void)fprintf(stderr, "virt-xml-validate: %s: there is no schema for <%s>\n", path,
                      root->name);
    return -1;
}

static int check(const char *path, const char *name, const char *text)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    int schema;

    if (xml_parse(text, XML_MAX_TEXT, VIR_FROM_XML, VIR_ERR_XML_DETAIL, &doc) < 0)
        return complain(path, STATUS_INVALID);
    schema = choose(path, name, doc->root);
    if (schema < 0)
        return STATUS_NO_SCHEMA;
    if (conf_validate((enum conf_schema)schema, text, VIR_FROM_XML, VIR_ERR_XML_DETAIL) < 0)
        return complain(path, vt_error_last()->code == VIR_ERR_XML_INVALID_SCHEMA ? STATUS_INVALID
                                                                                  : STATUS_CANNOT);
    (void)printf("%s validates\n", path);
    return fflush(stdout) == 0 ? STATUS_VALID : STATUS_CANNOT;
}

int main(int argc, char **argv)
{
    VT_AUTOFREE char *text = NULL;
    size_t len;
    int r;

    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return show_usage(stdout, STATUS_VALID);
    if (argc < 2 || argc > 3 || (argv[1][0] == '-' && argv[1][1] != '\0'))
        return show_usage(stderr, STATUS_NO_SCHEMA);
    r = vt_file_read(strcmp(argv[1], "-") == 0 ? "/dev/stdin" : argv[1], XML_MAX_TEXT, &text, &len);
    if (r < 0) {
        (void)fprintf(stderr, "virt-xml-validate: %s: %s\n", argv[1], strerror(-r));
        return STATUS_CANNOT;
    }
    if (strlen(text) != len) {
        (void)fprintf(stderr, "virt-xml-validate: %s: this is no text\n", argv[1]);
        return STATUS_INVALID;
    }
    return check(argv[1], argc == 3 ? argv[2] : NULL, text);
}

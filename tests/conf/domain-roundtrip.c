/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is printed reads back to the same, for every document given (or all in conf/data and
 * documents/domain/good).  PRINT_TO names a folder that gets what is printed.. */
#include "conf-documents.h"

#include <libvirt/libvirt.h>

#include "conf/domain.h"
#include "obj/error.h"

static const unsigned int all_flags[] = {0, VIR_DOMAIN_XML_SECURE, VIR_DOMAIN_XML_INACTIVE,
                                         VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE};

static struct domain_def *parse(const char *xml, unsigned int flags, const char *path)
{
    struct domain_parse_opts opts = {.flags = flags & VIR_DOMAIN_XML_INACTIVE};
    struct domain_def *def = NULL;

    if (domain_def_parse(xml, &opts, &def) < 0) {
        fprintf(stderr, "%s: %s\n%s\n", path, vt_error_last()->message, xml);
        exit(1);
    }
    return def;
}

static char *format(const struct domain_def *def, unsigned int flags)
{
    struct domain_format_opts opts = {.id = def->id, .flags = flags};
    char *text = NULL;

    CHECK(domain_def_format(def, &opts, &text) == 0);
    return text;
}

/* In a file of its own, for other programs to look at. */
static void keep(const char *path, unsigned int flags, const char *text)
{
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    VT_AUTOFREE char *to = NULL;
    FILE *f;

    CHECK(asprintf(&to, "%s/%.*s-%u.xml", getenv("PRINT_TO"), (int)strcspn(name, "."), name,
                   flags) > 0);
    f = fopen(to, "w");
    CHECK(f != NULL);
    CHECK(fputs(text, f) >= 0);
    CHECK(fclose(f) == 0);
}

static void check_document(const char *path, const char *xml)
{
    for (size_t i = 0; i < VT_N_ELEMENTS(all_flags); i++) {
        struct domain_def *def = parse(xml, all_flags[i], path);
        VT_AUTOFREE char *first = format(def, all_flags[i]);
        struct domain_def *again = parse(first, all_flags[i], path);
        VT_AUTOFREE char *second = format(again, all_flags[i]);
        CHECK_STR(second, first);
        struct domain_def *copy = domain_def_dup(def);
        CHECK(copy != NULL);
        domain_def_unref(def); /* the copy stands alone */
        VT_AUTOFREE char *third = format(copy, all_flags[i]);
        CHECK_STR(third, first);
        if (getenv("PRINT_TO") != NULL)
            keep(path, all_flags[i], first);
        domain_def_unref(copy);
        domain_def_unref(again);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        VT_AUTOFREE char *text = conf_read_document(argv[i]);
        check_document(argv[i], text);
    }
    if (argc > 1)
        return 0;
    conf_each_document("conf/data", 25, check_document);
    conf_each_document("documents/domain/good", 8, check_document);
    return 0;
}

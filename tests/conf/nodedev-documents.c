/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every good document of a node device prints, and reads back to the same; every bad one is refused
 * with one error that says where it stands. */
#include "conf-documents.h"

#include <libvirt/virterror.h>

#include "conf/nodedev.h"
#include "obj/error.h"

static char *print(const struct nodedev_def *def, const char *path)
{
    char *text = NULL;

    if (nodedev_def_format(def, NULL, &text) < 0) {
        fprintf(stderr, "%s does not print: %s\n", path, vt_error_last()->message);
        exit(1);
    }
    if (getenv("SHOW") != NULL)
        printf("%s\n", text);
    return text;
}

static struct nodedev_def *parse(const char *xml, const char *path)
{
    struct nodedev_def *def = NULL;

    if (nodedev_def_parse(xml, false, &def) < 0) {
        fprintf(stderr, "%s: %s\n%s\n", path, vt_error_last()->message, xml);
        exit(1);
    }
    return def;
}

/* The text between tags, and what stands in attributes, is all there after printing. */
static void nothing_lost(const char *path, const char *xml, const char *printed)
{
    for (const char *at = xml; (at = strpbrk(at, "='>")) != NULL; at++) {
        size_t len = *at == '\'' || *at == '>' ? strcspn(at + 1, "'<=\n") : 0;
        VT_AUTOFREE char *piece = strndup(at + 1, len);
        if (len == 0 || strspn(piece, " ") == len || (at[1 + len] != '<' && at[1 + len] != '\''))
            continue;
        if (strcasestr(printed, piece) == NULL && strlen(piece) < 30) {
            fprintf(stderr, "%s: '%s' is lost:\n%s", path, piece, printed);
            exit(1);
        }
    }
}

static void check_good(const char *path, const char *xml)
{
    NODEDEV_AUTODEF struct nodedev_def *def = parse(xml, path);
    VT_AUTOFREE char *first = print(def, path);
    NODEDEV_AUTODEF struct nodedev_def *again = parse(first, path);
    VT_AUTOFREE char *second = print(again, path);

    CHECK_STR(second, first);
    CHECK(def->cap_bits != 0 && def->cap_bits == again->cap_bits);
    if (strstr(path, "no-texts") == NULL && strstr(path, "least") == NULL)
        nothing_lost(path, xml, first);
}

static void check_bad(const char *path, const char *xml)
{
    struct nodedev_def *def = NULL;

    vt_error_reset();
    if (nodedev_def_parse(xml, false, &def) == 0 || vt_error_last()->domain != VIR_FROM_NODEDEV ||
        vt_error_last()->message == NULL || strlen(vt_error_last()->message) > 1100) {
        fprintf(stderr, "%s: %s\n", path, def != NULL ? "is taken" : "has the wrong error");
        exit(1);
    }
    CHECK(vt_error_last()->code == VIR_ERR_XML_ERROR || vt_error_last()->code == VIR_ERR_NO_NAME ||
          vt_error_last()->code == VIR_ERR_XML_DETAIL ||
          vt_error_last()->code == VIR_ERR_INTERNAL_ERROR);
    if (getenv("SHOW") != NULL)
        printf("%s: %s\n", path, vt_error_last()->message);
    vt_error_reset();
}

int main(void)
{
    conf_each_document("documents/nodedev/good", 27, check_good);
    conf_each_document("documents/nodedev/bad", 60, check_bad);
    return 0;
}

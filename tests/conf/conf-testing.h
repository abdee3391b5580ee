/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of definitions share: parse, print, and look at the error. */
#pragma once

#include "config.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "conf/domain.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"

/* A whole document around what is to be tested. */
#define DOMAIN_HEAD \
    "<domain type='test'><name>guest</name>" \
    "<uuid>0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f</uuid>"
#define DOMAIN_OS "<os><type>hvm</type></os>"
#define DOMAIN_WITH(body) DOMAIN_HEAD "<memory>65536</memory>" DOMAIN_OS body "</domain>"
#define DOMAIN_DEVICES(body) DOMAIN_WITH("<devices>" body "</devices>")

static inline struct domain_def *must_parse(const char *xml)
{
    struct domain_def *def = NULL;

    if (domain_def_parse(xml, NULL, &def) < 0) {
        fprintf(stderr, "refused: %s\n%s\n", vt_error_last()->message, xml);
        exit(1);
    }
    return def;
}

/* Freed by the caller. */
static inline char *must_format(const struct domain_def *def, unsigned int flags)
{
    const struct domain_format_opts opts = {.id = -1, .flags = flags};
    char *text = NULL;

    CHECK(domain_def_format(def, &opts, &text) == 0);
    return text;
}

/* The document is refused with the code, by the right domain, with a short sentence. */
static inline void must_refuse(const char *xml, int code)
{
    struct domain_def *def = NULL;

    vt_error_reset();
    if (domain_def_parse(xml, NULL, &def) == 0 || vt_error_last()->code != code ||
        vt_error_last()->domain != VIR_FROM_DOMAIN || strlen(vt_error_last()->message) > 1100) {
        fprintf(stderr, "code %d (%s) instead of %d for:\n%.2000s\n", vt_error_last()->code,
                vt_error_last()->message ? vt_error_last()->message : "none", code, xml);
        exit(1);
    }
    CHECK(def == NULL);
    vt_error_reset();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A document that grows: text is escaped, the length is bounded. */
#pragma once

#include "module.h"

struct module_doc {
    char *text; /* ended by a NUL once something was put */
    size_t len, size;
    bool failed; /* no memory, or longer than MODULE_MAX_XML */
};

void doc_put(struct module_doc *doc, const char *format, ...) VT_PRINTF(2, 3);
/* As text or as a value in single quotes; what XML cannot hold becomes '?'. */
void doc_text(struct module_doc *doc, const char *text);
/* " name='value'", nothing for NULL. */
void doc_attr(struct module_doc *doc, const char *name, const char *value);
/* A line with an element, nothing for NULL. */
void doc_element(struct module_doc *doc, int indent, const char *name, const char *text);

/* describe_devices.c: what stands in <devices>. */
void describe_devices(struct module_doc *doc, uint32_t domid, const libxl_domain_config *config);

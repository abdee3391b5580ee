/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small documents that commands make from their options; all that comes from users is escaped. */
#pragma once

#include "util/strbuf.h"

/* " NAME='VALUE'"; nothing when VALUE is NULL. */
void xmlout_attr(struct vt_strbuf *xml, const char *name, const char *value);
/* A line with "<NAME ATTR='VALUE'/>" or "<NAME>VALUE</NAME>"; nothing when VALUE is NULL. */
void xmlout_empty(struct vt_strbuf *xml, unsigned int indent, const char *name, const char *attr,
                  const char *value);
void xmlout_text(struct vt_strbuf *xml, unsigned int indent, const char *name, const char *value);

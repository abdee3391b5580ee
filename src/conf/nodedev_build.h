/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes a definition of a device piece by piece, of facts that the device says of itself.
 *
 * Nothing of that is believed: texts are cleaned and cut, numbers out of their range are left out.  A
 * failure of memory is kept until nodedev_build_end, so that a caller checks once; until then a
 * capability may be NULL.  One thread at a time, before the definition is shared. */
#pragma once

#include "conf/nodedev.h"
#include "util/strbuf.h"

#define NODEDEV_MAX_TEXT 1024 /* bytes of what a device says, after which it is cut */

/* A definition with a name and nothing else; NULL with NO_MEMORY raised. */
struct nodedev_def *nodedev_build(const char *name) VT_WARN_UNUSED;

/* 0, or -1 with NO_MEMORY raised when it ran out anywhere. */
int nodedev_build_end(struct nodedev_def *def) VT_WARN_UNUSED;

/* Cleaned copies; NULL or what is empty when cleaned is not given. */
void nodedev_set_path(struct nodedev_def *def, const char *path);
void nodedev_set_parent(struct nodedev_def *def, const char *parent);
void nodedev_set_driver(struct nodedev_def *def, const char *driver);

/* A capability in @outer, NULL: in the device.  There is none of that type in it yet. */
struct nodedev_cap *nodedev_add_cap(struct nodedev_def *def, struct nodedev_cap *outer,
                                    enum nodedev_cap_type type);

/* Fields by their names, "hardware/vendor" for those of a part. */
void nodedev_set_text(struct nodedev_def *def, struct nodedev_cap *cap, const char *field,
                      const char *text);
void nodedev_set_number(struct nodedev_def *def, struct nodedev_cap *cap, const char *field,
                        unsigned long long number);
/* @text may be NULL. */
void nodedev_set_id(struct nodedev_def *def, struct nodedev_cap *cap, const char *field,
                    unsigned long long number, const char *text);

/* Whole lines of XML behind all that a capability has, or behind all capabilities when @cap is NULL.
 * Takes the text; what was carried there before goes. */
void nodedev_carry(struct nodedev_def *def, struct nodedev_cap *cap, struct vt_strbuf *lines);

/* Appends @text, at most @max bytes of it, without blanks at its ends; what is no UTF-8 or no character of
 * a line of text becomes U+FFFD. */
void nodedev_clean(struct vt_strbuf *b, const char *text, size_t max);

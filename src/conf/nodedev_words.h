/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files that read and print node devices: the table of what capabilities hold. */
#pragma once

#include "conf/nodedev.h"

enum nodedev_field_kind {
    NODEDEV_TEXT,
    NODEDEV_DECIMAL,
    NODEDEV_HEX,  /* hexadecimal, 0x in front */
    NODEDEV_ID,   /* attribute id, hexadecimal, and a text that may be empty */
    NODEDEV_WWN,  /* 16 hexadecimal digits */
    NODEDEV_UUID, /* printed in small letters with hyphens */
};

enum nodedev_need {
    NODEDEV_OPTIONAL,
    NODEDEV_NEEDED,
    NODEDEV_NEEDED_LATER, /* not in a document of a device that is to be made */
};

struct nodedev_field {
    const char *name; /* NULL ends the list */
    enum nodedev_field_kind kind;
    enum nodedev_need need;
    unsigned long long max; /* of numbers and ids */
    unsigned int digits;    /* printed of hexadecimal ones, at least */
};

/* Fields that stand together in one element, in the order in which they are printed. */
struct nodedev_part {
    const char *element; /* NULL: the capability itself */
    const struct nodedev_field *fields;
};

struct nodedev_spec {
    const char *word;    /* in XML */
    const char *listed;  /* in lists, NULL when as in XML */
    unsigned int inside; /* NODEDEV_BIT of those that it stands in; 0: it stands in <device> */
    struct nodedev_part part[NODEDEV_MAX_PARTS]; /* those without fields are not there */
};

extern const struct nodedev_spec nodedev_specs[NODEDEV_CAP_TYPES];

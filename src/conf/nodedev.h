/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of a host's devices: what they hold, and where they come from and go to.
 *
 * A definition is immutable once it is shared: any thread may read it without a lock while it
 * holds a count.  Texts belong to the definition; NULL is "not given".  Which fields a capability
 * has is said once, in nodedev_words.c; what is not said there is carried as it was written.
 * No capability stands twice in one place, so their number is bounded by that of their types.
 * Source of names, values and order: the node device format of libvirt 0.6.1, and for what came
 * later that of libvirt 9.0. */
#pragma once

#include <stdbool.h>

#include "conf/arena.h"
#include "conf/take.h"
#include "conf/xml.h"
#include "util/count.h"

#define NODEDEV_MAX_FIELDS 9 /* of a capability */
#define NODEDEV_MAX_PARTS 3  /* elements that group fields; the capability itself is the first */

/* Those up to NODEDEV_LAST_LISTED are told by lists of devices and of capabilities.  Their numbers
 * are the bits of virConnectListAllNodeDevices. */
enum nodedev_cap_type {
    NODEDEV_SYSTEM,
    NODEDEV_PCI,
    NODEDEV_USB_DEVICE,
    NODEDEV_USB,
    NODEDEV_NET,
    NODEDEV_SCSI_HOST,
    NODEDEV_SCSI_TARGET,
    NODEDEV_SCSI,
    NODEDEV_STORAGE,
    NODEDEV_FC_HOST, /* inside scsi_host */
    NODEDEV_VPORTS,  /* inside scsi_host */
    NODEDEV_SCSI_GENERIC,
    NODEDEV_DRM,
    NODEDEV_MDEV_TYPES, /* inside pci, css, ap_matrix */
    NODEDEV_MDEV,
    NODEDEV_CCW,
    NODEDEV_CSS,
    NODEDEV_VDPA,
    NODEDEV_AP_CARD,
    NODEDEV_AP_QUEUE,
    NODEDEV_AP_MATRIX,
    NODEDEV_VPD, /* inside pci */
    NODEDEV_LAST_LISTED = NODEDEV_VPD,
    NODEDEV_80203, /* this and the next inside net */
    NODEDEV_80211,
    NODEDEV_REMOVABLE, /* this and the next inside storage */
    NODEDEV_HOTPLUGGABLE,
    NODEDEV_PHYS_FUNCTION, /* this and the next inside pci */
    NODEDEV_VIRT_FUNCTIONS,
    NODEDEV_CAP_TYPES,
};

#define NODEDEV_BIT(type) (1u << (type))

struct nodedev_pci_address {
    unsigned int domain, bus, slot, function;
};

struct nodedev_value {
    bool given;
    unsigned long long number; /* of numbers and of ids */
    const char *text;          /* of texts; of an id what stands in it, NULL when that is empty */
    const char *extra;         /* attributes */
};

struct nodedev_cap {
    enum nodedev_cap_type type;
    struct nodedev_value value[NODEDEV_MAX_FIELDS]; /* by the order of its fields */
    bool has_part[NODEDEV_MAX_PARTS];
    struct conf_extra extra[NODEDEV_MAX_PARTS];
    struct nodedev_cap **caps; /* those inside */
    unsigned int n_caps;
    const char *later; /* whole capabilities inside that are not known, as text */
};

struct nodedev_def {
    struct vt_count count;
    struct arena arena; /* everything below that is a pointer */

    const char *name;   /* of a new device NULL until it has one */
    const char *path;   /* in sysfs */
    const char *parent; /* a device's name */
    const char *driver; /* of the host */
    struct nodedev_cap **caps;
    unsigned int n_caps;
    unsigned int cap_bits; /* NODEDEV_BIT of all that are listed, inside ones too */

    struct conf_extra extra;
    struct conf_extra driver_extra;
    const char *driver_name_extra; /* these three: attributes */
    const char *path_extra;
    const char *parent_extra;
};

/* Parses and checks a document.
 * @create  the device is to be made: it needs no name, and a scsi_host no number
 * Errors   XML_DETAIL not well-formed; NO_NAME; INTERNAL_ERROR root and unknown capabilities;
 *          XML_ERROR what is missing, stands twice, or is no number in its range; NO_MEMORY
 * Locks    none
 * Owner    the caller has the first count */
int nodedev_def_parse(const char *xml, bool create, struct nodedev_def **ret) VT_WARN_UNUSED;

/* The same from an element <device> inside another document. */
int nodedev_def_from_node(const struct xml_node *node, bool create,
                          struct nodedev_def **ret) VT_WARN_UNUSED;

/* What changes while the device lives, printed instead of what the definition says. */
struct nodedev_live {
    const char *driver; /* NULL: none */
    unsigned long long vports;
};

/* Prints a definition; what comes out is read back to the same.
 * @live    NULL: as it is defined
 * Errors   NO_MEMORY
 * Owner    the caller frees *ret */
int nodedev_def_format(const struct nodedev_def *def, const struct nodedev_live *live,
                       char **ret) VT_WARN_UNUSED;

struct nodedev_def *nodedev_def_ref(struct nodedev_def *def);
/* NULL is fine.  Always NULL. */
struct nodedev_def *nodedev_def_unref(struct nodedev_def *def);

static inline void nodedev_auto_def_(struct nodedev_def **def)
{
    *def = nodedev_def_unref(*def);
}
#define NODEDEV_AUTODEF __attribute__((cleanup(nodedev_auto_def_)))

/* Makes of a definition that is not shared yet, and has a scsi_host, that of host @host under
 * @parent.
 * Errors   NO_MEMORY */
int nodedev_def_become_host(struct nodedev_def *def, const char *parent,
                            unsigned int host) VT_WARN_UNUSED;

/* A capability of the device, also one inside another; NULL when it has none of that type. */
const struct nodedev_cap *nodedev_cap_find(const struct nodedev_def *def,
                                           enum nodedev_cap_type type);

/* A field of a capability, by the name of its element; one that the type does not have is a bug. */
const struct nodedev_value *nodedev_cap_value(const struct nodedev_cap *cap, const char *name);

/* The word of a capability in lists; NODEDEV_BIT of the one that has the word, 0 for none. */
const char *nodedev_cap_word(enum nodedev_cap_type type);
unsigned int nodedev_cap_bit(const char *word);

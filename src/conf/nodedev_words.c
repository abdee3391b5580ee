/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of node devices: capabilities, where they stand, and the fields that each has. */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "conf/nodedev_words.h"

#define U8 0xff
#define U16 0xffff
#define U32 UINT32_MAX
#define U64 UINT64_MAX

#define TEXT(n, r) \
    { \
        .name = (n), .kind = NODEDEV_TEXT, .need = (r) \
    }
#define DECIMAL(n, r, m) \
    { \
        .name = (n), .kind = NODEDEV_DECIMAL, .need = (r), .max = (m) \
    }
#define HEX(n, m, d) \
    { \
        .name = (n), .kind = NODEDEV_HEX, .need = NODEDEV_NEEDED, .max = (m), .digits = (d) \
    }
#define ID(n) \
    { \
        .name = (n), .kind = NODEDEV_ID, .need = NODEDEV_NEEDED, .max = U16, .digits = 4 \
    }
#define OF_KIND(n, k, r) \
    { \
        .name = (n), .kind = (k), .need = (r) \
    }
#define FIELDS(...) \
    (const struct nodedev_field[]) \
    { \
        __VA_ARGS__, \
        { \
            .name = NULL \
        } \
    }
#define PART(...) .part = {{.fields = FIELDS(__VA_ARGS__)}}

/* Source of bounds: PCI 3.0 for addresses and ids, USB 2.0 chapter 9, include/scsi of Linux; the
 * channel subsystem and adjunct processors: z/Architecture as libvirt 9.0 prints them. */
const struct nodedev_spec nodedev_specs[NODEDEV_CAP_TYPES] = {
    [NODEDEV_SYSTEM] = {"system",
                        .part = {{.fields = FIELDS(TEXT("product", NODEDEV_OPTIONAL))},
                                 {"hardware",
                                  FIELDS(TEXT("vendor", NODEDEV_OPTIONAL),
                                         TEXT("version", NODEDEV_OPTIONAL),
                                         TEXT("serial", NODEDEV_OPTIONAL),
                                         OF_KIND("uuid", NODEDEV_UUID, NODEDEV_NEEDED))},
                                 {"firmware", FIELDS(TEXT("vendor", NODEDEV_OPTIONAL),
                                                     TEXT("version", NODEDEV_OPTIONAL),
                                                     TEXT("release_date", NODEDEV_OPTIONAL))}}},
    [NODEDEV_PCI] = {"pci",
                     PART({"class", NODEDEV_HEX, NODEDEV_OPTIONAL, 0xffffff, 6},
                          DECIMAL("domain", NODEDEV_NEEDED, U32),
                          DECIMAL("bus", NODEDEV_NEEDED, U8), DECIMAL("slot", NODEDEV_NEEDED, 31),
                          DECIMAL("function", NODEDEV_NEEDED, 7), ID("product"), ID("vendor"))},
    [NODEDEV_USB_DEVICE] = {"usb_device", PART(DECIMAL("bus", NODEDEV_NEEDED, U16),
                                               DECIMAL("device", NODEDEV_NEEDED, U16),
                                               ID("product"), ID("vendor"))},
    [NODEDEV_USB] = {"usb", PART(DECIMAL("number", NODEDEV_NEEDED, U8),
                                 DECIMAL("class", NODEDEV_NEEDED, U8),
                                 DECIMAL("subclass", NODEDEV_NEEDED, U8),
                                 DECIMAL("protocol", NODEDEV_NEEDED, U8),
                                 TEXT("description", NODEDEV_OPTIONAL))},
    [NODEDEV_NET] = {"net",
                     PART(TEXT("interface", NODEDEV_NEEDED), TEXT("address", NODEDEV_OPTIONAL))},
    [NODEDEV_SCSI_HOST] = {"scsi_host", PART(DECIMAL("host", NODEDEV_NEEDED_LATER, U32),
                                             DECIMAL("unique_id", NODEDEV_OPTIONAL, U32))},
    [NODEDEV_SCSI_TARGET] = {"scsi_target", PART(TEXT("target", NODEDEV_NEEDED))},
    [NODEDEV_SCSI] = {"scsi",
                      PART(DECIMAL("host", NODEDEV_NEEDED, U32),
                           DECIMAL("bus", NODEDEV_NEEDED, U32),
                           DECIMAL("target", NODEDEV_NEEDED, U32),
                           DECIMAL("lun", NODEDEV_NEEDED, U64), TEXT("type", NODEDEV_OPTIONAL))},
    [NODEDEV_STORAGE] = {"storage",
                         PART(TEXT("block", NODEDEV_NEEDED), TEXT("bus", NODEDEV_OPTIONAL),
                              TEXT("drive_type", NODEDEV_OPTIONAL), TEXT("model", NODEDEV_OPTIONAL),
                              TEXT("vendor", NODEDEV_OPTIONAL), TEXT("serial", NODEDEV_OPTIONAL),
                              DECIMAL("size", NODEDEV_OPTIONAL, U64),
                              DECIMAL("logical_block_size", NODEDEV_OPTIONAL, U64),
                              DECIMAL("num_blocks", NODEDEV_OPTIONAL, U64))},
    [NODEDEV_FC_HOST] = {"fc_host", .inside = NODEDEV_BIT(NODEDEV_SCSI_HOST),
                         PART(OF_KIND("wwnn", NODEDEV_WWN, NODEDEV_NEEDED),
                              OF_KIND("wwpn", NODEDEV_WWN, NODEDEV_NEEDED),
                              OF_KIND("fabric_wwn", NODEDEV_WWN, NODEDEV_OPTIONAL))},
    [NODEDEV_VPORTS] = {"vport_ops", "vports", .inside = NODEDEV_BIT(NODEDEV_SCSI_HOST),
                        PART(DECIMAL("max_vports", NODEDEV_OPTIONAL, U32),
                             DECIMAL("vports", NODEDEV_OPTIONAL, U32))},
    [NODEDEV_SCSI_GENERIC] = {"scsi_generic", PART(TEXT("char", NODEDEV_NEEDED))},
    [NODEDEV_DRM] = {"drm", PART(TEXT("type", NODEDEV_NEEDED))},
    [NODEDEV_MDEV_TYPES] = {"mdev_types", .inside = NODEDEV_BIT(NODEDEV_PCI) |
                                                    NODEDEV_BIT(NODEDEV_CSS) |
                                                    NODEDEV_BIT(NODEDEV_AP_MATRIX)},
    [NODEDEV_MDEV] = {"mdev", PART(OF_KIND("uuid", NODEDEV_UUID, NODEDEV_OPTIONAL),
                                   TEXT("parent_addr", NODEDEV_OPTIONAL))},
    [NODEDEV_CCW] = {"ccw", PART(HEX("cssid", U8, 1), HEX("ssid", 3, 1), HEX("devno", U16, 4))},
    [NODEDEV_CSS] = {"css", PART(HEX("cssid", U8, 1), HEX("ssid", 3, 1), HEX("devno", U16, 4))},
    [NODEDEV_VDPA] = {"vdpa", PART(TEXT("chardev", NODEDEV_NEEDED))},
    [NODEDEV_AP_CARD] = {"ap_card", PART(HEX("ap-adapter", U8, 2))},
    [NODEDEV_AP_QUEUE] = {"ap_queue", PART(HEX("ap-adapter", U8, 2), HEX("ap-domain", U8, 4))},
    [NODEDEV_AP_MATRIX] = {.word = "ap_matrix"},
    [NODEDEV_VPD] = {"vpd", .inside = NODEDEV_BIT(NODEDEV_PCI)},
    [NODEDEV_80203] = {"80203", .inside = NODEDEV_BIT(NODEDEV_NET)},
    [NODEDEV_80211] = {"80211", .inside = NODEDEV_BIT(NODEDEV_NET)},
    [NODEDEV_REMOVABLE] = {"removable", .inside = NODEDEV_BIT(NODEDEV_STORAGE),
                           PART(DECIMAL("media_available", NODEDEV_NEEDED, 1),
                                DECIMAL("media_size", NODEDEV_NEEDED, U64),
                                TEXT("media_label", NODEDEV_OPTIONAL),
                                DECIMAL("logical_block_size", NODEDEV_OPTIONAL, U64),
                                DECIMAL("num_blocks", NODEDEV_OPTIONAL, U64))},
    [NODEDEV_HOTPLUGGABLE] = {"hotpluggable", .inside = NODEDEV_BIT(NODEDEV_STORAGE)},
    [NODEDEV_PHYS_FUNCTION] = {"phys_function", .inside = NODEDEV_BIT(NODEDEV_PCI)},
    [NODEDEV_VIRT_FUNCTIONS] = {"virt_functions", .inside = NODEDEV_BIT(NODEDEV_PCI)},
};

const char *nodedev_cap_word(enum nodedev_cap_type type)
{
    return nodedev_specs[type].listed != NULL ? nodedev_specs[type].listed
                                              : nodedev_specs[type].word;
}

unsigned int nodedev_cap_bit(const char *word)
{
    for (unsigned int i = 0; i <= NODEDEV_LAST_LISTED; i++) {
        if (strcmp(nodedev_cap_word(i), word) == 0)
            return NODEDEV_BIT(i);
    }
    return 0;
}

static const struct nodedev_cap *find_in(struct nodedev_cap *const *caps, unsigned int n,
                                         enum nodedev_cap_type type)
{
    const struct nodedev_cap *found = NULL;

    for (unsigned int i = 0; i < n && found == NULL; i++)
        found = caps[i]->type == type ? caps[i] : find_in(caps[i]->caps, caps[i]->n_caps, type);
    return found;
}

const struct nodedev_cap *nodedev_cap_find(const struct nodedev_def *def,
                                           enum nodedev_cap_type type)
{
    return find_in(def->caps, def->n_caps, type);
}

const struct nodedev_value *nodedev_cap_value(const struct nodedev_cap *cap, const char *name)
{
    const struct nodedev_spec *spec = &nodedev_specs[cap->type];
    const struct nodedev_value *value = cap->value;

    for (unsigned int i = 0; i < NODEDEV_MAX_PARTS; i++) {
        const struct nodedev_field *field = spec->part[i].fields;
        for (; field != NULL && field->name != NULL; field++, value++) {
            if (strcmp(field->name, name) == 0)
                return value;
        }
    }
    assert(!"the capability has such a field");
    return NULL;
}

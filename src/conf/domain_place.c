/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where devices are plugged in: reads <address>, <alias> and <boot>, and sees that no two devices
 * claim the same. */
#include "config.h"

#include <libvirt/virterror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"

#define MAX_BOOT_ORDER 1024
#define MAX_USB_PORT 254 /* of each hub on the way */

/* The numbers of an address; "port" of a usb one is read apart.  Source: the domain format of
 * later releases. */
static const struct {
    const char *names[DOMAIN_ADDRESS_PARTS];
    unsigned long long max[DOMAIN_ADDRESS_PARTS];
    int decides; /* the part without which the place is not settled; -1: it never is */
} kinds[] = {
    [DOMAIN_ADDRESS_PCI] = {{"domain", "bus", "slot", "function"}, {0xffff, 0xff, 0x1f, 7}, 2},
    [DOMAIN_ADDRESS_DRIVE] = {{"controller", "bus", "target", "unit"},
                              {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX},
                              3},
    [DOMAIN_ADDRESS_VIRTIO_SERIAL] = {{"controller", "bus", "port"},
                                      {UINT32_MAX, UINT32_MAX, UINT32_MAX},
                                      2},
    [DOMAIN_ADDRESS_CCID] = {{"controller", "slot"}, {UINT32_MAX, UINT32_MAX}, 1},
    [DOMAIN_ADDRESS_USB] = {{"bus", "port"}, {UINT32_MAX, 0}, 1},
    [DOMAIN_ADDRESS_SPAPR_VIO] = {{"reg"}, {UINT64_MAX}, 0},
    [DOMAIN_ADDRESS_CCW] = {{"cssid", "ssid", "devno"}, {0xfe, 3, 0xffff}, 2},
    [DOMAIN_ADDRESS_ISA] = {{"iobase", "irq"}, {UINT32_MAX, UINT32_MAX}, -1},
    [DOMAIN_ADDRESS_DIMM] = {{"slot", "base"}, {UINT32_MAX, UINT64_MAX}, 0},
    [DOMAIN_ADDRESS_VIRTIO_S390] = {{NULL}, {0}, -1},
    [DOMAIN_ADDRESS_VIRTIO_MMIO] = {{NULL}, {0}, -1},
    [DOMAIN_ADDRESS_UNASSIGNED] = {{NULL}, {0}, -1},
    [DOMAIN_ADDRESS_MDEV] = {{NULL}, {0}, -1},
};

/* "2.1.4": the ports of the hubs on the way, a byte each. */
static int parse_usb_port(struct conf_parse *p, const struct xml_node *node, const char *text,
                          unsigned long long *ret)
{
    unsigned long long value = 0;
    const char *at = text;

    for (int i = 0; i < 4; i++) {
        char *end = NULL;
        unsigned long n = *at >= '0' && *at <= '9' ? strtoul(at, &end, 10) : ULONG_MAX;
        if (n > MAX_USB_PORT)
            break;
        value = value << 8 | (n + 1);
        if (*end == '\0') {
            *ret = value;
            return 0;
        }
        if (*end != '.')
            break;
        at = end + 1;
    }
    return vt_error(p->domain, VIR_ERR_XML_ERROR,
                    "Attribute 'port' of <%s> in line %u is '%s', not a way like 2.1.", node->name,
                    node->line, text);
}

static int parse_address(struct conf_parse *p, const struct xml_node *node,
                         struct domain_address *address)
{
    const char *type = xml_attr(node, "type");
    int kind = type != NULL ? conf_word_find(&domain_address_type_words, type) : -1;

    if (kind <= DOMAIN_ADDRESS_NONE)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "An <address> in line %u has type '%s', which is no kind of place.",
                        node->line, type != NULL ? type : "");
    address->type = (enum domain_address_type)kind;
    for (int i = 0; i < DOMAIN_ADDRESS_PARTS && kinds[kind].names[i] != NULL; i++) {
        const struct xml_number_spec spec = {
            .attr = kinds[kind].names[i], .max = kinds[kind].max[i], .any = true};
        const char *text = xml_attr(node, spec.attr);
        bool usb_port = kind == DOMAIN_ADDRESS_USB && i == 1;
        if (text == NULL)
            continue;
        if ((usb_port ? parse_usb_port(p, node, text, &address->part[i])
                      : xml_number_of(node, text, &spec, p->domain, &address->part[i])) < 0)
            return -1;
        address->given |= 1u << i;
    }
    return 0;
}

/* The one child of the name, which may be missing; -1 when there are two. */
static int only_child(struct conf_parse *p, const struct xml_node *node, const char *name,
                      const struct xml_node **ret)
{
    const struct xml_node *child = xml_child(node, name);
    const struct xml_node *second = child != NULL ? xml_next_child(child, name) : NULL;

    if (second != NULL)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> in line %u stands twice in <%s>.", name, second->line,
                        node->name);
    *ret = child;
    return 0;
}

/* Drives are counted anew on each bus, which their address does not tell. */
static unsigned int drive_bus(const struct xml_node *node)
{
    const struct xml_node *target = xml_child(node, "target");
    const char *bus = target != NULL ? xml_attr(target, "bus") : NULL;
    const char *dev = target != NULL ? xml_attr(target, "dev") : NULL;
    int found = bus != NULL   ? conf_word_find(&domain_disk_bus_words, bus)
                : dev != NULL ? domain_disk_bus_of_name(dev)
                              : -1;

    return (unsigned int)(found + 1);
}

int domain_parse_place(struct conf_parse *p, const struct xml_node *node,
                       struct domain_place *place)
{
    const struct xml_node *address, *alias, *boot;
    const char *order;
    const struct xml_number_spec spec = {.attr = "order", .min = 1, .max = MAX_BOOT_ORDER};
    unsigned long long n = 0;

    if (only_child(p, node, "address", &address) < 0 || only_child(p, node, "alias", &alias) < 0 ||
        only_child(p, node, "boot", &boot) < 0)
        return -1;
    order = boot != NULL ? xml_attr(boot, "order") : NULL;
    if ((address != NULL && parse_address(p, address, &place->address) < 0) ||
        (order != NULL && xml_number_of(boot, order, &spec, p->domain, &n) < 0))
        return -1;
    if (place->address.type == DOMAIN_ADDRESS_DRIVE)
        place->drive_bus = drive_bus(node);
    place->boot_order = (unsigned int)n;
    place->line = node->line;
    place->alias = alias != NULL ? conf_text(p, xml_attr(alias, "name")) : NULL;
    return 0;
}

/* Whether the address says where, so that nothing else can be there. */
static bool is_settled(const struct domain_address *a)
{
    int decides = a->type != DOMAIN_ADDRESS_NONE ? kinds[a->type].decides : -1;

    if (decides < 0 || (a->given >> decides & 1) == 0)
        return false;
    /* These are how "anywhere" has been written. */
    if (a->type == DOMAIN_ADDRESS_PCI)
        return (a->part[0] | a->part[1] | a->part[2] | a->part[3]) != 0;
    return a->type != DOMAIN_ADDRESS_VIRTIO_SERIAL || a->part[2] != 0;
}

static int compare_numbers(unsigned long long a, unsigned long long b)
{
    return (a > b) - (a < b);
}

static int compare_address(const void *a, const void *b)
{
    const struct domain_place *x = *(const struct domain_place *const *)a;
    const struct domain_place *y = *(const struct domain_place *const *)b;
    int rv = compare_numbers(x->address.type, y->address.type);

    if (rv == 0)
        rv = compare_numbers(x->drive_bus, y->drive_bus);
    for (int i = 0; rv == 0 && i < DOMAIN_ADDRESS_PARTS; i++) {
        /* Where memory begins follows from its slot. */
        if (x->address.type != DOMAIN_ADDRESS_DIMM || i == 0)
            rv = compare_numbers(x->address.part[i], y->address.part[i]);
    }
    return rv;
}

static int compare_alias(const void *a, const void *b)
{
    return strcmp((*(const struct domain_place *const *)a)->alias,
                  (*(const struct domain_place *const *)b)->alias);
}

static int compare_order(const void *a, const void *b)
{
    return compare_numbers((*(const struct domain_place *const *)a)->boot_order,
                           (*(const struct domain_place *const *)b)->boot_order);
}

static bool has_address(const struct domain_place *place)
{
    return is_settled(&place->address);
}

static bool has_alias(const struct domain_place *place)
{
    return place->alias != NULL;
}

static bool has_order(const struct domain_place *place)
{
    return place->boot_order != 0;
}

/* What two devices cannot share. */
static const struct claim {
    const char *what;
    bool (*has)(const struct domain_place *place);
    int (*compare)(const void *a, const void *b);
} claims[] = {
    {"<address>", has_address, compare_address},
    {"<alias>", has_alias, compare_alias},
    {"<boot order=''>", has_order, compare_order},
};

static int check_claim(const struct claim *claim, const struct domain_place *const *all, size_t n,
                       const struct domain_place **room, const struct domain_claims *c)
{
    size_t n_with = 0;

    for (size_t i = 0; i < n; i++) {
        if (claim->has(all[i]))
            room[n_with++] = all[i];
    }
    if (n_with < 2)
        return 0;
    qsort(room, n_with, sizeof(void *), claim->compare);
    for (size_t i = 1; i < n_with; i++) {
        if (claim->compare(&room[i - 1], &room[i]) == 0)
            return vt_error(c->domain, c->code, "Two devices have the same %s, as in line %u.",
                            claim->what,
                            room[i]->line > room[i - 1]->line ? room[i]->line : room[i - 1]->line);
    }
    return 0;
}

#define ADD_PLACES(list, of) \
    do { \
        for (unsigned int i_ = 0; i_ < (of)->n_##list; i_++) \
            all[n++] = &(of)->list[i_]->place; \
    } while (0)

int domain_check_places(const struct domain_def *def, const struct domain_claims *c)
{
    size_t max = (size_t)def->n_disks + def->n_filesystems + def->n_interfaces + def->n_serials +
                 def->n_parallels + 1 + def->n_inputs + def->n_sounds + def->n_hostdevs +
                 def->n_others;
    const struct domain_place **all = calloc(max * 2, sizeof *all);
    size_t n = 0;
    int rv = 0;

    if (all == NULL)
        return vt_error_no_memory(c->domain);
    ADD_PLACES(disks, def);
    ADD_PLACES(filesystems, def);
    ADD_PLACES(interfaces, def);
    ADD_PLACES(serials, def);
    ADD_PLACES(parallels, def);
    ADD_PLACES(inputs, def);
    ADD_PLACES(sounds, def);
    ADD_PLACES(hostdevs, def);
    ADD_PLACES(others, def); /* not the console: it is the first serial line */
    for (size_t i = 0; rv == 0 && i < VT_N_ELEMENTS(claims); i++)
        rv = check_claim(&claims[i], all, n, all + max, c);
    free(all);
    return rv;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a domain is used with: <input>, <graphics>, <sound>, <hostdev>. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"

#define MAX_PORT 65535

static int missing_type(struct conf_parse *p, const struct xml_node *node, const char *attr)
{
    return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                    "Attribute '%s' is missing in <%s> in line %u.", attr, node->name, node->line);
}

/* Which bus a kind of input can be on depends on the kind of guest. */
static bool input_fits(enum domain_os_type os, enum domain_input_type type,
                       enum domain_input_bus bus)
{
    if (os == DOMAIN_OS_HVM)
        return bus == DOMAIN_INPUT_USB || (bus == DOMAIN_INPUT_PS2 && type == DOMAIN_INPUT_MOUSE);
    return bus == DOMAIN_INPUT_XEN && type == DOMAIN_INPUT_MOUSE;
}

int domain_parse_input(struct conf_parse *p, const struct xml_node *node, enum domain_os_type os,
                       struct domain_input **ret)
{
    const char *type = NULL, *bus = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {"bus", &bus}, {NULL, NULL}};
    struct domain_input *input = arena_alloc(p->arena, sizeof *input);
    unsigned int type_value = 0, bus_value;
    int rv;

    if (input == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_DEVICE, attrs, conf_no_children, &input->extra) < 0)
        return -1;
    if (type == NULL)
        return missing_type(p, node, "type");
    rv = conf_word_of(p, &domain_input_type_words, node, "type", type, &type_value);
    if (rv != 0)
        return rv;
    bus_value = os != DOMAIN_OS_HVM                ? DOMAIN_INPUT_XEN
                : type_value == DOMAIN_INPUT_MOUSE ? DOMAIN_INPUT_PS2
                                                   : DOMAIN_INPUT_USB;
    rv = conf_word_of(p, &domain_input_bus_words, node, "bus", bus, &bus_value);
    if (rv != 0)
        return rv;
    input->type = type_value;
    input->bus = bus_value;
    if (!input_fits(os, input->type, input->bus))
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "A guest of type '%s' cannot have an <input> '%s' on bus '%s'.",
                        conf_word(&domain_os_type_words, os), type,
                        conf_word(&domain_input_bus_words, input->bus));
    *ret = input;
    return domain_parse_place(p, node, &input->place);
}

/* @port and @autoport decide together: no port, or -1, is one chosen at start. */
static int parse_vnc_port(struct conf_parse *p, const struct xml_node *node, const char *port,
                          const char *automatic, unsigned int flags,
                          struct domain_graphics *graphics)
{
    const struct xml_number_spec spec = {.attr = "port", .max = MAX_PORT};
    static const char *const list[] = {"no", "yes"};
    const struct conf_words words = {list, VT_N_ELEMENTS(list), NULL};
    unsigned long long n = 0;
    unsigned int value = 0;

    if (port != NULL && strcmp(port, "-1") != 0 &&
        xml_number_of(node, port, &spec, p->domain, &n) < 0)
        return -1;
    if (conf_word_of(p, &words, node, "autoport", automatic, &value) < 0)
        return -1;
    graphics->autoport = value == 1 || port == NULL || strcmp(port, "-1") == 0;
    if (!graphics->autoport || (flags & VIR_DOMAIN_XML_INACTIVE) == 0)
        graphics->port = (unsigned int)n;
    return 0;
}

static int parse_vnc(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                     struct domain_graphics *graphics)
{
    const char *type, *port = NULL, *automatic = NULL;
    const char *listen = NULL, *keymap = NULL, *passwd = NULL;
    const struct conf_attr attrs[] = {
        {"type", &type},     {"port", &port},     {"autoport", &automatic},
        {"listen", &listen}, {"keymap", &keymap}, {"passwd", &passwd},
        {NULL, NULL},
    };

    if (conf_take(p, node, INDENT_DEVICE, attrs, conf_no_children, &graphics->extra) < 0)
        return -1;
    graphics->listen = conf_text(p, listen);
    graphics->keymap = conf_text(p, keymap);
    graphics->passwd = conf_text(p, passwd);
    return parse_vnc_port(p, node, port, automatic, flags, graphics);
}

static int parse_sdl(struct conf_parse *p, const struct xml_node *node,
                     struct domain_graphics *graphics)
{
    const char *type, *display = NULL, *xauth = NULL, *fullscreen = NULL, *passwd = NULL;
    static const char *const list[] = {"no", "yes"};
    const struct conf_words words = {list, VT_N_ELEMENTS(list), NULL};
    const struct conf_attr attrs[] = {
        {"type", &type},     {"display", &display}, {"xauth", &xauth}, {"fullscreen", &fullscreen},
        {"passwd", &passwd}, /* means nothing here, but must not be shown to everybody */
        {NULL, NULL},
    };
    unsigned int value = 0;

    if (conf_take(p, node, INDENT_DEVICE, attrs, conf_no_children, &graphics->extra) < 0 ||
        conf_word_of(p, &words, node, "fullscreen", fullscreen, &value) < 0)
        return -1;
    graphics->display = conf_text(p, display);
    graphics->xauth = conf_text(p, xauth);
    graphics->passwd = conf_text(p, passwd);
    graphics->fullscreen = value == 1;
    return 0;
}

int domain_parse_graphics(struct conf_parse *p, const struct xml_node *node, unsigned int flags,
                          struct domain_graphics **ret)
{
    const char *type = xml_attr(node, "type");
    struct domain_graphics *graphics = arena_alloc(p->arena, sizeof *graphics);
    unsigned int value = 0;
    int rv;

    if (graphics == NULL)
        return vt_error_no_memory(p->domain);
    if (type == NULL)
        return missing_type(p, node, "type");
    rv = conf_word_of(p, &domain_graphics_type_words, node, "type", type, &value);
    if (rv != 0)
        return rv;
    graphics->type = value;
    rv = value == DOMAIN_GRAPHICS_VNC ? parse_vnc(p, node, flags, graphics)
                                      : parse_sdl(p, node, graphics);
    if (rv == 0)
        *ret = graphics;
    return rv;
}

int domain_parse_sound(struct conf_parse *p, const struct xml_node *node, struct domain_sound **ret)
{
    const char *model = NULL;
    const struct conf_attr attrs[] = {{"model", &model}, {NULL, NULL}};
    struct domain_sound *sound = arena_alloc(p->arena, sizeof *sound);
    unsigned int value = 0;
    int rv;

    if (sound == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_DEVICE, attrs, conf_no_children, &sound->extra) < 0)
        return -1;
    if (model == NULL)
        return missing_type(p, node, "model");
    rv = conf_word_of(p, &domain_sound_model_words, node, "model", model, &value);
    if (rv != 0)
        return rv;
    sound->model = value;
    *ret = sound;
    return domain_parse_place(p, node, &sound->place);
}

/* One number of a host device's address. */
static int parse_part(struct conf_parse *p, const struct xml_node *node, const char *attr,
                      const char *text, unsigned int max, unsigned int *ret)
{
    const struct xml_number_spec spec = {.attr = attr, .max = max, .any = true};
    unsigned long long n;

    if (text == NULL)
        return missing_type(p, node, attr);
    if (xml_number_of(node, text, &spec, p->domain, &n) < 0)
        return -1;
    *ret = (unsigned int)n;
    return 0;
}

static int parse_usb_id(struct conf_parse *p, const struct xml_node *node,
                        struct conf_extra *ret_extra, unsigned int *ret)
{
    const char *id = NULL;
    const struct conf_attr attrs[] = {{"id", &id}, {NULL, NULL}};

    if (conf_take(p, node, INDENT_PART + 2, attrs, conf_no_children, ret_extra) < 0)
        return -1;
    return parse_part(p, node, "id", id, 0xffff, ret);
}

static int parse_usb_address(struct conf_parse *p, const struct xml_node *node,
                             struct domain_hostdev *dev)
{
    const char *bus = NULL, *device = NULL;
    const struct conf_attr attrs[] = {{"bus", &bus}, {"device", &device}, {NULL, NULL}};

    /* Later releases also find it by the port that it is in. */
    if (xml_attr(node, "device") == NULL && xml_attr(node, "port") != NULL)
        return CONF_LATER;
    dev->by_address = true;
    if (conf_take(p, node, INDENT_PART + 2, attrs, conf_no_children, &dev->address_extra) < 0 ||
        parse_part(p, node, "bus", bus, 0xffff, &dev->bus) < 0)
        return -1;
    return parse_part(p, node, "device", device, 0xffff, &dev->device);
}

static int parse_usb(struct conf_parse *p, const struct xml_node *source,
                     struct domain_hostdev *dev)
{
    const struct xml_node *vendor = NULL, *product = NULL, *address = NULL;
    const struct conf_child children[] = {
        {.name = "vendor", .ret = &vendor},
        {.name = "product", .ret = &product},
        {.name = "address", .ret = &address},
        {.name = NULL},
    };

    if (conf_take(p, source, INDENT_PART, conf_no_attrs, children, &dev->source_extra) < 0)
        return -1;
    dev->by_id = vendor != NULL && product != NULL;
    if ((vendor != NULL) != (product != NULL) || (vendor == NULL && address == NULL))
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "A <hostdev> of type 'usb' needs <vendor> and <product>, or <address>.");
    if (dev->by_id && (parse_usb_id(p, vendor, &dev->vendor_extra, &dev->vendor) < 0 ||
                       parse_usb_id(p, product, &dev->product_extra, &dev->product) < 0))
        return -1;
    return address != NULL ? parse_usb_address(p, address, dev) : 0;
}

static int parse_pci(struct conf_parse *p, const struct xml_node *source,
                     struct domain_hostdev *dev)
{
    const char *domain = NULL, *bus = NULL, *slot = NULL, *function = NULL;
    const struct xml_node *address = NULL;
    const struct conf_child children[] = {{.name = "address", .ret = &address}, {.name = NULL}};
    const struct conf_attr attrs[] = {
        {"domain", &domain}, {"bus", &bus}, {"slot", &slot}, {"function", &function}, {NULL, NULL}};

    if (conf_take(p, source, INDENT_PART, conf_no_attrs, children, &dev->source_extra) < 0)
        return -1;
    if (address == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "A <hostdev> of type 'pci' needs <address> in <source>.");
    dev->by_address = true;
    if (conf_take(p, address, INDENT_PART + 2, attrs, conf_no_children, &dev->address_extra) < 0 ||
        parse_part(p, address, "domain", domain != NULL ? domain : "0", UINT32_MAX, &dev->domain) <
            0 ||
        parse_part(p, address, "bus", bus, 0xff, &dev->bus) < 0 ||
        parse_part(p, address, "slot", slot, 0x1f, &dev->slot) < 0)
        return -1;
    return parse_part(p, address, "function", function, 7, &dev->function);
}

int domain_parse_hostdev(struct conf_parse *p, const struct xml_node *node,
                         struct domain_hostdev **ret)
{
    static const char *const list[] = {"subsystem"};
    const struct conf_words mode_words = {list, VT_N_ELEMENTS(list), " capabilities "};
    const char *mode = NULL, *type = NULL, *managed = NULL;
    const struct xml_node *source = NULL;
    const struct conf_attr attrs[] = {
        {"mode", &mode}, {"type", &type}, {"managed", &managed}, {NULL, NULL}};
    const struct conf_child children[] = {{.name = "source", .ret = &source}, {.name = NULL}};
    struct domain_hostdev *dev = arena_alloc(p->arena, sizeof *dev);
    unsigned int value = 0;
    int rv;

    if (dev == NULL)
        return vt_error_no_memory(p->domain);
    if (conf_take(p, node, INDENT_DEVICE, attrs, children, &dev->extra) < 0)
        return -1;
    rv = conf_word_of(p, &mode_words, node, "mode", mode, &value);
    if (rv != 0)
        return rv;
    if (type == NULL)
        return missing_type(p, node, "type");
    rv = conf_word_of(p, &domain_hostdev_type_words, node, "type", type, &value);
    if (rv != 0)
        return rv;
    if (source == NULL)
        return vt_error(p->domain, VIR_ERR_INTERNAL_ERROR,
                        "Element <source> is missing in <hostdev> in line %u.", node->line);
    dev->type = value;
    dev->managed = managed != NULL && strcmp(managed, "yes") == 0;
    rv = value == DOMAIN_HOSTDEV_USB ? parse_usb(p, source, dev) : parse_pci(p, source, dev);
    if (rv != 0)
        return rv;
    *ret = dev;
    return domain_parse_place(p, node, &dev->place);
}

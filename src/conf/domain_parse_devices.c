/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads <devices>: each device in its list, what is not known in text; and devices that stand
 * alone. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/domain_parse.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* What the steps of one <devices> share. */
struct devices {
    struct conf_parse *p;
    const struct domain_parse_opts *opts;
    struct domain_def *def;
};

/* Ends a step: the parsed device goes to its list. */
#define ADD(d, list, item, rv) \
    ((rv) != 0                                              ? (rv) \
     : (d)->def->n_##list == DOMAIN_MAX_DEVICES             ? too_many((d), #list) \
     : DOMAIN_APPEND((d)->p->arena, (d)->def, list, (item)) ? 0 \
                                                            : vt_error_no_memory((d)->p->domain))

static int too_many(struct devices *d, const char *what)
{
    return vt_error(d->p->domain, VIR_ERR_XML_ERROR, "There are more than %d %s.",
                    DOMAIN_MAX_DEVICES, what);
}

static int add_disk(struct devices *d, const struct xml_node *node)
{
    struct domain_disk *disk = NULL;
    int rv = domain_parse_disk(d->p, node, &disk);

    if (rv != 0)
        return rv;
    return domain_insert_disk(d->p->arena, d->def, disk, d->p->domain, VIR_ERR_XML_ERROR);
}

static int add_filesystem(struct devices *d, const struct xml_node *node)
{
    struct domain_filesystem *fs = NULL;
    int rv = domain_parse_filesystem(d->p, node, &fs);

    return ADD(d, filesystems, fs, rv);
}

static int add_interface(struct devices *d, const struct xml_node *node)
{
    struct domain_interface *net = NULL;
    int rv = domain_parse_interface(d->p, node, d->opts, &net);

    return ADD(d, interfaces, net, rv);
}

static int add_serial(struct devices *d, const struct xml_node *node)
{
    struct domain_chardev *chr = NULL;
    int rv = domain_parse_chardev(d->p, node, DOMAIN_SERIAL, &chr);

    if (rv == 0)
        chr->port = d->def->n_serials;
    return ADD(d, serials, chr, rv);
}

static int add_parallel(struct devices *d, const struct xml_node *node)
{
    struct domain_chardev *chr = NULL;
    int rv = domain_parse_chardev(d->p, node, DOMAIN_PARALLEL, &chr);

    if (rv == 0)
        chr->port = d->def->n_parallels;
    return ADD(d, parallels, chr, rv);
}

/* One console and one graphics are known; further ones are carried. */
static int add_console(struct devices *d, const struct xml_node *node)
{
    if (d->def->console != NULL)
        return CONF_LATER;
    return domain_parse_chardev(d->p, node, DOMAIN_CONSOLE, &d->def->console);
}

static int add_graphics(struct devices *d, const struct xml_node *node)
{
    if (d->def->graphics != NULL)
        return CONF_LATER;
    return domain_parse_graphics(d->p, node, d->opts->flags, &d->def->graphics);
}

static int add_input(struct devices *d, const struct xml_node *node)
{
    struct domain_input *input = NULL;
    int rv = domain_parse_input(d->p, node, d->def->os.type, &input);

    return ADD(d, inputs, input, rv);
}

/* A second sound card of the same model adds nothing. */
static int add_sound(struct devices *d, const struct xml_node *node)
{
    struct domain_sound *sound = NULL;
    int rv = domain_parse_sound(d->p, node, &sound);

    for (unsigned int i = 0; rv == 0 && i < d->def->n_sounds; i++) {
        if (d->def->sounds[i]->model == sound->model)
            return 0;
    }
    return ADD(d, sounds, sound, rv);
}

static int add_hostdev(struct devices *d, const struct xml_node *node)
{
    struct domain_hostdev *dev = NULL;
    int rv = domain_parse_hostdev(d->p, node, &dev);

    return ADD(d, hostdevs, dev, rv);
}

static int add_emulator(struct devices *d, const struct xml_node *node)
{
    if (d->def->emulator != NULL)
        return vt_error(d->p->domain, VIR_ERR_XML_ERROR,
                        "Element <emulator> in line %u stands twice in <devices>.", node->line);
    d->def->emulator = conf_child_text(d->p, node);
    return 0;
}

static const struct {
    const char *name;
    int (*add)(struct devices *d, const struct xml_node *node);
} kinds[] = {
    {"disk", add_disk},         {"interface", add_interface},   {"serial", add_serial},
    {"console", add_console},   {"graphics", add_graphics},     {"input", add_input},
    {"emulator", add_emulator}, {"filesystem", add_filesystem}, {"parallel", add_parallel},
    {"sound", add_sound},       {"hostdev", add_hostdev},
};

/* What 0.6.1 does not know is carried. */
static int add_other(struct devices *d, const struct xml_node *node)
{
    const struct domain_claims claims = {d->p->domain, VIR_ERR_XML_ERROR};
    struct domain_other *other = NULL;

    if (domain_parse_other(d->p, node, &other) < 0)
        return -1;
    return domain_add_other(d->p->arena, d->def, other, &claims);
}

static int parse_device(struct devices *d, const struct xml_node *node)
{
    int rv = CONF_LATER;

    for (size_t i = 0; i < VT_N_ELEMENTS(kinds); i++) {
        if (xml_is(node, kinds[i].name)) {
            rv = kinds[i].add(d, node);
            break;
        }
    }
    return rv == CONF_LATER ? add_other(d, node) : rv;
}

static void copy_char_source(struct domain_chardev *to, const struct domain_chardev *from)
{
    struct domain_chardev old = *to;

    *to = *from;
    to->kind = old.kind;
    to->port = old.port;
    to->place = old.place;
    to->extra = old.extra;
    to->target_extra = old.target_extra;
}

/* In a full virtual machine the console is the first serial line, whichever was given. */
static int join_console(struct conf_parse *p, struct domain_def *def)
{
    struct domain_chardev *chr;

    if (def->os.type != DOMAIN_OS_HVM || (def->console == NULL && def->n_serials == 0))
        return 0;
    if (def->n_serials > 0 && def->console != NULL) {
        copy_char_source(def->console, def->serials[0]);
        return 0;
    }
    chr = arena_alloc(p->arena, sizeof *chr);
    if (chr == NULL)
        return vt_error_no_memory(p->domain);
    if (def->console == NULL) {
        chr->kind = DOMAIN_CONSOLE;
        copy_char_source(chr, def->serials[0]);
        def->console = chr;
    } else {
        chr->kind = DOMAIN_SERIAL;
        copy_char_source(chr, def->console);
        if (!DOMAIN_APPEND(p->arena, def, serials, chr))
            return vt_error_no_memory(p->domain);
    }
    return 0;
}

/* The default device to boot from is none when devices say their order themselves. */
static bool have_boot_order(const struct domain_def *def)
{
    for (unsigned int i = 0; i < def->n_disks; i++) {
        if (def->disks[i]->place.boot_order != 0)
            return true;
    }
    for (unsigned int i = 0; i < def->n_interfaces; i++) {
        if (def->interfaces[i]->place.boot_order != 0)
            return true;
    }
    for (unsigned int i = 0; i < def->n_hostdevs; i++) {
        if (def->hostdevs[i]->place.boot_order != 0)
            return true;
    }
    for (unsigned int i = 0; i < def->n_others; i++) {
        if (def->others[i]->place.boot_order != 0)
            return true;
    }
    return false;
}

int domain_parse_devices(struct conf_parse *p, const struct xml_node *node,
                         const struct domain_parse_opts *opts, struct domain_def *def)
{
    const struct domain_claims claims = {p->domain, VIR_ERR_XML_ERROR};
    struct devices d = {.p = p, .opts = opts, .def = def};

    if (node == NULL)
        return 0;
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (child->name != NULL && parse_device(&d, child) < 0)
            return -1;
    }
    if (conf_take_attrs(p, node, conf_no_attrs, &def->devices_extra) < 0 ||
        join_console(p, def) < 0)
        return -1;
    if (def->os.boot_implied && have_boot_order(def))
        def->os.n_boot = 0;
    return domain_check_places(def, &claims);
}

void domain_device_free(struct domain_device *dev)
{
    if (dev == NULL)
        return;
    arena_done(&dev->arena);
    free(dev);
}

static void auto_device(struct domain_device **dev)
{
    domain_device_free(*dev);
}

static int parse_alone(struct conf_parse *p, const struct xml_node *node,
                       const struct domain_def *def, const struct domain_parse_opts *opts,
                       struct domain_device *dev)
{
    switch (dev->kind) {
    case DOMAIN_DEVICE_DISK:
        return domain_parse_disk(p, node, &dev->disk);
    case DOMAIN_DEVICE_FILESYSTEM:
        return domain_parse_filesystem(p, node, &dev->filesystem);
    case DOMAIN_DEVICE_INTERFACE:
        return domain_parse_interface(p, node, opts, &dev->interface);
    case DOMAIN_DEVICE_INPUT:
        return domain_parse_input(p, node, def->os.type, &dev->input);
    case DOMAIN_DEVICE_SOUND:
        return domain_parse_sound(p, node, &dev->sound);
    case DOMAIN_DEVICE_HOSTDEV:
        return domain_parse_hostdev(p, node, &dev->hostdev);
    case DOMAIN_DEVICE_OTHER:
        return CONF_LATER;
    }
    return -1;
}

/* A device of a kind or type that is carried. */
static int parse_carried(struct conf_parse *p, const struct xml_node *node,
                         struct domain_device *dev)
{
    if (node->ns != NULL || !domain_other_comes_and_goes(node->name))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "The root element is <%s>, which is no device that comes and goes.",
                        node->name);
    dev->kind = DOMAIN_DEVICE_OTHER;
    return domain_parse_other(p, node, &dev->other);
}

int domain_device_parse(const char *xml, const struct domain_def *def,
                        const struct domain_parse_opts *opts, struct domain_device **ret)
{
    XML_AUTODOC struct xml_doc *doc = NULL;
    VT_AUTO(auto_device) struct domain_device *dev = NULL;
    const struct domain_parse_opts none = {.type = NULL};
    struct conf_parse p = {NULL, VIR_FROM_DOMAIN};
    int kind, rv;

    if (opts == NULL)
        opts = &none;
    if (opts->domain != 0)
        p.domain = opts->domain;
    if (xml_parse(xml, XML_MAX_TEXT, p.domain, VIR_ERR_XML_DETAIL, &doc) < 0)
        return -1;
    dev = calloc(1, sizeof *dev);
    if (dev == NULL)
        return vt_error_no_memory(p.domain);
    p.arena = &dev->arena;
    kind = doc->root->ns == NULL ? conf_word_find(&domain_device_kind_words, doc->root->name) : -1;
    dev->kind = kind >= 0 ? (enum domain_device_kind)kind : DOMAIN_DEVICE_OTHER;
    rv = parse_alone(&p, doc->root, def, opts, dev);
    if (rv == CONF_LATER)
        rv = parse_carried(&p, doc->root, dev);
    if (rv < 0 || domain_check_later(&p, doc->root) < 0)
        return -1;
    if (dev->arena.failed)
        return vt_error_no_memory(p.domain);
    *ret = VT_TAKE(dev);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints <devices>, all but character devices and graphics. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "conf/domain_format.h"
#include "conf/put.h"

/* The head of every device: its tag with type. */
static void open_device(struct vt_strbuf *b, const char *name, const struct conf_words *words,
                        unsigned int type)
{
    put_open(b, 4, name);
    PUT_ATTR(b, "type", conf_word(words, type));
}

static void format_driver(struct vt_strbuf *b, const struct domain_disk *disk)
{
    if (disk->driver_name == NULL && disk->driver_type == NULL &&
        disk->cache == DOMAIN_CACHE_DEFAULT && !put_has_carried(&disk->driver_extra))
        return;
    PUT(b, "      <driver");
    PUT_ATTR(b, "name", disk->driver_name);
    PUT_ATTR(b, "type", disk->driver_type);
    if (disk->cache != DOMAIN_CACHE_DEFAULT)
        PUT_ATTR(b, "cache", conf_word(&domain_disk_cache_words, disk->cache));
    put_end(b, 6, "driver", &disk->driver_extra);
}

static void format_disk(struct vt_strbuf *b, const struct domain_disk *disk)
{
    open_device(b, "disk", &domain_disk_type_words, disk->type);
    PUT_ATTR(b, "device", conf_word(&domain_disk_device_words, disk->device));
    put_carried(b, disk->extra.attrs);
    PUT(b, ">\n");
    format_driver(b, disk);
    if (disk->source != NULL || put_has_carried(&disk->source_extra)) {
        PUT(b, "      <source");
        put_attr(b, disk->type == DOMAIN_DISK_FILE ? "file" : "dev", disk->source);
        put_end(b, 6, "source", &disk->source_extra);
    }
    PUT(b, "      <target");
    PUT_ATTR(b, "dev", disk->target);
    PUT_ATTR(b, "bus", conf_word(&domain_disk_bus_words, disk->bus));
    put_end(b, 6, "target", &disk->target_extra);
    if (disk->readonly)
        PUT(b, "      <readonly/>\n");
    if (disk->shareable)
        PUT(b, "      <shareable/>\n");
    put_carried(b, disk->extra.children);
    PUT(b, "    </disk>\n");
}

static void format_filesystem(struct vt_strbuf *b, const struct domain_filesystem *fs)
{
    static const char *const source_attr[] = {
        [DOMAIN_FILESYSTEM_MOUNT] = "dir",
        [DOMAIN_FILESYSTEM_BLOCK] = "dev",
        [DOMAIN_FILESYSTEM_FILE] = "file",
        [DOMAIN_FILESYSTEM_TEMPLATE] = "name",
    };

    open_device(b, "filesystem", &domain_filesystem_type_words, fs->type);
    put_carried(b, fs->extra.attrs);
    PUT(b, ">\n      <source");
    put_attr(b, source_attr[fs->type], fs->source);
    put_end(b, 6, "source", &fs->source_extra);
    PUT(b, "      <target");
    PUT_ATTR(b, "dir", fs->target);
    put_end(b, 6, "target", &fs->target_extra);
    if (fs->readonly)
        PUT(b, "      <readonly/>\n");
    put_carried(b, fs->extra.children);
    PUT(b, "    </filesystem>\n");
}

/* A part with one attribute, when there is something to say. */
static void format_part(struct vt_strbuf *b, const char *name, const char *attr, const char *value,
                        const struct conf_extra *extra)
{
    if (value == NULL && !put_has_carried(extra))
        return;
    put_open(b, 6, name);
    put_attr(b, attr, value);
    put_end(b, 6, name, extra);
}

static void format_net_source(struct vt_strbuf *b, const struct domain_interface *net,
                              unsigned int flags)
{
    const char *attr = "dev";

    if (net->type == DOMAIN_INTERFACE_NETWORK) {
        PUT(b, "      <source");
        PUT_ATTR(b, "network", net->source);
        if ((flags & VIR_DOMAIN_XML_INACTIVE) == 0)
            PUT_ATTR(b, "bridge", net->bridge);
        put_end(b, 6, "source", &net->source_extra);
        return;
    }
    if (net->port != 0) {
        PUT(b, "      <source");
        PUT_ATTR(b, "address", net->address);
        put_number(b, "port", net->port);
        put_end(b, 6, "source", &net->source_extra);
        return;
    }
    if (net->type == DOMAIN_INTERFACE_BRIDGE)
        attr = "bridge";
    format_part(b, "source", attr, net->source, &net->source_extra);
}

static void format_interface(struct vt_strbuf *b, const struct domain_interface *net,
                             unsigned int flags)
{
    open_device(b, "interface", &domain_interface_type_words, net->type);
    put_carried(b, net->extra.attrs);
    PUT(b, ">\n      <mac");
    put_mac(b, "address", net->mac);
    put_end(b, 6, "mac", &net->mac_extra);
    format_net_source(b, net, flags);
    format_part(b, "ip", "address", net->ip, &net->ip_extra);
    format_part(b, "script", "path", net->script, &net->script_extra);
    format_part(b, "target", "dev", net->target, &net->target_extra);
    format_part(b, "model", "type", net->model, &net->model_extra);
    put_carried(b, net->extra.children);
    PUT(b, "    </interface>\n");
}

static void format_input(struct vt_strbuf *b, const struct domain_input *input)
{
    open_device(b, "input", &domain_input_type_words, input->type);
    PUT_ATTR(b, "bus", conf_word(&domain_input_bus_words, input->bus));
    put_end(b, 4, "input", &input->extra);
}

static void format_sound(struct vt_strbuf *b, const struct domain_sound *sound)
{
    PUT(b, "    <sound");
    PUT_ATTR(b, "model", conf_word(&domain_sound_model_words, sound->model));
    put_end(b, 4, "sound", &sound->extra);
}

static void format_usb(struct vt_strbuf *b, const struct domain_hostdev *dev)
{
    if (dev->by_id) {
        vt_strbuf_addf(b, "        <vendor id='0x%.4x'", dev->vendor);
        put_end(b, 8, "vendor", &dev->vendor_extra);
        vt_strbuf_addf(b, "        <product id='0x%.4x'", dev->product);
        put_end(b, 8, "product", &dev->product_extra);
    }
    if (dev->by_address) {
        PUT(b, "        <address");
        put_number(b, "bus", dev->bus);
        put_number(b, "device", dev->device);
        put_end(b, 8, "address", &dev->address_extra);
    }
}

static void format_hostdev(struct vt_strbuf *b, const struct domain_hostdev *dev)
{
    PUT(b, "    <hostdev mode='subsystem'");
    PUT_ATTR(b, "type", conf_word(&domain_hostdev_type_words, dev->type));
    PUT_ATTR(b, "managed", dev->managed ? "yes" : "no");
    put_carried(b, dev->extra.attrs);
    PUT(b, ">\n      <source");
    put_carried(b, dev->source_extra.attrs);
    PUT(b, ">\n");
    if (dev->type == DOMAIN_HOSTDEV_USB) {
        format_usb(b, dev);
    } else {
        vt_strbuf_addf(b, "        <address domain='0x%.4x' bus='0x%.2x' slot='0x%.2x'",
                       dev->domain, dev->bus, dev->slot);
        vt_strbuf_addf(b, " function='0x%.1x'", dev->function);
        put_end(b, 8, "address", &dev->address_extra);
    }
    put_carried(b, dev->source_extra.children);
    PUT(b, "      </source>\n");
    put_carried(b, dev->extra.children);
    PUT(b, "    </hostdev>\n");
}

static void format_other(struct vt_strbuf *b, const struct domain_other *other, unsigned int flags)
{
    bool secret = other->secret != NULL && (flags & VIR_DOMAIN_XML_SECURE) != 0;

    vt_strbuf_add(b, secret ? other->secret : other->text);
}

void domain_format_device(struct vt_strbuf *b, enum domain_device_kind kind, const void *item)
{
    switch (kind) {
    case DOMAIN_DEVICE_DISK:
        format_disk(b, item);
        break;
    case DOMAIN_DEVICE_FILESYSTEM:
        format_filesystem(b, item);
        break;
    case DOMAIN_DEVICE_INTERFACE:
        format_interface(b, item, VIR_DOMAIN_XML_INACTIVE);
        break;
    case DOMAIN_DEVICE_INPUT:
        format_input(b, item);
        break;
    case DOMAIN_DEVICE_SOUND:
        format_sound(b, item);
        break;
    case DOMAIN_DEVICE_HOSTDEV:
        format_hostdev(b, item);
        break;
    case DOMAIN_DEVICE_OTHER:
        format_other(b, item, 0);
        break;
    }
}

/* Graphics bring a mouse of their own.  One that is given is printed only when it says more than
 * that, or is on USB. */
static void format_inputs(struct vt_strbuf *b, const struct domain_def *def, unsigned int flags)
{
    const struct domain_input mouse = {
        .type = DOMAIN_INPUT_MOUSE,
        .bus = def->os.type == DOMAIN_OS_HVM ? DOMAIN_INPUT_PS2 : DOMAIN_INPUT_XEN,
    };
    bool mouse_printed = false;

    for (unsigned int i = 0; i < def->n_inputs; i++) {
        const struct domain_input *input = def->inputs[i];
        bool implied = input->bus != DOMAIN_INPUT_USB;
        if (implied && !put_has_carried(&input->extra))
            continue;
        format_input(b, input);
        mouse_printed = mouse_printed || implied;
    }
    if (def->graphics == NULL)
        return;
    if (!mouse_printed)
        format_input(b, &mouse);
    domain_format_graphics(b, def->graphics, flags);
}

void domain_format_devices(struct vt_strbuf *b, const struct domain_def *def, unsigned int flags)
{
    PUT(b, "  <devices");
    put_carried(b, def->devices_extra);
    PUT(b, ">\n");
    put_element(b, 4, "emulator", def->emulator);
    for (unsigned int i = 0; i < def->n_disks; i++)
        format_disk(b, def->disks[i]);
    for (unsigned int i = 0; i < def->n_filesystems; i++)
        format_filesystem(b, def->filesystems[i]);
    for (unsigned int i = 0; i < def->n_interfaces; i++)
        format_interface(b, def->interfaces[i], flags);
    for (unsigned int i = 0; i < def->n_serials; i++)
        domain_format_chardev(b, def->serials[i]);
    for (unsigned int i = 0; i < def->n_parallels; i++)
        domain_format_chardev(b, def->parallels[i]);
    if (def->console != NULL)
        domain_format_chardev(b, def->console);
    format_inputs(b, def, flags);
    for (unsigned int i = 0; i < def->n_sounds; i++)
        format_sound(b, def->sounds[i]);
    for (unsigned int i = 0; i < def->n_hostdevs; i++)
        format_hostdev(b, def->hostdevs[i]);
    for (unsigned int i = 0; i < def->n_others; i++)
        format_other(b, def->others[i], flags);
    PUT(b, "  </devices>\n");
}

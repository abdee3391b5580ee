/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints character devices and graphics. */
#include "config.h"

#include <libvirt/libvirt.h>

#include "conf/domain_format.h"
#include "conf/put.h"

static void format_udp(struct vt_strbuf *b, const struct domain_chardev *chr)
{
    if (chr->bind_service != NULL) {
        PUT(b, "      <source mode='bind'");
        PUT_ATTR(b, "host", chr->bind_host);
        PUT_ATTR(b, "service", chr->bind_service);
        put_end(b, 6, "source", &chr->bind_extra);
    }
    PUT(b, "      <source mode='connect'");
    PUT_ATTR(b, "host", chr->host);
    PUT_ATTR(b, "service", chr->service);
    put_end(b, 6, "source", &chr->source_extra);
}

static void format_source(struct vt_strbuf *b, const struct domain_chardev *chr)
{
    bool has_mode = chr->type == DOMAIN_CHAR_TCP || chr->type == DOMAIN_CHAR_UNIX;

    if (chr->path == NULL && chr->host == NULL && !put_has_carried(&chr->source_extra))
        return;
    PUT(b, "      <source");
    if (has_mode)
        PUT_ATTR(b, "mode", chr->listen ? "bind" : "connect");
    PUT_ATTR(b, "path", chr->path);
    PUT_ATTR(b, "host", chr->host);
    PUT_ATTR(b, "service", chr->service);
    put_end(b, 6, "source", &chr->source_extra);
}

void domain_format_chardev(struct vt_strbuf *b, const struct domain_chardev *chr)
{
    const char *kind = conf_word(&domain_char_kind_words, chr->kind);

    put_open(b, 4, kind);
    PUT_ATTR(b, "type", conf_word(&domain_char_type_words, chr->type));
    if (chr->kind == DOMAIN_CONSOLE && chr->type == DOMAIN_CHAR_PTY)
        PUT_ATTR(b, "tty", chr->path);
    put_carried(b, chr->extra.attrs);
    PUT(b, ">\n");
    if (chr->type == DOMAIN_CHAR_UDP)
        format_udp(b, chr);
    else
        format_source(b, chr);
    if (chr->type == DOMAIN_CHAR_TCP) {
        PUT(b, "      <protocol");
        PUT_ATTR(b, "type", chr->telnet ? "telnet" : "raw");
        put_end(b, 6, "protocol", &chr->protocol_extra);
    }
    PUT(b, "      <target");
    put_number(b, "port", chr->port);
    put_end(b, 6, "target", &chr->target_extra);
    put_carried(b, chr->extra.children);
    put_close(b, 4, kind);
}

static void format_vnc(struct vt_strbuf *b, const struct domain_graphics *graphics,
                       unsigned int flags)
{
    bool known =
        graphics->port != 0 && (!graphics->autoport || (flags & VIR_DOMAIN_XML_INACTIVE) == 0);

    if (known)
        put_number(b, "port", graphics->port);
    else if (graphics->autoport)
        PUT(b, " port='-1'");
    else
        PUT(b, " port='0'");
    PUT_ATTR(b, "autoport", graphics->autoport ? "yes" : "no");
    PUT_ATTR(b, "listen", graphics->listen);
    PUT_ATTR(b, "keymap", graphics->keymap);
}

void domain_format_graphics(struct vt_strbuf *b, const struct domain_graphics *graphics,
                            unsigned int flags)
{
    PUT(b, "    <graphics");
    PUT_ATTR(b, "type", conf_word(&domain_graphics_type_words, graphics->type));
    if (graphics->type == DOMAIN_GRAPHICS_VNC) {
        format_vnc(b, graphics, flags);
    } else {
        PUT_ATTR(b, "display", graphics->display);
        PUT_ATTR(b, "xauth", graphics->xauth);
        if (graphics->fullscreen)
            PUT(b, " fullscreen='yes'");
    }
    if ((flags & VIR_DOMAIN_XML_SECURE) != 0)
        PUT_ATTR(b, "passwd", graphics->passwd);
    put_end(b, 4, "graphics", &graphics->extra);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Consoles, display, sound and tablets, for libxl. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conf/domain.h"
#include "module.h"

#define VNC_FIRST_PORT 5900

/* As the device model names it.  NULL with the failure. */
static char *char_text(const struct domain_chardev *dev, struct xen_fail *fail)
{
    const char *host = dev->host != NULL ? dev->host : "";
    const char *service = dev->service != NULL ? dev->service : "";
    const char *path = dev->path != NULL ? dev->path : "";
    char *text = NULL;
    int r = -2;

    switch (dev->type) {
    case DOMAIN_CHAR_PTY:
        r = asprintf(&text, "pty");
        break;
    case DOMAIN_CHAR_NULL:
        r = asprintf(&text, "null");
        break;
    case DOMAIN_CHAR_VC:
        r = asprintf(&text, "vc");
        break;
    case DOMAIN_CHAR_STDIO: /* those of the device model, which is a process of the host's */
        break;
    case DOMAIN_CHAR_FILE:
        r = asprintf(&text, "file:%s", path);
        break;
    case DOMAIN_CHAR_PIPE:
        r = asprintf(&text, "pipe:%s", path);
        break;
    case DOMAIN_CHAR_DEV:
        r = asprintf(&text, "%s", path);
        break;
    case DOMAIN_CHAR_UNIX:
        r = asprintf(&text, "unix:%s%s", path, dev->listen ? ",server=on,wait=off" : "");
        break;
    case DOMAIN_CHAR_TCP:
        r = asprintf(&text, "%s:%s:%s%s", dev->telnet ? "telnet" : "tcp", host, service,
                     dev->listen ? ",server=on,wait=off" : "");
        break;
    case DOMAIN_CHAR_UDP:
        r = asprintf(&text, "udp:%s:%s@%s:%s", host, service,
                     dev->bind_host != NULL ? dev->bind_host : "",
                     dev->bind_service != NULL ? dev->bind_service : "");
        break;
    }
    if (r >= 0)
        return text;
    if (r == -2)
        (void)module_fail(fail, ENOTSUP, "A serial port cannot be standard input and output");
    else
        (void)module_fail_no_memory(fail);
    return NULL;
}

static int config_serials(const struct domain_def *def, libxl_domain_build_info *info,
                          struct xen_fail *fail)
{
    if (def->n_parallels != 0)
        return module_fail(fail, ENOTSUP, "Xen has no parallel ports");
    if (def->n_serials == 0)
        return 0;
    info->u.hvm.serial_list = calloc(def->n_serials + 1, sizeof *info->u.hvm.serial_list);
    if (info->u.hvm.serial_list == NULL)
        return module_fail_no_memory(fail);
    for (unsigned int i = 0; i < def->n_serials; i++) {
        info->u.hvm.serial_list[i] = char_text(def->serials[i], fail);
        if (info->u.hvm.serial_list[i] == NULL)
            return -fail->err;
    }
    return 0;
}

static int config_vnc(const struct domain_graphics *graphics, libxl_vnc_info *vnc,
                      struct xen_fail *fail)
{
    bool chosen = graphics->autoport || graphics->port < VNC_FIRST_PORT;
    int err = module_text(&vnc->listen, graphics->listen, fail);

    libxl_defbool_set(&vnc->enable, true);
    libxl_defbool_set(&vnc->findunused, chosen);
    vnc->display = chosen ? 0 : (int)(graphics->port - VNC_FIRST_PORT);
    return err == 0 ? module_text(&vnc->passwd, graphics->passwd, fail) : err;
}

static int config_sdl(const struct domain_graphics *graphics, libxl_sdl_info *sdl,
                      struct xen_fail *fail)
{
    int err = module_text(&sdl->display, graphics->display, fail);

    libxl_defbool_set(&sdl->enable, true);
    return err == 0 ? module_text(&sdl->xauthority, graphics->xauth, fail) : err;
}

/* A paravirtual guest gets a frame buffer, a keyboard and a pointer. */
static int config_framebuffer(const struct domain_graphics *graphics, libxl_domain_config *ret,
                              struct xen_fail *fail)
{
    int err;

    ret->vfbs = calloc(1, sizeof *ret->vfbs);
    ret->vkbs = calloc(1, sizeof *ret->vkbs);
    if (ret->vfbs == NULL || ret->vkbs == NULL)
        return module_fail_no_memory(fail);
    libxl_device_vfb_init(ret->vfbs);
    ret->num_vfbs = 1;
    libxl_device_vkb_init(ret->vkbs);
    ret->num_vkbs = 1;
    libxl_defbool_set(&ret->vfbs->vnc.enable, false);
    libxl_defbool_set(&ret->vfbs->sdl.enable, false);
    err = graphics->type == DOMAIN_GRAPHICS_VNC ? config_vnc(graphics, &ret->vfbs->vnc, fail)
                                                : config_sdl(graphics, &ret->vfbs->sdl, fail);
    return err == 0 ? module_text(&ret->vfbs->keymap, graphics->keymap, fail) : err;
}

static int config_graphics(const struct domain_graphics *graphics, libxl_domain_build_info *info,
                           struct xen_fail *fail)
{
    int err;

    libxl_defbool_set(&info->u.hvm.vnc.enable, false);
    libxl_defbool_set(&info->u.hvm.sdl.enable, false);
    if (graphics == NULL) {
        libxl_defbool_set(&info->u.hvm.nographic, true);
        info->u.hvm.vga.kind = LIBXL_VGA_INTERFACE_TYPE_NONE;
        return 0;
    }
    err = graphics->type == DOMAIN_GRAPHICS_VNC ? config_vnc(graphics, &info->u.hvm.vnc, fail)
                                                : config_sdl(graphics, &info->u.hvm.sdl, fail);
    return err == 0 ? module_text(&info->u.hvm.keymap, graphics->keymap, fail) : err;
}

static int config_sounds(const struct domain_def *def, libxl_domain_build_info *info,
                         struct xen_fail *fail)
{
    size_t size = 1;

    for (unsigned int i = 0; i < def->n_sounds; i++)
        size += 8; /* no word is longer, with its comma */
    if (def->n_sounds == 0)
        return 0;
    info->u.hvm.soundhw = calloc(size, 1);
    if (info->u.hvm.soundhw == NULL)
        return module_fail_no_memory(fail);
    for (unsigned int i = 0; i < def->n_sounds; i++) {
        static const char *const words[] = {"sb16", "es1370", "pcspk", "ac97"};
        char *end = info->u.hvm.soundhw + strlen(info->u.hvm.soundhw);
        (void)sprintf(end, "%s%s", i > 0 ? "," : "", words[def->sounds[i]->model]);
    }
    return 0;
}

static int config_pointer(const struct domain_def *def, libxl_domain_build_info *info,
                          struct xen_fail *fail)
{
    for (unsigned int i = 0; i < def->n_inputs; i++) {
        if (def->inputs[i]->bus != DOMAIN_INPUT_USB || info->u.hvm.usbdevice != NULL)
            continue;
        libxl_defbool_set(&info->u.hvm.usb, true);
        if (module_text(&info->u.hvm.usbdevice,
                        def->inputs[i]->type == DOMAIN_INPUT_TABLET ? "tablet" : "mouse", fail) < 0)
            return -fail->err;
    }
    return 0;
}

int module_config_display(const struct domain_def *def, libxl_domain_config *ret,
                          struct xen_fail *fail)
{
    int err;

    if (ret->c_info.type != LIBXL_DOMAIN_TYPE_HVM)
        return def->graphics != NULL ? config_framebuffer(def->graphics, ret, fail) : 0;
    err = config_serials(def, &ret->b_info, fail);
    if (err == 0)
        err = config_graphics(def->graphics, &ret->b_info, fail);
    if (err == 0)
        err = config_sounds(def, &ret->b_info, fail);
    return err == 0 ? config_pointer(def, &ret->b_info, fail) : err;
}

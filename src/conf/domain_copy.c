/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deep copies: for each struct the places of its texts, and one function that walks them. */
#include "config.h"

#include <string.h>

#include "conf/domain_copy.h"

/* Where a struct holds a text, bytes from its start. */
#define TEXT(type, field) offsetof(struct type, field)
#define EXTRA(type, field) offsetof(struct type, field.attrs), offsetof(struct type, field.children)

struct layout {
    size_t size;
    const size_t *texts;
    size_t n_texts;
};

#define LAYOUT(type, ...) \
    static const size_t type##_texts[] = {__VA_ARGS__}; \
    static const struct layout type##_layout = {sizeof(struct type), type##_texts, \
                                                VT_N_ELEMENTS(type##_texts)}

LAYOUT(domain_disk, TEXT(domain_disk, driver_name), TEXT(domain_disk, driver_type),
       TEXT(domain_disk, source), TEXT(domain_disk, target), TEXT(domain_disk, place.alias),
       EXTRA(domain_disk, extra), EXTRA(domain_disk, driver_extra),
       EXTRA(domain_disk, source_extra), EXTRA(domain_disk, target_extra));
LAYOUT(domain_filesystem, TEXT(domain_filesystem, source), TEXT(domain_filesystem, target),
       TEXT(domain_filesystem, place.alias), EXTRA(domain_filesystem, extra),
       EXTRA(domain_filesystem, source_extra), EXTRA(domain_filesystem, target_extra));
LAYOUT(domain_interface, TEXT(domain_interface, source), TEXT(domain_interface, bridge),
       TEXT(domain_interface, address), TEXT(domain_interface, ip), TEXT(domain_interface, script),
       TEXT(domain_interface, target), TEXT(domain_interface, model),
       TEXT(domain_interface, place.alias), EXTRA(domain_interface, extra),
       EXTRA(domain_interface, mac_extra), EXTRA(domain_interface, source_extra),
       EXTRA(domain_interface, ip_extra), EXTRA(domain_interface, script_extra),
       EXTRA(domain_interface, target_extra), EXTRA(domain_interface, model_extra));
LAYOUT(domain_chardev, TEXT(domain_chardev, path), TEXT(domain_chardev, host),
       TEXT(domain_chardev, service), TEXT(domain_chardev, bind_host),
       TEXT(domain_chardev, bind_service), TEXT(domain_chardev, place.alias),
       EXTRA(domain_chardev, extra), EXTRA(domain_chardev, source_extra),
       EXTRA(domain_chardev, bind_extra), EXTRA(domain_chardev, protocol_extra),
       EXTRA(domain_chardev, target_extra));
LAYOUT(domain_input, TEXT(domain_input, place.alias), EXTRA(domain_input, extra));
LAYOUT(domain_graphics, TEXT(domain_graphics, listen), TEXT(domain_graphics, keymap),
       TEXT(domain_graphics, passwd), TEXT(domain_graphics, display), TEXT(domain_graphics, xauth),
       EXTRA(domain_graphics, extra));
LAYOUT(domain_sound, TEXT(domain_sound, place.alias), EXTRA(domain_sound, extra));
LAYOUT(domain_hostdev, TEXT(domain_hostdev, place.alias), EXTRA(domain_hostdev, extra),
       EXTRA(domain_hostdev, source_extra), EXTRA(domain_hostdev, address_extra),
       EXTRA(domain_hostdev, vendor_extra), EXTRA(domain_hostdev, product_extra));
LAYOUT(domain_other, TEXT(domain_other, name), TEXT(domain_other, key), TEXT(domain_other, text),
       TEXT(domain_other, secret), TEXT(domain_other, place.alias));
LAYOUT(domain_seclabel, TEXT(domain_seclabel, model), TEXT(domain_seclabel, label),
       TEXT(domain_seclabel, imagelabel), EXTRA(domain_seclabel, extra));
LAYOUT(domain_def, TEXT(domain_def, name), TEXT(domain_def, genid), TEXT(domain_def, title),
       TEXT(domain_def, description), TEXT(domain_def, metadata), TEXT(domain_def, vcpu_placement),
       TEXT(domain_def, mem_hotplug_extra), TEXT(domain_def, bootloader),
       TEXT(domain_def, bootloader_args), TEXT(domain_def, os.arch), TEXT(domain_def, os.machine),
       TEXT(domain_def, os.init), TEXT(domain_def, os.loader), TEXT(domain_def, os.kernel),
       TEXT(domain_def, os.initrd), TEXT(domain_def, os.cmdline), TEXT(domain_def, os.root),
       EXTRA(domain_def, os.extra), EXTRA(domain_def, os.type_extra), TEXT(domain_def, clock_word),
       TEXT(domain_def, emulator), EXTRA(domain_def, extra), TEXT(domain_def, devices_extra),
       EXTRA(domain_def, features_extra), EXTRA(domain_def, clock_extra),
       TEXT(domain_def, memory_extra), TEXT(domain_def, current_memory_extra),
       TEXT(domain_def, vcpu_extra), TEXT(domain_def, os.loader_extra),
       TEXT(domain_def, feature_extra[0]), TEXT(domain_def, feature_extra[1]),
       TEXT(domain_def, feature_extra[2]));

/* Replaces every text of a struct by a copy. */
static void copy_texts(struct arena *arena, const struct layout *layout, void *item)
{
    for (size_t i = 0; i < layout->n_texts; i++) {
        char *place = (char *)item + layout->texts[i];
        const char *text;
        memcpy(&text, place, sizeof text);
        text = arena_text(arena, text);
        memcpy(place, &text, sizeof text);
    }
}

/* NULL stays NULL. */
static void *copy_item(struct arena *arena, const struct layout *layout, const void *item)
{
    void *copy = item != NULL ? arena_alloc(arena, layout->size) : NULL;

    if (copy == NULL)
        return NULL;
    memcpy(copy, item, layout->size);
    copy_texts(arena, layout, copy);
    return copy;
}

void *domain_copy_device(struct arena *arena, enum domain_device_kind kind, const void *item)
{
    static const struct layout *const layouts[] = {
        [DOMAIN_DEVICE_DISK] = &domain_disk_layout,
        [DOMAIN_DEVICE_FILESYSTEM] = &domain_filesystem_layout,
        [DOMAIN_DEVICE_INTERFACE] = &domain_interface_layout,
        [DOMAIN_DEVICE_INPUT] = &domain_input_layout,
        [DOMAIN_DEVICE_SOUND] = &domain_sound_layout,
        [DOMAIN_DEVICE_HOSTDEV] = &domain_hostdev_layout,
        [DOMAIN_DEVICE_OTHER] = &domain_other_layout,
    };
    void *copy = copy_item(arena, layouts[kind], item);

    return arena->failed ? NULL : copy;
}

/* Makes TO's list anew from FROM's. */
#define COPY_LIST(to, from, list, layout) \
    do { \
        (to)->list = NULL; \
        (to)->n_##list = 0; \
        for (unsigned int i_ = 0; i_ < (from)->n_##list; i_++) { \
            void *item_ = copy_item(&(to)->arena, (layout), (from)->list[i_]); \
            void *room_ = arena_list_room(&(to)->arena, (to)->list, i_); \
            if (room_ == NULL) \
                break; \
            (to)->list = room_; \
            (to)->list[(to)->n_##list++] = item_; \
        } \
    } while (0)

bool domain_copy_devices(struct domain_def *to, const struct domain_def *from)
{
    COPY_LIST(to, from, disks, &domain_disk_layout);
    COPY_LIST(to, from, filesystems, &domain_filesystem_layout);
    COPY_LIST(to, from, interfaces, &domain_interface_layout);
    COPY_LIST(to, from, serials, &domain_chardev_layout);
    COPY_LIST(to, from, parallels, &domain_chardev_layout);
    COPY_LIST(to, from, inputs, &domain_input_layout);
    COPY_LIST(to, from, sounds, &domain_sound_layout);
    COPY_LIST(to, from, hostdevs, &domain_hostdev_layout);
    COPY_LIST(to, from, others, &domain_other_layout);
    to->console = copy_item(&to->arena, &domain_chardev_layout, from->console);
    to->graphics = copy_item(&to->arena, &domain_graphics_layout, from->graphics);
    return !to->arena.failed;
}

void domain_copy_texts(struct domain_def *to)
{
    copy_texts(&to->arena, &domain_def_layout, to);
    to->seclabel = copy_item(&to->arena, &domain_seclabel_layout, to->seclabel);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading what LVM2 says of groups, volumes and devices. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "storage/lvm.h"

enum { GROUP_NAME, GROUP_SIZE, GROUP_FREE, GROUP_EXTENT, GROUP_N };
enum {
    VOL_NAME,
    VOL_UUID,
    VOL_ATTR,
    VOL_SIZE,
    VOL_ORIGIN,
    VOL_ORIGIN_SIZE,
    VOL_PERCENT,
    VOL_SEG_SIZE,
    VOL_SEG_RANGES,
    VOL_EXTENT,
    VOL_N
};
enum { DEVICE_GROUP, DEVICE_PATH, DEVICE_N };

/* Places in lv_attr, and how many there are at least.  Source: lvs(8) */
enum { ATTR_TYPE = 0, ATTR_STATE = 4, ATTR_SKIP = 9, ATTR_MIN = 10 };
/* Types that are volumes for themselves: no pools of thin ones, no parts of mirrors or pools. */
#define VOLUME_TYPES "-CmMoOrRsSVg"

bool lvm_name_ok(const char *name)
{
    size_t len = strlen(name);

    return len > 0 && len <= LVM_MAX_NAME && name[0] != '-' && strcmp(name, ".") != 0 &&
           strcmp(name, "..") != 0 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+_.-") ==
               len;
}

bool lvm_uuid_ok(const char *text)
{
    static const char shape[] = "xxxxxx-xxxx-xxxx-xxxx-xxxx-xxxx-xxxxxx";
    size_t i = 0;

    while (shape[i] != '\0' && text[i] != '\0' && (text[i] == '-') == (shape[i] == '-'))
        i++;
    return shape[i] == '\0' && text[i] == '\0';
}

void lvm_volumes_done(struct lvm_volumes *volumes)
{
    arena_done(&volumes->arena);
}

/* Cuts the next line off *at; NULL at the end. */
static char *next_line(char **at)
{
    char *line = *at, *end = strchr(line, '\n');

    if (*line == '\0')
        return NULL;
    *at = end != NULL ? end + 1 : line + strlen(line);
    if (end != NULL)
        *end = '\0';
    return line;
}

/* Cuts a line into exactly @n fields.  Blanks stand in front of the first. */
static bool cut(char *line, char *fields[], unsigned int n)
{
    line += strspn(line, " ");
    for (unsigned int i = 0; i < n; i++) {
        char *end = strchr(line, LVM_DIVIDER[0]);
        fields[i] = line;
        if ((end == NULL) != (i == n - 1))
            return false;
        if (end != NULL) {
            *end = '\0';
            line = end + 1;
        }
    }
    return true;
}

/* Decimal digits up to @end, not beyond what a size may be. */
static bool number_to(const char *text, const char *end, unsigned long long *ret)
{
    unsigned long long value = 0;

    if (text == end)
        return false;
    for (; text < end; text++) {
        unsigned int digit = (unsigned int)(*text - '0');
        if (digit > 9 || value > ((unsigned long long)STORAGE_MAX_BYTES - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *ret = value;
    return true;
}

static bool number(const char *text, unsigned long long *ret)
{
    return number_to(text, text + strlen(text), ret);
}

int lvm_parse_group(char *text, struct lvm_group *ret)
{
    char *line = next_line(&text);
    char *f[GROUP_N];
    struct lvm_group group;

    if (line == NULL)
        return 0;
    if (!cut(line, f, GROUP_N) || !number(f[GROUP_SIZE], &group.size) ||
        !number(f[GROUP_FREE], &group.free) || !number(f[GROUP_EXTENT], &group.extent) ||
        group.free > group.size || next_line(&text) != NULL)
        return -EBADMSG;
    *ret = group;
    return 1;
}

/* Percent with two places, in hundredths of them; nothing is nothing. */
static bool hundredths(const char *text, unsigned int *ret)
{
    const char *point = strchr(text, '.');
    unsigned long long whole = 0, part = 0;

    *ret = 0;
    if (text[0] == '\0')
        return true;
    if (point == NULL || strlen(point + 1) != 2 || !number_to(text, point, &whole) ||
        !number(point + 1, &part) || whole > 100)
        return false;
    *ret = (unsigned int)(whole * 100 + part);
    return true;
}

/* One range of extents, "/dev/sda:0-24": 0 taken, -EBADMSG, -ENOMEM.  What is on other volumes is left out. */
static int add_range(struct arena *arena, struct lvm_volume *vol, const char *text, const char *end,
                     unsigned long long extent)
{
    const char *colon = memrchr(text, ':', (size_t)(end - text));
    const char *dash = colon != NULL ? memchr(colon, '-', (size_t)(end - colon)) : NULL;
    unsigned long long first, last;
    struct storage_device **room;
    struct storage_device *device;
    struct storage_extent *part;

    if (text[0] != '/')
        return 0;
    if (dash == NULL || !number_to(colon + 1, dash, &first) || !number_to(dash + 1, end, &last) ||
        last < first || last >= (unsigned long long)STORAGE_MAX_BYTES / extent)
        return -EBADMSG;
    room = arena_list_room(arena, vol->devices, vol->n_devices);
    device = arena_alloc(arena, sizeof *device);
    part = arena_alloc(arena, sizeof *part);
    if (room == NULL || device == NULL || part == NULL ||
        (device->extents = arena_alloc(arena, sizeof(struct storage_extent *))) == NULL)
        return -ENOMEM;
    *part = (struct storage_extent){first * extent, (last + 1) * extent, NULL};
    device->path = arena_text_n(arena, text, (size_t)(colon - text));
    device->extents[0] = part;
    device->n_extents = 1;
    vol->devices = room;
    vol->devices[vol->n_devices++] = device;
    return 0;
}

static int add_ranges(struct arena *arena, struct lvm_volume *vol, const char *text,
                      unsigned long long extent)
{
    int r = 0;

    while (r == 0 && *text != '\0') {
        const char *end = strchrnul(text, ' ');
        if (end > text)
            r = add_range(arena, vol, text, end, extent);
        text = *end == ' ' ? end + 1 : end;
    }
    return r;
}

/* What the row says beside its segment. */
static bool read_volume(struct arena *arena, char *const f[], struct lvm_volume *vol)
{
    const char *attr = f[VOL_ATTR], *origin = f[VOL_ORIGIN];
    unsigned long long size, origin_size = 0;
    unsigned int percent;

    if (!lvm_name_ok(f[VOL_NAME]) || f[VOL_UUID][0] == '\0' || !number(f[VOL_SIZE], &size) ||
        !hundredths(f[VOL_PERCENT], &percent))
        return false;
    vol->copies = attr[ATTR_TYPE] == 's' || attr[ATTR_TYPE] == 'S';
    if (vol->copies && !number(f[VOL_ORIGIN_SIZE], &origin_size))
        return false;
    vol->name = arena_text(arena, f[VOL_NAME]);
    vol->uuid = arena_text(arena, f[VOL_UUID]);
    vol->origin = origin[0] != '\0' && origin[0] != '[' ? arena_text(arena, origin) : NULL;
    vol->size = vol->copies ? origin_size : size;
    vol->allocated = attr[ATTR_TYPE] == 'V' ? size / 10000 * percent : size;
    vol->active = attr[ATTR_STATE] == 'a';
    vol->by_hand = attr[ATTR_SKIP] == 'k';
    return true;
}

static int add_volume(char *const f[], struct lvm_volumes *volumes)
{
    struct lvm_volume **room = arena_list_room(&volumes->arena, volumes->volume, volumes->n);
    struct lvm_volume *vol = arena_alloc(&volumes->arena, sizeof *vol);

    if (room == NULL || vol == NULL)
        return -ENOMEM;
    if (!read_volume(&volumes->arena, f, vol))
        return -EBADMSG;
    if (volumes->n >= POOL_MAX_VOLUMES)
        return -EFBIG;
    volumes->volume = room;
    volumes->volume[volumes->n++] = vol;
    return 0;
}

/* A row is a segment; those of one volume stand behind each other. */
static int add_row(char *const f[], struct lvm_volumes *volumes)
{
    const struct lvm_volume *last = volumes->n > 0 ? volumes->volume[volumes->n - 1] : NULL;
    unsigned long long extent, size;
    int r = 0;

    if (strlen(f[VOL_ATTR]) < ATTR_MIN || !number(f[VOL_EXTENT], &extent) || extent == 0 ||
        !number(f[VOL_SEG_SIZE], &size))
        return -EBADMSG;
    if (strchr(VOLUME_TYPES, f[VOL_ATTR][ATTR_TYPE]) == NULL)
        return 0;
    if (last == NULL || last->uuid == NULL || strcmp(last->uuid, f[VOL_UUID]) != 0)
        r = add_volume(f, volumes);
    return r < 0 ? r
                 : add_ranges(&volumes->arena, volumes->volume[volumes->n - 1], f[VOL_SEG_RANGES],
                              extent);
}

int lvm_parse_volumes(char *text, struct lvm_volumes *ret)
{
    char *line, *f[VOL_N];
    int r = 0;

    while (r == 0 && (line = next_line(&text)) != NULL)
        r = cut(line, f, VOL_N) ? add_row(f, ret) : -EBADMSG;
    return r == 0 && ret->arena.failed ? -ENOMEM : r;
}

/* The source of a group, a new one if need be; NULL no memory. */
static struct storage_source *source_of(const char *group, struct arena *arena,
                                        struct storage_source ***list, unsigned int *n)
{
    struct storage_source **room;
    struct storage_source *source;

    for (unsigned int i = 0; i < *n; i++) {
        if (strcmp((*list)[i]->name, group) == 0)
            return (*list)[i];
    }
    room = arena_list_room(arena, *list, *n);
    source = arena_alloc(arena, sizeof *source);
    if (room == NULL || source == NULL || (source->name = arena_text(arena, group)) == NULL)
        return NULL;
    source->format = "lvm2";
    *list = room;
    room[(*n)++] = source;
    return source;
}

static int add_device(struct storage_source *source, const char *path, struct arena *arena)
{
    struct storage_device **room = arena_list_room(arena, source->devices, source->n_devices);
    struct storage_device *device = arena_alloc(arena, sizeof *device);

    if (room == NULL || device == NULL || (device->path = arena_text(arena, path)) == NULL)
        return -ENOMEM;
    source->devices = room;
    room[source->n_devices++] = device;
    return 0;
}

/* Devices of no group are left out, and those that are missing. */
int lvm_parse_devices(char *text, struct arena *arena, struct storage_source ***ret,
                      unsigned int *ret_n)
{
    struct storage_source **list = NULL;
    unsigned int n = 0;
    char *line, *f[DEVICE_N];

    while ((line = next_line(&text)) != NULL) {
        struct storage_source *source;
        if (!cut(line, f, DEVICE_N) || n >= STORAGE_MAX_LIST)
            return -EBADMSG;
        if (f[DEVICE_GROUP][0] == '\0')
            continue;
        if (!lvm_name_ok(f[DEVICE_GROUP]))
            return -EBADMSG;
        source = source_of(f[DEVICE_GROUP], arena, &list, &n);
        if (source == NULL)
            return -ENOMEM;
        if (f[DEVICE_PATH][0] == '/' && add_device(source, f[DEVICE_PATH], arena) < 0)
            return -ENOMEM;
    }
    *ret = list;
    *ret_n = n;
    return 0;
}

const struct lvm_volume *lvm_find(const struct lvm_volumes *volumes, const char *name)
{
    for (unsigned int i = 0; i < volumes->n; i++) {
        if (strcmp(volumes->volume[i]->name, name) == 0)
            return volumes->volume[i];
    }
    return NULL;
}

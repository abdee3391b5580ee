/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What pools, volumes and their sources share: permissions, sizes, paths, words. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "conf/put.h"
#include "conf/storage.h"
#include "conf/units.h"
#include "obj/error.h"

static const char *const pool_types[] = {
    "dir",   "fs",  "netfs",    "logical", "disk", "iscsi",    "scsi",
    "mpath", "rbd", "sheepdog", "gluster", "zfs",  "vstorage", "iscsi-direct",
};
_Static_assert(VT_N_ELEMENTS(pool_types) == STORAGE_N_POOL_TYPES, "a word for each type");
const struct conf_words storage_pool_type_words = {pool_types, STORAGE_N_POOL_TYPES, NULL};

#define FILE_FORMATS \
    " raw dir bochs cloop cow dmg iso qcow qcow2 qed vmdk vpc vhd vdi luks ploop fat none auto "
#define PARTITIONS " none linux fat16 fat32 linux-swap linux-lvm linux-raid extended "
#define FILE_SYSTEMS " auto ext2 ext3 ext4 ufs iso9660 udf gfs gfs2 vfat hfs+ xfs ocfs2 vmfs btrfs "
#define TABLES " unknown dos dvh gpt mac bsd pc98 sun lvm2 "

const struct storage_pool_kind storage_pool_kinds[STORAGE_N_POOL_TYPES] = {
    [STORAGE_POOL_DIR] = {.vol_formats = FILE_FORMATS,
                          .vol_default = "raw",
                          .has_path = true,
                          .files = true},
    [STORAGE_POOL_FS] = {.source_formats = FILE_SYSTEMS,
                         .source_default = "auto",
                         .vol_formats = FILE_FORMATS,
                         .vol_default = "raw",
                         .has_path = true,
                         .files = true},
    [STORAGE_POOL_NETFS] = {.source_formats = " auto nfs glusterfs cifs ",
                            .source_default = "auto",
                            .vol_formats = FILE_FORMATS,
                            .vol_default = "raw",
                            .needs_host = true,
                            .needs_dir = true,
                            .has_path = true,
                            .files = true},
    [STORAGE_POOL_LOGICAL] = {.source_formats = " unknown lvm2 ",
                              .source_default = "lvm2",
                              .has_path = true,
                              .blocks = true},
    [STORAGE_POOL_DISK] = {.source_formats = TABLES,
                           .source_default = "unknown",
                           .vol_formats = PARTITIONS,
                           .vol_default = "none",
                           .has_path = true,
                           .blocks = true},
    [STORAGE_POOL_ISCSI] = {.needs_host = true, .has_path = true, .blocks = true},
    [STORAGE_POOL_SCSI] = {.has_path = true, .blocks = true},
    [STORAGE_POOL_MPATH] = {.has_path = true, .blocks = true},
    [STORAGE_POOL_RBD] = {.vol_formats = FILE_FORMATS},
    [STORAGE_POOL_SHEEPDOG] = {.vol_formats = FILE_FORMATS},
    [STORAGE_POOL_GLUSTER] = {.vol_formats = FILE_FORMATS, .vol_default = "raw"},
    [STORAGE_POOL_ZFS] = {.blocks = true},
    [STORAGE_POOL_VSTORAGE] = {.vol_formats = FILE_FORMATS, .vol_default = "raw", .has_path = true},
    [STORAGE_POOL_ISCSI_DIRECT] = {.blocks = true},
};

int storage_missing(struct conf_parse *p, const char *what, const char *in)
{
    return vt_error(p->domain, VIR_ERR_XML_ERROR, "%s is missing in <%s>.", what, in);
}

/* Octal digits, blanks around them allowed. */
static bool read_octal(const char *text, unsigned int max, unsigned int *ret)
{
    unsigned int value = 0;

    text += strspn(text, " \t\r\n");
    if (*text < '0' || *text > '7')
        return false;
    for (; *text >= '0' && *text <= '7'; text++) {
        value = value * 8 + (unsigned int)(*text - '0');
        if (value > max)
            return false;
    }
    text += strspn(text, " \t\r\n");
    if (*text != '\0')
        return false;
    *ret = value;
    return true;
}

/* A user or a group; later releases write -1 for "whoever it is". */
static int parse_id(struct conf_parse *p, const struct xml_node *node, unsigned int missing,
                    unsigned int *ret)
{
    const struct xml_number_spec spec = {.max = UINT32_MAX - 1};
    unsigned long long value = missing;

    if (node != NULL && strcmp(node->text, "-1") != 0 &&
        xml_number_of(node, node->text, &spec, p->domain, &value) < 0)
        return -1;
    *ret = (unsigned int)value;
    return 0;
}

int storage_perms_parse(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
                        unsigned int mode, struct storage_perms *ret)
{
    const struct xml_node *mode_node = NULL, *owner = NULL, *group = NULL, *label = NULL;
    const struct conf_child children[] = {
        {.name = "mode", .ret = &mode_node},
        {.name = "owner", .ret = &owner},
        {.name = "group", .ret = &group},
        {.name = "label", .ret = &label},
        {.name = NULL},
    };

    *ret = (struct storage_perms){.mode = mode, .owner = geteuid(), .group = getegid()};
    if (node == NULL)
        return 0;
    if (conf_take(p, node, indent, conf_no_attrs, children, &ret->extra) < 0)
        return -1;
    if (mode_node != NULL && !read_octal(mode_node->text, 0777, &ret->mode))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <mode> in line %u holds '%s', not an octal number up to 0777.",
                        mode_node->line, mode_node->text);
    if (parse_id(p, owner, ret->owner, &ret->owner) < 0 ||
        parse_id(p, group, ret->group, &ret->group) < 0)
        return -1;
    ret->label = conf_child_text(p, label);
    return 0;
}

static void format_id(struct vt_strbuf *b, unsigned int indent, const char *name, unsigned int id)
{
    put_open(b, indent, name);
    PUT(b, ">");
    vt_strbuf_add_u64(b, id);
    put_close(b, 0, name);
}

void storage_perms_format(struct vt_strbuf *b, unsigned int indent,
                          const struct storage_perms *perms)
{
    put_open(b, indent, "permissions");
    put_carried(b, perms->extra.attrs);
    PUT(b, ">\n");
    vt_strbuf_indent(b, indent + 2);
    vt_strbuf_addf(b, "<mode>0%o</mode>\n", perms->mode);
    format_id(b, indent + 2, "owner", perms->owner);
    format_id(b, indent + 2, "group", perms->group);
    put_element(b, indent + 2, "label", perms->label);
    put_carried(b, perms->extra.children);
    put_close(b, indent, "permissions");
}

int storage_size_parse(struct conf_parse *p, const struct xml_node *node, const char **ret_extra,
                       unsigned long long *ret)
{
    const char *unit = NULL;
    const struct conf_attr attrs[] = {{"unit", &unit}, {NULL, NULL}};
    unsigned long long scale = 1, value;

    if (conf_take_attrs(p, node, attrs, ret_extra) < 0)
        return -1;
    if (unit != NULL && unit[0] != '\0' && (scale = conf_unit_bytes(unit)) == 0)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'unit' of <%s> in line %u is '%s', which is no unit of bytes.",
                        node->name, node->line, unit);
    if (!xml_number(node->text, UINT64_MAX, &value))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> in line %u holds '%s', not a number.", node->name, node->line,
                        node->text);
    if (__builtin_mul_overflow(value, scale, &value) || value > STORAGE_MAX_BYTES)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> in line %u holds '%s' %s, more than any file can hold.",
                        node->name, node->line, node->text, unit != NULL ? unit : "bytes");
    *ret = value;
    return 0;
}

void storage_size_format(struct vt_strbuf *b, const char *name, const char *extra,
                         unsigned long long bytes)
{
    put_open(b, 2, name);
    put_carried(b, extra);
    PUT(b, ">");
    vt_strbuf_add_u64(b, bytes);
    put_close(b, 0, name);
}

void storage_path_clean(const char *path, char *ret)
{
    char *to = ret;

    while (*path != '\0') {
        if (*path != '/') {
            *to++ = *path++;
            continue;
        }
        if (path[1] == '/' || (path[1] == '.' && (path[2] == '/' || path[2] == '\0'))) {
            path += path[1] == '/' ? 1 : 2;
            if (*path == '\0' && to == ret)
                *to++ = '/';
            continue;
        }
        if (path[1] != '\0' || to == ret)
            *to++ = '/';
        path++;
    }
    *to = '\0';
}

const char *storage_path_in(const char *folder, const char *path)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    if (strncmp(path, folder, len) != 0 || path[len] != '/' || strchr(path + len + 1, '/') != NULL)
        return NULL;
    return path + len + 1;
}

int storage_path_keep(struct conf_parse *p, const struct xml_node *node, const char *path,
                      const char **ret)
{
    size_t len = strlen(path);
    char *copy;

    if (path[0] != '/' || len > STORAGE_MAX_PATH)
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Element <%s> in line %u holds '%s', not an absolute path of at most %d "
                        "bytes.",
                        node->name, node->line, path, STORAGE_MAX_PATH);
    copy = arena_text(p->arena, path);
    if (copy == NULL)
        return vt_error_no_memory(p->domain);
    storage_path_clean(path, copy);
    *ret = copy;
    return 0;
}

int storage_format_parse(struct conf_parse *p, const struct xml_node *node, const char *list,
                         const char *missing, unsigned int indent, const char **ret,
                         struct conf_extra *ret_extra)
{
    const char *type = NULL;
    const struct conf_attr attrs[] = {{"type", &type}, {NULL, NULL}};

    *ret = missing;
    if (node == NULL)
        return 0;
    if (conf_take(p, node, indent, attrs, conf_no_children, ret_extra) < 0)
        return -1;
    if (type == NULL)
        return 0;
    if (list != NULL && !conf_word_in(list, type))
        return vt_error(p->domain, VIR_ERR_XML_ERROR,
                        "Attribute 'type' of <format> in line %u is '%s', a format that is not "
                        "known here.",
                        node->line, type);
    *ret = conf_text(p, type);
    return 0;
}

void storage_format_format(struct vt_strbuf *b, unsigned int indent, const char *format,
                           const struct conf_extra *extra)
{
    if (format == NULL && !put_has_carried(extra))
        return;
    put_open(b, indent, "format");
    PUT_ATTR(b, "type", format);
    put_end(b, indent, "format", extra);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that make storage volumes. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "input.h"
#include "job.h"
#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "xmldoc.h"
#include "xmlout.h"

static int run_create(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    const char *path = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = pool != NULL ? input_read_file(sh, path) : NULL;
    VOL_SCOPE virStorageVolPtr vol = xml != NULL ? virStorageVolCreateXML(pool, xml, 0) : NULL;

    if (xml == NULL)
        return -1;
    if (vol == NULL)
        return report_error(sh, "cannot create a volume from '%s'", path);
    (void)printf("Vol %s created from %s\n", virStorageVolGetName(vol), path);
    return 0;
}

/* <backingStore> for the volume that an option names; nothing when it names none. */
static int add_backing(struct shell *sh, const struct cmd *cmd, virStoragePoolPtr pool,
                       struct vt_strbuf *xml)
{
    const char *name = cmd_text(cmd, "backing-vol");
    VOL_SCOPE virStorageVolPtr vol = NULL;
    VT_AUTOFREE char *path = NULL;

    if (name == NULL)
        return cmd_given(cmd, "backing-vol-format")
                   ? report_error(sh, "option '--backing-vol-format' needs '--backing-vol'")
                   : 0;
    vol = virStorageVolLookupByName(pool, name);
    if (vol == NULL)
        vol = vol_find_text(sh, NULL, name);
    path = vol != NULL ? virStorageVolGetPath(vol) : NULL;
    if (path == NULL)
        return -1;
    vt_strbuf_add(xml, "  <backingStore>\n");
    xmlout_text(xml, 4, "path", path);
    xmlout_empty(xml, 4, "format", "type", cmd_text(cmd, "backing-vol-format"));
    vt_strbuf_add(xml, "  </backingStore>\n");
    return 0;
}

/* The volume that the options describe, as XML; NULL with the error printed. */
static char *vol_xml(struct shell *sh, const struct cmd *cmd, virStoragePoolPtr pool)
{
    VT_STRBUF_SCOPE(xml);
    char *text;

    vt_strbuf_add(&xml, "<volume>\n");
    xmlout_text(&xml, 2, "name", cmd_text(cmd, "name"));
    vt_strbuf_addf(&xml, "  <capacity>%llu</capacity>\n", cmd_number(cmd, "capacity"));
    if (cmd_given(cmd, "allocation"))
        vt_strbuf_addf(&xml, "  <allocation>%llu</allocation>\n", cmd_number(cmd, "allocation"));
    if (cmd_given(cmd, "format")) {
        vt_strbuf_add(&xml, "  <target>\n");
        xmlout_empty(&xml, 4, "format", "type", cmd_text(cmd, "format"));
        vt_strbuf_add(&xml, "  </target>\n");
    }
    if (add_backing(sh, cmd, pool, &xml) < 0)
        return NULL;
    vt_strbuf_add(&xml, "</volume>\n");
    text = vt_strbuf_take(&xml);
    if (text == NULL)
        report_no_memory(sh);
    return text;
}

static int run_create_as(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    VT_AUTOFREE char *xml = pool != NULL ? vol_xml(sh, cmd, pool) : NULL;
    VOL_SCOPE virStorageVolPtr vol = NULL;

    if (xml == NULL)
        return -1;
    if (cmd_given(cmd, "print-xml")) {
        (void)printf("%s", xml);
        return 0;
    }
    vol = virStorageVolCreateXML(pool, xml, 0);
    if (vol == NULL)
        return report_error(sh, "cannot create volume '%s'", cmd_text(cmd, "name"));
    (void)printf("Vol %s created\n", virStorageVolGetName(vol));
    return 0;
}

/* A copy that is made, and watched. */
struct copying {
    virStoragePoolPtr pool;
    const char *xml;
    virStorageVolPtr from;
    virStorageVolPtr made;
    char *name; /* of the copy; NULL: it cannot be watched */
};

static int make_copy(void *opaque)
{
    struct copying *c = opaque;

    c->made = virStorageVolCreateXMLFrom(c->pool, c->xml, c->from, 0);
    return c->made != NULL ? 0 : -1;
}

/* While it is made it is found by its name, and tells how much it has. */
static bool ask_copy(void *opaque, uint64_t *ret_done, uint64_t *ret_total)
{
    struct copying *c = opaque;
    VOL_SCOPE virStorageVolPtr vol =
        c->name != NULL ? virStorageVolLookupByName(c->pool, c->name) : NULL;
    virStorageVolInfo copy, source;

    if (vol == NULL || virStorageVolGetInfo(vol, &copy) < 0 ||
        virStorageVolGetInfo(c->from, &source) < 0)
        return false;
    *ret_done = copy.allocation;
    *ret_total = source.allocation;
    return true;
}

static char *name_in_xml(const char *xml)
{
    XMLDOC_SCOPE xmlDocPtr doc = xmldoc_parse(xml);
    xmlNodePtr root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    xmlChar *text = root != NULL ? xmlNodeGetContent(xmldoc_child(root, "name")) : NULL;
    char *name = text != NULL ? strdup((const char *)text) : NULL;

    xmlFree(text);
    return name;
}

/* Makes a volume of POOL as XML says, with what is stored in FROM. */
static int copy(struct shell *sh, virStoragePoolPtr pool, const char *xml, virStorageVolPtr from,
                bool verbose)
{
    VT_AUTOFREE char *name = name_in_xml(xml);
    struct copying c = {.pool = pool, .xml = xml, .from = from, .name = name};
    const struct job_watch watch = {ask_copy, NULL, &c};
    const char *what = virStorageVolGetName(from);

    if (job_run(sh, &watch, "Copying", verbose, make_copy, &c) < 0)
        return report_error(sh, "cannot create a volume from '%s'", what);
    (void)printf("Vol %s created from %s\n", virStorageVolGetName(c.made), what);
    vol_release(&c.made);
    return 0;
}

static int run_create_from(struct shell *sh, const struct cmd *cmd)
{
    const char *from_pool = cmd_text(cmd, "inputpool");
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    POOL_SCOPE virStoragePoolPtr its_pool = NULL;
    VOL_SCOPE virStorageVolPtr from = NULL;
    VT_AUTOFREE char *xml = NULL;

    if (pool == NULL)
        return -1;
    if (from_pool != NULL) {
        its_pool = pool_find_text(sh, from_pool, POOL_BY_ANY);
        if (its_pool == NULL)
            return -1;
    }
    from = vol_find_text(sh, its_pool, cmd_text(cmd, "vol"));
    xml = from != NULL ? input_read_file(sh, cmd_text(cmd, "file")) : NULL;
    return xml != NULL ? copy(sh, pool, xml, from, cmd_given(cmd, "verbose")) : -1;
}

/* The XML of VOL, under another name and nothing that names the old one; NULL with the error
 * printed. */
static char *renamed_xml(struct shell *sh, virStorageVolPtr vol, const char *name)
{
    VT_AUTOFREE char *text = virStorageVolGetXMLDesc(vol, 0);
    XMLDOC_SCOPE xmlDocPtr doc = text != NULL ? xmldoc_parse(text) : NULL;
    xmlNodePtr root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    char *renamed;

    if (root == NULL || xmldoc_child(root, "name") == NULL) {
        report_error(sh, "cannot get the XML of volume '%s'", virStorageVolGetName(vol));
        return NULL;
    }
    xmldoc_drop(xmldoc_child(root, "key"));
    xmldoc_drop(xmldoc_child(xmldoc_child(root, "target"), "path"));
    renamed = xmldoc_set_text(xmldoc_child(root, "name"), name) == 0 ? xmldoc_text(root) : NULL;
    if (renamed == NULL)
        report_no_memory(sh);
    return renamed;
}

static int run_clone(struct shell *sh, const struct cmd *cmd)
{
    VOL_SCOPE virStorageVolPtr from = vol_find(sh, cmd);
    POOL_SCOPE virStoragePoolPtr pool = from != NULL ? virStoragePoolLookupByVolume(from) : NULL;
    VT_AUTOFREE char *xml = NULL;

    if (from == NULL)
        return -1;
    if (pool == NULL)
        return report_error(sh, "cannot get the storage pool of volume '%s'",
                            virStorageVolGetName(from));
    xml = renamed_xml(sh, from, cmd_text(cmd, "newname"));
    return xml != NULL ? copy(sh, pool, xml, from, cmd_given(cmd, "verbose")) : -1;
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)

static const struct opt_def create_options[] = {
    OPT_POOL(COMPLETE_POOL_ACTIVE),
    OPT_FILE("file with the XML of a volume"),
    OPT_END,
};
static const struct opt_def create_as_options[] = {
    OPT_POOL(COMPLETE_POOL_ACTIVE),
    {"name", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "name of the volume"},
    {"capacity", OPT_SIZE, REQUIRED, COMPLETE_NOTHING, "bytes that a guest sees, such as 10G"},
    {"allocation", OPT_SIZE, 0, COMPLETE_NOTHING, "bytes to take at once; all when not given"},
    {"format", OPT_STRING, 0, COMPLETE_NOTHING, "raw, qcow2, vmdk and others"},
    {"backing-vol", OPT_STRING, 0, COMPLETE_VOL, "volume with what this one does not change"},
    {"backing-vol-format", OPT_STRING, 0, COMPLETE_NOTHING, "format of that volume"},
    {"print-xml", OPT_FLAG, 0, COMPLETE_NOTHING, "only print the XML"},
    OPT_END,
};

static const struct opt_def create_from_options[] = {
    OPT_POOL(COMPLETE_POOL_ACTIVE),
    OPT_FILE("file with the XML of the new volume"),
    {"vol", OPT_STRING, REQUIRED, COMPLETE_VOL,
     "volume to copy: key or path, or with its pool name"},
    {"inputpool", OPT_STRING, 0, COMPLETE_POOL_ACTIVE, "pool of that volume, name or UUID"},
    OPT_VERBOSE,
    OPT_END,
};
static const struct opt_def clone_options[] = {
    {"vol", OPT_STRING, REQUIRED, COMPLETE_VOL,
     "volume to copy: key or path, or with its pool name"},
    {"newname", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "name of the copy"},
    {"pool", OPT_STRING, OPT_POSITIONAL, COMPLETE_POOL_ACTIVE, "pool name or UUID"},
    OPT_VERBOSE,
    OPT_END,
};

const struct cmd_def cmds_vol_create[] = {
    {"vol-create", "create a volume from an XML file", NULL, create_options, CMD_CONNECT,
     run_create},
    {"vol-create-as", "create a volume from options",
     "Sizes are bytes; k, M, G and T may follow for powers of 1024.", create_as_options,
     CMD_CONNECT, run_create_as},
    {"vol-create-from", "create a volume with what another holds", NULL, create_from_options,
     CMD_CONNECT, run_create_from},
    {"vol-clone", "copy a volume within its storage pool", NULL, clone_options, CMD_CONNECT,
     run_clone},
    {.name = NULL},
};

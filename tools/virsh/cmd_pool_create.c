/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about the definitions of storage pools, and about what they could be made of. */
#include "config.h"

#include <stdio.h>

#include "edit.h"
#include "input.h"
#include "pool.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "xmlout.h"

/* virStoragePoolCreateXML or virStoragePoolDefineXML, with the words for messages. */
struct pool_maker {
    virStoragePoolPtr (*make)(virConnectPtr conn, const char *xml, unsigned int flags);
    const char *verb; /* "cannot VERB a storage pool" */
    const char *done; /* "Pool NAME DONE" */
};

static const struct pool_maker creator = {virStoragePoolCreateXML, "create", "created"};
static const struct pool_maker definer = {virStoragePoolDefineXML, "define", "defined"};

static int make_from_file(struct shell *sh, const struct cmd *cmd, const struct pool_maker *maker)
{
    const char *path = cmd_text(cmd, "file");
    VT_AUTOFREE char *xml = input_read_file(sh, path);
    POOL_SCOPE virStoragePoolPtr pool = xml != NULL ? maker->make(sh->conn, xml, 0) : NULL;

    if (xml == NULL)
        return -1;
    if (pool == NULL)
        return report_error(sh, "cannot %s a storage pool from '%s'", maker->verb, path);
    (void)printf("Pool %s %s from %s\n", virStoragePoolGetName(pool), maker->done, path);
    return 0;
}

static int run_create(struct shell *sh, const struct cmd *cmd)
{
    return make_from_file(sh, cmd, &creator);
}

static int run_define(struct shell *sh, const struct cmd *cmd)
{
    return make_from_file(sh, cmd, &definer);
}

/* <source> with what the options say; nothing when they say nothing of it. */
static void add_source(struct vt_strbuf *xml, const struct cmd *cmd)
{
    VT_STRBUF_SCOPE(in);

    xmlout_empty(&in, 4, "host", "name", cmd_text(cmd, "source-host"));
    xmlout_empty(&in, 4, "dir", "path", cmd_text(cmd, "source-path"));
    xmlout_empty(&in, 4, "device", "path", cmd_text(cmd, "source-dev"));
    xmlout_empty(&in, 4, "adapter", "name", cmd_text(cmd, "adapter-name"));
    xmlout_text(&in, 4, "name", cmd_text(cmd, "source-name"));
    xmlout_empty(&in, 4, "format", "type", cmd_text(cmd, "source-format"));
    if (in.failed)
        xml->failed = true;
    if (in.len > 0)
        vt_strbuf_addf(xml, "  <source>\n%s  </source>\n", in.text);
}

/* The pool that the options describe, as XML; NULL when memory ran out. */
static char *pool_xml(const struct cmd *cmd)
{
    const char *target = cmd_text(cmd, "target");
    VT_STRBUF_SCOPE(xml);

    vt_strbuf_add(&xml, "<pool");
    xmlout_attr(&xml, "type", cmd_text(cmd, "type"));
    vt_strbuf_add(&xml, ">\n");
    xmlout_text(&xml, 2, "name", cmd_text(cmd, "name"));
    add_source(&xml, cmd);
    if (target != NULL) {
        vt_strbuf_add(&xml, "  <target>\n");
        xmlout_text(&xml, 4, "path", target);
        vt_strbuf_add(&xml, "  </target>\n");
    }
    vt_strbuf_add(&xml, "</pool>\n");
    return vt_strbuf_take(&xml);
}

static int make_from_options(struct shell *sh, const struct cmd *cmd,
                             const struct pool_maker *maker)
{
    VT_AUTOFREE char *xml = pool_xml(cmd);
    POOL_SCOPE virStoragePoolPtr pool = NULL;

    if (xml == NULL)
        return report_no_memory(sh);
    if (cmd_given(cmd, "print-xml")) {
        (void)printf("%s", xml);
        return 0;
    }
    if (shell_connect(sh, false) < 0)
        return -1;
    pool = maker->make(sh->conn, xml, 0);
    if (pool == NULL)
        return report_error(sh, "cannot %s storage pool '%s'", maker->verb, cmd_text(cmd, "name"));
    (void)printf("Pool %s %s\n", virStoragePoolGetName(pool), maker->done);
    return 0;
}

static int run_create_as(struct shell *sh, const struct cmd *cmd)
{
    return make_from_options(sh, cmd, &creator);
}

static int run_define_as(struct shell *sh, const struct cmd *cmd)
{
    return make_from_options(sh, cmd, &definer);
}

/* The XML of a pool, which the caller frees; NULL with the error printed. */
static char *dump(struct shell *sh, void *object)
{
    virStoragePoolPtr pool = object;
    char *xml = virStoragePoolGetXMLDesc(pool, 0);

    if (xml == NULL)
        report_error(sh, "cannot get the XML of storage pool '%s'", virStoragePoolGetName(pool));
    return xml;
}

static int run_dumpxml(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    VT_AUTOFREE char *xml = pool != NULL ? dump(sh, pool) : NULL;

    if (xml == NULL)
        return -1;
    (void)printf("%s", xml);
    return 0;
}

static int define_edited(struct shell *sh, const char *xml)
{
    POOL_SCOPE virStoragePoolPtr pool = virStoragePoolDefineXML(sh->conn, xml, 0);

    return pool != NULL ? 0 : report_error(sh, "cannot define the edited storage pool");
}

static int run_edit(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = pool_find(sh, cmd, POOL_BY_ANY);
    struct edit_object what = {
        .kind = "Pool",
        .object = pool,
        .dump = dump,
        .define = define_edited,
    };

    if (pool == NULL)
        return -1;
    what.name = virStoragePoolGetName(pool);
    return edit_run(sh, &what);
}

static int print_sources(struct shell *sh, const struct cmd *cmd, const char *spec)
{
    const char *type = cmd_text(cmd, "type");
    VT_AUTOFREE char *found = virConnectFindStoragePoolSources(sh->conn, type, spec, 0);

    if (found == NULL)
        return report_error(sh, "cannot look for sources of storage pools of type '%s'", type);
    (void)printf("%s", found);
    return 0;
}

static int run_find_sources(struct shell *sh, const struct cmd *cmd)
{
    const char *path = cmd_text(cmd, "srcSpec");
    VT_AUTOFREE char *spec = path != NULL ? input_read_file(sh, path) : NULL;

    return path != NULL && spec == NULL ? -1 : print_sources(sh, cmd, spec);
}

static int run_find_sources_as(struct shell *sh, const struct cmd *cmd)
{
    VT_AUTOFREE char *spec = NULL;
    VT_STRBUF_SCOPE(xml);

    if (!cmd_given(cmd, "host")) {
        if (cmd_given(cmd, "port"))
            return report_error(sh, "a port needs its host");
        return print_sources(sh, cmd, NULL);
    }
    vt_strbuf_add(&xml, "<source>\n  <host");
    xmlout_attr(&xml, "name", cmd_text(cmd, "host"));
    xmlout_attr(&xml, "port", cmd_text(cmd, "port"));
    vt_strbuf_add(&xml, "/>\n</source>\n");
    spec = vt_strbuf_take(&xml);
    return spec != NULL ? print_sources(sh, cmd, spec) : report_no_memory(sh);
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)

static const struct opt_def file_options[] = {OPT_FILE("file with the XML of a pool"), OPT_END};
static const struct opt_def any_options[] = {OPT_POOL(COMPLETE_POOL), OPT_END};
static const struct opt_def as_options[] = {
    {"name", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "name of the pool"},
    {"print-xml", OPT_FLAG, 0, COMPLETE_NOTHING, "only print the XML"},
    {"type", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "dir, fs, netfs, logical, disk or iscsi"},
    {"source-host", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "name of the server"},
    {"source-path", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "folder of the server"},
    {"source-dev", OPT_STRING, OPT_POSITIONAL, COMPLETE_FILE, "device that it is made of"},
    {"source-name", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "name of the volume group"},
    {"target", OPT_STRING, OPT_POSITIONAL, COMPLETE_FILE, "folder where its volumes are seen"},
    {"source-format", OPT_STRING, 0, COMPLETE_NOTHING, "format of the source, such as ext3"},
    {"adapter-name", OPT_STRING, 0, COMPLETE_NOTHING, "name of the host adapter"},
    OPT_END,
};
static const struct opt_def find_options[] = {
    {"type", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "type of the pool, such as netfs or logical"},
    {"srcSpec", OPT_STRING, OPT_POSITIONAL, COMPLETE_FILE, "file with XML that says where to look"},
    OPT_END,
};
static const struct opt_def find_as_options[] = {
    {"type", OPT_STRING, REQUIRED, COMPLETE_NOTHING, "type of the pool, such as netfs or logical"},
    {"host", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "name of the server to ask"},
    {"port", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "its port"},
    OPT_END,
};

const struct cmd_def cmds_pool_create[] = {
    {"pool-define", "define a storage pool from an XML file", "It is not started.", file_options,
     CMD_CONNECT, run_define},
    {"pool-define-as", "define a storage pool from options", "It is not started.", as_options, 0,
     run_define_as},
    {"pool-create", "create and start a storage pool from an XML file",
     "The pool is transient: it is gone when it stops, but what is stored in it stays.",
     file_options, CMD_CONNECT, run_create},
    {"pool-create-as", "create and start a storage pool from options",
     "The pool is transient: it is gone when it stops, but what is stored in it stays.", as_options,
     0, run_create_as},
    {"pool-dumpxml", "print the XML of a storage pool", NULL, any_options, CMD_CONNECT,
     run_dumpxml},
    {"pool-edit", "edit the XML of a storage pool",
     "Runs the editor of $VISUAL or $EDITOR, or vi, and defines the pool anew.", any_options,
     CMD_CONNECT, run_edit},
    {"find-storage-pool-sources", "look for what storage pools could be made of",
     "Prints an XML document.", find_options, CMD_CONNECT, run_find_sources},
    {"find-storage-pool-sources-as", "look for sources of storage pools on a server",
     "Prints an XML document.", find_as_options, CMD_CONNECT, run_find_sources_as},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a file system of another host, which is mounted while they are up. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "storage/backends.h"
#include "storage/mount.h"
#include "storage/run.h"
#include "util/cleanup.h"

/* A host's name goes to tools: letters, digits and what addresses have, and no option. */
static int check_host(const char *host)
{
    static const char usual[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]%";

    if (host[0] != '-' && host[strspn(host, usual)] == '\0')
        return 0;
    return vt_error(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "'%s' cannot be the name of a host",
                    host);
}

static const char *format_of(const struct storage_pool_def *def)
{
    const char *format = def->source.format;

    return format == NULL || strcmp(format, "auto") == 0 ? "nfs" : format;
}

/* As mount(8) and the table of mounts have it.  The caller frees; NULL raised. */
static char *source_of(const struct storage_pool_def *def)
{
    const char *host, *dir = def->source.dir;
    char *source = NULL;
    int r;

    if (def->source.n_hosts != 1) {
        (void)vt_error(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR,
                       "The source of pool '%s' has %u hosts; it is on one.", def->name,
                       def->source.n_hosts);
        return NULL;
    }
    host = def->source.hosts[0]->name;
    if (check_host(host) < 0)
        return NULL;
    if (strcmp(format_of(def), "cifs") == 0)
        r = asprintf(&source, "//%s/%s", host, dir[0] == '/' ? dir + 1 : dir);
    else
        r = asprintf(&source, "%s:%s", host, dir);
    if (r < 0)
        return (void)vt_error_no_memory(VIR_FROM_STORAGE), NULL;
    return source;
}

static int check(const struct storage_pool_def *def)
{
    VT_AUTOFREE char *source = source_of(def);
    VT_AUTOFREE char *place = source != NULL ? mount_place(def->path) : NULL;
    VT_AUTOFREE char *there = NULL;

    if (place == NULL || mount_source(place, &there) < 0)
        return -1;
    if (there == NULL)
        return 0;
    return strcmp(source, there) == 0 ? 1 : mount_in_the_way(def->name, place, there);
}

static int start(const struct storage_pool_def *def)
{
    VT_AUTOFREE char *source = source_of(def);
    const struct mount_spec spec = {
        .pool = def->name,
        .source = source,
        .target = def->path,
        .type = format_of(def),
    };

    return source != NULL ? mount_start(&spec) : -1;
}

static int stop(const struct storage_pool_def *def)
{
    return mount_stop_pool(def, check);
}

/* One line of showmount(8): a folder, then who may use it. */
static int add_export(const char *host, const char *line, size_t len, struct arena *arena,
                      struct storage_source ***list, unsigned int *n)
{
    struct storage_source **room = arena_list_room(arena, *list, *n);
    struct storage_source *source = arena_alloc(arena, sizeof *source);
    struct storage_host *of = arena_alloc(arena, sizeof *of);
    struct storage_host **hosts = arena_alloc(arena, sizeof(struct storage_host *));

    if (room == NULL || source == NULL || of == NULL || hosts == NULL)
        return vt_error_no_memory(VIR_FROM_STORAGE);
    of->name = host;
    hosts[0] = of;
    source->hosts = hosts;
    source->n_hosts = 1;
    source->dir = arena_text_n(arena, line, len);
    source->format = "nfs";
    *list = room;
    room[(*n)++] = source;
    return arena->failed ? vt_error_no_memory(VIR_FROM_STORAGE) : 0;
}

/* The folder ends where a run of blanks leads to the last word of the line. */
static size_t folder_length(const char *line, size_t len)
{
    while (len > 0 && line[len - 1] == ' ')
        len--;
    while (len > 0 && line[len - 1] != ' ')
        len--;
    while (len > 0 && line[len - 1] == ' ')
        len--;
    return len;
}

static char *format_exports(const char *host, const char *text)
{
    struct arena arena = ARENA_INIT;
    struct storage_source **list = NULL;
    unsigned int n = 0;
    char *xml = NULL;
    int r = 0;

    for (const char *line = text; *line != '\0' && r == 0;) {
        size_t len = strcspn(line, "\n"), folder = folder_length(line, len);
        if (line[0] == '/' && folder > 0 && n < STORAGE_MAX_LIST)
            r = add_export(host, line, folder, &arena, &list, &n);
        line += len + (line[len] == '\n');
    }
    if (r == 0)
        xml = storage_sources_format(list, n);
    arena_done(&arena);
    return xml;
}

static char *find_sources(struct storage_world *world VT_UNUSED, const char *spec)
{
    VT_AUTOFREE char *host = NULL;
    VT_AUTOFREE char *text = NULL;

    if (storage_source_spec_host(spec, &host) < 0 || check_host(host) < 0)
        return NULL;
    const char *const argv[] = {"showmount", "--no-headers", "-e", "--", host, NULL};
    const struct storage_tool tool = {argv, STORAGE_TOOL_MS, "ask for what is exported by", host};
    text = storage_tool_read(&tool);
    return text != NULL ? format_exports(host, text) : NULL;
}

static bool is_same(const struct storage_pool_def *a, const struct storage_pool_def *b)
{
    return a->source.n_hosts > 0 && b->source.n_hosts > 0 &&
           strcmp(a->source.hosts[0]->name, b->source.hosts[0]->name) == 0 &&
           a->source.dir != NULL && b->source.dir != NULL &&
           strcmp(a->source.dir, b->source.dir) == 0;
}

const struct storage_backend storage_backend_netfs = {
    .place = STORAGE_IN_FOLDER,
    .mounted = true,
    .is_same = is_same,
    .find_sources = find_sources,
    .build = storage_build_folder,
    .destroy = storage_delete_folder,
    .check = check,
    .start = start,
    .stop = stop,
};

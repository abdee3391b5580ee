/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that look into the memory and the disks of domains. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain.h"
#include "hexdump.h"
#include "progress.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "xmldoc.h"

/* How much is asked for at once: a lot in process, little where that is refused, as it is over
 * the wire.  Source of the second: REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX of the 0.6.1 protocol. */
#define CHUNK_LARGE (1024 * 1024)
#define CHUNK_SMALL 65536

/* One peek: what is read and where it goes. */
struct peek {
    virDomainPtr dom;
    const char *disk; /* NULL: memory */
    unsigned int flags;
    unsigned long long start;
    unsigned long long length;
    bool raw;
    bool verbose;
    struct hexdump hexdump;
    struct vt_outfile *file; /* NULL: standard output */
    const char *path;        /* of the file */
    struct progress progress;
};

static int peek_once(const struct peek *p, unsigned long long at, size_t len, void *buffer)
{
    if (p->disk != NULL)
        return virDomainBlockPeek(p->dom, p->disk, at, len, buffer, p->flags);
    return virDomainMemoryPeek(p->dom, at, len, buffer, p->flags);
}

static int write_bytes(struct shell *sh, const struct peek *p, const void *data, size_t len)
{
    int r;

    if (p->file == NULL) {
        if (fwrite(data, 1, len, stdout) < len)
            return report_output_lost(sh, errno);
        return 0;
    }
    r = vt_write_all(p->file->fd, data, len);
    if (r < 0)
        return report_error(sh, "cannot write the file '%s': %s", p->path, strerror(-r));
    return 0;
}

/* Writes DATA, or when it is NULL what ends a dump, in the form that was asked for. */
static int put(struct shell *sh, struct peek *p, const void *data, size_t len)
{
    VT_STRBUF_SCOPE(text);

    if (p->raw)
        return data != NULL ? write_bytes(sh, p, data, len) : 0;
    if (data != NULL)
        hexdump_add(&p->hexdump, data, len, &text);
    else
        hexdump_end(&p->hexdump, &text);
    if (text.failed)
        return report_no_memory(sh);
    return text.len > 0 ? write_bytes(sh, p, text.text, text.len) : 0;
}

static int copy(struct shell *sh, struct peek *p)
{
    size_t chunk = CHUNK_LARGE;
    VT_AUTOFREE char *buffer = malloc(p->length < chunk ? (size_t)p->length + 1 : chunk);
    unsigned long long done = 0;

    if (buffer == NULL)
        return report_no_memory(sh);
    do { /* once also for no bytes: that asks whether it would be allowed */
        size_t n = p->length - done < chunk ? (size_t)(p->length - done) : chunk;

        if (peek_once(p, p->start + done, n, buffer) < 0) {
            if (n <= CHUNK_SMALL)
                return report_error(sh, "cannot read %zu bytes at 0x%llx of the %s of domain '%s'",
                                    n, p->start + done, p->disk ? "disk" : "memory",
                                    virDomainGetName(p->dom));
            chunk = CHUNK_SMALL;
            report_forget(sh);
            continue;
        }
        if (put(sh, p, buffer, n) < 0)
            return -1;
        done += n;
        progress_update(&p->progress, done, p->length);
    } while (done < p->length);
    return put(sh, p, NULL, 0);
}

static int copy_to_file(struct shell *sh, struct peek *p, const char *path)
{
    VT_OUTFILE_SCOPE(file);
    int r = vt_outfile_open(&file, path, 0600); /* what a guest holds is nobody else's */

    if (r < 0)
        return report_error(sh, "cannot write the file '%s': %s", path, strerror(-r));
    p->file = &file;
    p->path = path;
    progress_begin(&p->progress, sh, "Reading", p->verbose);
    if (copy(sh, p) < 0)
        return -1;
    progress_end(&p->progress, p->length, p->length);
    r = vt_outfile_commit(&file);
    if (r < 0)
        return report_error(sh, "cannot finish the file '%s': %s", path, strerror(-r));
    return 0;
}

static int run_peek(struct shell *sh, const struct cmd *cmd, struct peek *p)
{
    unsigned long long end;

    p->raw = cmd_given(cmd, "raw");
    p->verbose = cmd_given(cmd, "verbose");
    p->length = cmd_number(cmd, "length");
    if (__builtin_add_overflow(p->start, p->length, &end))
        return report_error(sh, "the area ends beyond 64 bits");
    hexdump_init(&p->hexdump, p->start, p->length);
    if (cmd_given(cmd, "output"))
        return copy_to_file(sh, p, cmd_text(cmd, "output"));
    if (p->raw && isatty(STDOUT_FILENO))
        return report_error(sh, "raw bytes do not belong on a terminal; use '--output' or a pipe");
    sh->raw_output = p->raw;
    return copy(sh, p);
}

static int run_memory_peek(struct shell *sh, const struct cmd *cmd)
{
    bool physical = cmd_given(cmd, "physical");
    DOMAIN_SCOPE virDomainPtr dom = NULL;
    struct peek p = {
        .flags = physical ? VIR_MEMORY_PHYSICAL : VIR_MEMORY_VIRTUAL,
        .start = cmd_number(cmd, "address"),
    };

    if (physical && cmd_given(cmd, "virtual"))
        return report_error(sh, "options '--physical' and '--virtual' exclude each other");
    dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    if (dom == NULL)
        return -1;
    p.dom = dom;
    return run_peek(sh, cmd, &p);
}

/* The path of the disk whose target is NAME; NULL when there is none, or one has NAME as path. */
static char *path_of_target(xmlDocPtr doc, const char *name)
{
    VT_AUTOFREE char *found = NULL;

    for (xmlNodePtr node = xmldoc_device(doc, "disk"); node; node = xmldoc_next(node, "disk")) {
        VT_AUTOFREE char *target = xmldoc_attr(xmldoc_child(node, "target"), "dev");
        VT_AUTOFREE char *path = xmldoc_attr(xmldoc_child(node, "source"), "file");

        if (path == NULL)
            path = xmldoc_attr(xmldoc_child(node, "source"), "dev");
        if (path != NULL && strcmp(path, name) == 0)
            return NULL;
        if (path != NULL && target != NULL && strcmp(target, name) == 0 && found == NULL)
            found = VT_TAKE(path);
    }
    return VT_TAKE(found);
}

static int run_block_peek(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    XMLDOC_SCOPE xmlDocPtr doc = dom != NULL ? domain_xml(sh, dom, 0) : NULL;
    VT_AUTOFREE char *path = doc != NULL ? path_of_target(doc, cmd_text(cmd, "disk")) : NULL;
    struct peek p = {
        .dom = dom,
        .disk = path != NULL ? path : cmd_text(cmd, "disk"),
        .start = cmd_number(cmd, "offset"),
    };

    return doc != NULL ? run_peek(sh, cmd, &p) : -1;
}

#define REQUIRED (OPT_REQUIRED | OPT_POSITIONAL)
#define OUTPUT_OPTIONS \
    {"raw", OPT_FLAG, 0, COMPLETE_NOTHING, "the bytes themselves, not a hex dump"}, \
        {"output", OPT_STRING, 0, COMPLETE_FILE, "write to this file, whole or not at all"}, \
        OPT_VERBOSE

static const struct opt_def memory_peek_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"address", OPT_SIZE, REQUIRED, COMPLETE_NOTHING, "where to begin"},
    {"length", OPT_SIZE, REQUIRED, COMPLETE_NOTHING, "how many bytes"},
    {"physical", OPT_FLAG, 0, COMPLETE_NOTHING, "the address is one of the guest's hardware"},
    {"virtual", OPT_FLAG, 0, COMPLETE_NOTHING, "the address is one of its processor 0 (default)"},
    OUTPUT_OPTIONS,
    OPT_END,
};
static const struct opt_def block_peek_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"disk", OPT_STRING, REQUIRED, COMPLETE_DISK_SOURCE, "path of the disk, or its target name"},
    {"offset", OPT_SIZE, REQUIRED, COMPLETE_NOTHING, "where to begin"},
    {"length", OPT_SIZE, REQUIRED, COMPLETE_NOTHING, "how many bytes"},
    OUTPUT_OPTIONS,
    OPT_END,
};

const struct cmd_def cmds_peek[] = {
    {"memory-peek", "read the memory of a running domain",
     "Prints a hex dump, in which '*' stands for lines like the one before. Numbers are decimal or "
     "0x hex; b, k, M, G and T may follow for bytes and powers of 1024, KB, MB, GB and TB for "
     "powers of 1000. The domain is not stopped.",
     memory_peek_options, CMD_CONNECT, run_memory_peek},
    {"block-peek", "read from a disk of a domain",
     "Reads the file or device of the host as it is. Output and numbers as with memory-peek.",
     block_peek_options, CMD_CONNECT, run_block_peek},
    {.name = NULL},
};

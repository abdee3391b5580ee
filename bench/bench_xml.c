/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents in and out: beside a copy of the text, and beside libxml2 reading it into a tree.
 * Then whole hosts, opened from their node files. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "rows.h"
#include "util/compiler.h"

#define HOST 100
#define LONG_GUEST 5000 /* an identity that no host here has */
#define NEW_GUEST 6000  /* and one for each thread from here */
#define MAX_PATH 600

static virConnectPtr conn;
static virDomainPtr small_dom, long_dom;

/* Defines the long guest once, for the rows that read it. */
static int begin(const struct bench_row *row VT_UNUSED, const char **ret_why)
{
    const struct fixture_identity *guest = fixture_guest(LONG_GUEST);
    char xml[FIXTURE_MAX_XML];

    *ret_why = fixture_why();
    conn = fixture_host(HOST);
    if (conn == NULL)
        return -1;
    if (small_dom == NULL)
        small_dom = virDomainLookupByName(conn, fixture_guest(0)->name);
    if (long_dom == NULL)
        long_dom = virDomainDefineXML(conn, fixture_long_xml(guest->name, guest->uuid_text, xml));
    if (small_dom != NULL && long_dom != NULL)
        return 0;
    *ret_why = fixture_last_error();
    return -1;
}

static void end(void)
{
    if (small_dom != NULL)
        (void)virDomainFree(small_dom);
    if (long_dom != NULL)
        (void)virDomainFree(long_dom);
    small_dom = long_dom = NULL;
    fixture_drop();
    xmlCleanupParser();
}

static virDomainPtr read_dom(const struct bench_row *row)
{
    return strstr(row->name, "80-lines") != NULL ? long_dom : small_dom;
}

/* The document of identity @i that @row writes. */
static const char *document(const struct bench_row *row, long i, char *buf)
{
    const struct fixture_identity *guest = fixture_guest(i);

    return strstr(row->name, "80-lines") != NULL
               ? fixture_long_xml(guest->name, guest->uuid_text, buf)
               : fixture_small_xml(guest->name, guest->uuid_text, buf);
}

static void run_get(struct bench *b, const struct bench_row *row)
{
    virDomainPtr dom = read_dom(row);
    bool failed = false;

    BENCH_EACH_SLOW(b) {
        char *text = virDomainGetXMLDesc(dom, 0);

        failed |= text == NULL;
        free(text);
    }
    if (failed)
        bench_fail(b, "a guest gave no document");
}

static void floor_get(struct bench *b, const struct bench_row *row)
{
    char *text = virDomainGetXMLDesc(read_dom(row), 0);
    size_t len = text != NULL ? strlen(text) + 1 : 1;

    BENCH_EACH_SLOW(b) {
        char *copy = malloc(len);

        if (copy != NULL && text != NULL)
            memcpy(copy, text, len);
        BENCH_KEEP(copy);
        free(copy);
    }
    free(text);
}

/* libxml2 reads the document into a tree and drops that: most of what a definition takes. */
static void floor_parse(struct bench *b, const struct bench_row *row)
{
    char xml[FIXTURE_MAX_XML];
    int len = (int)strlen(document(row, LONG_GUEST, xml));

    BENCH_EACH_SLOW(b)
        xmlFreeDoc(xmlReadMemory(xml, len, NULL, NULL, XML_PARSE_NONET));
}

/* The same definition again: it replaces the one that is there. */
static void run_define(struct bench *b, const struct bench_row *row)
{
    char xml[FIXTURE_MAX_XML];
    bool failed = false;

    (void)document(row, LONG_GUEST, xml);
    BENCH_EACH_SLOW(b) {
        virDomainPtr dom = virDomainDefineXML(conn, xml);

        if (dom == NULL || virDomainFree(dom) < 0)
            failed = true;
    }
    if (failed)
        bench_fail(b, "a definition was refused");
}

static void run_define_undefine(struct bench *b, const struct bench_row *row)
{
    char xml[FIXTURE_MAX_XML];
    bool failed = false;

    (void)document(row, NEW_GUEST + bench_thread(b), xml);
    BENCH_EACH_SLOW(b) {
        virDomainPtr dom = virDomainDefineXML(conn, xml);

        if (dom == NULL || virDomainUndefine(dom) < 0 || virDomainFree(dom) < 0)
            failed = true;
    }
    if (failed)
        bench_fail(b, "a guest could not be defined or undefined");
}

static void run_create_destroy(struct bench *b, const struct bench_row *row)
{
    char xml[FIXTURE_MAX_XML];
    bool failed = false;

    (void)document(row, NEW_GUEST + bench_thread(b), xml);
    BENCH_EACH_SLOW(b) {
        virDomainPtr dom = virDomainCreateXML(conn, xml, 0);

        if (dom == NULL || virDomainDestroy(dom) < 0 || virDomainFree(dom) < 0)
            failed = true;
    }
    if (failed)
        bench_fail(b, "a guest could not be started or ended");
}

static int begin_open(const struct bench_row *row, const char **ret_why)
{
    char path[MAX_PATH];

    *ret_why = fixture_why();
    return fixture_node_file(row->n, path, sizeof path) == NULL ? -1 : 0;
}

static void run_open(struct bench *b, const struct bench_row *row)
{
    char path[MAX_PATH], uri[MAX_PATH + 16];
    bool failed = false;

    (void)fixture_node_file(row->n, path, sizeof path);
    (void)snprintf(uri, sizeof uri, "test://%s", path);
    BENCH_EACH_SLOW(b) {
        virConnectPtr opened = virConnectOpen(uri);

        if (opened == NULL || virConnectClose(opened) < 0)
            failed = true;
    }
    if (failed)
        bench_fail(b, "the host could not be opened");
}

static void floor_open(struct bench *b, const struct bench_row *row)
{
    char path[MAX_PATH];

    (void)fixture_node_file(row->n, path, sizeof path);
    BENCH_EACH_SLOW(b)
        xmlFreeDoc(xmlReadFile(path, NULL, XML_PARSE_NONET));
}

static const struct bench_row xml_rows[] = {
    {.name = "xml.get/small", .run = run_get, .floor = floor_get, .threads = {1, 2}},
    {.name = "xml.get/80-lines", .run = run_get, .floor = floor_get, .threads = {1, 2}},
    {.name = "xml.define/80-lines",
     .run = run_define,
     .floor = floor_parse,
     .threads = {1},
     .aim = {BENCH_AIM_NS, 50e3, NULL}},
    {.name = "xml.define+undefine/small",
     .run = run_define_undefine,
     .floor = floor_parse,
     .threads = {1, 2}},
    {.name = "xml.create+destroy/small",
     .run = run_create_destroy,
     .floor = floor_parse,
     .threads = {1, 2}},
};

static const struct bench_row open_rows[] = {
    {.name = "open/1", .run = run_open, .floor = floor_open, .threads = {1}, .n = 1},
    {.name = "open/100", .run = run_open, .floor = floor_open, .threads = {1}, .n = 100},
    {.name = "open/1000",
     .run = run_open,
     .floor = floor_open,
     .threads = {1},
     .n = 1000,
     .aim = {BENCH_AIM_NS, 20e6, NULL}},
};

const struct bench_group bench_xml = {
    .rows = xml_rows, .n_rows = VT_N_ELEMENTS(xml_rows), .begin = begin, .end = end};
const struct bench_group bench_open = {
    .rows = open_rows, .n_rows = VT_N_ELEMENTS(open_rows), .begin = begin_open};

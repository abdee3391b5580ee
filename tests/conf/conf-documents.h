/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walks over the documents that lie beside the tests, for the tests that read all of a folder. */
#pragma once

#include "config.h"

#include <dirent.h>

#include "conf/xml.h"
#include "testing.h"
#include "util/cleanup.h"
#include "util/file.h"

/* What is done with one document: PATH is for messages and tells which one it is. */
typedef void conf_check(const char *path, const char *xml);

/* The text of one file, which the test cannot go on without.  Freed by the caller. */
static inline char *conf_read_document(const char *path)
{
    char *text = NULL;
    size_t len;
    int error = vt_file_read(path, XML_MAX_TEXT, &text, &len);

    if (error < 0) {
        fprintf(stderr, "%s cannot be read: %s\n", path, strerror(-error));
        exit(1);
    }
    return text;
}

/* Hands each *.xml of FOLDER, which is relative to the folder of the tests, to CHECK, in no order.
 * Ends the test if there are fewer than AT_LEAST. */
static inline void conf_each_document(const char *folder, int at_least, conf_check *check)
{
    const char *srcdir = getenv("srcdir") != NULL ? getenv("srcdir") : ".";
    VT_AUTOFREE char *full = NULL;
    int n = 0;

    CHECK(asprintf(&full, "%s/%s", srcdir, folder) > 0);
    VT_AUTOCLOSEDIR DIR *dir = opendir(full);
    if (dir == NULL) {
        fprintf(stderr, "%s cannot be opened: %s\n", full, strerror(errno));
        exit(1);
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        VT_AUTOFREE char *path = NULL;
        if (strstr(entry->d_name, ".xml") == NULL)
            continue;
        CHECK(asprintf(&path, "%s/%s", full, entry->d_name) > 0);
        VT_AUTOFREE char *text = conf_read_document(path);
        check(path, text);
        n++;
    }
    if (n < at_least) {
        fprintf(stderr, "%s has %d documents, not %d or more\n", full, n, at_least);
        exit(1);
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths as texts: made plain, and told from one folder. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "util/path.h"
#include "util/strbuf.h"

/* Takes the last name off @text, which has @len bytes and begins with a slash.  The new length. */
static size_t drop_name(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] != '/')
        len--;
    return len > 0 ? len - 1 : 0;
}

char *vt_path_normalise(const char *path)
{
    char *out = malloc(strlen(path) + 2);
    size_t len = 0;

    if (out == NULL)
        return NULL;
    while (*path != '\0') {
        size_t n = strcspn(path, "/");
        if (n == 2 && memcmp(path, "..", 2) == 0) {
            len = drop_name(out, len);
        } else if (n > 0 && !(n == 1 && *path == '.')) {
            out[len++] = '/';
            memcpy(out + len, path, n);
            len += n;
        }
        path += n + (path[n] == '/');
    }
    if (len == 0)
        out[len++] = '/';
    out[len] = '\0';
    return out;
}

/* How much of both is the same, in whole names: the root has none. */
static size_t common(const char *a, const char *b)
{
    size_t n = 0;

    for (size_t i = 0;; i++) {
        bool end_a = a[i] == '\0' || a[i] == '/';
        bool end_b = b[i] == '\0' || b[i] == '/';
        if (end_a && end_b)
            n = i;
        if (a[i] != b[i] || a[i] == '\0')
            return n;
    }
}

/* Without the slash that only the root ends in. */
static size_t length(const char *path)
{
    return strcmp(path, "/") == 0 ? 0 : strlen(path);
}

bool vt_path_is_beneath(const char *folder, const char *path)
{
    size_t len = length(folder);

    return strncmp(folder, path, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

char *vt_path_relative(const char *folder, const char *path)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    const char *from = length(folder) == 0 ? "" : folder;
    const char *to = length(path) == 0 ? "" : path;
    size_t same = common(from, to);

    for (const char *at = from + same; *at != '\0'; at++) {
        if (*at == '/')
            vt_strbuf_add(&b, b.len > 0 ? "/.." : "..");
    }
    if (to[same] != '\0')
        vt_strbuf_add(&b, to + same + (b.len == 0));
    if (b.len == 0)
        vt_strbuf_add(&b, ".");
    return vt_strbuf_take(&b);
}

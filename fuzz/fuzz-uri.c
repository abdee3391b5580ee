/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds connection URIs: what is read is printed and read again to the same parts. */
#include "fuzz.h"

#include "conn/uri.h"
#include "obj/error.h"

static void same(const char *a, const char *b)
{
    must((a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0), "another part");
}

static void feed(char *text)
{
    struct vt_uri *uri = vt_uri_parse(text), *again;

    if (uri == NULL) {
        must(vt_error_last()->code != VIR_ERR_OK, "a refusal without a reason");
        return;
    }
    again = vt_uri_parse(uri->text);
    must(again != NULL, "what was printed is refused");
    same(uri->scheme, again->scheme);
    same(uri->transport, again->transport);
    same(uri->host, again->host);
    same(uri->path, again->path);
    vt_uri_free(again);
    vt_uri_free(uri);
}

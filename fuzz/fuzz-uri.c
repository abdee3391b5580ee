/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds connection URIs: what is read is printed and read again to the same parts. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conn/uri.h"
#include "obj/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const char *a, const char *b)
{
    if ((a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct vt_uri *uri, *again;

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    uri = vt_uri_parse(text);
    if (uri == NULL && vt_error_last()->code == VIR_ERR_OK)
        abort(); /* refused without saying why */
    if (uri != NULL) {
        again = vt_uri_parse(uri->text);
        if (again == NULL)
            abort();
        same(uri->scheme, again->scheme);
        same(uri->transport, again->transport);
        same(uri->host, again->host);
        same(uri->path, again->path);
        vt_uri_free(again);
    }
    vt_uri_free(uri);
    vt_error_reset();
    free(text);
    return 0;
}

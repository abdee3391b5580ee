/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connection URIs: DRIVER[+TRANSPORT]://[USER@][HOST][:PORT]/[PATH][?PARAMS], read by libxml2 and
 * checked here: no control characters, no NUL by %00, no host that a program could take for an
 * option. */
#pragma once

#include <stdbool.h>

#include "util/compiler.h"

/* The longest URI that is looked at. */
#define VT_URI_MAX 4096

/* Parts that are absent are NULL.  All are unescaped. */
struct vt_uri {
    char *text;      /* as it was given, after aliases */
    char *scheme;    /* without the transport */
    char *transport; /* behind '+' */
    char *user;
    char *host;
    int port; /* 0 none */
    char *path;
    char *query; /* without '?', not unescaped */
};

/* The caller ends it with vt_uri_free.  NULL with INVALID_ARG or NO_MEMORY raised. */
struct vt_uri *vt_uri_parse(const char *text);
/* NULL is fine. */
void vt_uri_free(struct vt_uri *uri);

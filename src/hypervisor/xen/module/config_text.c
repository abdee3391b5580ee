/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts for libxl, and what a definition only carries: elements of later releases, as text that
 * our own formatter has written. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "module.h"

int module_text(char **to, const char *from, struct xen_fail *fail)
{
    *to = NULL;
    if (from == NULL)
        return 0;
    *to = strdup(from);
    return *to != NULL ? 0 : module_fail_no_memory(fail);
}

/* Behind "<name" of the next such element; NULL. */
static const char *element_next(const char *text, const char *name)
{
    size_t len = strlen(name);

    while ((text = strchr(text, '<')) != NULL) {
        text++;
        if (strncmp(text, name, len) == 0 && strchr(" />", text[len]) != NULL && text[len] != '\0')
            return text + len;
    }
    return NULL;
}

/* The value of an attribute of the element that @text is in; *@ret_len bytes. */
static const char *attr_value(const char *text, const char *attr, size_t *ret_len)
{
    size_t len = strlen(attr);

    while (*text == ' ') {
        const char *name = text + 1, *equals = strchr(name, '='), *end;
        if (equals == NULL || (equals[1] != '\'' && equals[1] != '"'))
            return NULL;
        end = strchr(equals + 2, equals[1]);
        if (end == NULL)
            return NULL;
        if ((size_t)(equals - name) == len && memcmp(name, attr, len) == 0) {
            *ret_len = (size_t)(end - equals) - 2;
            return equals + 2;
        }
        text = end + 1;
    }
    return NULL;
}

char *module_carried(const char *text, const char *name, const char *key, const char *value,
                     const char *attr)
{
    size_t len;
    const char *at;

    while (text != NULL && (text = element_next(text, name)) != NULL) {
        if (key != NULL) {
            at = attr_value(text, key, &len);
            if (at == NULL || len != strlen(value) || memcmp(at, value, len) != 0)
                continue;
        }
        at = attr_value(text, attr, &len);
        return at != NULL ? strndup(at, len) : NULL;
    }
    return NULL;
}

bool module_carries(const char *text, const char *name)
{
    return text != NULL && element_next(text, name) != NULL;
}

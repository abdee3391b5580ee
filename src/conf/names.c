/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What definitions of all kinds are called by: names of objects, UUIDs, MAC addresses. */
#include "config.h"

#include <string.h>

#include "conf/names.h"
#include "conf/xml.h"
#include "obj/error.h"

int conf_check_name(int domain, const char *name)
{
    size_t len = strlen(name);

    if (len == 0 || len > CONF_MAX_NAME || strspn(name, " ") == len)
        return vt_error(domain, VIR_ERR_XML_ERROR,
                        "The name '%s' has %zu bytes; 1 to %d are allowed, and not only blanks.",
                        name, len, CONF_MAX_NAME);
    for (const unsigned char *c = (const unsigned char *)name; *c != '\0'; c++) {
        if (*c < 0x20 || *c == 0x7f || *c == '/')
            return vt_error(domain, VIR_ERR_XML_ERROR,
                            "The name '%s' holds '/' or a control character.", name);
    }
    if (!xml_is_text(name))
        return vt_error(domain, VIR_ERR_XML_ERROR, "The name '%s' is not text in UTF-8.", name);
    return 0;
}

int conf_take_name(struct conf_parse *p, const struct xml_node *node, const char *root, int code,
                   const char **ret_name)
{
    if (node == NULL || node->text[0] == '\0')
        return vt_error(p->domain, code, "Element <name> is missing in <%s>.", root);
    if (conf_check_name(p->domain, node->text) < 0)
        return -1;
    *ret_name = conf_text(p, node->text);
    return *ret_name != NULL ? 0 : vt_error_no_memory(p->domain);
}

int conf_take_uuid(struct conf_parse *p, const struct xml_node *node, const char *what, int code,
                   unsigned char ret_uuid[VT_UUID_LEN], bool *ret_generated)
{
    int r;

    if (node == NULL) {
        *ret_generated = true;
        r = vt_uuid_generate(ret_uuid);
        return r < 0 ? vt_error_errno(p->domain, r, "No UUID can be made for the %s", what) : 0;
    }
    if (!vt_uuid_parse(node->text, ret_uuid))
        return vt_error(p->domain, code, "Element <uuid> holds '%s', not a UUID.", node->text);
    return 0;
}

static int hex_value(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

bool conf_mac_read(const char *text, unsigned char ret[CONF_MAC_LEN])
{
    for (int i = 0; i < CONF_MAC_LEN; i++) {
        int value = hex_value(*text), low;
        if (value < 0 || (i > 0 && text[-1] != ':'))
            return false;
        text++;
        low = hex_value(*text);
        if (low >= 0) {
            value = value * 16 + low;
            text++;
        }
        ret[i] = (unsigned char)value;
        if (i < CONF_MAC_LEN - 1 && *text++ != ':')
            return false;
    }
    return *text == '\0' && (ret[0] & 1) == 0;
}

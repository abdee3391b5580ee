/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of iSCSI, and what open-iscsi prints and keeps as text. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "storage/iscsi.h"
#include "util/strbuf.h"

#define MARK "# made for a storage pool; goes with its session\n"
#define AUTH "node.session.auth."
#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

bool iscsi_name_ok(const char *name)
{
    size_t len = strlen(name);

    if (len > ISCSI_MAX_NAME || (strncmp(name, "iqn.", 4) != 0 && strncmp(name, "eui.", 4) != 0 &&
                                 strncmp(name, "naa.", 4) != 0))
        return false;
    return strspn(name, DIGITS LETTERS ".:-_") == len;
}

bool iscsi_host_ok(const char *name)
{
    size_t len = strlen(name);

    if (len == 0 || len > 255 || name[0] == '-')
        return false;
    if (name[0] == '[')
        return name[len - 1] == ']' && strspn(name + 1, DIGITS LETTERS ":.%") == len - 2;
    return strspn(name, DIGITS LETTERS ":.%_-") == len;
}

bool iscsi_secret_ok(const char *text)
{
    size_t len = strlen(text);

    if (len == 0 || len > ISCSI_MAX_SECRET || text[0] == ' ' || text[len - 1] == ' ')
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    }
    return true;
}

void iscsi_targets_done(struct iscsi_targets *targets)
{
    arena_done(&targets->arena);
}

/* A number with nothing but @end behind it; what follows that. */
static char *read_number(char *text, char end, unsigned long max, unsigned int *ret)
{
    size_t digits = strspn(text, DIGITS);
    unsigned long value;

    if (digits == 0 || digits > 9 || text[digits] != end)
        return NULL;
    value = strtoul(text, NULL, 10);
    if (value > max)
        return NULL;
    *ret = (unsigned int)value;
    return text + digits + 1;
}

/* ADDRESS:PORT,GROUP NAME */
static bool read_target(char *line, struct iscsi_target *ret)
{
    char *blank = strchr(line, ' ');
    char *colon, *rest;

    if (blank == NULL)
        return false;
    *blank = '\0';
    colon = strrchr(line, ':');
    if (colon == NULL)
        return false;
    *colon = '\0';
    rest = read_number(colon + 1, ',', 65535, &ret->port);
    if (rest == NULL || read_number(rest, '\0', 65535, &ret->group) == NULL)
        return false;
    ret->address = line;
    ret->name = blank + 1;
    return iscsi_host_ok(line) && iscsi_name_ok(ret->name);
}

static int add_target(struct iscsi_targets *targets, const struct iscsi_target *target)
{
    struct iscsi_target **room = arena_list_room(&targets->arena, targets->target, targets->n);
    struct iscsi_target *copy = room != NULL ? arena_alloc(&targets->arena, sizeof *copy) : NULL;

    if (targets->n >= ISCSI_MAX_TARGETS)
        return -EFBIG;
    if (copy == NULL)
        return -ENOMEM;
    *copy = *target;
    copy->address = arena_text(&targets->arena, target->address);
    copy->name = arena_text(&targets->arena, target->name);
    targets->target = room;
    targets->target[targets->n++] = copy;
    return targets->arena.failed ? -ENOMEM : 0;
}

int iscsi_targets_parse(char *text, struct iscsi_targets *ret)
{
    char *rest = text;
    char *line;

    while ((line = strsep(&rest, "\n")) != NULL) {
        struct iscsi_target target = {.port = 0};
        int r;
        if (line[0] == '\0')
            continue;
        r = read_target(line, &target) ? add_target(ret, &target) : -EBADMSG;
        if (r < 0)
            return r;
    }
    return 0;
}

static bool is_auth(const char *line)
{
    static const char *const names[] = {"authmethod", "username", "password"};

    line += strspn(line, " \t");
    if (strncmp(line, AUTH, strlen(AUTH)) != 0)
        return false;
    line += strlen(AUTH);
    for (size_t i = 0; i < VT_N_ELEMENTS(names); i++) {
        size_t len = strlen(names[i]);
        if (strncmp(line, names[i], len) == 0 && strchr(" \t=", line[len]) != NULL)
            return true;
    }
    return false;
}

static void add_own(struct vt_strbuf *b, bool mark, const struct storage_auth *auth)
{
    if (mark)
        vt_strbuf_add(b, MARK);
    if (auth != NULL)
        vt_strbuf_addf(b, "%sauthmethod = CHAP\n%susername = %s\n%spassword = %s\n", AUTH, AUTH,
                       auth->login, AUTH, auth->passwd);
}

/* Ours stands behind the first line, which says whose file it is. */
char *iscsi_record_edit(const char *text, bool mark, const struct storage_auth *auth)
{
    VT_STRBUF_SCOPE(b);
    bool first = true;

    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        len += text[len] == '\n';
        if (!(auth != NULL && is_auth(text)) && !(mark && strncmp(text, MARK, strlen(MARK)) == 0))
            vt_strbuf_add_n(&b, text, len);
        if (first && text[len - 1] != '\n')
            vt_strbuf_add(&b, "\n");
        if (first)
            add_own(&b, mark, auth);
        first = false;
        text += len;
    }
    return vt_strbuf_take(&b);
}

bool iscsi_record_is_marked(const char *text)
{
    const char *at = strstr(text, MARK);

    return at != NULL && (at == text || at[-1] == '\n');
}

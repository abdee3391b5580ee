/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds what iscsiadm could print of targets that others name, and records that it could keep. */
#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/iscsi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "fuzz-iscsi: %s\n", what);
    abort();
}

static void read_targets(const char *text)
{
    ISCSI_TARGETS_SCOPE(targets);
    char *copy = strdup(text);

    must(copy != NULL, "no memory");
    (void)!iscsi_targets_parse(copy, &targets);
    for (unsigned int i = 0; i < targets.n; i++) {
        const struct iscsi_target *target = targets.target[i];
        must(iscsi_host_ok(target->address) && target->address[0] != '-', "an odd address");
        must(iscsi_name_ok(target->name) && strchr(target->name, '/') == NULL, "an odd name");
        must(target->port <= 65535 && target->group <= 65535, "a number too large");
    }
    free(copy);
}

static void edit_record(const char *text)
{
    const struct storage_auth auth = {.login = "me", .passwd = "secret"};
    char *one = iscsi_record_edit(text, true, &auth);
    char *two = one != NULL ? iscsi_record_edit(one, true, &auth) : NULL;

    must(one != NULL && two != NULL, "no memory");
    must(text[0] == '\0' || (strstr(one, "authmethod = CHAP") != NULL && strstr(one, "= secret\n")),
         "no login");
    must(strlen(two) <= strlen(one) + 1, "a record that grows each time");
    free(one);
    free(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    read_targets(text);
    edit_record(text);
    free(text);
    return 0;
}

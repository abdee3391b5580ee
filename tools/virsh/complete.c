/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Completion: what is due at the end of a line, and who proposes it. */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "complete.h"
#include "parse.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

static void complete_command(struct shell *sh, const struct cmd *cmd, const char *prefix,
                             struct words *out)
{
    const struct cmd_part *part = cmd_table;
    const struct cmd_def *def = NULL;

    (void)sh;
    (void)cmd;
    (void)prefix;
    while ((def = table_next(&part, def)) != NULL) {
        if (!(def->flags & CMD_HIDDEN))
            (void)words_add(out, def->name);
    }
}

/* Proposes FOLDER (which ends with '/' or is empty) and NAME; a folder with '/' behind it. */
static void propose_file(const char *folder, int folder_len, const char *name, struct words *out)
{
    struct stat st;
    char *path;

    if (asprintf(&path, "%.*s%s/", folder_len, folder, name) < 0)
        return;
    if (stat(path, &st) < 0) /* no folder: what is no folder has nothing behind a '/' */
        path[strlen(path) - 1] = '\0';
    (void)words_take(out, path);
}

static void complete_file(struct shell *sh, const struct cmd *cmd, const char *prefix,
                          struct words *out)
{
    const char *slash = strrchr(prefix, '/');
    const char *begun = slash != NULL ? slash + 1 : prefix;
    VT_AUTOFREE char *folder = strndup(prefix, (size_t)(begun - prefix));
    VT_AUTOCLOSEDIR DIR *dir = NULL;
    const struct dirent *entry;

    (void)sh;
    (void)cmd;
    if (folder != NULL)
        dir = opendir(*folder != '\0' ? folder : ".");
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;

        if (strncmp(name, begun, strlen(begun)) != 0 || strcmp(name, ".") == 0 ||
            strcmp(name, "..") == 0 || (name[0] == '.' && *begun == '\0'))
            continue;
        propose_file(prefix, (int)(begun - prefix), name, out);
    }
}

static complete_fn *const by_kind[COMPLETE_KINDS] = {
    [COMPLETE_FILE] = complete_file,
    [COMPLETE_COMMAND] = complete_command,
    [COMPLETE_DOMAIN] = complete_domain_any,
    [COMPLETE_DOMAIN_ACTIVE] = complete_domain_active,
    [COMPLETE_DOMAIN_INACTIVE] = complete_domain_inactive,
    [COMPLETE_DISK_SOURCE] = complete_disk_source,
    [COMPLETE_DISK_TARGET] = complete_disk_target,
    [COMPLETE_INTERFACE] = complete_interface,
    [COMPLETE_MAC] = complete_mac,
    [COMPLETE_NODEDEV] = complete_nodedev,
    [COMPLETE_NETWORK] = complete_network_any,
    [COMPLETE_NETWORK_ACTIVE] = complete_network_active,
    [COMPLETE_NETWORK_INACTIVE] = complete_network_inactive,
    [COMPLETE_POOL] = complete_pool_any,
    [COMPLETE_POOL_ACTIVE] = complete_pool_active,
    [COMPLETE_POOL_INACTIVE] = complete_pool_inactive,
    [COMPLETE_VOL] = complete_vol,
};

static void complete_option(const struct cmd *cmd, struct words *out)
{
    const struct opt_def *opt = cmd->def->options;
    const unsigned int by_place = OPT_REQUIRED | OPT_POSITIONAL; /* goes without its name */

    for (int i = 0; opt != NULL && opt[i].name != NULL; i++) {
        char *text = NULL;

        if (cmd->value[i].given || (opt[i].flags & by_place) == by_place ||
            opt[i].type == OPT_ALIAS)
            continue;
        if (asprintf(&text, "--%s", opt[i].name) >= 0)
            (void)words_take(out, text);
    }
}

void complete_listed(struct shell *sh, complete_list_call *list, struct words *out)
{
    VT_AUTOFREE char **names = calloc(COMPLETE_MAX, sizeof *names);
    int n = 0;

    if (names != NULL && shell_connect(sh, true) == 0)
        n = list(sh->conn, names, COMPLETE_MAX);
    for (int i = 0; i < n; i++)
        (void)words_take(out, names[i]);
}

size_t complete_propose(struct shell *sh, const struct tokens *tokens, bool in_word,
                        struct words *out)
{
    const char *word = in_word ? tokens->list[tokens->n - 1].text : "";
    struct cmd *cmd = NULL;
    struct parse_place place = parse_place(tokens, in_word, &cmd);
    complete_fn *fn = NULL;

    if (place.what == PLACE_COMMAND)
        fn = complete_command;
    else if (place.what == PLACE_OPTION)
        complete_option(cmd, out);
    else if (place.what == PLACE_VALUE)
        fn = by_kind[place.option->complete];
    if (fn != NULL)
        fn(sh, cmd, word + place.skip, out);
    report_forget(sh);
    cmd_free(cmd);
    return place.skip;
}

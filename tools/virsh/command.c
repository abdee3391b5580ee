/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One use of a command: what its options were given. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

int cmd_option_index(const struct cmd_def *def, const char *name)
{
    for (int i = 0; def->options != NULL && def->options[i].name != NULL; i++) {
        if (strcmp(def->options[i].name, name) == 0)
            return i;
    }
    return -1;
}

static const struct cmd_value *value_of(const struct cmd *cmd, const char *name)
{
    int i = cmd_option_index(cmd->def, name);

    assert(i >= 0 && i < CMD_OPTIONS_MAX);
    return &cmd->value[i];
}

bool cmd_given(const struct cmd *cmd, const char *name)
{
    return value_of(cmd, name)->given;
}

const char *cmd_text(const struct cmd *cmd, const char *name)
{
    return value_of(cmd, name)->text;
}

const struct words *cmd_words(const struct cmd *cmd, const char *name)
{
    return &value_of(cmd, name)->words;
}

unsigned long long cmd_number(const struct cmd *cmd, const char *name)
{
    return value_of(cmd, name)->number;
}

void cmd_free(struct cmd *list)
{
    while (list != NULL) {
        struct cmd *next = list->next;

        for (int i = 0; i < CMD_OPTIONS_MAX; i++) {
            free(list->value[i].text);
            words_done(&list->value[i].words);
        }
        free(list);
        list = next;
    }
}

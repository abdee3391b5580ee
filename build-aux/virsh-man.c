/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes the commands of virsh, from the one table that it has of them, as sections of its manual
 * page: virsh-man PAGE.in prints the page with the line @COMMANDS@ replaced. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "help.h"
#include "table.h"

/* A name or word: the hyphen is no dash. */
static void put_word(const char *word)
{
    for (; *word != '\0'; word++)
        (void)printf(*word == '-' ? "\\-" : "%c", *word);
}

/* A sentence, as it stands behind a heading: its first letter large, a full stop at its end. */
static void put_sentence(const char *text)
{
    (void)putchar(toupper((unsigned char)*text));
    for (text++; *text != '\0'; text++)
        (void)printf(*text == '\'' ? "\\(aq" : *text == '\\' ? "\\e" : "%c", *text);
    (void)printf("%s\n", text[-1] == '.' ? "" : ".");
}

/* Sentences, one a line. */
static void put_sentences(const char *text)
{
    while (*text != '\0') {
        const char *end = strstr(text, ". ");
        size_t len = end != NULL ? (size_t)(end - text) + 1 : strlen(text);
        char line[1024];

        if (len >= sizeof line)
            len = sizeof line - 1;
        memcpy(line, text, len);
        line[len] = '\0';
        put_sentence(line);
        text += len;
        text += strspn(text, " ");
    }
}

static void put_synopsis(const struct cmd_def *def)
{
    (void)printf("\\fB");
    put_word(def->name);
    (void)printf("\\fR");
    for (const struct opt_def *opt = def->options; opt != NULL && opt->name != NULL; opt++) {
        bool required = (opt->flags & OPT_REQUIRED) != 0;

        if (opt->type == OPT_ALIAS)
            continue;
        (void)printf(required ? " " : " [");
        if ((opt->flags & OPT_POSITIONAL) != 0) {
            (void)printf("\\fI");
            put_word(opt->name);
            (void)printf("\\fR%s", (opt->flags & OPT_MANY) != 0 ? "..." : "");
        } else {
            (void)printf("\\fB\\-\\-");
            put_word(opt->name);
            (void)printf("\\fR");
            if (opt->type != OPT_FLAG)
                (void)printf(" \\fI%s\\fR", help_value_word(opt));
        }
        (void)printf(required ? "" : "]");
    }
    (void)printf("\n");
}

static void put_option(const struct opt_def *opt)
{
    (void)printf(".TP\n");
    if ((opt->flags & OPT_POSITIONAL) != 0) {
        (void)printf(".I ");
        put_word(opt->name);
    } else if (opt->type == OPT_FLAG) {
        (void)printf(".B \\-\\-");
        put_word(opt->name);
    } else {
        (void)printf(".BI \\-\\-");
        put_word(opt->name);
        (void)printf(" \" %s\"", help_value_word(opt));
    }
    (void)printf("\n");
    put_sentence(opt->help);
}

static void put_command(const struct cmd_def *def)
{
    (void)printf(".SS %s\n", def->name);
    put_synopsis(def);
    (void)printf(".PP\n");
    put_sentence(def->help);
    if (def->description != NULL)
        put_sentences(def->description);
    for (const struct opt_def *opt = def->options; opt != NULL && opt->name != NULL; opt++) {
        if (opt->type != OPT_ALIAS)
            put_option(opt);
    }
}

static void put_commands(void)
{
    const struct cmd_part *part = cmd_table;
    const struct cmd_def *def = NULL;

    while ((def = table_next(&part, def)) != NULL) {
        if ((def->flags & CMD_HIDDEN) == 0)
            put_command(def);
    }
}

int main(int argc, char **argv)
{
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    char line[4096];

    if (in == NULL) {
        (void)fprintf(stderr, "usage: virsh-man PAGE.in\n");
        return 2;
    }
    while (fgets(line, sizeof line, in) != NULL) {
        if (strcmp(line, "@COMMANDS@\n") == 0)
            put_commands();
        else
            (void)fputs(line, stdout);
    }
    if (ferror(in) || fclose(in) != 0 || fflush(stdout) != 0)
        return 1;
    return 0;
}

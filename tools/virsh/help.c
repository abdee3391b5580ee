/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Help texts, written from the table. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "help.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/strbuf.h"

#define HELP_WIDTH 76

const char *help_value_word(const struct opt_def *opt)
{
    switch (opt->type) {
    case OPT_NUMBER:
        return "number";
    case OPT_SIZE:
    case OPT_KIB:
        return "size";
    case OPT_FLAG:
    case OPT_STRING:
    case OPT_ALIAS:
    default:
        return "string";
    }
}

/* The commands of GROUP, or all when it is NULL.  Returns how many there are. */
static int print_commands(const char *group)
{
    const struct cmd_part *part = cmd_table;
    const struct cmd_def *def = NULL;
    int n = 0;

    while ((def = table_next(&part, def)) != NULL) {
        if ((def->flags & CMD_HIDDEN) || (group != NULL && strcmp(part->group, group) != 0))
            continue;
        if (n++ == 0)
            (void)printf("Commands%s%s:\n\n", group != NULL ? " of the group " : "",
                         group != NULL ? group : "");
        (void)printf("    %-15s %s\n", def->name, def->help);
    }
    return n;
}

int help_print_list(struct shell *sh)
{
    (void)sh;
    (void)print_commands(NULL);
    return 0;
}

/* Prints TEXT indented by four, lines broken at blanks. */
static void print_wrapped(const char *text)
{
    while (*text != '\0') {
        size_t len = strlen(text);
        size_t cut = len;

        if (len > HELP_WIDTH - 4) {
            cut = HELP_WIDTH - 4;
            while (cut > 0 && text[cut] != ' ')
                cut--;
            if (cut == 0)
                cut = strcspn(text, " ");
        }
        (void)printf("    %.*s\n", (int)cut, text);
        text += cut;
        text += strspn(text, " ");
    }
}

static void print_synopsis(const struct cmd_def *def)
{
    (void)printf("    %s", def->name);
    for (const struct opt_def *opt = def->options; opt != NULL && opt->name != NULL; opt++) {
        bool required = (opt->flags & OPT_REQUIRED) != 0;
        const char *before = required ? " " : " [";
        const char *after = required ? "" : "]";

        if (opt->type == OPT_ALIAS)
            continue;
        if (opt->type == OPT_FLAG)
            (void)printf("%s--%s%s", before, opt->name, after);
        else if (opt->flags & OPT_POSITIONAL)
            (void)printf("%s<%s>%s%s", before, opt->name, opt->flags & OPT_MANY ? "..." : "",
                         after);
        else
            (void)printf("%s--%s <%s>%s", before, opt->name, help_value_word(opt), after);
    }
    (void)printf("\n");
}

static int print_options(struct shell *sh, const struct cmd_def *def)
{
    for (const struct opt_def *opt = def->options; opt->name != NULL; opt++) {
        VT_STRBUF_SCOPE(label);

        if (opt->type == OPT_ALIAS)
            continue;
        if (opt->type == OPT_FLAG)
            vt_strbuf_addf(&label, "--%s", opt->name);
        else if (opt->flags & OPT_POSITIONAL)
            vt_strbuf_addf(&label, "[--%s] <%s>", opt->name, help_value_word(opt));
        else
            vt_strbuf_addf(&label, "--%s <%s>", opt->name, help_value_word(opt));
        if (label.failed)
            return report_no_memory(sh);
        (void)printf("    %-24s %s\n", label.text, opt->help);
    }
    return 0;
}

int help_print_command(struct shell *sh, const struct cmd_def *def)
{
    (void)printf("  NAME\n    %s - %s\n", def->name, def->help);
    (void)printf("\n  SYNOPSIS\n");
    print_synopsis(def);
    if (def->description != NULL) {
        (void)printf("\n  DESCRIPTION\n");
        print_wrapped(def->description);
    }
    if (def->options != NULL) {
        (void)printf("\n  OPTIONS\n");
        return print_options(sh, def);
    }
    return 0;
}

int help_print_named(struct shell *sh, const char *name)
{
    const struct cmd_def *def = table_find(name);

    if (def != NULL)
        return help_print_command(sh, def);
    if (print_commands(name) > 0)
        return 0;
    return report_error(sh, "there is no command and no group of commands '%s'", name);
}

void help_print_usage(void)
{
    (void)printf(
        "Usage: virsh [OPTION...] [COMMAND [ARGUMENT...] [; COMMAND...]]\n"
        "\n"
        "Options:\n"
        "    -c, --connect URI     the hypervisor to connect to\n"
        "    -r, --readonly        connect read-only\n"
        "    -q, --quiet           no headings and no blank lines\n"
        "    -t, --timing          print how long each command took\n"
        "    -d, --debug N         print more about what is done, N from 0 to 5\n"
        "    -l, --log FILE        append errors and debug lines to FILE\n"
        "    -v, --version         print the version and end\n"
        "    -h, --help[=COMMAND]  print this, or the help of a command, and end\n"
        "\n"
        "Without a command an interactive shell is started; when standard input is no terminal,\n"
        "commands are read from it, one line after the other.  'virsh help' lists the commands.\n");
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a command is: its row in the table, and one use of it.
 *
 * Everything that is visible of a command comes from its row: help, parsing and completion. */
#pragma once

#include <stdbool.h>

#include "words.h"

struct shell;
struct cmd;

enum opt_type {
    OPT_FLAG,   /* --name, no value */
    OPT_STRING, /* any text */
    OPT_NUMBER, /* decimal, no sign */
    OPT_SIZE,   /* bytes, see size.h */
    OPT_KIB,    /* units of 1024 bytes; with a unit behind it, as OPT_SIZE, rounded up */
    OPT_ALIAS,  /* another word for the option that .help names; in no help text */
};

/* Bits of opt_def.flags. */
#define OPT_REQUIRED 1u
#define OPT_POSITIONAL 2u /* also taken without --name, in the order of the table */
#define OPT_MANY 4u       /* of an OPT_STRING: takes all words that are left; the last positional */

/* What a value names, for completion; complete.c says who proposes. */
enum complete_kind {
    COMPLETE_NOTHING,
    COMPLETE_FILE,
    COMPLETE_COMMAND,
    COMPLETE_DOMAIN, /* any */
    COMPLETE_DOMAIN_ACTIVE,
    COMPLETE_DOMAIN_INACTIVE,
    COMPLETE_DISK_SOURCE, /* of the domain that the line names */
    COMPLETE_DISK_TARGET,
    COMPLETE_INTERFACE,
    COMPLETE_MAC,
    COMPLETE_NODEDEV,
    COMPLETE_NETWORK, /* any */
    COMPLETE_NETWORK_ACTIVE,
    COMPLETE_NETWORK_INACTIVE,
    COMPLETE_POOL, /* any */
    COMPLETE_POOL_ACTIVE,
    COMPLETE_POOL_INACTIVE,
    COMPLETE_VOL, /* of the pool that the line names, else paths of all */
    COMPLETE_KINDS,
};

struct opt_def {
    const char *name; /* NULL ends the list */
    enum opt_type type;
    unsigned int flags;
    enum complete_kind complete;
    const char *help; /* a phrase, no full stop; of an OPT_ALIAS the other option's name */
};

#define OPT_END \
    { \
        .name = NULL \
    }

#define CMD_OPTIONS_MAX 24

/* Bits of cmd_def.flags. */
#define CMD_CONNECT 1u /* runs with an open connection */
#define CMD_HIDDEN 2u  /* in no list: not for people */

struct cmd_def {
    const char *name;              /* NULL ends the list */
    const char *help;              /* one line, no full stop */
    const char *description;       /* sentences; NULL when the line says it all */
    const struct opt_def *options; /* at most CMD_OPTIONS_MAX; NULL for none */
    unsigned int flags;
    int (*run)(struct shell *sh, const struct cmd *cmd); /* 0, or -1 with the error printed */
};

struct cmd_value {
    bool given;
    char *text;                /* NULL for flags */
    unsigned long long number; /* of the types that are numbers */
    struct words words;        /* of OPT_MANY, in their order; then text is NULL */
};

/* One use of a command, as read from a line. */
struct cmd {
    const struct cmd_def *def;
    bool help;                               /* --help was given: nothing is run */
    struct cmd_value value[CMD_OPTIONS_MAX]; /* in the order of def->options */
    struct cmd *next;
};

/* The values of an option, by its name in the table; a name that is not there is a bug. */
bool cmd_given(const struct cmd *cmd, const char *name);
/* NULL when it was not given. */
const char *cmd_text(const struct cmd *cmd, const char *name);
/* 0 when it was not given. */
unsigned long long cmd_number(const struct cmd *cmd, const char *name);
/* Empty when it was not given. */
const struct words *cmd_words(const struct cmd *cmd, const char *name);
/* The option's place in the table, -1 when there is none of that name. */
int cmd_option_index(const struct cmd_def *def, const char *name);

/* Frees a list of uses. */
void cmd_free(struct cmd *list);

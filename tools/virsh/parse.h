/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From words to commands, by the table. */
#pragma once

#include "command.h"
#include "tokens.h"
#include "util/strbuf.h"

/* Reads all commands of @tokens, or none.
 * @problem  receives a sentence that says what is wrong, with the user's word in it
 * Errors    0; -1 with @problem; empty commands are skipped, so *ret_list may be NULL
 * Owner     *ret_list by cmd_free */
int parse_commands(const struct tokens *tokens, struct cmd **ret_list, struct vt_strbuf *problem)
    __attribute__((warn_unused_result));

/* What the next word of an unfinished line would be. */
struct parse_place {
    enum {
        PLACE_COMMAND, /* the name of a command */
        PLACE_OPTION,  /* --name */
        PLACE_VALUE,   /* a value, or --name=value with its first @skip bytes read */
        PLACE_NOTHING, /* nothing can follow, or what stands before it is wrong */
    } what;
    const struct opt_def *option; /* of PLACE_VALUE */
    size_t skip;
};

/* Reads the last command of @tokens but for its last word @word (which is in @tokens only when
 * @in_word), fills @cmd with what stands before it and says what @word is.
 * Owner     *ret_cmd by cmd_free; NULL at PLACE_COMMAND */
struct parse_place parse_place(const struct tokens *tokens, bool in_word, struct cmd **ret_cmd);

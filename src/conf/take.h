/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an element to values: what is known is handed out, what is not is carried as text.
 *
 * A document may say more than this level of the interface knows.  Such attributes and elements
 * are kept as they were written and printed again at the end of their parent; so a definition
 * from a later release passes through unharmed. */
#pragma once

#include <stdbool.h>

#include "conf/arena.h"
#include "conf/xml.h"
#include "util/compiler.h"
#include "util/strbuf.h"

/* What was carried of one element; each NULL when there is none. */
struct conf_extra {
    const char *attrs;    /* " name='value'"... */
    const char *children; /* whole lines, indented */
};

/* A set of words, numbered from 0 as in its enum. */
struct conf_words {
    const char *const *words;
    unsigned int n;
    const char *later; /* words of later releases, each between blanks; NULL when there are none */
};

/* What all steps of one parse share. */
struct conf_parse {
    struct arena *arena; /* of the definition being built */
    int domain;          /* who raises (VIR_FROM_*) */
};

/* An attribute that is known: where its value goes (stays NULL when it is missing). */
struct conf_attr {
    const char *name;
    const char **ret;
};

/* A child element that is known: where the first goes (NULL stays when it is missing).  A second
 * one is an error, unless @many or @every, or unless the next entry has the same name: that
 * takes it. */
struct conf_child {
    const char *name;
    const struct xml_node **ret;
    bool many;      /* further ones of the name are carried */
    bool every;     /* further ones are the caller's, who walks on from the first */
    const char *ns; /* NULL: no namespace */
};

extern const struct conf_attr conf_no_attrs[1];
extern const struct conf_child conf_no_children[1];

/* Sorts attributes and children of @node; the lists end with a NULL name.
 * @indent  blanks in front of carried children
 * Errors   XML_ERROR when a child that may stand once stands twice; NO_MEMORY
 * Owner    values live as long as the document, @ret_extra as long as the arena */
int conf_take(struct conf_parse *p, const struct xml_node *node, unsigned int indent,
              const struct conf_attr attrs[], const struct conf_child children[],
              struct conf_extra *ret_extra) VT_WARN_UNUSED;

/* Carries the attributes of @node that are not in the list. */
int conf_take_attrs(struct conf_parse *p, const struct xml_node *node,
                    const struct conf_attr attrs[], const char **ret_extra) VT_WARN_UNUSED;

/* Checks that the root element of a document has that name, in no namespace; @code when not. */
int conf_is_root(struct conf_parse *p, const struct xml_node *root, const char *name,
                 int code) VT_WARN_UNUSED;

/* Moves what @b holds into the arena; NULL when it is empty.  NO_MEMORY is raised. */
int conf_keep(struct conf_parse *p, struct vt_strbuf *b, const char **ret) VT_WARN_UNUSED;

/* The number of a word, -1 when it is none of them. */
int conf_word_find(const struct conf_words *w, const char *text);

/* True when @list, words between blanks (NULL: none), has @text. */
bool conf_word_in(const char *list, const char *text);

static inline const char *conf_word(const struct conf_words *w, unsigned int value)
{
    return value < w->n ? w->words[value] : "?";
}

/* What conf_word_of says besides 0 and -1: the word belongs to a later release. */
#define CONF_LATER 1

/* Reads a word; NULL leaves @ret as it is.
 * @node, @attr  for the message; @attr NULL when the word is the element's text
 * Errors        INTERNAL_ERROR for an unknown word; CONF_LATER for one of a later release */
int conf_word_of(struct conf_parse *p, const struct conf_words *w, const struct xml_node *node,
                 const char *attr, const char *text, unsigned int *ret) VT_WARN_UNUSED;

/* Copies of the arena.  NULL stays NULL; a failure is seen in arena->failed at the end. */
static inline const char *conf_text(struct conf_parse *p, const char *text)
{
    return arena_text(p->arena, text);
}

/* The text of an element that may be missing or empty: NULL then. */
const char *conf_child_text(struct conf_parse *p, const struct xml_node *child);

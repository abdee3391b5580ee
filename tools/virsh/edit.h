/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Editing the XML of an object with the user's editor. */
#pragma once

struct shell;

/* What is edited: the words for messages and the two calls. */
struct edit_object {
    const char *kind; /* "Domain" */
    const char *name;
    void *object;
    /* The XML to edit, which the caller frees; NULL with the error printed. */
    char *(*dump)(struct shell *sh, void *object);
    /* Installs it; 0 or -1 with the error printed. */
    int (*define)(struct shell *sh, const char *xml);
};

/* Runs $VISUAL, $EDITOR or vi on a temporary file until the XML is taken or the user gives up.
 * What was edited is never lost: on failure the file stays and the error says where.
 * Returns 0 or -1 with the error printed; prints a line of success. */
int edit_run(struct shell *sh, const struct edit_object *what);

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands read from standard input when it is no terminal. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "script.h"
#include "shell.h"
#include "tokens.h"
#include "util/strbuf.h"

int script_read_line(struct shell *sh, struct vt_strbuf *line)
{
    int c;

    line->len = 0;
    vt_strbuf_add(line, "");
    while ((c = getc(stdin)) != EOF && c != '\n') {
        char byte = (char)c;

        if (line->len >= TOKENS_TEXT_MAX)
            return report_error(sh, "a line of the input is longer than 1 MiB");
        if (byte == '\0')
            return report_error(sh, "the input holds a NUL byte, it is no text");
        vt_strbuf_add_n(line, &byte, 1);
    }
    if (line->failed)
        return report_no_memory(sh);
    if (c == EOF && ferror(stdin))
        return report_error(sh, "cannot read standard input: %s", strerror(errno));
    return c != EOF || line->len > 0;
}

int script_run(struct shell *sh)
{
    VT_STRBUF_SCOPE(line);
    int rv = 0;
    int more = 1;

    while (!sh->quit && (more = script_read_line(sh, &line)) > 0) {
        const char *text = line.text + strspn(line.text, " \t\r;");

        if (*text != '\0' && *text != '#')
            rv = shell_run_text(sh, text);
    }
    return more < 0 ? -1 : rv;
}

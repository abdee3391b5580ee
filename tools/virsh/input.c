/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What commands read from files that the user names. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "report.h"
#include "util/file.h"

char *input_read_file(struct shell *sh, const char *path)
{
    char *text = NULL;
    size_t len = 0;
    int r = vt_file_read(path, INPUT_FILE_MAX, &text, &len);

    if (r == -EFBIG) {
        report_error(sh, "the file '%s' is larger than 10 MiB", path);
    } else if (r < 0) {
        report_error(sh, "cannot read the file '%s': %s", path, strerror(-r));
    } else if (strlen(text) != len) {
        report_error(sh, "the file '%s' holds a NUL byte, it is no text", path);
    } else {
        return text;
    }
    free(text);
    return NULL;
}

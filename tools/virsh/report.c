/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What virsh says: errors, extra lines, debug lines, and the log. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report.h"
#include "shell.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "util/strbuf.h"

static const char no_memory[] = "memory ran out";

static char *format(const char *fmt, va_list ap) VT_PRINTF(1, 0);
static char *format(const char *fmt, va_list ap)
{
    char *text = NULL;

    return vasprintf(&text, fmt, ap) < 0 ? NULL : text;
}

/* A log that cannot be written does not stop the work: nothing is said. */
static void add_to_log(const struct shell *sh, const char *level, const char *text)
{
    time_t now = time(NULL);
    VT_STRBUF_SCOPE(line);
    struct tm tm;

    if (sh->log_fd < 0 || localtime_r(&now, &tm) == NULL)
        return;
    vt_strbuf_addf(&line, "[%d.%02d.%02d %02d:%02d:%02d virsh] %s %s\n", tm.tm_year + 1900,
                   tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, level, text);
    if (!line.failed)
        (void)!vt_write_all(sh->log_fd, line.text, line.len);
}

static void print_error(struct shell *sh, const char *text)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "%serror: %s\n", sh->progress_line ? "\n" : "", text);
    sh->progress_line = false;
    add_to_log(sh, "ERROR", text);
}

int report_error(struct shell *sh, const char *fmt, ...)
{
    VT_AUTOFREE char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = format(fmt, ap);
    va_end(ap);
    print_error(sh, text != NULL ? text : no_memory);
    return -1;
}

int report_no_memory(struct shell *sh)
{
    print_error(sh, no_memory);
    return -1;
}

void report_library_error(struct shell *sh)
{
    if (sh->library_code == VIR_ERR_OK)
        return;
    print_error(sh, sh->library_error != NULL ? sh->library_error : no_memory);
    report_forget(sh);
}

void report_forget(struct shell *sh)
{
    free(sh->library_error);
    sh->library_error = NULL;
    sh->library_code = VIR_ERR_OK;
}

bool report_is_code(const struct shell *sh, int code)
{
    return sh->library_code == code;
}

bool report_is_unsupported(const struct shell *sh)
{
    return report_is_code(sh, VIR_ERR_NO_SUPPORT);
}

void report_extra(struct shell *sh, const char *fmt, ...)
{
    va_list ap;

    if (sh->quiet)
        return;
    va_start(ap, fmt);
    (void)vprintf(fmt, ap);
    va_end(ap);
}

void report_debug(struct shell *sh, int level, const char *fmt, ...)
{
    VT_AUTOFREE char *text = NULL;
    va_list ap;

    if (sh->log_fd < 0 && level > sh->debug)
        return;
    va_start(ap, fmt);
    text = format(fmt, ap);
    va_end(ap);
    if (text == NULL)
        return;
    if (level <= sh->debug)
        (void)printf("%s\n", text);
    add_to_log(sh, "DEBUG", text);
}

int report_output_lost(struct shell *sh, int errnum)
{
    if (!sh->output_failed)
        report_error(sh, "cannot write to standard output%s%s", errnum != 0 ? ": " : "",
                     errnum != 0 ? strerror(errnum) : "");
    sh->output_failed = true;
    return -1;
}

int report_flush(struct shell *sh)
{
    bool earlier = ferror(stdout) != 0;
    bool now = fflush(stdout) != 0;
    int errnum = now ? errno : 0;

    clearerr(stdout);
    if (earlier || now)
        report_output_lost(sh, errnum);
    return sh->output_failed ? -1 : 0;
}

static _Thread_local bool muted;

void report_mute_thread(void)
{
    muted = true;
}

void report_handler(void *opaque, virErrorPtr err)
{
    struct shell *sh = opaque;
    size_t len;

    if (muted || err == NULL || (err->level == VIR_ERR_WARNING && sh->library_code != VIR_ERR_OK))
        return;
    report_forget(sh);
    sh->library_code = err->code;
    sh->library_error = strdup(err->message != NULL ? err->message : "unknown error");
    len = sh->library_error != NULL ? strlen(sh->library_error) : 0;
    while (len > 0 && sh->library_error[len - 1] == '\n')
        sh->library_error[--len] = '\0';
    if (sh->show_library_errors)
        virDefaultErrorFunc(err);
}

int report_open_log(struct shell *sh, const char *path)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);

    if (fd < 0)
        return -errno;
    sh->log_fd = fd;
    return 0;
}

void report_done(struct shell *sh)
{
    report_forget(sh);
    if (sh->log_fd >= 0)
        (void)close(VT_TAKE_FD(sh->log_fd));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loggers for the libraries of Xen, which would write to standard error without one. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "module.h"

#define LOG_LEAST 24 /* bytes: less room is not worth a beginning */

static void log_nothing(VT_UNUSED xentoollog_logger *logger, VT_UNUSED xentoollog_level level,
                        VT_UNUSED int err, VT_UNUSED const char *context,
                        VT_UNUSED const char *format, VT_UNUSED va_list args)
{
}

/* libxl calls it without looking whether it is there. */
static void log_no_progress(VT_UNUSED xentoollog_logger *logger, VT_UNUSED const char *context,
                            VT_UNUSED const char *what, VT_UNUSED int percent,
                            VT_UNUSED unsigned long done, VT_UNUSED unsigned long total)
{
}

/* The memory of a logger is its owner's. */
static void log_no_end(VT_UNUSED xentoollog_logger *logger)
{
}

xentoollog_logger module_log_nothing = {
    .vmessage = log_nothing, .progress = log_no_progress, .destroy = log_no_end};

/* Behind "libxl_create.c:1234:domcreate_done: ", or "panic: xg_dom_core.c:205: " of what builds guests,
 * which say where and not what. */
static const char *without_place(const char *text)
{
    const char *end;

    if (strncmp(text, "panic: xg_", 10) == 0 && (end = strstr(text + 10, ": ")) != NULL)
        return end + 2;
    if (strncmp(text, "libxl", 5) != 0 || (end = strstr(text, ": ")) == NULL)
        return text;
    return memchr(text, ':', (size_t)(end - text)) != NULL ? end + 2 : text;
}

static void log_keep(struct module_log *log, const char *text)
{
    const char *between;
    size_t room;

    MODULE_LOCK_SCOPE(&log->lock);
    room = sizeof log->text - log->len;
    if (room < LOG_LEAST)
        return;
    between = log->len != 0 ? "; " : "";
    (void)snprintf(log->text + log->len, room, "%s%s", between, text);
    log->len += strlen(log->text + log->len);
}

static void log_errors(xentoollog_logger *logger, xentoollog_level level, int err,
                       VT_UNUSED const char *context, const char *format, va_list args)
    VT_PRINTF(5, 0);
static void log_errors(xentoollog_logger *logger, xentoollog_level level, int err,
                       VT_UNUSED const char *context, const char *format, va_list args)
{
    struct module_log *log = VT_CONTAINER_OF(logger, struct module_log, logger);
    char text[300], reason[100];
    size_t used;

    if (level < XTL_ERROR)
        return;
    (void)vsnprintf(text, sizeof text, format, args);
    used = strlen(text);
    while (used > 0 && strchr("\n. ", text[used - 1]) != NULL)
        text[--used] = '\0';
    if (err > 0)
        (void)snprintf(text + used, sizeof text - used, ": %s",
                       strerror_r(err, reason, sizeof reason));
    log_keep(log, without_place(text));
}

void module_log_init(struct module_log *log)
{
    log->logger = (xentoollog_logger){
        .vmessage = log_errors, .progress = log_no_progress, .destroy = log_no_end};
    (void)pthread_mutex_init(&log->lock, NULL);
    log->len = 0;
    log->text[0] = '\0';
}

void module_log_done(struct module_log *log)
{
    (void)pthread_mutex_destroy(&log->lock);
}

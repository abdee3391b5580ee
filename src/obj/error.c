/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The calling thread's last error: one record in thread-local memory, its texts on the heap. */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "util/valgrind.h"

/* The longest detail that is kept: what is quoted may come from anybody. */
#define DETAIL_MAX 960 /* with its sentence a message stays under 1 KiB */

static char out_of_memory_text[] = "out of memory";

_Thread_local struct vt_thread_error vt_thread_error_;
#define current vt_thread_error_
static pthread_key_t end_key;
static pthread_once_t end_once = PTHREAD_ONCE_INIT;
static bool end_key_made;

static void free_text(char *text)
{
    if (text != out_of_memory_text)
        free(text);
}

void vt_error_clear(virErrorPtr err)
{
    free_text(err->message);
    free_text(err->str1);
    free_text(err->str2);
    free_text(err->str3);
    memset(err, 0, sizeof *err);
}

static void end_of_thread(void *arg)
{
    struct vt_thread_error *mine = arg;

    vt_error_clear(&mine->error);
    mine->registered = false; /* a later destructor that raises registers again */
}

static void make_end_key(void)
{
    end_key_made = pthread_key_create(&end_key, end_of_thread) == 0;
    VT_HG_BEFORE(&end_once);
}

/* Without the key the texts of a thread's last error are lost with it; nothing else is. */
static void register_end(void)
{
    if (current.registered)
        return;
    (void)pthread_once(&end_once, make_end_key);
    VT_HG_ACQUIRE(&end_once);
    current.registered = end_key_made && pthread_setspecific(end_key, &current) == 0;
}

virErrorPtr vt_error_last(void)
{
    return &current.error;
}

void vt_error_reset_slow_(void)
{
    vt_error_clear(&current.error);
    current.pending = false;
}

bool vt_error_take_pending(void)
{
    bool pending = current.pending;

    current.pending = false;
    return pending;
}

/* Control characters of quoted data would draw on a terminal or break a log line. */
static void tame(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p != '\0'; p++) {
        if (*p < 0x20 || *p == 0x7f)
            *p = '?';
    }
}

static void record(int domain, int code, int level, const char *detail)
{
    virErrorPtr err = &current.error;
    const char *template = vt_error_template(code, detail != NULL);

    vt_error_clear(err);
    register_end();
    err->code = code;
    err->domain = domain;
    err->level = (virErrorLevel)level;
    err->int1 = err->int2 = -1;
    current.pending = true;
    err->str1 = strdup(template);
    if (detail == NULL) {
        err->message = strdup(template);
    } else {
        size_t room = strlen(template) + strlen(detail) + 1;
        err->str2 = strdup(detail);
        err->message = malloc(room);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        if (err->message != NULL) /* a sentence of the table: one %s at most */
            (void)snprintf(err->message, room, template, detail);
#pragma GCC diagnostic pop
    }
    if (err->message == NULL)
        err->message = out_of_memory_text;
}

static void record_v(int domain, int code, int level, int errnum, const char *fmt, va_list ap)
    VT_PRINTF(5, 0);
static void record_v(int domain, int code, int level, int errnum, const char *fmt, va_list ap)
{
    char detail[DETAIL_MAX];
    char system[128];
    size_t used;

    if (fmt == NULL) {
        record(domain, code, level, NULL);
        return;
    }
    (void)vsnprintf(detail, sizeof detail, fmt, ap);
    if (errnum != 0) {
        used = strlen(detail);
        (void)snprintf(detail + used, sizeof detail - used, ": %s",
                       strerror_r(errnum, system, sizeof system));
    }
    tame(detail);
    record(domain, code, level, detail);
}

int vt_error(int domain, int code, const char *fmt, ...)
{
    int saved_errno = errno;
    va_list ap;

    va_start(ap, fmt);
    record_v(domain, code, VIR_ERR_ERROR, 0, fmt, ap);
    va_end(ap);
    errno = saved_errno;
    return -1;
}

int vt_error_errno(int domain, int errnum, const char *fmt, ...)
{
    int saved_errno = errno;
    va_list ap;

    if (errnum < 0)
        errnum = -errnum;
    if (errnum == ENOMEM)
        return vt_error_no_memory(domain);
    va_start(ap, fmt);
    record_v(domain, VIR_ERR_SYSTEM_ERROR, VIR_ERR_ERROR, errnum, fmt, ap);
    va_end(ap);
    errno = saved_errno;
    return -1;
}

int vt_error_no_memory(int domain)
{
    int saved_errno = errno;

    record(domain, VIR_ERR_NO_MEMORY, VIR_ERR_ERROR, NULL);
    errno = saved_errno;
    return -1;
}

void vt_warning(int domain, int code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    record_v(domain, code, VIR_ERR_WARNING, 0, fmt, ap);
    va_end(ap);
}

void vt_error_set_ints(int int1, int int2)
{
    current.error.int1 = int1;
    current.error.int2 = int2;
}

static char *copy_text(const char *text, bool *failed)
{
    char *copy;

    if (text == NULL)
        return NULL;
    if (text == out_of_memory_text)
        return out_of_memory_text;
    copy = strdup(text);
    if (copy == NULL)
        *failed = true;
    return copy;
}

int vt_error_copy(virErrorPtr to, const virError *from)
{
    bool failed = false;

    *to = *from;
    to->message = copy_text(from->message, &failed);
    to->str1 = copy_text(from->str1, &failed);
    to->str2 = copy_text(from->str2, &failed);
    to->str3 = copy_text(from->str3, &failed);
    if (failed && to->message == NULL)
        to->message = out_of_memory_text;
    return failed ? -1 : 0;
}

void vt_error_save(struct vt_error_saved *saved)
{
    saved->error = current.error;
    saved->pending = current.pending;
    memset(&current.error, 0, sizeof current.error);
    current.pending = false;
}

void vt_error_restore(struct vt_error_saved *saved)
{
    vt_error_clear(&current.error);
    current.error = saved->error;
    current.pending = saved->pending;
    register_end();
}

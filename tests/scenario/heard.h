/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An ear for the lifecycle of domains: what was heard, in order, and that nothing else was. */
#pragma once

#include "loop_thread.h"

struct heard {
    char name[32];
    int event, detail;
};

static struct heard heard[256];
static pthread_mutex_t heard_lock = PTHREAD_MUTEX_INITIALIZER;
static int n_heard_;

/* A lock and no atomic: it orders `heard` for the tools as well. */
static inline int heard_so_far(void)
{
    int n;

    pthread_mutex_lock(&heard_lock);
    n = n_heard_;
    pthread_mutex_unlock(&heard_lock);
    return n;
}

static inline int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail,
                           void *opaque)
{
    int n;

    CHECK(conn != NULL && virDomainGetConnect(dom) == conn && opaque == heard);
    pthread_mutex_lock(&heard_lock);
    n = n_heard_++;
    snprintf(heard[n].name, sizeof heard[n].name, "%s", virDomainGetName(dom));
    heard[n].event = event;
    heard[n].detail = detail;
    pthread_mutex_unlock(&heard_lock);
    return 0;
}

/* Exactly these came since the last call: pairs of event and detail, ended by -1. */
static inline void expect_(int line, const char *name, ...)
{
    static int from;
    va_list ap;
    int event;

    va_start(ap, name);
    while ((event = va_arg(ap, int)) != -1) {
        int detail = va_arg(ap, int);
        LOOP_WAIT(heard_so_far() > from);
        if (strcmp(heard[from].name, name) != 0 || heard[from].event != event ||
            heard[from].detail != detail) {
            fprintf(stderr, "line %d: heard %s %d %d, not %s %d %d\n", line, heard[from].name,
                    heard[from].event, heard[from].detail, name, event, detail);
            exit(1);
        }
        from++;
    }
    va_end(ap);
    usleep(20000); /* time for one too many */
    if (heard_so_far() != from) {
        fprintf(stderr, "line %d: also heard %s %d %d\n", line, heard[from].name, heard[from].event,
                heard[from].detail);
        exit(1);
    }
}
#define EXPECT(...) expect_(__LINE__, __VA_ARGS__, -1)
#define EV(e, d) VIR_DOMAIN_EVENT_##e, VIR_DOMAIN_EVENT_##e##_##d

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ownership by scope: a local that frees or closes itself, and how to hand it over. */
#pragma once

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void vt_auto_free_(void *p)
{
    free(*(void **)p);
}

static inline void vt_auto_close_(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd); /* for descriptors that were only read; writers check close themselves */
}

static inline void vt_auto_closedir_(DIR **dir)
{
    if (*dir != NULL)
        (void)closedir(*dir);
}

static inline void vt_auto_fclose_(FILE **f)
{
    if (*f != NULL)
        (void)fclose(*f);
}

/* VT_AUTOFREE char *path = ...;  freed when the scope ends, unless VT_TAKE(path) moved it out. */
#define VT_AUTOFREE __attribute__((cleanup(vt_auto_free_)))
/* VT_AUTOCLOSE int fd = -1; */
#define VT_AUTOCLOSE __attribute__((cleanup(vt_auto_close_)))
#define VT_AUTOCLOSEDIR __attribute__((cleanup(vt_auto_closedir_)))
#define VT_AUTOFCLOSE __attribute__((cleanup(vt_auto_fclose_)))
/* VT_AUTO(func) T *p: calls func(&p) at the end of the scope. */
#define VT_AUTO(func) __attribute__((cleanup(func)))

/* Moves the pointer out of its variable: the variable becomes NULL, the value is the result. */
#define VT_TAKE(p) \
    (__extension__({ \
        __typeof__(p) vt_taken_ = (p); \
        (p) = NULL; \
        vt_taken_; \
    }))

/* The same for a descriptor: the variable becomes -1. */
#define VT_TAKE_FD(fd) \
    (__extension__({ \
        int vt_taken_ = (fd); \
        (fd) = -1; \
        vt_taken_; \
    }))

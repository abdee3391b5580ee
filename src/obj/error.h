/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Raising errors.
 *
 * The last error belongs to the thread.  Raising only records: the copy into the connection and
 * the application's handler come when the public call ends, with no lock held (call.h).  The
 * lowest function that knows the cause raises, once; callers pass -1 or NULL up.  Safe before
 * virInitialize, and when memory has run out: the record then holds a fixed text. */
#pragma once

#include <libvirt/virterror.h>
#include <stdarg.h>
#include <stdbool.h>

#include "util/compiler.h"

/* Records an error.  @domain is who raises (VIR_FROM_*), @code what (VIR_ERR_*), the rest is the
 * detail that goes into the code's sentence; @fmt may be NULL when there is none.  Always -1. */
int vt_error(int domain, int code, const char *fmt, ...) VT_PRINTF(3, 4) VT_COLD;

/* VIR_ERR_SYSTEM_ERROR with the text of the errno value @errnum (positive or negative) behind the
 * detail; ENOMEM becomes VIR_ERR_NO_MEMORY.  Always -1. */
int vt_error_errno(int domain, int errnum, const char *fmt, ...) VT_PRINTF(3, 4) VT_COLD;

/* VIR_ERR_NO_MEMORY.  Always -1. */
int vt_error_no_memory(int domain) VT_COLD;

/* Level VIR_ERR_WARNING: recorded and reported, but the call goes on.  */
void vt_warning(int domain, int code, const char *fmt, ...) VT_PRINTF(3, 4) VT_COLD;

/* The numbers int1, int2 of the record that was just raised: 0 from the call layer, else -1. */
void vt_error_set_ints(int int1, int int2);

/* The calling thread's record, code VIR_ERR_OK when there is none.  Never NULL, the thread's own. */
virErrorPtr vt_error_last(void);

struct vt_thread_error {
    virError error;
    bool pending;    /* not yet shown to a handler */
    bool registered; /* the end of the thread frees the texts */
};
extern _Thread_local struct vt_thread_error vt_thread_error_;
void vt_error_reset_slow_(void);

/* Forgets the thread's last error.  Every public call begins with it. */
static inline void vt_error_reset(void)
{
    if (VT_UNLIKELY(vt_thread_error_.error.code != VIR_ERR_OK))
        vt_error_reset_slow_();
}

/* True once after each raise: the record has not been handed to a handler yet. */
bool vt_error_take_pending(void);

/* For cleanup that may raise: sets the first error aside, and puts it back. */
struct vt_error_saved {
    virError error;
    bool pending;
};
void vt_error_save(struct vt_error_saved *saved);
void vt_error_restore(struct vt_error_saved *saved);

/* Deep copy into memory that was never used or was cleared.  0, or -1 when memory ran out; then
 * @to holds code, domain, level and a fixed text. */
int vt_error_copy(virErrorPtr to, const virError *from);
void vt_error_clear(virErrorPtr err);

/* The sentence of a code, with one %s for the detail when @detailed.  Static text. */
const char *vt_error_template(int code, int detailed);
const char *vt_error_domain_word(int domain);

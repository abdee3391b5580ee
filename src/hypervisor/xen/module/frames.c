/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames of guests, mapped read-only through a handle that is restricted to one domain. */
#include "config.h"

#include <errno.h>
#include <sys/mman.h>

#include "module.h"

#include <xenforeignmemory.h>

_Static_assert(sizeof(xen_pfn_t) == sizeof(uint64_t), "frames are passed on as they come");

struct xen_frames {
    xenforeignmemory_handle *handle;
    uint32_t domid;
};

struct xen_frames *xen_frames_open(struct xen_host *host VT_UNUSED, uint32_t domid,
                                   struct xen_fail *fail)
{
    VT_AUTOFREE struct xen_frames *frames = calloc(1, sizeof *frames);

    if (frames == NULL) {
        (void)module_fail_no_memory(fail);
        return NULL;
    }
    MODULE_LOCK_SCOPE(&module_handles);
    frames->domid = domid;
    frames->handle = xenforeignmemory_open(&module_log_nothing, 0);
    if (frames->handle == NULL) {
        (void)module_fail_errno(fail, "the device that maps frames cannot be opened");
        return NULL;
    }
    if (xenforeignmemory_restrict(frames->handle, (domid_t)domid) < 0) {
        (void)module_fail_errno(fail, "the right to map frames cannot be restricted to the domain");
        (void)xenforeignmemory_close(frames->handle);
        return NULL;
    }
    return VT_TAKE(frames);
}

void xen_frames_close(struct xen_frames *frames)
{
    MODULE_LOCK_SCOPE(&module_handles);
    (void)xenforeignmemory_close(frames->handle);
    free(frames);
}

/* A copy in which frames out of range are ones that nobody has; NULL: all are in range, or, with
 * *ok false, there is no memory. */
static uint64_t *frames_in_range(const uint64_t *frame, size_t n, bool *ok)
{
    uint64_t *copy = NULL;

    *ok = true;
    for (size_t i = 0; i < n; i++) {
        if (frame[i] < MODULE_MAX_FRAME)
            continue;
        if (copy == NULL) {
            copy = calloc(n, sizeof *copy);
            if (copy == NULL) {
                *ok = false;
                return NULL;
            }
            for (size_t k = 0; k < n; k++)
                copy[k] = frame[k] < MODULE_MAX_FRAME ? frame[k] : MODULE_MAX_FRAME - 1;
        }
    }
    return copy;
}

/* Whether one page may be touched; *@err becomes that of the first that may not. */
static bool any_mapped(const uint64_t *frame, size_t n, int *err, int *first)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (frame[i] >= MODULE_MAX_FRAME)
            err[i] = -EINVAL;
        else if (err[i] > 0) /* a release that has them positive */
            err[i] = -err[i];
        any = any || err[i] == 0;
        if (err[i] != 0 && *first == 0)
            *first = -err[i];
    }
    return any;
}

void *xen_frames_map(struct xen_frames *frames, const uint64_t *frame, size_t n, int *err,
                     struct xen_fail *fail)
{
    VT_AUTOFREE uint64_t *copy = NULL;
    int first = 0;
    bool ok;
    void *map;

    if (n == 0 || n > MODULE_MAX_FRAMES) {
        (void)module_fail(fail, EINVAL, "from 1 to %d frames can be mapped at a time",
                          MODULE_MAX_FRAMES);
        return NULL;
    }
    copy = frames_in_range(frame, n, &ok);
    if (!ok) {
        (void)module_fail_no_memory(fail);
        return NULL;
    }
    map = xenforeignmemory_map(frames->handle, frames->domid, PROT_READ, n,
                               copy != NULL ? copy : frame, err);
    if (map == NULL) {
        (void)module_fail_errno(fail, "no frame can be mapped");
        return NULL;
    }
    if (any_mapped(frame, n, err, &first))
        return map;
    (void)xenforeignmemory_unmap(frames->handle, map, n);
    errno = first;
    (void)module_fail_errno(fail, "not one of the frames can be mapped");
    return NULL;
}

void xen_frames_unmap(struct xen_frames *frames, void *map, size_t n)
{
    (void)xenforeignmemory_unmap(frames->handle, map, n);
}

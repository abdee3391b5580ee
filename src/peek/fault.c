/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Puts into words why a read of guest memory failed, and at which address. */
#include "config.h"

#include <inttypes.h>

#include "obj/error.h"
#include "read.h"
#include "util/strbuf.h"

const char *peek_frame_text(enum peek_frame why)
{
    switch (why) {
    case PEEK_FRAME_UNKNOWN:
        break;
    case PEEK_FRAME_HOLE:
        return "is not populated: a hole, or ballooned out";
    case PEEK_FRAME_PAGED:
        return "is paged out";
    case PEEK_FRAME_DENIED:
        return "is denied by the host";
    case PEEK_FRAME_BUSY:
        return "cannot be mapped for want of room on the host";
    case PEEK_FRAME_NOT_OWN:
        return "is of a device or of another guest";
    case PEEK_FRAME_EXCHANGED:
        return "was exchanged again and again while it was read";
    }
    return "cannot be mapped now";
}

/* Why, without the subject. */
static void add_reason(struct vt_strbuf *b, const struct peek_fault *f)
{
    switch (f->kind) {
    case PEEK_FAULT_NONE:
    case PEEK_FAULT_RAISED:
        break;
    case PEEK_FAULT_NO_SOURCE:
        vt_strbuf_add(b, "the guest is not running");
        break;
    case PEEK_FAULT_CHANGED:
        vt_strbuf_addf(b, "its memory was exchanged %d times meanwhile", PEEK_MAX_RESTARTS);
        break;
    case PEEK_FAULT_NO_RAM:
        vt_strbuf_addf(b, "there is no memory at physical address 0x%" PRIx64, f->paddr);
        break;
    case PEEK_FAULT_FRAME:
        vt_strbuf_addf(b, "the page at %s address 0x%" PRIx64 " %s",
                       f->is_machine ? "machine" : "physical", f->paddr, peek_frame_text(f->frame));
        break;
    case PEEK_FAULT_DEVICE:
        vt_strbuf_add(b, "it is mapped uncached, as the memory of a device is, which is not read");
        break;
    case PEEK_FAULT_NOT_PRESENT:
        vt_strbuf_addf(b,
                       "the entry of level %u, in the table at physical address 0x%" PRIx64
                       ", is not present",
                       f->level, f->paddr);
        break;
    case PEEK_FAULT_RESERVED:
        vt_strbuf_addf(b,
                       "the entry of level %u, in the table at physical address 0x%" PRIx64
                       ", has reserved bits set",
                       f->level, f->paddr);
        break;
    case PEEK_FAULT_NOT_CANONICAL:
        vt_strbuf_add(b, "it is not canonical");
        break;
    case PEEK_FAULT_TOO_WIDE:
        vt_strbuf_add(b, "the guest's addresses have 32 bits");
        break;
    }
}

int peek_fault_raise(const struct peek_read *r, uint64_t start, size_t size)
{
    VT_STRBUF_SCOPE(b);
    const struct peek_fault *f = &r->fault;
    const struct peek *p = r->peek;

    if (f->kind == PEEK_FAULT_RAISED)
        return -1;
    if (f->is_virtual && f->level > 0 &&
        (f->kind == PEEK_FAULT_NO_RAM || f->kind == PEEK_FAULT_FRAME))
        vt_strbuf_addf(
            &b, "the page table of level %u for virtual address 0x%" PRIx64 " cannot be read: ",
            f->level, f->vaddr);
    else if (f->is_virtual)
        vt_strbuf_addf(&b, "virtual address 0x%" PRIx64 ": ", f->vaddr);
    add_reason(&b, f);
    if (b.failed)
        return vt_error_no_memory(p->error_domain);
    return vt_error(p->error_domain, VIR_ERR_OPERATION_FAILED,
                    "cannot read %zu bytes at 0x%" PRIx64 " of the memory of '%s': %s", size, start,
                    p->name, b.text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Saving, restoring and dumping Xen domains.
 *
 * A saved guest begins with a header of 64 bytes: 16 of magic, then two 32-bit numbers in the host's
 * order, the version and the length of the document, then zeros; behind it the document, with its NUL,
 * and the stream of libxl.  Source: the files of libvirt's driver for libxl, which can be read here. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "conf/xml.h"
#include "hypervisor/domains.h"
#include "hypervisor/info.h"
#include "hypervisor/life.h"
#include "hypervisor/xen/functions.h"
#include "hypervisor/xen/life.h"
#include "hypervisor/xen/live.h"
#include "hypervisor/xen/peek.h"
#include "hypervisor/xen/sync.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

static const char magic[16] = "libvirt-xml\n \0 \r";
#define SAVE_VERSION 2

struct header {
    char magic[16];
    uint32_t version;
    uint32_t xml_len;
    uint32_t unused[10];
};
_Static_assert(sizeof(struct header) == 64, "the header is a format");

static int cannot_write(const char *path, int r)
{
    return vt_error_errno(VIR_FROM_XEN, r, "cannot write '%s'", path);
}

static int write_header(struct vt_outfile *file, const char *to, const char *xml)
{
    struct header h = {.version = SAVE_VERSION, .xml_len = (uint32_t)strlen(xml) + 1};
    int r;

    memcpy(h.magic, magic, sizeof magic);
    r = vt_outfile_write(file, &h, sizeof h);
    if (r == 0)
        r = vt_outfile_write(file, xml, h.xml_len);
    return r < 0 ? cannot_write(to, r) : 0;
}

/* The guest is suspended in it and does not go on by itself. */
static int write_guest(struct vm *vm, uint32_t domid, struct vt_outfile *file, const char *to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    int r;

    if (world->ops->save(world->host, domid, file->fd, false, &fail) < 0)
        return xen_failed(vm, "save", &fail);
    r = vt_outfile_commit(file);
    return r < 0 ? cannot_write(to, r) : 0;
}

static int save_to(struct vm *vm, const struct vm_run *run, uint32_t domid, const char *to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    VT_AUTOFREE char *xml = NULL;
    VT_OUTFILE_SCOPE(file);
    int r;

    if (domain_def_format(run->def, &run->opts, &xml) < 0)
        return -1;
    r = vt_outfile_open(&file, to, 0600);
    if (r < 0)
        return cannot_write(to, r);
    if (write_header(&file, to, xml) < 0)
        return -1;
    xen_vm_drop_ram(vm, run->run);
    if (write_guest(vm, domid, &file, to) == 0)
        return 0;
    /* It may have been left suspended, or never have got so far: then there is nothing to resume. */
    (void)world->ops->resume(world->host, domid, &fail);
    xen_sync_vm_after(vm);
    return -1;
}

int xen_domain_save(virDomainPtr dom, const char *to)
{
    struct vm *vm = xen_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainSave");
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VT_AUTOCLOSE int right = job.serial != 0 ? xen_vm_claim_suspended(vm, "save") : -1;
    struct vm_run run = {.run = 0};
    uint32_t domid;

    if (right < 0 || xen_sync_vm(vm) < 0 || vm_run_for(vm, "save", true, true) == 0 ||
        xen_vm_running_guest(vm, "save", &domid) < 0 ||
        xen_live_describe(vm, job.serial, domid, &run) < 0)
        return -1;
    def = run.def;
    run.opts.flags |= VIR_DOMAIN_XML_SECURE;
    if (run.state == VIR_DOMAIN_PAUSED)
        return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                        "cannot save domain '%s' while it is paused: it has to suspend itself",
                        vm->obj->name);
    if (save_to(vm, &run, domid, to) < 0)
        return -1;
    return xen_vm_destroy(vm, run.run, &vm_cause_saved);
}

static int read_exactly(int fd, const char *from, void *buf, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = read(fd, (char *)buf + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return vt_error_errno(VIR_FROM_XEN, errno, "cannot read '%s'", from);
        if (n == 0)
            return vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                            "'%s' ends before the saved guest does", from);
        done += (size_t)n;
    }
    return 0;
}

/* Reads up to the stream.  The document's text; the caller frees; NULL raised. */
static char *read_header(int fd, const char *from)
{
    VT_AUTOFREE char *xml = NULL;
    struct header h;

    if (read_exactly(fd, from, &h, sizeof h) < 0)
        return NULL;
    if (memcmp(h.magic, magic, sizeof magic) != 0 || h.version == 0 || h.version > SAVE_VERSION ||
        h.xml_len == 0 || h.xml_len > XML_MAX_TEXT) {
        (void)vt_error(VIR_FROM_XEN, VIR_ERR_OPERATION_FAILED,
                       "'%s' is no guest that was saved by this driver", from);
        return NULL;
    }
    xml = malloc((size_t)h.xml_len + 1);
    if (xml == NULL)
        return (void)vt_error_no_memory(VIR_FROM_XEN), NULL;
    if (read_exactly(fd, from, xml, h.xml_len) < 0)
        return NULL;
    xml[h.xml_len] = '\0';
    return VT_TAKE(xml);
}

int xen_domain_restore(virConnectPtr conn, const char *from)
{
    struct xen_world *world = xen_world_of(conn);
    VT_AUTOCLOSE int fd = vt_open(from, O_RDONLY);
    VT_AUTOFREE char *xml = NULL;
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VM_AUTO struct vm *vm = NULL;

    if (fd < 0)
        return vt_error_errno(VIR_FROM_XEN, fd, "cannot open '%s'", from);
    xml = read_header(fd, from);
    if (xml == NULL || domain_def_parse(xml, &xen_parse_opts, &def) < 0 || xen_sync(world) < 0)
        return -1;
    vm = xen_vm_start_new(
        world, &(struct xen_start){.def = def, .restore_fd = fd, .why = &vm_cause_restored},
        "virDomainRestore");
    return vm != NULL ? 0 : -1;
}

/* The dump is written beside its place and moved there when it is whole. */
static int dump_to(struct vm *vm, uint32_t domid, const char *to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    VT_OUTFILE_SCOPE(file);
    int r = vt_outfile_open(&file, to, 0600);

    if (r < 0)
        return cannot_write(to, r);
    if (world->ops->core_dump(world->host, domid, file.temp != NULL ? file.temp : to, &fail) < 0)
        return xen_failed(vm, "dump", &fail);
    r = vt_outfile_commit(&file);
    return r < 0 ? cannot_write(to, r) : 0;
}

/* The guest stands still meanwhile, and nobody is told: being dumped is what happens to it. */
static void set_held(struct vm *vm, bool held)
{
    VT_LOCK_SCOPE(&vm->lock);

    xen_vm_of(vm)->held = held;
    xen_vm_settle_locked(vm);
}

int xen_vm_dump(struct vm *vm, uint32_t domid, const char *to)
{
    struct xen_world *world = xen_vm_of(vm)->world;
    struct xen_fail fail = {.err = 0};
    int r;

    set_held(vm, true);
    if (world->ops->pause(world->host, domid, &fail) < 0) {
        set_held(vm, false);
        return xen_failed(vm, "pause", &fail);
    }
    r = dump_to(vm, domid, to);
    /* Pauses are counted: one that others made stays.  A guest that is gone needs none. */
    (void)world->ops->unpause(world->host, domid, &fail);
    set_held(vm, false);
    return r;
}

int xen_domain_core_dump(virDomainPtr dom, const char *to, int flags VT_UNUSED)
{
    struct vm *vm = xen_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainCoreDump");
    uint32_t domid;

    if (job.serial == 0 || xen_sync_vm(vm) < 0 ||
        xen_vm_running_guest(vm, "dump the core of", &domid) < 0)
        return -1;
    return xen_vm_dump(vm, domid, to);
}

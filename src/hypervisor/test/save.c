/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Save, restore and core dump of the embedded hypervisor's domains.
 *
 * A save file begins as that of libvirt 0.6.1's test driver does: 15 bytes "TestGuestMagic" with
 * its NUL, the length of the document as a native int, the document.  Behind it stands the guest's
 * memory (ram_image.h), which that driver never wrote and does not look for. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "hypervisor/elf_core.h"
#include "hypervisor/info.h"
#include "hypervisor/peek.h"
#include "hypervisor/ram_image.h"
#include "hypervisor/test/functions.h"
#include "hypervisor/test/life.h"
#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"

static const char save_magic[15] = "TestGuestMagic";

/* A file that is written while the guest may be destroyed. */
struct work {
    struct vm *vm;
    uint64_t job;
    uint64_t run;
};

static int ended(struct vm *vm)
{
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                    "domain '%s' was destroyed while it was written", vm->obj->name);
}

static int work_progress(void *opaque, uint64_t done, uint64_t total)
{
    const struct work *w = opaque;

    if (vm_job_report(w->vm, w->job, done, total) < 0)
        return -1;
    return vm_is_run(w->vm, w->run) ? 0 : ended(w->vm);
}

static int cannot_write(const char *path, int r)
{
    return vt_error_errno(VIR_FROM_TEST, r, "cannot write '%s'", path);
}

static int write_save(struct work *w, const char *to, struct peek_source *ram, const char *xml)
{
    VT_OUTFILE_SCOPE(file);
    int len = (int)strlen(xml) + 1;
    int r = vt_outfile_open(&file, to, 0600);

    if (r == 0)
        r = vt_outfile_write(&file, save_magic, sizeof save_magic);
    if (r == 0)
        r = vt_outfile_write(&file, &len, sizeof len);
    if (r == 0)
        r = vt_outfile_write(&file, xml, (size_t)len);
    if (r < 0)
        return cannot_write(to, r);
    if (ram_image_write(&file, ram, w->run, work_progress, w, VIR_FROM_TEST) < 0)
        return -1;
    r = vt_outfile_commit(&file);
    return r < 0 ? cannot_write(to, r) : 0;
}

/* The run, its state and its document; the guest stands still from here on. */
static char *freeze(struct vm *vm, uint64_t job, uint64_t *ret_run, int *ret_state)
{
    struct vm_run now = {.def = NULL};
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    char *xml = NULL;

    if (vm_describe_run(vm, job, &now) < 0)
        return NULL;
    def = now.def;
    *ret_run = now.run;
    *ret_state = now.state;
    if (domain_def_format(def, &now.opts, &xml) < 0)
        return NULL;
    (void)vm_set_state(vm, now.run, VIR_DOMAIN_PAUSED, &vm_cause_saving);
    return xml;
}

int test_domain_save(virDomainPtr dom, const char *to)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainSave");
    struct work w = {vm, job.serial, 0};
    VT_AUTO_SOURCE struct peek_source *ram = NULL;
    VT_AUTOFREE char *xml = NULL;
    int state = VIR_DOMAIN_NOSTATE;

    if (job.serial == 0 || test_script(vm, "virDomainSave") < 0 || vm_need_running(vm, "save") < 0)
        return -1;
    ram = vm_ram(vm, NULL);
    if (ram == NULL || (xml = freeze(vm, w.job, &w.run, &state)) == NULL)
        return -1;
    if (write_save(&w, to, ram, xml) < 0) {
        (void)vm_set_state(vm, w.run, state,
                           state == VIR_DOMAIN_RUNNING ? &vm_cause_save_failed
                                                       : &vm_cause_suspended);
        return -1;
    }
    if (!vm_end_run(vm, w.run, &vm_cause_saved))
        return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                        "domain '%s' was destroyed when it had been saved to '%s'", vm->obj->name,
                        to);
    return 0;
}

static int read_exact(int fd, void *buf, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t n = read(fd, (char *)buf + done, len - done);
        if (n == 0)
            return -ENODATA;
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0)
            done += (size_t)n;
    }
    return 0;
}

static int bad_save(const char *path, const char *why)
{
    return vt_error(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "'%s' is no saved domain: %s", path,
                    why);
}

/* Up to and with the document. */
static int read_head(int fd, const char *path, char **ret_xml)
{
    char magic[sizeof save_magic];
    VT_AUTOFREE char *xml = NULL;
    int len = 0;
    int r = read_exact(fd, magic, sizeof magic);

    if (r == 0 && memcmp(magic, save_magic, sizeof magic) != 0)
        return bad_save(path, "it begins otherwise");
    if (r == 0)
        r = read_exact(fd, &len, sizeof len);
    if (r == 0 && (len < 1 || len > XML_MAX_TEXT))
        return bad_save(path, "its document has an impossible length");
    if (r == 0) {
        xml = malloc((size_t)len + 1);
        if (xml == NULL)
            return vt_error_no_memory(VIR_FROM_TEST);
        r = read_exact(fd, xml, (size_t)len);
    }
    if (r == -ENODATA)
        return bad_save(path, "it ends too early");
    if (r < 0)
        return vt_error_errno(VIR_FROM_TEST, r, "cannot read '%s'", path);
    xml[len] = '\0';
    *ret_xml = VT_TAKE(xml);
    return 0;
}

static int run_restored(struct vm *vm, struct domain_def *def, struct peek_source *ram, bool new)
{
    VM_JOB_SCOPE(job, vm, "virDomainRestore");

    if (job.serial == 0 || test_script(vm, "virDomainRestore") < 0)
        return -1;
    const struct vm_start start = {
        .def = def, .ram = ram, .why = &vm_cause_restored, .transient = new};
    return test_vm_start(vm, job.serial, &start);
}

static int start_restored(struct test_world *world, struct domain_def *def, struct peek_source *ram)
{
    bool new;
    struct vm *vm = vm_domains_for(&world->domains, def, false, &new);
    int r;

    if (vm == NULL)
        return -1;
    r = run_restored(vm, def, ram, new);
    if (r < 0 && new)
        vm_domains_forget(vm);
    vt_object_unref(vm->obj);
    return r;
}

/* Whether memory follows.  A file of 0.6.1 ends with its document and starts a fresh guest; of
 * what is no regular file the end cannot be seen, so it has memory.  1, 0, or -1 raised. */
static int has_memory(int fd, const char *path)
{
    struct stat st;
    off_t here;

    if (fstat(fd, &st) < 0)
        return vt_error_errno(VIR_FROM_TEST, errno, "cannot look at '%s'", path);
    if (!S_ISREG(st.st_mode))
        return 1;
    here = lseek(fd, 0, SEEK_CUR);
    if (here < 0)
        return vt_error_errno(VIR_FROM_TEST, errno, "cannot read '%s'", path);
    return here < st.st_size;
}

int test_domain_restore(virConnectPtr conn, const char *from)
{
    VT_AUTOCLOSE int fd = vt_open(from, O_RDONLY);
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    VT_AUTO_SOURCE struct peek_source *ram = NULL;
    VT_AUTOFREE char *xml = NULL;
    uint64_t generation;
    int r;

    if (fd < 0)
        return vt_error_errno(VIR_FROM_TEST, fd, "cannot open '%s'", from);
    if (read_head(fd, from, &xml) < 0 || domain_def_parse(xml, &test_parse_opts, &def) < 0)
        return -1;
    r = has_memory(fd, from);
    if (r < 0)
        return -1;
    if (r == 1) {
        ram = ram_image_read(fd, from, def->name, UINT64_MAX, VIR_FROM_TEST, &generation);
        if (ram == NULL)
            return -1;
    }
    return start_restored(test_world_of(conn), def, ram);
}

int test_domain_core_dump(virDomainPtr dom, const char *to, int flags VT_UNUSED)
{
    struct vm *vm = test_vm_of_handle(dom);
    VM_JOB_SCOPE(job, vm, "virDomainCoreDump");
    struct work w = {vm, job.serial, 0};
    VT_AUTO_SOURCE struct peek_source *ram = NULL;
    VT_OUTFILE_SCOPE(file);
    int r;

    if (job.serial == 0 || test_script(vm, "virDomainCoreDump") < 0 ||
        vm_need_running(vm, "dump the core of") < 0)
        return -1;
    ram = vm_ram(vm, &w.run);
    if (ram == NULL)
        return -1;
    r = vt_outfile_open(&file, to, 0600);
    if (r < 0)
        return cannot_write(to, r);
    if (elf_core_write(&file, ram, work_progress, &w, VIR_FROM_TEST) < 0)
        return -1;
    r = vt_outfile_commit(&file);
    return r < 0 ? cannot_write(to, r) : 0;
}

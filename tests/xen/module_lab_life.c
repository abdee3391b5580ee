/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents, memory, ends, saved guests, dumps. */
#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/domain.h"
#include "module_lab.h"

static struct domain_def *described(struct lab *lab, uint32_t domid)
{
    VT_AUTOFREE char *xml = lab->ops->describe(lab->host, domid, &lab->fail);
    struct domain_parse_opts opts = {.arch = "x86_64"};
    struct domain_def *def = NULL;

    CHECK(xml != NULL);
    printf("%s", xml);
    CHECK_INT(domain_def_parse(xml, &opts, &def), 0);
    return def;
}

void step_describe(struct lab *lab)
{
    uint32_t domid = lab_build_mini(lab, "told &amp; retold", "");
    DOMAIN_AUTODEF struct domain_def *def = described(lab, domid);
    DOMAIN_AUTODEF struct domain_def *zero = described(lab, 0);
    VT_AUTOFREE char *kept = NULL;

    CHECK_STR(def->name, "told & retold");
    CHECK_INT(def->id, domid);
    CHECK_INT(def->os.type, DOMAIN_OS_XEN);
    CHECK_STR(def->os.kernel, LAB_KERNEL);
    CHECK_INT(def->mem_max_kib, 16384);
    CHECK(strstr(def->clock_extra.children, "native") != NULL);
    CHECK_STR(zero->name, "Domain-0");
    CHECK(lab->ops->get_xml(lab->host, domid, &lab->fail) == NULL);
    CHECK_INT(lab->fail.err, ENOENT);
    LAB_OK(lab, lab->ops->put_xml(lab->host, domid, "<domain/>", &lab->fail));
    kept = lab->ops->get_xml(lab->host, domid, &lab->fail);
    CHECK_STR(kept, "<domain/>");
    LAB_OK(lab, lab->ops->rename(lab->host, domid, "renamed", &lab->fail));
    def = domain_def_unref(def);
    def = described(lab, domid);
    CHECK_STR(def->name, "renamed");
    lab_destroy(lab, domid);
    CHECK(lab->ops->describe(lab->host, domid, &lab->fail) == NULL);
    CHECK_INT(lab->fail.err, ESRCH);
}

void step_life(struct lab *lab)
{
    struct xen_domain domain;
    uint32_t deaf = lab_build_mini(lab, "deaf", "");
    uint32_t domid = lab_build_linux(lab, "lively", false);

    LAB_OK(lab, lab->ops->shutdown(lab->host, deaf, false, &lab->fail));
    CHECK(lab_look(lab, deaf, &domain) && !domain.shutdown);
    lab_wait_console("lively", "MARKER-READY");
    LAB_OK(lab, lab->ops->set_memory(lab->host, domid, 100 * 1024, &lab->fail));
    for (int i = 0; i < 1000 && lab_look(lab, domid, &domain) && domain.tot_pages > 26000; i++)
        usleep(20000);
    CHECK(domain.tot_pages <= 26000);
    LAB_OK(lab, lab->ops->set_max_memory(lab->host, domid, 120 * 1024, &lab->fail));
    CHECK(lab_look(lab, domid, &domain));
    CHECK(domain.max_pages >= 30 * 1024 && domain.max_pages < 31 * 1024);
    CHECK(lab->ops->set_max_memory(lab->host, domid, 1024, &lab->fail) < 0);
    printf("too small: %s\n", lab->fail.text);
    LAB_OK(lab, lab->ops->set_vcpus(lab->host, domid, 1, &lab->fail));
    CHECK(lab->ops->set_vcpus(lab->host, domid, 40, &lab->fail) < 0);
    printf("too many: %s\n", lab->fail.text);
    LAB_OK(lab, lab->ops->shutdown(lab->host, domid, true, &lab->fail));
    lab_wait_shutdown(lab, domid);
    CHECK(lab_look(lab, domid, &domain));
    CHECK_INT(domain.reason, XEN_SHUTDOWN_REBOOT);
    lab_destroy(lab, domid);
    lab_destroy(lab, deaf);
    CHECK_INT(lab->ops->shutdown(lab->host, domid, false, &lab->fail), -ESRCH);
}

static uint32_t restored(struct lab *lab, const char *xml, int fd)
{
    uint32_t domid = 0;

    CHECK(lseek(fd, 7, SEEK_SET) == 7);
    LAB_OK(lab, lab_try(lab, xml, fd, false, &domid));
    return domid;
}

static void save_and_restore(struct lab *lab, const char *name, bool pvh)
{
    VT_AUTOFREE char *xml = lab_linux_xml(name, pvh);
    VT_AUTOCLOSE int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    uint32_t domid = lab_build_linux(lab, name, pvh);
    struct xen_domain domain;

    CHECK(write(fd, "header!", 7) == 7);
    lab_wait_console(name, "MARKER-READY");
    LAB_OK(lab, lab->ops->save(lab->host, domid, fd, false, &lab->fail));
    CHECK(lab_look(lab, domid, &domain));
    CHECK(domain.shutdown && domain.reason == XEN_SHUTDOWN_SUSPEND);
    LAB_OK(lab, lab->ops->resume(lab->host, domid, &lab->fail));
    CHECK(lab_look(lab, domid, &domain) && !domain.shutdown);
    lab_destroy(lab, domid);
    domid = restored(lab, xml, fd);
    CHECK(lab_look(lab, domid, &domain) && !domain.shutdown && domain.translated == pvh);
    LAB_OK(lab, lab->ops->shutdown(lab->host, domid, true, &lab->fail));
    lab_wait_shutdown(lab, domid);
    CHECK(lab_look(lab, domid, &domain) && domain.reason == XEN_SHUTDOWN_REBOOT);
    lab_destroy(lab, domid);
}

/* A file with the first bytes of a saved guest. */
static void restore_part(struct lab *lab, const char *xml, const char *bytes, size_t len)
{
    VT_AUTOCLOSE int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    uint32_t domid;

    CHECK(write(fd, bytes, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0);
    CHECK(lab_try(lab, xml, fd, false, &domid) < 0);
    printf("%zu bytes of it: %s\n", len, lab->fail.text);
}

/* Nothing is taken out of a pipe by looking at its beginning. */
static void restore_pipe(struct lab *lab, const char *xml)
{
    static const char head[24] = "LibxlFmt\0\0\0\2\0\0\0\0\1";
    uint32_t domid;
    int ends[2];

    CHECK(pipe(ends) == 0);
    CHECK(write(ends[1], head, sizeof head) == sizeof head && close(ends[1]) == 0);
    CHECK(lab_try(lab, xml, ends[0], false, &domid) < 0);
    printf("a pipe: %s\n", lab->fail.text);
    CHECK(lab->fail.err != EINVAL && close(ends[0]) == 0);
}

void step_save(struct lab *lab)
{
    static const char head[24] = "LibxlFmt\0\0\0\2\0\0\0\0\1";
    VT_AUTOFREE char *xml = lab_linux_xml("none", false);

    save_and_restore(lab, "saved", false);
    save_and_restore(lab, "saved-pvh", true);
    restore_part(lab, xml, head, 0);
    CHECK_INT(lab->fail.err, EINVAL);
    restore_part(lab, xml, head, 16);
    CHECK_INT(lab->fail.err, EINVAL);
    restore_part(lab, xml, head, 24);
    restore_pipe(lab, xml);
}

void step_dump(struct lab *lab)
{
    static const char path[] = "/tmp/core";
    uint32_t domid = lab_build_mini(lab, "dumped", "");
    struct stat st;

    LAB_OK(lab, lab->ops->pause(lab->host, domid, &lab->fail));
    LAB_OK(lab, lab->ops->core_dump(lab->host, domid, path, &lab->fail));
    CHECK(stat(path, &st) == 0 && st.st_size > 15 * 1024 * 1024);
    (void)unlink(path);
    CHECK(lab->ops->core_dump(lab->host, domid, "/missing/core", &lab->fail) < 0);
    printf("no folder: %s\n", lab->fail.text);
    lab_destroy(lab, domid);
}

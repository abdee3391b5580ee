/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests to build, waiting for them, and what must not be left over. */
#include "config.h"

#include <dirent.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "conf/domain.h"
#include "module_lab.h"

#define LAB_PATIENCE 120 /* s: the processor is an emulated one */

static unsigned int n_fds, n_threads;

static void nap(void)
{
    static const struct timespec moment = {0, 20 * 1000 * 1000};

    (void)nanosleep(&moment, NULL);
}

static unsigned int entries(const char *folder)
{
    DIR *dir = opendir(folder);
    unsigned int n = 0;

    CHECK(dir != NULL);
    while (readdir(dir) != NULL)
        n++;
    (void)closedir(dir);
    return n;
}

void lab_note(void)
{
    n_fds = entries("/proc/self/fd");
    n_threads = entries("/proc/self/task");
}

void lab_check_nothing_left(void)
{
    CHECK_INT(entries("/proc/self/fd"), n_fds);
    /* One that was joined is still listed for a moment. */
    for (int i = 0; i < 100 && entries("/proc/self/task") != n_threads; i++)
        nap();
    CHECK_INT(entries("/proc/self/task"), n_threads);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

int lab_try(struct lab *lab, const char *xml, int restore_fd, bool paused, uint32_t *ret_domid)
{
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    struct domain_parse_opts opts = {.arch = "x86_64"};
    struct xen_build build = {.restore_fd = restore_fd, .paused = paused};

    CHECK_INT(domain_def_parse(xml, &opts, &def), 0);
    build.def = def;
    return lab->ops->create(lab->host, &build, ret_domid, &lab->fail);
}

uint32_t lab_build_mini(struct lab *lab, const char *name, const char *extra)
{
    VT_AUTOFREE char *xml = NULL;
    uint32_t domid = 0;

    CHECK(asprintf(&xml,
                   "<domain type='xen'><name>%s</name><memory>16384</memory><vcpu>1</vcpu>"
                   "<os><type>linux</type><kernel>" LAB_KERNEL "</kernel></os>"
                   "<clock offset='utc'><timer name='tsc' mode='native'/></clock>"
                   "<devices>%s</devices></domain>",
                   name, extra) > 0);
    LAB_OK(lab, lab_try(lab, xml, -1, false, &domid));
    return domid;
}

char *lab_linux_xml(const char *name, bool pvh)
{
    char *xml = NULL;

    CHECK(asprintf(&xml,
                   "<domain type='xen'><name>%s</name><memory>131072</memory><vcpu>1</vcpu>"
                   "<os>%s<kernel>" LAB_LINUX "</kernel><initrd>" LAB_INITRD "</initrd>"
                   "<cmdline>console=hvc0 quiet loglevel=4 rodata=off ipv6.disable=1 nokaslr "
                   "cryptomgr.notests=1 tsc=reliable mitigations=off audit=0 apparmor=0 "
                   "marker=4</cmdline></os>"
                   "<clock offset='utc'><timer name='tsc' mode='native'/></clock></domain>",
                   name,
                   pvh ? "<type arch='x86_64' machine='xenpvh'>xenpvh</type>"
                       : "<type machine='xenpv'>linux</type>") > 0);
    return xml;
}

bool lab_look(struct lab *lab, uint32_t domid, struct xen_domain *ret)
{
    int n = lab->ops->domains(lab->host, domid, ret, 1, &lab->fail);

    LAB_OK(lab, n);
    return n == 1 && ret->domid == domid;
}

static char *console_of(const char *name)
{
    char *path = NULL;

    CHECK(asprintf(&path, "/var/log/xen/console/guest-%s.log", name) > 0);
    return path;
}

uint32_t lab_build_linux(struct lab *lab, const char *name, bool pvh)
{
    VT_AUTOFREE char *xml = lab_linux_xml(name, pvh);
    VT_AUTOFREE char *console = console_of(name);
    uint32_t domid = 0;

    (void)unlink(console); /* of another one of that name */
    LAB_OK(lab, lab_try(lab, xml, -1, false, &domid));
    return domid;
}

static bool console_has(const char *path, const char *word)
{
    VT_AUTOFCLOSE FILE *file = fopen(path, "re");
    char line[1000];

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strstr(line, word) != NULL)
            return true;
    }
    return false;
}

void lab_wait_console(const char *name, const char *word)
{
    VT_AUTOFREE char *path = console_of(name);
    time_t end = time(NULL) + LAB_PATIENCE;

    while (!console_has(path, word)) {
        CHECK(time(NULL) < end);
        nap();
    }
}

void lab_wait_shutdown(struct lab *lab, uint32_t domid)
{
    time_t end = time(NULL) + LAB_PATIENCE;
    struct xen_domain domain;

    while (lab_look(lab, domid, &domain) && !domain.shutdown) {
        CHECK(time(NULL) < end);
        nap();
    }
}

void lab_destroy(struct lab *lab, uint32_t domid)
{
    time_t end = time(NULL) + LAB_PATIENCE;
    struct xen_domain domain;

    LAB_OK(lab, lab->ops->destroy(lab->host, domid, &lab->fail));
    while (lab_look(lab, domid, &domain)) { /* until the console daemon has let go of its page */
        CHECK(domain.dying && time(NULL) < end);
        nap();
    }
}

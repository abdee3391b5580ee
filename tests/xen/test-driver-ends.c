/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What follows when a guest has stopped by itself: on_poweroff, on_reboot and on_crash, and that of several
 * processes one acts. */
#include "config.h"

#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "xen/driver_testing.h"

extern char **environ;

static virDomainPtr start(virConnectPtr conn, const char *more)
{
    virDomainPtr dom = scn_start(conn, "guest", more);

    EXPECT("guest", EV(DEFINED, ADDED), EV(STARTED, BOOTED));
    return dom;
}

static void drop(virDomainPtr dom, bool runs)
{
    scn_drop(dom);
    if (runs)
        EXPECT("guest", EV(STOPPED, DESTROYED), EV(UNDEFINED, REMOVED));
    else
        EXPECT("guest", EV(UNDEFINED, REMOVED));
}

static void ends(virConnectPtr conn, const char *more, enum xen_shutdown reason, int detail)
{
    virDomainPtr dom = start(conn, more);

    CHECK_INT(drv_fake()->stop(virDomainGetID(dom), reason), 0);
    EXPECT("guest", VIR_DOMAIN_EVENT_STOPPED, detail);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
    drop(dom, false);
}

static void restarts(virConnectPtr conn, const char *more, enum xen_shutdown reason, int detail)
{
    virDomainPtr dom = start(conn, more);
    unsigned int id = virDomainGetID(dom);

    CHECK_INT(drv_fake()->stop(id, reason), 0);
    EXPECT("guest", VIR_DOMAIN_EVENT_STOPPED, detail, EV(STARTED, BOOTED));
    CHECK(scn_runs(dom) && virDomainGetID(dom) != id);
    drop(dom, true);
}

static void stays(virConnectPtr conn, const char *more, enum xen_shutdown reason, int state)
{
    virDomainPtr dom = start(conn, more);
    unsigned int id = virDomainGetID(dom);

    CHECK_INT(drv_fake()->stop(id, reason), 0);
    EXPECT("guest");
    CHECK(scn_state(dom) == state && virDomainGetID(dom) == id);
    drop(dom, true);
}

/* A guest that nobody defined begins anew all the same, for those who have a handle. */
static void not_defined(virConnectPtr conn)
{
    char *xml = scn_xml("guest", "<on_reboot>restart</on_reboot>");
    virDomainPtr dom = virDomainCreateXML(conn, xml, 0);
    unsigned int id = virDomainGetID(dom);

    EXPECT("guest", EV(STARTED, BOOTED));
    CHECK_INT(drv_fake()->stop(id, XEN_SHUTDOWN_REBOOT), 0);
    EXPECT("guest", EV(STOPPED, SHUTDOWN), EV(STARTED, BOOTED));
    CHECK(scn_runs(dom) && virDomainGetID(dom) != id);
    OK(virDomainDestroy(dom));
    EXPECT("guest", EV(STOPPED, DESTROYED));
    OK(virDomainFree(dom));
    free(xml);
}

/* Another process, which has claimed what is to be done, until its input ends. */
static pid_t claim(const char *program, const char *path, int *ret_end)
{
    char *args[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)path, NULL}, byte;
    int in[2], out[2];
    posix_spawn_file_actions_t files;
    pid_t pid;

    CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
    CHECK_INT(posix_spawn_file_actions_init(&files), 0);
    CHECK_INT(posix_spawn_file_actions_adddup2(&files, in[0], 0), 0);
    CHECK_INT(posix_spawn_file_actions_adddup2(&files, out[1], 1), 0);
    CHECK_INT(posix_spawn(&pid, program, &files, NULL, args, environ), 0);
    CHECK_INT(posix_spawn_file_actions_destroy(&files), 0);
    close(in[0]);
    close(out[1]);
    CHECK_INT(read(out[0], &byte, 1), 1);
    close(out[0]);
    *ret_end = in[1];
    return pid;
}

static int be_claimer(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    char byte = 'x';

    CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    CHECK_INT(write(1, &byte, 1), 1);
    while (read(0, &byte, 1) > 0)
        continue;
    return 0;
}

static void only_one_acts(virConnectPtr conn, const char *program)
{
    virDomainPtr dom = start(conn, "<on_reboot>restart</on_reboot>");
    char uuid[VIR_UUID_STRING_BUFLEN], path[600];
    unsigned int id = virDomainGetID(dom);
    int end, status;

    OK(virDomainGetUUIDString(dom, uuid));
    snprintf(path, sizeof path, "%s/libxl/%s.lock", getenv("VITRINE_STATE_DIR"), uuid);
    pid_t pid = claim(program, path, &end);
    uint64_t looks = drv_fake()->calls("domains"), destroyed = drv_fake()->calls("destroy");
    CHECK_INT(drv_fake()->stop(id, XEN_SHUTDOWN_REBOOT), 0);
    UNTIL(drv_fake()->calls("domains") >= looks + 3); /* it was seen, more than once */
    EXPECT("guest");
    CHECK_INT(drv_fake()->calls("destroy"), destroyed);
    CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTDOWN);
    close(end); /* the other has ended in the middle of it: now it is our turn */
    CHECK(waitpid(pid, &status, 0) == pid && status == 0);
    EXPECT("guest", EV(STOPPED, SHUTDOWN), EV(STARTED, BOOTED));
    CHECK_INT(drv_fake()->calls("destroy"), destroyed + 1);
    drop(dom, true);
}

#define ON(event, what) "<on_" event ">" what "</on_" event ">"

int main(int argc, char **argv)
{
    char program[4096];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);

    if (argc > 1)
        return be_claimer(argv[1]);
    CHECK(len > 0);
    program[len] = '\0';
    (void)drv_fake();
    loop_start(1);
    virConnectPtr conn = scn_open();
    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    ends(conn, ON("poweroff", "destroy"), XEN_SHUTDOWN_POWEROFF, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    ends(conn, ON("reboot", "destroy"), XEN_SHUTDOWN_REBOOT, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    ends(conn, ON("crash", "destroy"), XEN_SHUTDOWN_CRASH, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    restarts(conn, ON("poweroff", "restart"), XEN_SHUTDOWN_POWEROFF,
             VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    restarts(conn, ON("reboot", "restart"), XEN_SHUTDOWN_REBOOT, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
    restarts(conn, ON("crash", "restart"), XEN_SHUTDOWN_WATCHDOG, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    stays(conn, ON("poweroff", "preserve"), XEN_SHUTDOWN_POWEROFF, VIR_DOMAIN_SHUTDOWN);
    stays(conn, ON("reboot", "preserve"), XEN_SHUTDOWN_REBOOT, VIR_DOMAIN_SHUTDOWN);
    stays(conn, ON("crash", "preserve"), XEN_SHUTDOWN_CRASH, VIR_DOMAIN_CRASHED);
    not_defined(conn);
    only_one_acts(conn, program);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    return 0;
}

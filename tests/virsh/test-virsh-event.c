/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The commands that wait for events, while another thread of the process makes things happen: the
 * embedded hypervisor is shared within a process only. */
#include "config.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "report.h"
#include "shell.h"
#include "testing.h"

#define TEXT_MAX 65536 /* of what one command prints */

static virConnectPtr conn;
static char path[] = "/tmp/virsh-event-XXXXXX";
static atomic_bool stop;

/* What happens to domain, network, pool and device, again and again. */
static void *churn(void *unused)
{
    static const char vport[] = "<device><parent>scsi_host1</parent><capability type='scsi_host'>"
                                "<capability type='fc_host'><wwnn>2000000000000001</wwnn>"
                                "<wwpn>1000000000000001</wwpn></capability></capability></device>";
    virDomainPtr dom = virDomainLookupByName(conn, "test");
    virNetworkPtr net = virNetworkLookupByName(conn, "default");
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool");

    CHECK(dom != NULL && net != NULL && pool != NULL);
    while (!atomic_load(&stop)) {
        virNodeDevicePtr dev = virNodeDeviceCreateXML(conn, vport, 0);
        CHECK(dev != NULL && virNodeDeviceDestroy(dev) == 0 && virNodeDeviceFree(dev) == 0);
        CHECK(virDomainSuspend(dom) == 0 && virDomainResume(dom) == 0);
        CHECK(virNetworkDestroy(net) == 0 && virNetworkCreate(net) == 0);
        CHECK(virStoragePoolRefresh(pool, 0) == 0);
        usleep(20000);
    }
    CHECK(virDomainFree(dom) == 0 && virNetworkFree(net) == 0 && virStoragePoolFree(pool) == 0);
    return unused;
}

/* Runs a line; *ret_text is what it printed. */
static int run(struct shell *sh, const char *line, char text[TEXT_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), rv;
    ssize_t n;

    CHECK(fd >= 0 && ftruncate(STDOUT_FILENO, 0) == 0 && lseek(STDOUT_FILENO, 0, SEEK_SET) == 0);
    rv = shell_run_text(sh, line);
    CHECK(fflush(stdout) == 0);
    n = read(fd, text, TEXT_MAX - 1);
    CHECK(n >= 0);
    text[n] = '\0';
    close(fd);
    return rv;
}

static void check(struct shell *sh, const char *line, const char *has)
{
    char text[TEXT_MAX];
    int rv = run(sh, line, text);

    if (rv == 0 && strstr(text, has) != NULL && strstr(text, "events received: ") != NULL)
        return;
    fprintf(stderr, "%s: %d\n%s", line, rv, text);
    exit(1);
}

static void *interrupt(void *main_thread)
{
    usleep(300000);
    CHECK(pthread_kill(*(pthread_t *)main_thread, SIGINT) == 0);
    return NULL;
}

int main(void)
{
    static char uri[] = "test:///default";
    struct shell sh = {.uri = uri, .quiet = true, .log_fd = -1};
    pthread_t thread, other, self = pthread_self();
    char text[TEXT_MAX];
    int fd = mkstemp(path);

    CHECK(fd >= 0 && dup2(fd, STDOUT_FILENO) == STDOUT_FILENO);
    virSetErrorFunc(&sh, report_handler);
    conn = virConnectOpen("test:///default");
    CHECK(conn != NULL);

    CHECK_INT(run(&sh, "event --list", text), 0);
    CHECK_STR(text, "lifecycle\nreboot\n");
    CHECK_INT(run(&sh, "event", text), -1);
    CHECK_INT(run(&sh, "event --all --event lifecycle", text), -1);
    CHECK_INT(run(&sh, "event --event eclipse", text), -1);
    CHECK_INT(run(&sh, "event nobody --all", text), -1);
    CHECK_INT(run(&sh, "event --all --timeout 99999999", text), -1);
    CHECK_INT(run(&sh, "event --all --timeout 1", text), -1); /* nothing happens */
    CHECK_STR(text, "event loop timed out\nevents received: 0\n");

    CHECK_INT(pthread_create(&thread, NULL, churn, NULL), 0);
    CHECK_INT(run(&sh, "event test --event lifecycle", text), 0);
    CHECK(strstr(text, "events received: 1\n") != NULL &&
          strchr(text, '\n') != strrchr(text, '\n'));
    check(&sh, "event --all --loop --timeout 1",
          "event 'lifecycle' for domain 'test': Suspended Paused\n"
          "event 'lifecycle' for domain 'test': Resumed Unpaused\n");
    check(&sh, "net-event --all --loop --timeout 1", "event 'lifecycle' for network 'default': ");
    check(&sh, "pool-event default-pool --event refresh",
          "event 'refresh' for storage pool 'default-pool'\n");
    check(&sh, "nodedev-event --all --loop --timeout 1", "': Created\n");
    check(&sh, "event --all --timestamp", ": event 'lifecycle' for domain 'test'");
    CHECK_INT(pthread_create(&other, NULL, interrupt, &self), 0);
    check(&sh, "event --all --loop --timeout 600", "event loop interrupted\n");
    CHECK_INT(pthread_join(other, NULL), 0);
    atomic_store(&stop, true);
    CHECK_INT(pthread_join(thread, NULL), 0);
    sh.uri = NULL;
    shell_done(&sh);
    CHECK_INT(virConnectClose(conn), 0);
    CHECK(unlink(path) == 0);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A process that starts or stops a network is killed at its system calls, one after the other: who opens a
 * connection next sees the network inactive with nothing left of it, or active and whole. */
#include "config.h"

#include <sched.h>

#include "kill_at.h"
#include "network/killed_acts.h"

#define NET(more) \
    "<network><name>it</name><bridge name='it0' stp='off' delay='0'/>" \
    "<mac address='52:54:00:00:00:99'/>" more "</network>"
#define PLAIN NET("<forward mode='open'/>")
#define WHOLE \
    NET("<forward mode='nat'/><mtu size='1400'/><ip address='10.77.0.1' prefix='24'><dhcp>" \
        "<range start='10.77.0.2' end='10.77.0.9'/></dhcp></ip>")
#define ENDED 10 /* a status behind those of failed checks and skips */

/* What a child of its own ends with: this process has no threads, and so may be forked. */
static int in_child(int (*act)(const void *arg), const void *arg)
{
    pid_t pid;
    int status;

    wait_for_programs();
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0)
        _exit(ENDED + act(arg));
    CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) >= ENDED);
    return WEXITSTATUS(status) - ENDED;
}

/* From where the opening of a connection is over. */
static void kill_each(enum act act)
{
    enum act none = ACT_NONE;
    unsigned int opening, all, step, active = 0, inactive = 0;
    unsigned int times = getenv("VT_TEST_SCALE") != NULL ? 10 : has_programs ? 16 : 30;
    bool killed = true;

    (void)in_child(look, &act);
    opening = kill_at_count(work, &none);
    all = kill_at_count(work, &act);
    CHECK(all > opening);
    step = all - opening > times ? (all - opening) / times * 2 : 2;
    (void)in_child(look, &act);
    for (unsigned int n = opening * 2 - opening / 4; killed; n += step) {
        int was_active;
        killed = kill_at(n, work, &act);
        was_active = in_child(look, &act);
        active += was_active;
        inactive += !was_active;
        CHECK(killed || was_active == (act == ACT_START));
    }
    printf("%s: %u calls, %u times active, %u inactive\n", act == ACT_START ? "start" : "stop",
           all - opening, active, inactive);
    CHECK(active > 0 && inactive > 0);
}

static int define(const void *xml)
{
    CHECK(virNetworkDefineXML(open_host(), xml) != NULL);
    return 0;
}

static void kill_all(const char *xml)
{
    enum act none = ACT_NONE;

    CHECK_INT(in_child(define, xml), 0);
    kill_each(ACT_START);
    kill_each(ACT_STOP);
    (void)in_child(look, &none);
}

int main(void)
{
    if (unshare(CLONE_NEWNET) < 0)
        SKIP("no network namespace of its own: %s", strerror(errno));
    if (system("ip link set lo up && ip link add probe type bridge && ip link del probe") != 0)
        SKIP("this kernel has no bridges");
    CHECK(setenv("VITRINE_CONFIG_DIR", scn_path("config"), 1) == 0);
    CHECK(setenv("VITRINE_STATE_DIR", scn_path("state"), 1) == 0);
    kill_all(PLAIN);
    has_programs =
        system("command -v dnsmasq >/dev/null && nft 'add table ip t; delete table ip t'") == 0;
    if (has_programs)
        kill_all(WHOLE);
    else
        printf("there is no nft, or no dnsmasq: only a bridge\n");
    CHECK(setenv("FOLDER", scn_folder(), 1) == 0 && system("rm -rf \"$FOLDER\"") == 0);
    return 0;
}

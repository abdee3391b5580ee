/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The application's signals are its own: nothing is installed or blocked, and no call fails
 * because a signal came. */
#include "config.h"

#include <signal.h>
#include <sys/time.h>

#include "scenario/scenario.h"

/* The C library's own, in every action that was ever set: the libraries of Xen set some and set them back.
 * Source: SA_RESTORER, asm/signal.h of x86. */
#define SA_RESTORER_ 0x04000000

static volatile sig_atomic_t ticks;

static void tick(int sig)
{
    (void)sig;
    ticks++;
}

static void mine(int sig)
{
    (void)sig;
}

static void scenario(virConnectPtr conn, int round)
{
    char buf[4096], *caps = virConnectGetCapabilities(conn);
    /* Xen's own calls take long enough to be interrupted. */
    virDomainPtr dom = scn_start(
        conn, "one", scn_xen() ? "" : SCN_EMBEDDED("<vt:delay call='virDomainSuspend' ms='20'/>"));

    CHECK(caps != NULL);
    free(caps);
    OK(virDomainMemoryPeek(dom, 0, sizeof buf, buf, VIR_MEMORY_PHYSICAL));
    OK(virDomainSuspend(dom));
    OK(virDomainCoreDump(dom, scn_path("core"), 0));
    OK(virDomainResume(dom));
    OK(virDomainSave(dom, scn_path("save")));
    OK(virDomainRestore(conn, scn_path("save")));
    if (round == 0)
        FAILS(virDomainSave(dom, "/no/such/folder/x"), VIR_ERR_SYSTEM_ERROR);
    scn_drop(dom);
}

static void snapshot(struct sigaction *actions, sigset_t *mask)
{
    memset(actions, 0, 65 * sizeof *actions);
    for (int sig = 1; sig < 65; sig++)
        (void)sigaction(sig, NULL, &actions[sig]);
    CHECK(sigprocmask(SIG_SETMASK, NULL, mask) == 0);
}

static void nothing_is_changed(void)
{
    static struct sigaction before[65], after[65];
    sigset_t mask_before, mask_after;

    CHECK(signal(SIGUSR1, mine) == SIG_DFL && signal(SIGCHLD, SIG_DFL) == SIG_DFL);
    snapshot(before, &mask_before);
    virConnectPtr conn = scn_open();
    scenario(conn, 0);
    CHECK_INT(virConnectClose(conn), 0);
    snapshot(after, &mask_after);
    for (int sig = 1; sig < 65; sig++) {
        CHECK(before[sig].sa_handler == after[sig].sa_handler);
        CHECK_INT(before[sig].sa_flags & ~SA_RESTORER_, after[sig].sa_flags & ~SA_RESTORER_);
        CHECK_INT(sigismember(&mask_before, sig), sigismember(&mask_after, sig));
    }
}

/* Without SA_RESTART, so that every system call that can be interrupted is.  Where all is slow they come
 * as much less often, or nothing else would get on. */
static void many_signals(void)
{
    const int enough = scn_rounds(300);
    const struct timeval apart = {0, 300 / enough * 1000};
    const struct itimerval often = {apart, apart}, never = {{0, 0}, {0, 0}};
    struct sigaction on_tick = {.sa_handler = tick};

    CHECK(sigaction(SIGALRM, &on_tick, NULL) == 0);
    CHECK(setitimer(ITIMER_REAL, &often, NULL) == 0);
    virConnectPtr conn = scn_open();
    for (int i = 1; ticks < enough; i++)
        scenario(conn, i);
    CHECK_INT(virConnectClose(conn), 0);
    CHECK(setitimer(ITIMER_REAL, &never, NULL) == 0);
}

int main(void)
{
    nothing_is_changed();
    many_signals();
    return 0;
}

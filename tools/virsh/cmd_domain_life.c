/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that start, stop and pause domains. */
#include "config.h"

#include <stdio.h>

#include "domain.h"
#include "report.h"
#include "shell.h"
#include "table.h"

/* Finds the domain, calls FN, prints "Domain NAME DONE" or that it cannot be VERBed. */
static int act(struct shell *sh, const struct cmd *cmd, int (*fn)(virDomainPtr), const char *verb,
               const char *done)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);

    if (dom == NULL)
        return -1;
    if (fn(dom) < 0)
        return report_error(sh, "cannot %s domain '%s'", verb, cmd_text(cmd, "domain"));
    (void)printf("Domain %s %s\n", cmd_text(cmd, "domain"), done);
    return 0;
}

static int reboot(virDomainPtr dom)
{
    return virDomainReboot(dom, 0);
}

static int run_start(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_NAME);

    if (dom == NULL)
        return -1;
    if (domain_is_active(dom))
        return report_error(sh, "domain '%s' is active already", virDomainGetName(dom));
    if (virDomainCreate(dom) < 0)
        return report_error(sh, "cannot start domain '%s'", virDomainGetName(dom));
    (void)printf("Domain %s started\n", virDomainGetName(dom));
    return 0;
}

static int run_destroy(struct shell *sh, const struct cmd *cmd)
{
    return act(sh, cmd, virDomainDestroy, "destroy", "destroyed");
}

static int run_shutdown(struct shell *sh, const struct cmd *cmd)
{
    return act(sh, cmd, virDomainShutdown, "shut down", "is being shut down");
}

static int run_reboot(struct shell *sh, const struct cmd *cmd)
{
    return act(sh, cmd, reboot, "reboot", "is being rebooted");
}

static int run_suspend(struct shell *sh, const struct cmd *cmd)
{
    return act(sh, cmd, virDomainSuspend, "suspend", "suspended");
}

static int run_resume(struct shell *sh, const struct cmd *cmd)
{
    return act(sh, cmd, virDomainResume, "resume", "resumed");
}

static int run_autostart(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    int on = !cmd_given(cmd, "disable");

    if (dom == NULL)
        return -1;
    if (virDomainSetAutostart(dom, on) < 0)
        return report_error(sh, "cannot %s domain '%s' as autostarted", on ? "mark" : "unmark",
                            cmd_text(cmd, "domain"));
    (void)printf("Domain %s %s as autostarted\n", cmd_text(cmd, "domain"),
                 on ? "marked" : "unmarked");
    return 0;
}

static const struct opt_def start_options[] = {
    {"domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_DOMAIN_INACTIVE,
     "name of the domain"},
    OPT_END,
};
static const struct opt_def active_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE), OPT_END};
static const struct opt_def autostart_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"disable", OPT_FLAG, 0, COMPLETE_NOTHING, "start it no longer by itself"},
    OPT_END,
};

const struct cmd_def cmds_domain_life[] = {
    {"start", "start a defined domain", "Starts a domain that is defined and does not run.",
     start_options, CMD_CONNECT, run_start},
    {"shutdown", "ask a domain to shut down",
     "Asks the operating system of the guest to end. It may take its time, or not obey.",
     active_options, CMD_CONNECT, run_shutdown},
    {"reboot", "ask a domain to boot again", "Asks the operating system of the guest.",
     active_options, CMD_CONNECT, run_reboot},
    {"destroy", "stop a domain at once",
     "As if the power cord was pulled: the guest is not asked and may lose data. Its definition "
     "and its disks stay.",
     active_options, CMD_CONNECT, run_destroy},
    {"suspend", "pause a domain", "Stops its processors; its memory stays where it is.",
     active_options, CMD_CONNECT, run_suspend},
    {"resume", "let a paused domain go on", NULL, active_options, CMD_CONNECT, run_resume},
    {"autostart", "start a domain whenever the host starts", NULL, autostart_options, CMD_CONNECT,
     run_autostart},
    {.name = NULL},
};

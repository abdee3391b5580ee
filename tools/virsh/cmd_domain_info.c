/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that tell how a domain is called and how it is. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/compiler.h"

/* Where the hypervisor knows no security models there is nothing to print, and nothing wrong. */
static int print_security(struct shell *sh, virDomainPtr dom)
{
    VT_AUTOFREE virSecurityModelPtr model = calloc(1, sizeof *model);
    VT_AUTOFREE virSecurityLabelPtr label = calloc(1, sizeof *label);

    if (model == NULL || label == NULL)
        return report_no_memory(sh);
    if (virNodeGetSecurityModel(sh->conn, model) < 0)
        return report_is_unsupported(sh) ? 0 : report_error(sh, "cannot get the security model");
    if (model->model[0] == '\0')
        return 0;
    (void)printf("%-15s %s\n", "Security model:", model->model);
    (void)printf("%-15s %s\n", "Security DOI:", model->doi);
    if (virDomainGetSecurityLabel(dom, label) < 0)
        return report_is_unsupported(sh) ? 0 : report_error(sh, "cannot get the security label");
    if (label->label[0] != '\0')
        (void)printf("%-15s %s (%s)\n", "Security label:", label->label,
                     label->enforcing ? "enforcing" : "permissive");
    return 0;
}

static void print_info(const virDomainInfo *info)
{
    (void)printf("%-15s %s\n", "State:", domain_state_word(info->state));
    (void)printf("%-15s %d\n", "CPU(s):", info->nrVirtCpu);
    if (info->cpuTime != 0)
        (void)printf("%-15s %.1fs\n", "CPU time:", (double)info->cpuTime / 1e9);
    if (info->maxMem == UINT_MAX || info->maxMem == ULONG_MAX)
        (void)printf("%-15s %s\n", "Max memory:", "no limit");
    else
        (void)printf("%-15s %lu kB\n", "Max memory:", info->maxMem);
    (void)printf("%-15s %lu kB\n", "Used memory:", info->memory);
}

static int run_dominfo(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE char *os = NULL;
    char uuid[VIR_UUID_STRING_BUFLEN];
    virDomainInfo info;
    int autostart;

    if (dom == NULL)
        return -1;
    if (virDomainGetInfo(dom, &info) < 0)
        return report_error(sh, "cannot get information about domain '%s'", virDomainGetName(dom));
    if (domain_is_active(dom))
        (void)printf("%-15s %u\n", "Id:", virDomainGetID(dom));
    else
        (void)printf("%-15s %s\n", "Id:", "-");
    (void)printf("%-15s %s\n", "Name:", virDomainGetName(dom));
    if (virDomainGetUUIDString(dom, uuid) == 0)
        (void)printf("%-15s %s\n", "UUID:", uuid);
    os = virDomainGetOSType(dom);
    if (os != NULL)
        (void)printf("%-15s %s\n", "OS Type:", os);
    print_info(&info);
    if (virDomainGetAutostart(dom, &autostart) == 0)
        (void)printf("%-15s %s\n", "Autostart:", autostart ? "enable" : "disable");
    report_forget(sh);
    return print_security(sh, dom);
}

static int run_domid(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_NAME | DOMAIN_BY_UUID);

    if (dom == NULL)
        return -1;
    if (domain_is_active(dom))
        (void)printf("%u\n", virDomainGetID(dom));
    else
        (void)printf("-\n");
    return 0;
}

static int run_domname(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ID | DOMAIN_BY_UUID);

    if (dom == NULL)
        return -1;
    (void)printf("%s\n", virDomainGetName(dom));
    return 0;
}

static int run_domuuid(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ID | DOMAIN_BY_NAME);
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (dom == NULL)
        return -1;
    if (virDomainGetUUIDString(dom, uuid) < 0)
        return report_error(sh, "cannot get the UUID of domain '%s'", virDomainGetName(dom));
    (void)printf("%s\n", uuid);
    return 0;
}

static const char *reason_word(int state, int reason)
{
    static const char *const running[] = {
        "unknown",       "booted",   "migrated",           "restored",
        "from snapshot", "unpaused", "migration canceled", "save canceled",
        "event wakeup",  "crashed"};
    static const char *const paused[] = {
        "unknown",   "user",       "migrating",     "saving",        "dumping",
        "I/O error", "watchdog",   "from snapshot", "shutting down", "creating snapshot",
        "crashed",   "starting up"};
    static const char *const shutoff[] = {"unknown",  "shutdown", "destroyed", "crashed",
                                          "migrated", "saved",    "failed",    "from snapshot"};
    static const struct {
        const char *const *words;
        size_t n;
    } by_state[] = {
        [VIR_DOMAIN_RUNNING] = {running, VT_N_ELEMENTS(running)},
        [VIR_DOMAIN_PAUSED] = {paused, VT_N_ELEMENTS(paused)},
        [VIR_DOMAIN_SHUTOFF] = {shutoff, VT_N_ELEMENTS(shutoff)},
    };

    if (state < 0 || (size_t)state >= VT_N_ELEMENTS(by_state) || reason < 0 ||
        (size_t)reason >= by_state[state].n)
        return "unknown";
    return by_state[state].words[reason];
}

static int run_domstate_reason(struct shell *sh, virDomainPtr dom)
{
    int state, reason;

    if (virDomainGetState(dom, &state, &reason, 0) < 0)
        return report_error(sh, "cannot get the state of domain '%s'", virDomainGetName(dom));
    (void)printf("%s (%s)\n", domain_state_word(state), reason_word(state, reason));
    return 0;
}

static int run_domstate(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    virDomainInfo info;

    if (dom == NULL)
        return -1;
    if (cmd_given(cmd, "reason"))
        return run_domstate_reason(sh, dom);
    if (virDomainGetInfo(dom, &info) < 0)
        return report_error(sh, "cannot get the state of domain '%s'", virDomainGetName(dom));
    (void)printf("%s\n", domain_state_word(info.state));
    return 0;
}

static const struct opt_def any_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN), OPT_END};
static const struct opt_def state_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"reason", OPT_FLAG, 0, COMPLETE_NOTHING, "why it is so, in brackets"},
    OPT_END,
};
static const struct opt_def by_name_options[] = {
    {"domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_DOMAIN, "domain name or UUID"},
    OPT_END,
};
static const struct opt_def not_uuid_options[] = {
    {"domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_DOMAIN, "domain name or id"},
    OPT_END,
};
static const struct opt_def by_id_options[] = {
    {"domain", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING, "domain id or UUID"},
    OPT_END,
};

const struct cmd_def cmds_domain_info[] = {
    {"dominfo", "print what is known of a domain", NULL, any_options, CMD_CONNECT, run_dominfo},
    {"domid", "print the id of a domain", "Prints '-' for a domain that does not run.",
     by_name_options, CMD_CONNECT, run_domid},
    {"domname", "print the name of a domain", NULL, by_id_options, CMD_CONNECT, run_domname},
    {"domuuid", "print the UUID of a domain", NULL, not_uuid_options, CMD_CONNECT, run_domuuid},
    {"domstate", "print the state of a domain",
     "Prints one of: no state, running, idle, paused, in shutdown, shut off, crashed.",
     state_options, CMD_CONNECT, run_domstate},
    {.name = NULL},
};

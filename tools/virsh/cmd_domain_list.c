/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command list: which domains there are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "domain.h"
#include "listing.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

/* Which domains, and what is printed of each. */
struct list_request {
    bool active;
    bool inactive;
    bool by_state; /* only those of the states that follow */
    bool running, paused, shutoff, other;
    bool autostart;
    bool no_autostart;
    bool ids, uuids, names; /* none of them: the table */
};

static bool has_state(const struct list_request *rq, int state)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
        return rq->running;
    case VIR_DOMAIN_PAUSED:
        return rq->paused;
    case VIR_DOMAIN_SHUTOFF:
        return rq->shutoff;
    default:
        return rq->other;
    }
}

static bool is_wanted(const struct list_request *rq, virDomainPtr dom, int state)
{
    int autostart = 0;

    if (rq->by_state && !has_state(rq, state))
        return false;
    if (!rq->autostart && !rq->no_autostart)
        return true;
    return virDomainGetAutostart(dom, &autostart) == 0 &&
           (autostart ? rq->autostart : rq->no_autostart);
}

/* The columns that were asked for, with a blank between them. */
static void print_columns(const struct list_request *rq, virDomainPtr dom, const char *id)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "-";

    if (rq->ids)
        (void)printf("%s%s", id, rq->uuids || rq->names ? " " : "\n");
    if (rq->uuids) {
        (void)virDomainGetUUIDString(dom, uuid);
        (void)printf("%s%s", uuid, rq->names ? " " : "\n");
    }
    if (rq->names)
        (void)printf("%s\n", virDomainGetName(dom));
}

static void print_row(struct shell *sh, const struct list_request *rq, virDomainPtr dom, int id)
{
    VT_AUTOFREE char *id_text = NULL;
    virDomainInfo info = {.state = VIR_DOMAIN_NOSTATE};
    bool known = virDomainGetInfo(dom, &info) == 0;

    if (id < 0 || asprintf(&id_text, "%d", id) < 0)
        id_text = NULL;
    if (is_wanted(rq, dom, info.state)) {
        if (rq->ids || rq->uuids || rq->names)
            print_columns(rq, dom, id_text != NULL ? id_text : "-");
        else
            (void)printf("%3s %-20s %s\n", id_text != NULL ? id_text : "-", virDomainGetName(dom),
                         known ? domain_state_word(info.state) : "no state");
    }
    report_forget(sh);
}

static void print_active(struct shell *sh, const struct list_request *rq, const int *ids, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        DOMAIN_SCOPE virDomainPtr dom = virDomainLookupByID(sh->conn, ids[i]);

        if (dom != NULL)
            print_row(sh, rq, dom, ids[i]);
    }
}

static void print_inactive(struct shell *sh, const struct list_request *rq,
                           const struct words *names)
{
    for (size_t i = 0; i < names->n; i++) {
        DOMAIN_SCOPE virDomainPtr dom = virDomainLookupByName(sh->conn, names->list[i]);

        if (dom != NULL)
            print_row(sh, rq, dom, -1);
    }
}

static struct list_request read_request(const struct cmd *cmd)
{
    struct list_request rq = {
        .active = listing_wants_active(cmd),
        .inactive = listing_wants_inactive(cmd) || cmd_given(cmd, "state-shutoff"),
        .running = cmd_given(cmd, "state-running"),
        .paused = cmd_given(cmd, "state-paused"),
        .shutoff = cmd_given(cmd, "state-shutoff"),
        .other = cmd_given(cmd, "state-other"),
        .autostart = cmd_given(cmd, "autostart"),
        .no_autostart = cmd_given(cmd, "no-autostart"),
        .ids = cmd_given(cmd, "id"),
        .uuids = cmd_given(cmd, "uuid"),
        .names = cmd_given(cmd, "name"),
    };

    rq.by_state = rq.running || rq.paused || rq.shutoff || rq.other;
    return rq;
}

/* A domain that comes, goes or changes between two calls is listed once, or left out. */
static int run_list(struct shell *sh, const struct cmd *cmd)
{
    struct list_request rq = read_request(cmd);
    bool table = !rq.ids && !rq.uuids && !rq.names;
    VT_AUTOFREE int *ids = NULL;
    WORDS_SCOPE(names);
    size_t n = 0;

    if (cmd_given(cmd, "table") && !table)
        return report_error(sh, "option '--table' excludes '--id', '--uuid' and '--name'");
    if ((rq.active && domain_list_ids(sh, &ids, &n) < 0) ||
        (rq.inactive && domain_list_inactive(sh, &names) < 0))
        return -1;
    if (table) {
        report_extra(sh, "%3s %-20s %s\n", "Id", "Name", "State");
        report_extra(sh, "----------------------------------\n");
    }
    print_active(sh, &rq, ids, n);
    print_inactive(sh, &rq, &names);
    return 0;
}

static const struct opt_def list_options[] = {
    {"inactive", OPT_FLAG, 0, COMPLETE_NOTHING, "only domains that do not run"},
    {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "running and other domains"},
    {"state-running", OPT_FLAG, 0, COMPLETE_NOTHING, "only domains in the state running"},
    {"state-paused", OPT_FLAG, 0, COMPLETE_NOTHING, "only paused domains"},
    {"state-shutoff", OPT_FLAG, 0, COMPLETE_NOTHING, "only domains that do not run"},
    {"state-other", OPT_FLAG, 0, COMPLETE_NOTHING, "only domains in none of these states"},
    {"autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that start with the host"},
    {"no-autostart", OPT_FLAG, 0, COMPLETE_NOTHING, "only those that do not"},
    {"table", OPT_FLAG, 0, COMPLETE_NOTHING, "id, name and state (default)"},
    {"id", OPT_FLAG, 0, COMPLETE_NOTHING, "only ids, one a line"},
    {"uuid", OPT_FLAG, 0, COMPLETE_NOTHING, "only UUIDs, one a line"},
    {"name", OPT_FLAG, 0, COMPLETE_NOTHING, "only names, one a line"},
    OPT_END,
};

const struct cmd_def cmds_domain_list[] = {
    {"list", "list domains",
     "Lists the domains that run, by id; others follow by name. Options about states add to each "
     "other. Of id, UUID and name, those that are asked for stand in that order in a line.",
     list_options, CMD_CONNECT, run_list},
    {.name = NULL},
};

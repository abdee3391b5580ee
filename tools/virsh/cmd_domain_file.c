/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that move domains to files and to other hosts. */
#include "config.h"

#include <stdio.h>

#include "domain.h"
#include "job.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/compiler.h"

/* What the long calls need. */
struct file_job {
    virDomainPtr dom;
    const char *path;
};

static int save(void *opaque)
{
    struct file_job *job = opaque;

    return virDomainSave(job->dom, job->path);
}

static int dump(void *opaque)
{
    struct file_job *job = opaque;

    return virDomainCoreDump(job->dom, job->path, 0);
}

static int run_save(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *path = cmd_text(cmd, "file");

    if (dom == NULL)
        return -1;
    if (job_run_domain(sh, dom, "Saving", cmd_given(cmd, "verbose"), save,
                       &(struct file_job){dom, path}) < 0)
        return report_error(sh, "cannot save domain '%s' to '%s'", cmd_text(cmd, "domain"), path);
    (void)printf("Domain %s saved to %s\n", cmd_text(cmd, "domain"), path);
    return 0;
}

static int run_restore(struct shell *sh, const struct cmd *cmd)
{
    const char *path = cmd_text(cmd, "file");

    if (virDomainRestore(sh->conn, path) < 0)
        return report_error(sh, "cannot restore a domain from '%s'", path);
    (void)printf("Domain restored from %s\n", path);
    return 0;
}

static int run_dump(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *path = cmd_text(cmd, "file");

    if (dom == NULL)
        return -1;
    if (job_run_domain(sh, dom, "Dumping", cmd_given(cmd, "verbose"), dump,
                       &(struct file_job){dom, path}) < 0)
        return report_error(sh, "cannot dump domain '%s' to '%s'", cmd_text(cmd, "domain"), path);
    (void)printf("Domain %s dumped to %s\n", cmd_text(cmd, "domain"), path);
    return 0;
}

struct migrate_job {
    virDomainPtr dom;
    virConnectPtr dest;
    const struct cmd *cmd;
};

static int migrate(void *opaque)
{
    struct migrate_job *job = opaque;
    unsigned long flags = cmd_given(job->cmd, "live") ? VIR_MIGRATE_LIVE : 0;
    DOMAIN_SCOPE virDomainPtr moved =
        virDomainMigrate(job->dom, job->dest, flags, cmd_text(job->cmd, "dname"),
                         cmd_text(job->cmd, "migrateuri"), 0);

    return moved != NULL ? 0 : -1;
}

static int run_migrate(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    const char *uri = cmd_text(cmd, "desturi");
    struct migrate_job job = {.dom = dom, .cmd = cmd};
    int rv;

    if (dom == NULL)
        return -1;
    job.dest = virConnectOpenAuth(uri, virConnectAuthPtrDefault, 0);
    if (job.dest == NULL)
        return report_error(sh, "cannot connect to the destination '%s'", uri);
    rv = job_run_domain(sh, dom, "Migrating", cmd_given(cmd, "verbose"), migrate, &job);
    if (rv < 0)
        report_error(sh, "cannot migrate domain '%s' to '%s'", cmd_text(cmd, "domain"), uri);
    (void)virConnectClose(job.dest);
    return rv;
}

static int run_domjobinfo(struct shell *sh, const struct cmd *cmd)
{
    static const char *const types[] = {"None",      "Bounded", "Unbounded",
                                        "Completed", "Failed",  "Cancelled"};
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    virDomainJobInfo info;

    if (dom == NULL)
        return -1;
    if (virDomainGetJobInfo(dom, &info) < 0)
        return report_error(sh, "cannot get the job of domain '%s'", virDomainGetName(dom));
    (void)printf("%-17s %s\n", "Job type:",
                 info.type >= 0 && (size_t)info.type < VT_N_ELEMENTS(types) ? types[info.type]
                                                                            : "Unknown");
    if (info.type == VIR_DOMAIN_JOB_NONE)
        return 0;
    (void)printf("%-17s %llu ms\n", "Time elapsed:", info.timeElapsed);
    if (info.type == VIR_DOMAIN_JOB_BOUNDED)
        (void)printf("%-17s %llu ms\n", "Time remaining:", info.timeRemaining);
    (void)printf("%-17s %llu B\n", "Data processed:", info.dataProcessed);
    (void)printf("%-17s %llu B\n", "Data remaining:", info.dataRemaining);
    (void)printf("%-17s %llu B\n", "Data total:", info.dataTotal);
    return 0;
}

static int run_domjobabort(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);

    if (dom == NULL)
        return -1;
    if (virDomainAbortJob(dom) < 0)
        return report_error(sh, "cannot end the job of domain '%s'", virDomainGetName(dom));
    return 0;
}

static const struct opt_def to_file_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    OPT_FILE("file to write"),
    OPT_VERBOSE,
    OPT_END,
};
static const struct opt_def active_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE), OPT_END};
static const struct opt_def restore_options[] = {OPT_FILE("file that save has written"), OPT_END};
static const struct opt_def migrate_options[] = {
    {"live", OPT_FLAG, 0, COMPLETE_NOTHING, "the domain goes on running meanwhile"},
    OPT_DOMAIN(COMPLETE_DOMAIN_ACTIVE),
    {"desturi", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "URI of the other host's hypervisor"},
    {"migrateuri", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING,
     "URI over which the domain travels, when it is another"},
    {"dname", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "new name on the other host"},
    OPT_VERBOSE,
    OPT_END,
};

const struct cmd_def cmds_domain_file[] = {
    {"save", "save a running domain to a file",
     "Writes memory and processor state; the domain then does not run any more.", to_file_options,
     CMD_CONNECT, run_save},
    {"restore", "start a domain from a saved file", NULL, restore_options, CMD_CONNECT,
     run_restore},
    {"dump", "write the memory of a domain to a file", "The file is for analysis, not for restore.",
     to_file_options, CMD_CONNECT, run_dump},
    {"migrate", "move a domain to another host", NULL, migrate_options, CMD_CONNECT, run_migrate},
    {"domjobinfo", "print how far the long work on a domain is",
     "That is a save, a core dump or a migration, by any program.", active_options, CMD_CONNECT,
     run_domjobinfo},
    {"domjobabort", "end the long work on a domain", "The domain is then as it was before.",
     active_options, CMD_CONNECT, run_domjobabort},
    {.name = NULL},
};

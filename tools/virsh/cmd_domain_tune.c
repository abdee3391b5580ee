/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about the memory and the processors of domains. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/compiler.h"

/* More processors than any host has; a library that says more is not believed. */
#define HOST_CPUS_MAX 65536

/* The option "kilobytes" as the library takes it. */
static int memory_of(struct shell *sh, const struct cmd *cmd, unsigned long *ret_kib)
{
    unsigned long long kib = cmd_number(cmd, "kilobytes");

    if (kib == 0 || kib > ULONG_MAX)
        return report_error(sh, "'%s' is no amount of memory in kilobytes",
                            cmd_text(cmd, "kilobytes"));
    *ret_kib = (unsigned long)kib;
    return 0;
}

static int info_of(struct shell *sh, virDomainPtr dom, virDomainInfo *ret)
{
    if (virDomainGetInfo(dom, ret) < 0)
        return report_error(sh, "cannot get information about domain '%s'", virDomainGetName(dom));
    return 0;
}

static int run_setmem(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    virDomainInfo info;
    unsigned long kib = 0;

    if (dom == NULL || memory_of(sh, cmd, &kib) < 0 || info_of(sh, dom, &info) < 0)
        return -1;
    if (kib > info.maxMem)
        return report_error(sh, "%lu kB is more than domain '%s' may have (%lu kB)", kib,
                            virDomainGetName(dom), info.maxMem);
    if (virDomainSetMemory(dom, kib) < 0)
        return report_error(sh, "cannot set the memory of domain '%s'", virDomainGetName(dom));
    return 0;
}

static int run_setmaxmem(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    virDomainInfo info;
    unsigned long kib = 0;

    if (dom == NULL || memory_of(sh, cmd, &kib) < 0 || info_of(sh, dom, &info) < 0)
        return -1;
    if (kib < info.memory && virDomainSetMemory(dom, kib) < 0)
        return report_error(sh, "cannot lower the memory of domain '%s' to its new limit",
                            virDomainGetName(dom));
    if (virDomainSetMaxMemory(dom, kib) < 0)
        return report_error(sh, "cannot set the memory limit of domain '%s'",
                            virDomainGetName(dom));
    return 0;
}

static int run_setvcpus(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    unsigned long long count = cmd_number(cmd, "count");
    int max;

    if (dom == NULL)
        return -1;
    if (count == 0 || count > INT_MAX)
        return report_error(sh, "'%s' is no number of processors", cmd_text(cmd, "count"));
    max = virDomainGetMaxVcpus(dom);
    if (max < 0 && !report_is_unsupported(sh))
        return report_error(sh, "cannot get the processor limit of domain '%s'",
                            virDomainGetName(dom));
    if (max >= 0 && count > (unsigned int)max)
        return report_error(sh, "%llu processors are more than domain '%s' may have (%d)", count,
                            virDomainGetName(dom), max);
    if (virDomainSetVcpus(dom, (unsigned int)count) < 0)
        return report_error(sh, "cannot set the number of processors of domain '%s'",
                            virDomainGetName(dom));
    return 0;
}

/* How many processors the host may have, for the length of maps. */
static int host_cpus(struct shell *sh, unsigned int *ret)
{
    unsigned long long cpus;
    virNodeInfo node;

    if (virNodeGetInfo(sh->conn, &node) < 0)
        return report_error(sh, "cannot get information about the host");
    cpus = 1;
    if (__builtin_mul_overflow(cpus, (unsigned long long)node.nodes, &cpus) ||
        __builtin_mul_overflow(cpus, (unsigned long long)node.sockets, &cpus) ||
        __builtin_mul_overflow(cpus, (unsigned long long)node.cores, &cpus) ||
        __builtin_mul_overflow(cpus, (unsigned long long)node.threads, &cpus) || cpus == 0 ||
        cpus > HOST_CPUS_MAX)
        return report_error(sh, "the number of processors of the host makes no sense");
    *ret = (unsigned int)cpus;
    return 0;
}

static void print_vcpu(const virVcpuInfo *vcpu, const unsigned char *map, unsigned int cpus)
{
    static const char *const states[] = {"offline", "running", "idle"};

    (void)printf("%-15s %u\n", "VCPU:", vcpu->number);
    (void)printf("%-15s %d\n", "CPU:", vcpu->cpu);
    (void)printf("%-15s %s\n", "State:",
                 vcpu->state >= 0 && (size_t)vcpu->state < VT_N_ELEMENTS(states)
                     ? states[vcpu->state]
                     : "no state");
    if (vcpu->cpuTime != 0)
        (void)printf("%-15s %.1fs\n", "CPU time:", (double)vcpu->cpuTime / 1e9);
    (void)printf("%-15s ", "CPU Affinity:");
    for (unsigned int i = 0; i < cpus; i++)
        (void)putchar(map[i / 8] & (1u << (i % 8)) ? 'y' : '-');
    (void)printf("\n");
}

static int run_vcpuinfo(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE virVcpuInfoPtr vcpus = NULL;
    VT_AUTOFREE unsigned char *maps = NULL;
    virDomainInfo info;
    unsigned int cpus;
    size_t map_len;
    int n;

    if (dom == NULL || info_of(sh, dom, &info) < 0 || host_cpus(sh, &cpus) < 0)
        return -1;
    if (info.state == VIR_DOMAIN_SHUTOFF)
        return report_error(sh, "domain '%s' does not run, its processors are nowhere",
                            virDomainGetName(dom));
    map_len = VIR_CPU_MAPLEN(cpus);
    vcpus = calloc(info.nrVirtCpu + 1u, sizeof *vcpus);
    maps = calloc(info.nrVirtCpu + 1u, map_len);
    if (vcpus == NULL || maps == NULL)
        return report_no_memory(sh);
    n = virDomainGetVcpus(dom, vcpus, info.nrVirtCpu, maps, (int)map_len);
    if (n < 0)
        return report_error(sh, "cannot get the processors of domain '%s'", virDomainGetName(dom));
    for (int i = 0; i < n; i++) {
        if (i > 0)
            (void)printf("\n");
        print_vcpu(&vcpus[i], maps + (size_t)i * map_len, cpus);
    }
    return 0;
}

/* One part of a list, "3" or "3-5", into MAP. */
static int add_cpus(struct shell *sh, char *part, unsigned char *map, unsigned int cpus)
{
    unsigned long long first, last;
    char *dash = strchr(part, '-');
    bool ok;

    if (dash != NULL)
        *dash = '\0';
    ok = number_parse(part, &first) == 0;
    last = first;
    if (ok && dash != NULL)
        ok = number_parse(dash + 1, &last) == 0 && first <= last;
    if (!ok)
        return report_error(sh, "the list of processors needs numbers, such as 0,2 or 0-3");
    if (last >= cpus)
        return report_error(sh, "the host has no processor %llu, only 0 to %u", last, cpus - 1);
    for (unsigned long long cpu = first; cpu <= last; cpu++)
        map[cpu / 8] |= (unsigned char)(1u << (cpu % 8));
    return 0;
}

static int run_vcpupin(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    unsigned long long vcpu = cmd_number(cmd, "vcpu");
    VT_AUTOFREE char *list = NULL;
    VT_AUTOFREE unsigned char *map = NULL;
    virDomainInfo info;
    unsigned int cpus;
    char *rest, *part;

    if (dom == NULL || info_of(sh, dom, &info) < 0 || host_cpus(sh, &cpus) < 0)
        return -1;
    if (vcpu >= info.nrVirtCpu)
        return report_error(sh, "domain '%s' has no processor %llu", virDomainGetName(dom), vcpu);
    list = strdup(cmd_text(cmd, "cpulist"));
    map = calloc(1, VIR_CPU_MAPLEN(cpus));
    if (list == NULL || map == NULL)
        return report_no_memory(sh);
    rest = list;
    while ((part = strsep(&rest, ",")) != NULL) {
        if (add_cpus(sh, part, map, cpus) < 0)
            return -1;
    }
    if (virDomainPinVcpu(dom, (unsigned int)vcpu, map, (int)VIR_CPU_MAPLEN(cpus)) < 0)
        return report_error(sh, "cannot pin processor %llu of domain '%s'", vcpu,
                            virDomainGetName(dom));
    return 0;
}

static const struct opt_def any_options[] = {OPT_DOMAIN(COMPLETE_DOMAIN), OPT_END};
static const struct opt_def memory_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"kilobytes", OPT_KIB, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "amount of memory in units of 1024 bytes, or with a unit, such as 2G"},
    {"size", OPT_ALIAS, 0, COMPLETE_NOTHING, "kilobytes"},
    OPT_END,
};
static const struct opt_def setvcpus_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"count", OPT_NUMBER, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING, "number of processors"},
    OPT_END,
};
static const struct opt_def vcpupin_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"vcpu", OPT_NUMBER, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "number of the virtual processor, from 0"},
    {"cpulist", OPT_STRING, OPT_REQUIRED | OPT_POSITIONAL, COMPLETE_NOTHING,
     "processors of the host, such as 0,2 or 0-3"},
    OPT_END,
};

const struct cmd_def cmds_domain_tune[] = {
    {"setmem", "change the memory of a domain", "The amount must not be above the limit.",
     memory_options, CMD_CONNECT, run_setmem},
    {"setmaxmem", "change the memory limit of a domain",
     "Lowers the memory first when the domain has more than the new limit.", memory_options,
     CMD_CONNECT, run_setmaxmem},
    {"setvcpus", "change the number of virtual processors", NULL, setvcpus_options, CMD_CONNECT,
     run_setvcpus},
    {"vcpuinfo", "print where virtual processors run",
     "The affinity has a letter for each processor of the host: y when the virtual one may run "
     "there.",
     any_options, CMD_CONNECT, run_vcpuinfo},
    {"vcpupin", "choose where a virtual processor may run", NULL, vcpupin_options, CMD_CONNECT,
     run_vcpupin},
    {.name = NULL},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands about the host and the connection. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"

/* More cells than any host has; a library that says more is not believed. */
#define CELLS_MAX 65536

/* Prints a text that the library allocated. */
static int print_owned(struct shell *sh, char *text, const char *what)
{
    if (text == NULL)
        return report_error(sh, "cannot get %s", what);
    (void)printf("%s\n", text);
    free(text);
    return 0;
}

static int run_uri(struct shell *sh, const struct cmd *cmd)
{
    (void)cmd;
    return print_owned(sh, virConnectGetURI(sh->conn), "the URI of the connection");
}

static int run_hostname(struct shell *sh, const struct cmd *cmd)
{
    (void)cmd;
    return print_owned(sh, virConnectGetHostname(sh->conn), "the name of the host");
}

static int run_capabilities(struct shell *sh, const struct cmd *cmd)
{
    (void)cmd;
    return print_owned(sh, virConnectGetCapabilities(sh->conn), "the capabilities of the host");
}

/* @version is major * 1000000 + minor * 1000 + release */
static void print_version(const char *label, const char *name, unsigned long version)
{
    (void)printf("%s: %s %lu.%lu.%lu\n", label, name, version / 1000000, version / 1000 % 1000,
                 version % 1000);
}

static int run_version(struct shell *sh, const struct cmd *cmd)
{
    const char *type = virConnectGetType(sh->conn);
    unsigned long library, api, hypervisor;

    (void)cmd;
    if (type == NULL)
        return report_error(sh, "cannot get the type of the hypervisor");
    print_version("Compiled against library", "libvirt", LIBVIR_VERSION_NUMBER);
    if (virGetVersion(&library, type, &api) < 0)
        return report_error(sh, "cannot get the version of the library");
    print_version("Using library", "libvirt", library);
    print_version("Using API", type, api);
    if (virConnectGetVersion(sh->conn, &hypervisor) < 0)
        return report_error(sh, "cannot get the version of the hypervisor");
    if (hypervisor == 0)
        (void)printf("Running hypervisor: %s does not tell its version\n", type);
    else
        print_version("Running hypervisor", type, hypervisor);
    return 0;
}

static int run_nodeinfo(struct shell *sh, const struct cmd *cmd)
{
    virNodeInfo info;

    (void)cmd;
    if (virNodeGetInfo(sh->conn, &info) < 0)
        return report_error(sh, "cannot get information about the host");
    (void)printf("%-20s %.*s\n", "CPU model:", (int)sizeof info.model, info.model);
    (void)printf("%-20s %u\n", "CPU(s):", info.cpus);
    (void)printf("%-20s %u MHz\n", "CPU frequency:", info.mhz);
    (void)printf("%-20s %u\n", "CPU socket(s):", info.sockets);
    (void)printf("%-20s %u\n", "Core(s) per socket:", info.cores);
    (void)printf("%-20s %u\n", "Thread(s) per core:", info.threads);
    (void)printf("%-20s %u\n", "NUMA cell(s):", info.nodes);
    (void)printf("%-20s %lu kB\n", "Memory size:", info.memory);
    return 0;
}

/* The free memory of all cells in KiB, which the caller frees; NULL when that cannot be known. */
static unsigned long long *cells_free(struct shell *sh, int *ret_n)
{
    VT_AUTOFREE unsigned long long *cells = NULL;
    virNodeInfo info;
    int n;

    report_forget(sh);
    if (virNodeGetInfo(sh->conn, &info) < 0 || info.nodes == 0 || info.nodes > CELLS_MAX)
        return NULL;
    cells = calloc(info.nodes, sizeof *cells);
    if (cells == NULL)
        return NULL;
    n = virNodeGetCellsFreeMemory(sh->conn, cells, 0, (int)info.nodes);
    if (n <= 0)
        return NULL;
    *ret_n = n;
    return VT_TAKE(cells);
}

/* The sum over all cells, where the library does not tell it. */
static int sum_of_cells(struct shell *sh, unsigned long long *ret_kib)
{
    int n = 0;
    VT_AUTOFREE unsigned long long *cells = cells_free(sh, &n);

    if (cells == NULL)
        return -1;
    *ret_kib = 0;
    for (int i = 0; i < n; i++)
        *ret_kib += cells[i];
    return 0;
}

static int print_total_free(struct shell *sh)
{
    unsigned long long kib;

    report_forget(sh);
    kib = virNodeGetFreeMemory(sh->conn);
    if (kib == 0 && sh->library_code != VIR_ERR_OK &&
        (!report_is_unsupported(sh) || sum_of_cells(sh, &kib) < 0))
        return report_error(sh, "cannot get the free memory of the host");
    (void)printf("Total: %llu kB\n", kib);
    return 0;
}

static int print_all_free(struct shell *sh)
{
    int n = 0;
    VT_AUTOFREE unsigned long long *cells = cells_free(sh, &n);

    if (cells == NULL)
        return report_error(sh, sh->library_code != VIR_ERR_OK
                                    ? "cannot get the free memory of the NUMA cells"
                                    : "nothing is known of the NUMA cells of the host");
    for (int i = 0; i < n; i++)
        (void)printf("%d: %llu kB\n", i, cells[i]);
    return print_total_free(sh);
}

static int run_maxvcpus(struct shell *sh, const struct cmd *cmd)
{
    int max = virConnectGetMaxVcpus(sh->conn, cmd_text(cmd, "type"));

    if (max < 0)
        return report_error(sh, "cannot get how many processors a domain may have");
    (void)printf("%d\n", max);
    return 0;
}

static int run_freecell(struct shell *sh, const struct cmd *cmd)
{
    unsigned long long cell = cmd_number(cmd, "cellno");
    unsigned long long kib;
    int n;

    if (cmd_given(cmd, "all") && cmd_given(cmd, "cellno"))
        return report_error(sh, "option '--all' excludes the number of a cell");
    if (cmd_given(cmd, "all"))
        return print_all_free(sh);
    if (!cmd_given(cmd, "cellno"))
        return print_total_free(sh);
    if (cell > INT_MAX)
        return report_error(sh, "there is no NUMA cell %llu", cell);
    n = virNodeGetCellsFreeMemory(sh->conn, &kib, (int)cell, 1);
    if (n < 0)
        return report_error(sh, "cannot get the free memory of NUMA cell %llu", cell);
    if (n == 0)
        return report_error(sh, "there is no NUMA cell %llu", cell);
    (void)printf("%llu: %llu kB\n", cell, kib);
    return 0;
}

static const struct opt_def freecell_options[] = {
    {"cellno", OPT_NUMBER, OPT_POSITIONAL, COMPLETE_NOTHING, "number of the NUMA cell, from 0"},
    {"all", OPT_FLAG, 0, COMPLETE_NOTHING, "each cell, and the total"},
    OPT_END,
};

static const struct opt_def maxvcpus_options[] = {
    {"type", OPT_STRING, OPT_POSITIONAL, COMPLETE_NOTHING, "type of domains, such as kvm"},
    OPT_END,
};

const struct cmd_def cmds_host[] = {
    {"uri", "print the URI of the connection", "The URI as the hypervisor itself writes it.", NULL,
     CMD_CONNECT, run_uri},
    {"hostname", "print the name of the host", NULL, NULL, CMD_CONNECT, run_hostname},
    {"version", "print versions of library and hypervisor", NULL, NULL, CMD_CONNECT, run_version},
    {"capabilities", "print what host and hypervisor can do", "Prints an XML document.", NULL,
     CMD_CONNECT, run_capabilities},
    {"nodeinfo", "print processors and memory of the host", NULL, NULL, CMD_CONNECT, run_nodeinfo},
    {"maxvcpus", "print how many processors a domain may have", NULL, maxvcpus_options, CMD_CONNECT,
     run_maxvcpus},
    {"freecell", "print free memory of the host or a NUMA cell",
     "Without an argument prints the total of the host.", freecell_options, CMD_CONNECT,
     run_freecell},
    {.name = NULL},
};

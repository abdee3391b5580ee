/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command schedinfo: scheduler parameters, shown and set. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "report.h"
#include "shell.h"
#include "table.h"
#include "util/cleanup.h"
#include "util/compiler.h"

/* More than any scheduler has; a library that says more is not believed. */
#define PARAMETERS_MAX 1024

/* What the options ask to set, in the order of the command's help. */
struct wish {
    char *name;
    char *text;
};
#define WISHES_MAX 3

static void print_parameter(const virSchedParameter *p)
{
    (void)printf("%-15.*s: ", VIR_DOMAIN_SCHED_FIELD_LENGTH, p->field);
    switch (p->type) {
    case VIR_DOMAIN_SCHED_FIELD_INT:
        (void)printf("%d\n", p->value.i);
        break;
    case VIR_DOMAIN_SCHED_FIELD_UINT:
        (void)printf("%u\n", p->value.ui);
        break;
    case VIR_DOMAIN_SCHED_FIELD_LLONG:
        (void)printf("%lld\n", p->value.l);
        break;
    case VIR_DOMAIN_SCHED_FIELD_ULLONG:
        (void)printf("%llu\n", p->value.ul);
        break;
    case VIR_DOMAIN_SCHED_FIELD_DOUBLE:
        (void)printf("%f\n", p->value.d);
        break;
    case VIR_DOMAIN_SCHED_FIELD_BOOLEAN:
        (void)printf("%d\n", p->value.b);
        break;
    default:
        (void)printf("?\n");
        break;
    }
}

/* TEXT as an integer from MIN to MAX. */
static int integer_of(const char *text, long long min, long long max, long long *ret)
{
    char *end = NULL;

    errno = 0;
    *ret = strtoll(text, &end, 10);
    return errno != 0 || end == text || *end != '\0' || *ret < min || *ret > max ? -1 : 0;
}

/* Stores TEXT in @p in the type it has. */
static int set_parameter(virSchedParameterPtr p, const char *text)
{
    char *end = NULL;
    long long n = 0;
    int rv = -1;

    switch (p->type) {
    case VIR_DOMAIN_SCHED_FIELD_INT:
        rv = integer_of(text, INT_MIN, INT_MAX, &n);
        p->value.i = (int)n;
        break;
    case VIR_DOMAIN_SCHED_FIELD_UINT:
        rv = integer_of(text, 0, UINT_MAX, &n);
        p->value.ui = (unsigned int)n;
        break;
    case VIR_DOMAIN_SCHED_FIELD_LLONG:
        rv = integer_of(text, LLONG_MIN, LLONG_MAX, &n);
        p->value.l = n;
        break;
    case VIR_DOMAIN_SCHED_FIELD_ULLONG:
        errno = 0;
        p->value.ul = strtoull(text, &end, 10);
        rv = errno != 0 || end == text || *end != '\0' || strchr(text, '-') != NULL ? -1 : 0;
        break;
    case VIR_DOMAIN_SCHED_FIELD_DOUBLE:
        errno = 0;
        p->value.d = strtod(text, &end);
        rv = errno != 0 || end == text || *end != '\0' ? -1 : 0;
        break;
    case VIR_DOMAIN_SCHED_FIELD_BOOLEAN:
        rv = integer_of(text, 0, 1, &n);
        p->value.b = (char)n;
        break;
    default:
        break;
    }
    return rv;
}

/* Reads the options into WISHES; texts of @set are cut out of *ret_set.  Returns their number. */
static int read_wishes(struct shell *sh, const struct cmd *cmd, struct wish *wishes, char **ret_set)
{
    const char *set = cmd_text(cmd, "set");
    char *equals;
    int n = 0;

    if (set != NULL) {
        *ret_set = strdup(set);
        if (*ret_set == NULL)
            return report_no_memory(sh);
        equals = strchr(*ret_set, '=');
        if (equals == NULL || equals == *ret_set)
            return report_error(sh, "option '--set' needs NAME=VALUE, not '%s'", set);
        *equals = '\0';
        wishes[n++] = (struct wish){*ret_set, equals + 1};
    }
    if (cmd_given(cmd, "weight"))
        wishes[n++] = (struct wish){(char *)"weight", (char *)cmd_text(cmd, "weight")};
    if (cmd_given(cmd, "cap"))
        wishes[n++] = (struct wish){(char *)"cap", (char *)cmd_text(cmd, "cap")};
    return n;
}

/* Sends what is wished, each parameter with the type that the scheduler gave it. */
static int set_wishes(struct shell *sh, virDomainPtr dom, const struct wish *wishes, int n_wishes,
                      virSchedParameterPtr params, int n_params)
{
    virSchedParameter changed[WISHES_MAX];

    for (int w = 0; w < n_wishes; w++) {
        int i = 0;

        while (i < n_params && strncmp(params[i].field, wishes[w].name, sizeof params[i].field))
            i++;
        if (i == n_params)
            return report_error(sh, "the scheduler of domain '%s' has no parameter '%s'",
                                virDomainGetName(dom), wishes[w].name);
        if (set_parameter(&params[i], wishes[w].text) < 0)
            return report_error(sh, "scheduler parameter '%s' cannot be '%s'", wishes[w].name,
                                wishes[w].text);
        changed[w] = params[i];
    }
    if (virDomainSetSchedulerParameters(dom, changed, n_wishes) < 0)
        return report_error(sh, "cannot set scheduler parameters of domain '%s'",
                            virDomainGetName(dom));
    return 0;
}

static int get_parameters(struct shell *sh, virDomainPtr dom, virSchedParameterPtr params, int *n)
{
    if (virDomainGetSchedulerParameters(dom, params, n) < 0)
        return report_error(sh, "cannot get scheduler parameters of domain '%s'",
                            virDomainGetName(dom));
    return 0;
}

static int run_schedinfo(struct shell *sh, const struct cmd *cmd)
{
    DOMAIN_SCOPE virDomainPtr dom = domain_find(sh, cmd, DOMAIN_BY_ANY);
    VT_AUTOFREE virSchedParameterPtr params = NULL;
    VT_AUTOFREE char *type = NULL;
    VT_AUTOFREE char *set = NULL;
    struct wish wishes[WISHES_MAX];
    int n = 0, room, n_wishes;

    if (dom == NULL)
        return -1;
    n_wishes = read_wishes(sh, cmd, wishes, &set);
    if (n_wishes < 0)
        return -1;
    type = virDomainGetSchedulerType(dom, &n);
    if (type == NULL || n < 0 || n > PARAMETERS_MAX)
        return report_error(sh, "cannot get the scheduler of domain '%s'", virDomainGetName(dom));
    (void)printf("%-15s: %s\n", "Scheduler", type);
    room = n;
    params = calloc((size_t)room + 1, sizeof *params);
    if (params == NULL)
        return report_no_memory(sh);
    if (n > 0 && get_parameters(sh, dom, params, &n) < 0)
        return -1;
    if (n_wishes > 0) {
        if (set_wishes(sh, dom, wishes, n_wishes, params, n) < 0)
            return -1;
        n = room;
        if (get_parameters(sh, dom, params, &n) < 0)
            return -1;
    }
    for (int i = 0; i < n; i++)
        print_parameter(&params[i]);
    return 0;
}

static const struct opt_def schedinfo_options[] = {
    OPT_DOMAIN(COMPLETE_DOMAIN),
    {"set", OPT_STRING, 0, COMPLETE_NOTHING, "NAME=VALUE of a parameter to set"},
    {"weight", OPT_NUMBER, 0, COMPLETE_NOTHING, "the parameter weight"},
    {"cap", OPT_NUMBER, 0, COMPLETE_NOTHING, "the parameter cap"},
    OPT_END,
};

const struct cmd_def cmds_schedinfo[] = {
    {"schedinfo", "print or set scheduler parameters",
     "Sets what the options say, then prints all parameters of the scheduler.", schedinfo_options,
     CMD_CONNECT, run_schedinfo},
    {.name = NULL},
};

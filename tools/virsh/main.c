/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program: its own options, then one command line, the interactive shell, or a script. */
#include "config.h"

#include <getopt.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "help.h"
#include "interactive.h"
#include "report.h"
#include "script.h"
#include "shell.h"
#include "size.h"
#include "util/compiler.h"

#define DEBUG_MAX 5
/* Options end at the first other word; a missing value is told from an unknown option. */
#define SHORT_OPTIONS "+:c:rqtd:l:vh"

static const struct option long_options[] = {
    {"connect", required_argument, NULL, 'c'},
    {"readonly", no_argument, NULL, 'r'},
    {"quiet", no_argument, NULL, 'q'},
    {"timing", no_argument, NULL, 't'},
    {"debug", required_argument, NULL, 'd'},
    {"log", required_argument, NULL, 'l'},
    {"version", no_argument, NULL, 'v'},
    {"help", optional_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* What the options ask for besides settings. */
struct request {
    bool version;
    bool help;
    const char *help_command;
    const char *log_path;
};

/* An error that ends the program. */
static int fatal(const char *fmt, ...) VT_PRINTF(1, 2);
static int fatal(const char *fmt, ...)
{
    va_list ap;

    (void)fprintf(stderr, "virsh: error: ");
    va_start(ap, fmt);
    (void)vfprintf(stderr, fmt, ap);
    va_end(ap);
    (void)fprintf(stderr, "\n");
    return -1;
}

static int set_uri(struct shell *sh, const char *uri)
{
    free(sh->uri);
    sh->uri = strdup(uri);
    return sh->uri == NULL ? fatal("memory ran out") : 0;
}

static int set_debug(struct shell *sh, const char *text)
{
    unsigned long long level;

    if (number_parse(text, &level) < 0 || level > DEBUG_MAX)
        return fatal("option --debug needs a number from 0 to %d, not '%s'", DEBUG_MAX, text);
    sh->debug = (int)level;
    return 0;
}

static int take_option(struct shell *sh, struct request *request, int c)
{
    switch (c) {
    case 'c':
        return set_uri(sh, optarg);
    case 'r':
        sh->readonly = true;
        return 0;
    case 'q':
        sh->quiet = true;
        return 0;
    case 't':
        sh->timing = true;
        return 0;
    case 'd':
        return set_debug(sh, optarg);
    case 'l':
        request->log_path = optarg;
        return 0;
    case 'v':
        request->version = true;
        return 0;
    case 'h':
        request->help = true;
        request->help_command = optarg;
        return 0;
    default: /* there is no other */
        return -1;
    }
}

/* Says what is wrong with the word that getopt has stopped at; C is what it returned. */
static int bad_option(int c, const char *word)
{
    if (c == ':')
        return fatal("option '%s' needs a value", word);
    if (optopt != 0 && strchr(SHORT_OPTIONS, optopt) == NULL)
        return fatal("there is no option '-%c': see --help", optopt);
    return fatal("there is no option '%s', or it takes no value: see --help", word);
}

static int read_options(struct shell *sh, struct request *request, int argc, char **argv)
{
    const char *uri = getenv("VIRSH_DEFAULT_CONNECT_URI");
    int c, r;

    if (uri != NULL && *uri != '\0' && set_uri(sh, uri) < 0)
        return -1;
    sh->show_library_errors = getenv("VIRSH_DEBUG") != NULL;
    opterr = 0;
    while ((c = getopt_long(argc, argv, SHORT_OPTIONS, long_options, NULL)) != -1) {
        r = c == '?' || c == ':' ? bad_option(c, argv[optind - 1]) : take_option(sh, request, c);
        if (r < 0)
            return -1;
    }
    if (request->log_path != NULL) {
        r = report_open_log(sh, request->log_path);
        if (r < 0)
            return fatal("cannot open the log file '%s': %s", request->log_path, strerror(-r));
    }
    return 0;
}

static void print_version(void)
{
    (void)printf("%d.%d.%d\n", LIBVIR_VERSION_NUMBER / 1000000, LIBVIR_VERSION_NUMBER / 1000 % 1000,
                 LIBVIR_VERSION_NUMBER % 1000);
}

static int serve(struct shell *sh, const struct request *request, char **words, size_t n)
{
    int rv = 0;

    if (request->version)
        print_version();
    else if (request->help && request->help_command != NULL)
        rv = help_print_named(sh, request->help_command);
    else if (request->help)
        help_print_usage();
    else if (n > 0)
        return shell_run_args(sh, words, n);
    else if (isatty(STDIN_FILENO))
        return interactive_run(sh);
    else
        return script_run(sh);
    return report_flush(sh) < 0 ? -1 : rv;
}

int main(int argc, char **argv)
{
    struct shell sh = {.log_fd = -1};
    struct request request = {.version = false};
    int rv = -1;

    (void)setlocale(LC_CTYPE, "");
    (void)signal(SIGPIPE, SIG_IGN); /* a reader that goes away is an error like others */
    sh.terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    virSetErrorFunc(&sh, report_handler);
    if (read_options(&sh, &request, argc, argv) == 0) {
        if (virInitialize() < 0)
            (void)fatal("cannot start the library");
        else
            rv = serve(&sh, &request, argv + optind, (size_t)(argc - optind));
    }
    shell_done(&sh);
    virSetErrorFunc(NULL, NULL);
    return rv < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

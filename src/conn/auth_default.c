/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virConnectAuthPtrDefault: asks the person at the terminal. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "call.h"
#include "util/cleanup.h"

#define ANSWER_MAX 1024 /* with the NUL; libvirt 0.6.1 takes 1023 characters */

/* Reads one line; the end of the file counts as an empty one.  -1 when it cannot be kept. */
static int read_answer(virConnectCredentialPtr cred)
{
    char line[ANSWER_MAX];
    size_t len;

    if (fgets(line, sizeof line, stdin) == NULL) {
        if (ferror(stdin))
            return -1;
        line[0] = '\0';
    }
    len = strcspn(line, "\r\n");
    line[len] = '\0';
    if (len == 0 && cred->defresult != NULL)
        cred->result = strdup(cred->defresult);
    else
        cred->result = strdup(line);
    explicit_bzero(line, sizeof line);
    if (cred->result == NULL)
        return -1;
    cred->resultlen = (unsigned int)strlen(cred->result);
    return 0;
}

static int ask(virConnectCredentialPtr cred, bool echo)
{
    struct termios old, quiet;
    bool changed = false;
    int rv;

    if (printf("%s:", cred->prompt != NULL ? cred->prompt : "") < 0 || fflush(stdout) != 0)
        return -1;
    if (!echo && isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &old) == 0) {
        quiet = old;
        quiet.c_lflag &= (tcflag_t) ~(ECHO);
        changed = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    rv = read_answer(cred);
    if (changed) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        (void)putchar('\n');
    }
    return rv;
}

static int ask_all(virConnectCredentialPtr cred, unsigned int ncred, void *cbdata VT_UNUSED)
{
    for (unsigned int i = 0; i < ncred; i++) {
        switch (cred[i].type) {
        case VIR_CRED_AUTHNAME:
        case VIR_CRED_ECHOPROMPT:
        case VIR_CRED_REALM:
            if (ask(&cred[i], true) < 0)
                return -1;
            break;
        case VIR_CRED_PASSPHRASE:
        case VIR_CRED_NOECHOPROMPT:
            if (ask(&cred[i], false) < 0)
                return -1;
            break;
        case VIR_CRED_EXTERNAL:
            if (cred[i].challenge == NULL || strcmp(cred[i].challenge, "PolicyKit") != 0)
                return -1;
            break;
        default:
            return -1;
        }
    }
    return 0;
}

static int default_types[] = {
    VIR_CRED_AUTHNAME,   VIR_CRED_ECHOPROMPT,   VIR_CRED_REALM,
    VIR_CRED_PASSPHRASE, VIR_CRED_NOECHOPROMPT, VIR_CRED_EXTERNAL,
};

static virConnectAuth default_auth = {
    .credtype = default_types,
    .ncredtype = VT_N_ELEMENTS(default_types),
    .cb = ask_all,
};

VT_PUBLIC virConnectAuthPtr virConnectAuthPtrDefault = &default_auth;

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xen-keeper UUID [VARIABLE=VALUE...]: lives as long as the guest does, in the background, and follows up its
 * end.  The driver starts it; it ends at once when the guest has a keeper. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "hypervisor/xen/keep.h"
#include "obj/error.h"

static int fail(const char *what)
{
    fprintf(stderr, "xen-keeper: %s\n", what);
    return EXIT_FAILURE;
}

/* Leaves the one who started it: a session of its own, none of his files. */
static int leave(void)
{
    pid_t pid = fork();

    if (pid < 0)
        return -1;
    if (pid > 0)
        _exit(EXIT_SUCCESS);
    if (setsid() < 0 || chdir("/") < 0 || dup2(0, 1) < 0 || dup2(0, 2) < 0)
        return -1;
    return 0;
}

int main(int argc, char **argv)
{
    unsigned char uuid[VT_UUID_LEN];
    int right;

    if (argc < 2 || !vt_uuid_parse(argv[1], uuid))
        return fail("usage: xen-keeper UUID [VARIABLE=VALUE...]");
    for (int i = 2; i < argc; i++) {
        if (putenv(argv[i]) != 0)
            return fail("no memory");
    }
    right = xen_keep_claim(uuid);
    if (right < 0)
        return EXIT_SUCCESS; /* there is one */
    if (leave() < 0)
        return fail("cannot go into the background");
    /* The right goes with the process. */
    return xen_keeper_run(uuid) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

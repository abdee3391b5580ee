/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xen-keeper UUID|autostart [VARIABLE=VALUE...]: lives in the background as long as the guest does, and
 * follows up its end; or starts what is to run with the host, and ends.  The driver starts it; it ends at
 * once when another process is at it. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hypervisor/xen/autostart.h"
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
    bool autostart = argc >= 2 && strcmp(argv[1], XEN_KEEPER_AUTOSTART) == 0;

    if (argc < 2 || (!autostart && !vt_uuid_parse(argv[1], uuid)))
        return fail("usage: xen-keeper UUID|" XEN_KEEPER_AUTOSTART " [VARIABLE=VALUE...]");
    for (int i = 2; i < argc; i++) {
        if (putenv(argv[i]) != 0)
            return fail("no memory");
    }
    /* The right goes with the process. */
    if (!autostart && xen_keep_claim(uuid) < 0)
        return EXIT_SUCCESS; /* there is one */
    if (leave() < 0)
        return fail("cannot go into the background");
    return (autostart ? xen_autostart_all() : xen_keeper_run(uuid)) < 0 ? EXIT_FAILURE
                                                                        : EXIT_SUCCESS;
}

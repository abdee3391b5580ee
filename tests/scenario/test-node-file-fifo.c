/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A node file, or a domain's file, that is a FIFO or a device is refused at once: nothing is waited
 * for, nothing without end is read. */
#include "config.h"

#include <sys/stat.h>

#include "scenario/scenario.h"

static void refuse(const char *path)
{
    char uri[300];

    snprintf(uri, sizeof uri, "test://%s", path);
    FAILS_NULL(virConnectOpen(uri), VIR_ERR_INVALID_ARG);
}

int main(void)
{
    const char *text = "<node><domain file='fifo'/></node>";

    virSetErrorFunc(NULL, scn_quiet);
    alarm(60); /* were it waited for, it would be for ever */
    CHECK(mkfifo(scn_path("fifo"), 0600) == 0);
    refuse(scn_path("fifo"));
    refuse("/dev/zero");
    scn_write(scn_path("node.xml"), text, strlen(text));
    refuse(scn_path("node.xml"));
    return 0;
}

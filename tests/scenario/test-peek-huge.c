/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A peek of more bytes than any buffer has is refused before the first byte is written. */
#include "config.h"

#include "scenario/scenario.h"

int main(void)
{
    static const size_t sizes[] = {(size_t)PTRDIFF_MAX + 1, SIZE_MAX - 1, SIZE_MAX};
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "huge", "");
    unsigned char buf[16];

    memset(buf, 0xa5, sizeof buf);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        FAILS(virDomainMemoryPeek(dom, 0, sizes[i], buf, VIR_MEMORY_PHYSICAL), VIR_ERR_INVALID_ARG);
        FAILS(virDomainMemoryPeek(dom, 0, sizes[i], buf, VIR_MEMORY_VIRTUAL), VIR_ERR_INVALID_ARG);
    }
    for (size_t i = 0; i < sizeof buf; i++)
        CHECK_INT(buf[i], 0xa5);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

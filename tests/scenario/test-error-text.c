/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a message quotes draws on no terminal and begins no line, and no message is over 1 KiB. */
#include "config.h"

#include "scenario/scenario.h"

int main(void)
{
    virConnectPtr conn = scn_open();
    char *name = malloc(100000);

    CHECK(name != NULL);
    FAILS_NULL(virDomainLookupByName(conn, "two\nlines\tand \033[2J\177"), VIR_ERR_NO_DOMAIN);
    for (const char *p = virGetLastError()->message; *p != '\0'; p++)
        CHECK((unsigned char)*p >= 0x20 && *p != 0x7f);
    CHECK(strstr(virGetLastError()->message, "two?lines?and ?[2J?") != NULL);

    memset(name, 'n', 99999);
    name[99999] = '\0';
    FAILS_NULL(virDomainLookupByName(conn, name), VIR_ERR_NO_DOMAIN);
    CHECK(strlen(virGetLastError()->message) < 1024);
    free(name);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

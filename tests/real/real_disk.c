/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of real disks share.
 * It uses the public library only. */
#include "config.h"

#include "real_disk.h"

virDomainPtr real_disk_start(virConnectPtr conn, const char *image)
{
    virDomainPtr dom;
    char *xml;

    CHECK(strpbrk(image, "<>&'\"") == NULL);
    CHECK(asprintf(&xml,
                   "<domain type='test'><name>with-disk</name><memory>65536</memory>"
                   "<os><type>hvm</type></os><devices><disk type='file' device='disk'>"
                   "<source file='%s'/><target dev='" REAL_TARGET "'/></disk></devices></domain>",
                   image) > 0);
    dom = real_start(conn, xml);
    free(xml);
    return dom;
}

static unsigned int number(const unsigned char *bytes, unsigned int width)
{
    unsigned int n = 0;

    for (unsigned int i = width; i-- > 0;)
        n = n << 8 | bytes[i];
    return n;
}

static void format_uuid(const unsigned char *u, char text[VIR_UUID_STRING_BUFLEN])
{
    snprintf(text, VIR_UUID_STRING_BUFLEN,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1],
             u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14],
             u[15]);
}

int real_disk_super(virDomainPtr dom, const char *path, struct real_super *ret)
{
    unsigned char bytes[SUPER_BYTES];

    if (virDomainBlockPeek(dom, path, SUPER_OFFSET, sizeof bytes, bytes, 0) < 0)
        return -1;
    memset(ret, 0, sizeof *ret);
    ret->magic = number(bytes + SUPER_AT_MAGIC, 2);
    ret->blocks = number(bytes + SUPER_AT_BLOCKS, 4);
    format_uuid(bytes + SUPER_AT_UUID, ret->uuid);
    memcpy(ret->label, bytes + SUPER_AT_LABEL, sizeof ret->label - 1);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text in a vmdk image names the file it stands on, which is followed as those of other formats are; what is no
 * name, or of no end, is refused. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libvirt/virterror.h>
#include <unistd.h>

#include "obj/error.h"
#include "storage/image.h"
#include "testing.h"
#include "util/cleanup.h"

#define DESCRIPTOR_AT 512
#define BYTES (DESCRIPTOR_AT + 20 * 512)

/* As qemu-img lays it out: the text in the second sector, with room for 20.
 * @sectors  where it is said to be */
static void write_image(const char *path, unsigned char sectors, const char *text)
{
    unsigned char bytes[BYTES] = "KDMV\1\0\0";
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    bytes[12] = 128;
    bytes[28] = sectors;
    bytes[36] = 20;
    memcpy(bytes + DESCRIPTOR_AT, text, strlen(text));
    CHECK(fd >= 0 && write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes && close(fd) == 0);
}

#define HEAD "# Disk DescriptorFile\nversion=1\nCID=12345678\n"

/* What image_read says of it. */
static int read_image(const char *path, char **ret_backing)
{
    VT_AUTOCLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct image_info info = {.capacity = 0};
    const char *format = NULL;
    int r = image_read(fd, path, NULL, &format, &info, ret_backing);

    if (r == 0) {
        CHECK_STR(format, "vmdk");
        CHECK_INT(info.capacity, 65536);
        CHECK((*ret_backing != NULL) == (info.backing_format != NULL));
    }
    return r;
}

static void names(void)
{
    VT_AUTOFREE char *backing = NULL;
    char *none = NULL;

    write_image("one", 1,
                HEAD "parentCID=abcdef01\nparentFileNameHint=\"a base.vmdk\"\n# Extent\n");
    CHECK_INT(read_image("one", &backing), 0);
    CHECK(backing != NULL);
    CHECK_STR(backing, "a base.vmdk");
    write_image("one", 1, HEAD "parentCID=ffffffff\n");
    CHECK_INT(read_image("one", &none), 0);
    CHECK(none == NULL);
    write_image("one", 0, HEAD "parentFileNameHint=\"base\"\n"); /* in another file */
    CHECK_INT(read_image("one", &none), 0);
    CHECK(none == NULL);
}

static void refused(void)
{
    char text[3000], *none = NULL;

    write_image("one", 1, HEAD "parentFileNameHint=\"\"\n");
    CHECK_INT(read_image("one", &none), -EINVAL);
    memset(text, 'x', sizeof text);
    memcpy(text, "\nparentFileNameHint=\"", 21);
    text[sizeof text - 1] = '\0';
    write_image("one", 1, text); /* it does not end */
    CHECK_INT(read_image("one", &none), -EINVAL);
    text[sizeof text - 2] = '"';
    write_image("one", 1, text); /* too long */
    CHECK_INT(read_image("one", &none), -EINVAL);
    CHECK(none == NULL);
}

static void chains(void)
{
    write_image("one", 1, HEAD "parentFileNameHint=\"two\"\n");
    CHECK_INT(image_check_chain("one", "vmdk"), -1); /* there is none */
    CHECK_INT(vt_error_last()->code, VIR_ERR_SYSTEM_ERROR);
    write_image("two", 1, HEAD);
    CHECK_INT(image_check_chain("one", "vmdk"), 0);
    write_image("two", 1, HEAD "parentFileNameHint=\"one\"\n");
    CHECK_INT(image_check_chain("one", "vmdk"), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
    vt_error_reset();
}

int main(void)
{
    char folder[] = "/tmp/test-image-vmdk-XXXXXX";

    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    names();
    refused();
    chains();
    CHECK(unlink("one") == 0 && unlink("two") == 0 && rmdir(folder) == 0);
    return 0;
}

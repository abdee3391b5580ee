/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks come, are counted, and go. */
#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "conf/domain.h"
#include "module_lab.h"

static const char disk_xml[] =
    "<disk type='file' device='disk'><driver name='file'/>"
    "<source file='/tmp/disk.img'/><target dev='xvda' bus='xen'/></disk>";

static void make_disk(void)
{
    VT_AUTOCLOSE int fd = open("/tmp/disk.img", O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);

    CHECK(fd >= 0 && ftruncate(fd, 4 * 1024 * 1024) == 0);
}

void step_devices(struct lab *lab)
{
    struct domain_parse_opts opts = {.arch = "x86_64"};
    DOMAIN_AUTODEF struct domain_def *def = NULL;
    struct domain_device *device = NULL;
    struct xen_block_stats stats;
    struct xen_net_stats net;
    uint32_t domid;

    make_disk();
    CHECK_INT(domain_def_parse("<domain type='xen'><name>plugged</name><memory>16384</memory>"
                               "<os><type>linux</type></os></domain>",
                               &opts, &def),
              0);
    CHECK_INT(domain_device_parse(disk_xml, def, &opts, &device), 0);
    domid = lab_build_linux(lab, "plugged", false);
    lab_wait_console("plugged", "MARKER-READY");
    CHECK_INT(lab->ops->block_stats(lab->host, domid, "xvda", &stats, &lab->fail), -ENOENT);
    LAB_OK(lab, lab->ops->attach_disk(lab->host, domid, def, device->disk, &lab->fail));
    for (int i = 0;
         i < 500 && lab->ops->block_stats(lab->host, domid, "xvda", &stats, &lab->fail) < 0; i++)
        usleep(20000);
    LAB_OK(lab, lab->ops->block_stats(lab->host, domid, "xvda", &stats, &lab->fail));
    printf("read %lld requests, %lld bytes\n", (long long)stats.rd_req, (long long)stats.rd_bytes);
    CHECK(stats.rd_req >= 0 && stats.wr_bytes == 0);
    CHECK(lab->ops->attach_disk(lab->host, domid, def, device->disk, &lab->fail) < 0);
    printf("twice: %s\n", lab->fail.text);
    LAB_OK(lab, lab->ops->detach_disk(lab->host, domid, def, device->disk, &lab->fail));
    CHECK_INT(lab->ops->detach_disk(lab->host, domid, def, device->disk, &lab->fail), -ENOENT);
    CHECK_INT(lab->ops->net_stats(lab->host, domid, "lo", &net, &lab->fail), -ENOENT);
    CHECK_INT(lab->ops->net_stats(lab->host, domid, "../lo", &net, &lab->fail), -ENOENT);
    domain_device_free(device);
    lab_destroy(lab, domid);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics that the backends in domain 0 keep, of disks and interfaces. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "module.h"

#define SECTOR 512 /* bytes: the unit of blkback's counters, whatever the disk has */

/* A number in a file of sysfs; -1: not known. */
static int64_t counter(const char *folder, const char *name)
{
    VT_AUTOCLOSE int fd = -1;
    char path[200], text[32];
    long long value;
    ssize_t n;
    char *end;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return -1;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (n <= 0)
        return -1;
    text[n] = '\0';
    errno = 0;
    value = strtoll(text, &end, 10);
    return errno == 0 && end != text && value >= 0 ? value : -1;
}

static int64_t counter_bytes(const char *folder, const char *name)
{
    int64_t sectors = counter(folder, name);

    return sectors >= 0 && sectors <= INT64_MAX / SECTOR ? sectors * SECTOR : -1;
}

int64_t module_device_number(struct xen_host *host, uint32_t domid, const char *kind,
                             const char *name, const char *value)
{
    VT_AUTOFREE unsigned int *numbers = calloc(MODULE_MAX_DEVICES, sizeof *numbers);
    char path[60];
    unsigned int n;

    if (numbers == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "/libxl/%u/device/%s", domid, kind);
    n = module_store_numbers(host, path, numbers, MODULE_MAX_DEVICES);
    for (unsigned int i = 0; i < n; i++) {
        VT_AUTOFREE char *text = module_store_get(host, "%s/%u/%s", path, numbers[i], name);
        if (text != NULL && strcmp(text, value) == 0)
            return numbers[i];
    }
    return -1;
}

int xen_block_stats(struct xen_host *host, uint32_t domid, const char *target,
                    struct xen_block_stats *ret, struct xen_fail *fail)
{
    int64_t number = module_device_number(host, domid, "vbd", "dev", target);
    char folder[100];

    if (number < 0)
        return module_fail(fail, ENODEV, "the guest has no disk '%s'", target);
    (void)snprintf(folder, sizeof folder, "/sys/bus/xen-backend/devices/vbd-%u-%u/statistics",
                   domid, (unsigned int)number);
    *ret = (struct xen_block_stats){
        .rd_req = counter(folder, "rd_req"),
        .rd_bytes = counter_bytes(folder, "rd_sect"),
        .wr_req = counter(folder, "wr_req"),
        .wr_bytes = counter_bytes(folder, "wr_sect"),
        .oo_req = counter(folder, "oo_req"),
    };
    if (ret->rd_req < 0 && ret->wr_req < 0)
        return module_fail(fail, ENOTSUP, "the backend of the disk '%s' keeps no statistics",
                           target);
    return 0;
}

/* Whether the interface is that guest's: by the name that the toolstack makes, or the one that it
 * was told. */
static bool is_of_guest(struct xen_host *host, uint32_t domid, const char *name)
{
    unsigned int owner, number;
    int end = 0;

    if (sscanf(name, "vif%9u.%9u%n", &owner, &number, &end) == 2 && name[end] == '\0')
        return owner == domid;
    return module_device_number(host, domid, "vif", "vifname", name) >= 0;
}

int xen_net_stats(struct xen_host *host, uint32_t domid, const char *target,
                  struct xen_net_stats *ret, struct xen_fail *fail)
{
    char folder[100];

    if (target[0] == '\0' || target[0] == '.' || strchr(target, '/') != NULL ||
        strlen(target) >= IFNAMSIZ || !is_of_guest(host, domid, target))
        return module_fail(fail, ENODEV, "the guest has no interface '%s'", target);
    (void)snprintf(folder, sizeof folder, "/sys/class/net/%s/statistics", target);
    *ret = (struct xen_net_stats){
        .rx_bytes = counter(folder, "tx_bytes"),
        .rx_packets = counter(folder, "tx_packets"),
        .rx_errs = counter(folder, "tx_errors"),
        .rx_drop = counter(folder, "tx_dropped"),
        .tx_bytes = counter(folder, "rx_bytes"),
        .tx_packets = counter(folder, "rx_packets"),
        .tx_errs = counter(folder, "rx_errors"),
        .tx_drop = counter(folder, "rx_dropped"),
    };
    if (ret->rx_bytes < 0)
        return module_fail(fail, ENOENT, "there is no interface '%s' on the host", target);
    return 0;
}

int xen_net_name(struct xen_host *host, uint32_t domid, const unsigned char mac[6],
                 char ret[XEN_NET_NAME], struct xen_fail *fail)
{
    VT_AUTOFREE char *told = NULL;
    char text[18];
    int64_t number;

    (void)snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
                   mac[3], mac[4], mac[5]);
    number = module_device_number(host, domid, "vif", "mac", text);
    if (number < 0)
        return module_fail(fail, ENODEV, "the guest has no interface '%s'", text);
    told = module_store_get(host, "/libxl/%u/device/vif/%u/vifname", domid, (unsigned int)number);
    if (told != NULL && told[0] != '\0' && strlen(told) < XEN_NET_NAME)
        (void)strcpy(ret, told);
    else
        (void)snprintf(ret, XEN_NET_NAME, "vif%u.%u", domid, (unsigned int)number);
    return 0;
}

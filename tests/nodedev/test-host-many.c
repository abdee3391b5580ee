/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ten times the devices take ten times as long to be listed, not a hundred times; no program is run for it.  In a /sys
 * that is made up, up to 5,000 devices, each with its parent. */
#include "config.h"

#include <sys/resource.h>
#include <time.h>

#include "nodedev/own_world.h"

#define FEW 500
#define MANY 5000
#define ROUNDS 3

static int made;

/* PCI devices with an interface on each: number @i has the address domain 1, bus i / 256, and so on. */
static void make_pair(int i)
{
    char path[200], uevent[200], at[20];

    snprintf(at, sizeof at, "0001:%02x:%02x.%x", i / 256, i / 8 % 32, i % 8);
    snprintf(path, sizeof path, "pci0001:00/%s", at);
    snprintf(uevent, sizeof uevent, "PCI_CLASS=20000\nPCI_ID=8086:1234\nPCI_SLOT_NAME=%s\n", at);
    own_device(path, "bus/pci/devices", uevent);
    snprintf(path, sizeof path, "/sys/devices/pci0001:00/%s", at);
    OWN_TEXT(path, "class", "0x020000\n");
    OWN_TEXT(path, "vendor", "0x8086\n");
    OWN_TEXT(path, "device", "0x1234\n");
    snprintf(path, sizeof path, "pci0001:00/%s/net/n%d", at, i);
    snprintf(uevent, sizeof uevent, "INTERFACE=n%d\nIFINDEX=%d\n", i, i + 1);
    own_device(path, "class/net", uevent);
}

static void make_up_to(int devices)
{
    for (; made < devices; made += 2)
        make_pair(made / 2);
}

static double cpu_s(void)
{
    struct timespec ts;

    OK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts));
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Opens, lists and asks each for its parent. */
static void list_once(int want)
{
    virConnectPtr conn = virConnectOpen("test:///host");
    static char *names[MANY + 10];
    int n;

    CHECK(conn != NULL);
    CHECK_INT(virNodeNumOfDevices(conn, NULL, 0), want);
    n = virNodeListDevices(conn, NULL, names, MANY + 10, 0);
    CHECK_INT(n, want);
    CHECK_INT(virNodeNumOfDevices(conn, "net", 0), (want - 1) / 2);
    for (int i = 0; i < n; i++) {
        virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, names[i]);
        const char *parent = virNodeDeviceGetParent(dev);
        if (strncmp(names[i], "net_", 4) == 0)
            CHECK(strncmp(parent, "pci_0001_", strlen("pci_0001_")) == 0);
        OK(virNodeDeviceFree(dev));
        free(names[i]);
    }
    OK(virConnectClose(conn));
}

static double list_s(int devices)
{
    double least = 1e9;

    make_up_to(devices);
    for (int i = 0; i < ROUNDS; i++) {
        double begin = cpu_s(), took;
        list_once(devices + 1); /* and the machine itself */
        took = cpu_s() - begin;
        least = took < least ? took : least;
    }
    return least;
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    int percent = scale != NULL ? atoi(scale) : 100;
    int n_few = FEW * percent / 100 / 2 * 2 + 2, n_many = MANY * percent / 100 / 2 * 2;
    struct rusage before, after;
    double few, many;

    CHECK(percent >= 1 && n_many <= MANY);

    OK(getrusage(RUSAGE_CHILDREN, &before));
    own_sysfs();
    few = list_s(n_few);
    many = list_s(n_many);
    printf("%d devices: %.1f ms; %d devices: %.1f ms\n", n_few, few * 1e3, n_many, many * 1e3);
    CHECK(many < few * n_many / n_few * 3);
    OK(getrusage(RUSAGE_CHILDREN, &after));
    CHECK_INT(after.ru_minflt, before.ru_minflt); /* which a child that has ended has */
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Eight threads list, look up and describe while interfaces come and go, and connections too: nobody sees half of a
 * device. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>

#include "nodedev/own_world.h"

#define THREADS 8
#define PAIRS 40

static atomic_bool ending;

static void look_at(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr dev = virNodeDeviceLookupByName(conn, name);
    char *xml;

    if (dev == NULL)
        return; /* it has gone meanwhile */
    CHECK_STR(virNodeDeviceGetName(dev), name);
    xml = virNodeDeviceGetXMLDesc(dev, 0);
    CHECK(xml == NULL ? virGetLastError()->code == VIR_ERR_INVALID_NODE_DEVICE
                      : strstr(xml, name) != NULL);
    free(xml);
    OK(virNodeDeviceFree(dev));
}

static void *look(void *arg)
{
    int turns = 0;

    while (!atomic_load(&ending) || turns++ == 0) {
        virConnectPtr conn = virConnectOpen("test:///host");
        char *names[300];
        int n;
        CHECK(conn != NULL);
        n = virNodeListDevices(conn, (uintptr_t)arg % 2 != 0 ? "net" : NULL, names, 300, 0);
        CHECK(n > 0);
        for (int i = 0; i < n; i++) {
            if (strncmp(names[i], "net_", 4) == 0)
                look_at(conn, names[i]);
            free(names[i]);
        }
        OK(virConnectClose(conn));
    }
    return NULL;
}

int main(void)
{
    const char *scale = getenv("VT_TEST_SCALE");
    int pairs = scale != NULL ? PAIRS * atoi(scale) / 100 + 2 : PAIRS;
    pthread_t thread[THREADS];

    own_network();
    virSetErrorFunc(NULL, scn_quiet);
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, look, (void *)i), 0);
    for (int i = 0; i < pairs; i++) {
        own_pair("one", "02:00:00:00:00:01", "two");
        RUN("ip", "link", "set", "two", "name", "three");
        RUN("ip", "link", "del", "one");
    }
    atomic_store(&ending, true);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(thread[i], NULL), 0);
    return 0;
}

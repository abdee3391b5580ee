/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest that names a network is plugged into the bridge that the network has when the guest starts. */
#include "config.h"

#include "xen/world_testing.h"

#define MAC_1 "00:16:3e:00:00:01"
#define MAC_2 "00:16:3e:00:00:02"
#define IFACE(mac, net) \
    "<interface type='network'><mac address='" mac "'/><source network='" net "'/></interface>"
#define DEVICES(net) "<devices>" IFACE(MAC_1, net) "</devices>"

static struct test_world t;

static char *path_of(const char *name)
{
    char *path;

    CHECK(asprintf(&path, "%s/run/network/%s", t.folder, name) >= 0);
    return path;
}

/* Another program runs a network: nothing is made real for it here, not even as root. */
static void run_network(const char *name, const char *bridge)
{
    char *temp = path_of("temp"), *path, *file;
    FILE *f = fopen(temp, "we");

    CHECK(asprintf(&file, "%s.xml", name) >= 0);
    path = path_of(file);
    CHECK(f != NULL &&
          fprintf(f,
                  "<networkstatus><network><name>%s</name><uuid>11111111-1111-4111-"
                  "8111-111111111111</uuid><bridge name='%s'/></network></networkstatus>",
                  name, bridge) > 0);
    CHECK_INT(fclose(f), 0);
    CHECK_INT(rename(temp, path), 0);
    free(temp), free(path), free(file);
}

/* What the toolstack was told of the interface. */
static void check_bridge(virDomainPtr dom, unsigned int devid, const char *want)
{
    struct xen_fail fail = {.err = 0};
    struct xen_host *host;
    char path[80], *got;

    CHECK_INT(t.ops->open(&host, &fail), 0);
    snprintf(path, sizeof path, "/local/domain/0/backend/vif/%u/%u/bridge", virDomainGetID(dom),
             devid);
    got = t.ops->store_read(host, path, &fail);
    if (want == NULL)
        CHECK(got == NULL);
    else
        CHECK_STR(got, want);
    free(got);
    t.ops->close(host);
}

static void check_document(virDomainPtr dom, unsigned int flags, const char *source)
{
    char *xml = virDomainGetXMLDesc(dom, (int)flags);

    CHECK(xml != NULL && strstr(xml, "<interface type='network'>") != NULL &&
          strstr(xml, source) != NULL);
    free(xml);
}

static void is_refused(const char *name, const char *devices, int code)
{
    virDomainPtr dom = test_world_define(&t, name, devices);
    uint64_t built = t.fake->calls("create");

    CHECK(dom != NULL);
    CHECK_INT(virDomainCreate(dom), -1);
    CHECK_INT(test_world_error(), code);
    CHECK_INT(test_world_state(dom), VIR_DOMAIN_SHUTOFF);
    CHECK(t.fake->calls("create") == built);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK(test_world_create(&t, name, devices) == NULL);
    CHECK_INT(test_world_error(), code);
    CHECK(virDomainLookupByName(t.conn, name) == NULL);
}

static void comes_and_goes(virDomainPtr dom)
{
    CHECK_INT(virDomainAttachDevice(dom, IFACE(MAC_2, "none")), -1);
    CHECK_INT(test_world_error(), VIR_ERR_NO_NETWORK);
    CHECK_INT(virDomainAttachDevice(dom, IFACE(MAC_2, "green")), -1);
    CHECK_INT(test_world_error(), VIR_ERR_INTERNAL_ERROR);
    check_bridge(dom, 1, NULL);
    run_network("blue", "virbr9");
    CHECK_INT(virDomainAttachDevice(dom, IFACE(MAC_2, "blue")), 0);
    check_bridge(dom, 1, "virbr9");
    check_document(dom, 0, "<source network='blue' bridge='virbr9'/>");
    check_document(dom, 0,
                   "<source network='blue' bridge='virbr7'/>"); /* it was plugged in before */
    CHECK_INT(virDomainDetachDevice(dom, IFACE(MAC_2, "blue")), 0);
    check_bridge(dom, 1, NULL);
}

int main(void)
{
    virNetworkPtr green;
    virDomainPtr dom;
    char *folder;

    test_world_open(&t);
    folder = path_of("");
    CHECK(mkdir(folder, 0700) == 0 || errno == EEXIST);
    green = virNetworkDefineXML(t.conn, "<network><name>green</name></network>");
    CHECK(green != NULL);
    is_refused("lost", DEVICES("none"), VIR_ERR_NO_NETWORK);
    is_refused("early", DEVICES("green"), VIR_ERR_INTERNAL_ERROR);

    run_network("blue", "virbr7");
    dom = test_world_define(&t, "guest", DEVICES("blue"));
    CHECK(dom != NULL);
    CHECK_INT(virDomainCreate(dom), 0);
    check_bridge(dom, 0, "virbr7");
    check_document(dom, 0, "<source network='blue' bridge='virbr7'/>");
    check_document(dom, VIR_DOMAIN_XML_INACTIVE, "<source network='blue'/>");
    comes_and_goes(dom);
    CHECK_INT(virDomainDestroy(dom), 0);
    check_document(dom, 0, "<source network='blue'/>");
    CHECK_INT(virDomainCreate(dom), 0);
    check_bridge(dom, 0, "virbr9"); /* where the network is now */

    CHECK_INT(virDomainDestroy(dom), 0);
    CHECK_INT(virDomainUndefine(dom), 0);
    CHECK_INT(virDomainFree(dom), 0);
    CHECK_INT(virNetworkUndefine(green), 0);
    CHECK_INT(virNetworkFree(green), 0);
    free(folder);
    test_world_close(&t);
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Node files: every element, relative files, worlds of their own, and files that are refused. */
#include "config.h"

#include "scenario/scenario.h"

#define DOM(name) \
    "<domain type='test'><name>" name "</name><memory>8192</memory><os><type>hvm</type></os>" \
    "</domain>"

#define WITH_UUID(name) \
    "<domain type='test'><name>" name "</name><uuid>0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f</uuid>" \
    "<memory>8192</memory><os><type>hvm</type></os></domain>"

static virConnectPtr open_text(const char *text)
{
    char uri[400];

    scn_write(scn_path("node.xml"), text, strlen(text));
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    return virConnectOpen(uri);
}

static void refuse(const char *text, int code)
{
    FAILS_NULL(open_text(text), code);
}

static void full(void)
{
    char text[2000];
    virNodeInfo node;
    int ids[4];

    scn_write(scn_path("dom.xml"), DOM("rel"), strlen(DOM("rel")));
    scn_write(scn_path("abs.xml"), DOM("abs"), strlen(DOM("abs")));
    snprintf(
        text, sizeof text,
        "<?xml version='1.0'?><!-- a host --><node>" DOM(
            "in") "<domain file='dom.xml'/>"
                  "<domain file='%s'/><memory>8192000</memory><cpu><mhz>6000</mhz><model>i986, with a "
                  "name that is longer than 31 bytes</model><active>50</active><nodes>4</nodes>"
                  "<sockets>4</sockets><cores>4</cores><threads>2</threads></cpu></node>",
        scn_path("abs.xml"));
    virConnectPtr conn = open_text(text);
    if (conn == NULL)
        fprintf(stderr, "%s\n", virGetLastError()->message);
    CHECK(conn != NULL);
    OK(virNodeGetInfo(conn, &node));
    CHECK_STR(node.model, "i986, with a name that is longe");
    CHECK(node.memory == 8192000 && node.mhz == 6000 && node.cpus == 50);
    CHECK(node.nodes == 4 && node.sockets == 4 && node.cores == 4 && node.threads == 2);
    CHECK_INT(virConnectListDomains(conn, ids, 4), 3);
    CHECK(ids[0] == 1 && ids[1] == 2 && ids[2] == 3);
    static const char *const names[] = {"in", "rel", "abs"};
    for (int i = 0; i < 3; i++) {
        virDomainPtr dom = virDomainLookupByID(conn, i + 1);
        CHECK_STR(virDomainGetName(dom), names[i]);
        CHECK_INT(scn_state(dom), VIR_DOMAIN_RUNNING);
        OK(virDomainDestroy(dom)); /* persistent: still there */
        CHECK_INT(scn_state(dom), VIR_DOMAIN_SHUTOFF);
        OK(virDomainFree(dom));
    }
    CHECK_INT(virConnectClose(conn), 0);
}

static void little(void)
{
    virConnectPtr conn = open_text("<node/>");
    unsigned long long cells[2];
    virNodeInfo node;

    CHECK(conn != NULL);
    OK(virNodeGetInfo(conn, &node)); /* as test:///default */
    CHECK(node.cpus == 16 && node.memory == 3145728);
    CHECK_INT(virConnectNumOfDomains(conn), 0);
    CHECK_INT(virNodeGetCellsFreeMemory(conn, cells, 0, 2), 0);
    char *caps = virConnectGetCapabilities(conn);
    CHECK(caps != NULL && strstr(caps, "<topology>") == NULL);
    free(caps);
    CHECK_INT(virConnectClose(conn), 0);
    conn = open_text("<node><cpu><active>3</active></cpu></node>");
    OK(virNodeGetInfo(conn, &node));
    CHECK(node.cpus == 3 && node.nodes == 2);
    CHECK_INT(virConnectClose(conn), 0);
}

static void refusals(void)
{
    static const char *const numbers[] = {"x", "", "-1", "0", "1.5", "99999999999999999999", "1 2"};
    static const char *const names[] = {"nodes", "sockets", "cores", "threads", "mhz", "active"};
    char text[500];

    for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            snprintf(text, sizeof text, "<node><cpu><%s>%s</%s></cpu></node>", names[i], numbers[n],
                     names[i]);
            refuse(text, VIR_ERR_XML_ERROR);
        }
        snprintf(text, sizeof text, "<node><memory>%s</memory></node>", numbers[n]);
        refuse(text, VIR_ERR_XML_ERROR);
    }
    refuse("<node><cpu><nodes>1000</nodes><sockets>1000</sockets><cores>1000</cores>"
           "<threads>1000</threads></cpu></node>",
           VIR_ERR_XML_ERROR);
    refuse("<host/>", VIR_ERR_XML_ERROR);
    refuse("<node>", VIR_ERR_INTERNAL_ERROR);
    refuse("", VIR_ERR_INTERNAL_ERROR);
    refuse("<node/><node/>", VIR_ERR_INTERNAL_ERROR);
    refuse("<node><domain file='none.xml'/></node>", VIR_ERR_SYSTEM_ERROR);
    refuse("<node><domain file='/none/none.xml'/></node>", VIR_ERR_SYSTEM_ERROR);
    refuse("<node><domain file='node.xml'/></node>", VIR_ERR_INTERNAL_ERROR); /* no domain */
    refuse("<node>" DOM("a") "<domain type='test'/></node>", VIR_ERR_NO_NAME);
    refuse("<node>" DOM("a") DOM("b") DOM("a") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" WITH_UUID("a") WITH_UUID("a") "</node>", VIR_ERR_XML_ERROR);
    refuse("<node>" WITH_UUID("a") WITH_UUID("b") "</node>", VIR_ERR_OPERATION_FAILED);
    CHECK(unlink(scn_path("node.xml")) == 0);
    snprintf(text, sizeof text, "test://%s", scn_path("node.xml"));
    FAILS_NULL(virConnectOpen(text), VIR_ERR_SYSTEM_ERROR);
    snprintf(text, sizeof text, "test://%s", scn_folder());
    FAILS_NULL(virConnectOpen(text), VIR_ERR_SYSTEM_ERROR);
}

static void own_worlds(void)
{
    virConnectPtr a = open_text("<node>" DOM("one") "</node>");
    virConnectPtr b = open_text("<node>" DOM("one") "</node>");
    virDomainPtr x = virDomainLookupByName(a, "one"), y = virDomainLookupByName(b, "one");

    OK(virDomainSuspend(x));
    CHECK_INT(scn_state(y), VIR_DOMAIN_RUNNING);
    OK(virDomainFree(scn_define(a, "two", "")));
    CHECK_INT(virConnectNumOfDefinedDomains(a), 1);
    CHECK_INT(virConnectNumOfDefinedDomains(b), 0);
    CHECK_INT(virConnectClose(a), 1);
    CHECK_INT(scn_state(x), VIR_DOMAIN_PAUSED); /* the handle keeps its world */
    OK(virDomainFree(x));
    OK(virDomainFree(y));
    CHECK_INT(virConnectClose(b), 0);
}

int main(void)
{
    virSetErrorFunc(NULL, scn_quiet);
    full();
    little();
    refusals();
    own_worlds();
    return 0;
}

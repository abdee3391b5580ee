/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory, virtual CPUs, pinning and the scheduler of the embedded hypervisor, where a run has at once
 * what was asked for. */
#include "config.h"

#include "scenario/scenario.h"

static unsigned long mem(virDomainPtr dom)
{
    virDomainInfo info;

    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.maxMem, virDomainGetMaxMemory(dom));
    return info.memory;
}

static void memory(virDomainPtr dom)
{
    OK(virDomainSetMemory(dom, 8192)); /* shut off: the definition */
    CHECK_INT(mem(dom), 8192);
    OK(virDomainSetMaxMemory(dom, 32768));
    CHECK_INT(virDomainGetMaxMemory(dom), 32768);
    CHECK_INT(mem(dom), 8192);
    OK(virDomainCreate(dom));
    OK(virDomainSetMemory(dom, 4096)); /* running: this run */
    CHECK_INT(mem(dom), 4096);
    CHECK(scn_xml_has(dom, 0, "<currentMemory>4096</currentMemory>"));
    CHECK(scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, "<currentMemory>8192</currentMemory>"));
    FAILS(virDomainSetMemory(dom, 4095), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMemory(dom, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMemory(dom, 32769), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMaxMemory(dom, 4095), VIR_ERR_INVALID_ARG);
    OK(virDomainSetMemory(dom, 16384));
    FAILS(virDomainSetMaxMemory(dom, 8192), VIR_ERR_INVALID_ARG); /* below what it has */
    FAILS(virDomainSetMaxMemory(dom, UINT64_MAX / 2), VIR_ERR_INVALID_ARG);
    CHECK_INT(virDomainGetMaxMemory(dom), 32768);
    OK(virDomainDestroy(dom));
    CHECK_INT(mem(dom), 8192);
}

static void vcpus(virDomainPtr dom)
{
    virDomainInfo info;

    CHECK_INT(virDomainGetMaxVcpus(dom), 32);
    OK(virDomainSetVcpus(dom, 3));
    OK(virDomainCreate(dom));
    OK(virDomainSetVcpus(dom, 32));
    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.nrVirtCpu, 32);
    FAILS(virDomainSetVcpus(dom, 33), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetVcpus(dom, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.nrVirtCpu, 3);
}

static void pins(virDomainPtr dom)
{
    unsigned char map[3] = {0x04, 0x80, 0xff}, maps[5 * 3];
    virVcpuInfo info[5];

    FAILS(virDomainPinVcpu(dom, 0, map, 2), VIR_ERR_INTERNAL_ERROR); /* shut off */
    FAILS(virDomainGetVcpus(dom, info, 5, NULL, 0), VIR_ERR_INTERNAL_ERROR);
    OK(virDomainCreate(dom));
    CHECK_INT(virDomainGetVcpus(dom, info, 5, NULL, 0), 3);
    OK(virDomainPinVcpu(dom, 1, map, 3)); /* CPUs past the host's do not count */
    memset(maps, 0xaa, sizeof maps);
    CHECK_INT(virDomainGetVcpus(dom, info, 5, maps, 3), 3);
    for (unsigned int i = 0; i < 3; i++) {
        CHECK_INT(info[i].number, i);
        CHECK(info[i].cpu >= 0 && VIR_CPU_USABLE(maps, 3, i, info[i].cpu));
    }
    CHECK(maps[0] == 0xff && maps[1] == 0xff && maps[2] == 0);
    CHECK(maps[3] == 0x04 && maps[4] == 0x80 && maps[5] == 0);
    CHECK(maps[9] == 0xaa && maps[14] == 0xaa); /* behind the last one */
    memset(maps, 0xaa, sizeof maps);
    CHECK_INT(virDomainGetVcpus(dom, info, 2, maps, 1), 2);
    CHECK(maps[0] == 0xff && maps[1] == 0x04 && maps[2] == 0xaa);
    OK(virDomainPinVcpu(dom, 1, map, 1)); /* a short map: the rest is not allowed */
    CHECK_INT(virDomainGetVcpus(dom, info, 2, maps, 3), 2);
    CHECK(maps[3] == 0x04 && maps[4] == 0 && info[1].cpu == 2);
    OK(virDomainDestroy(dom));
}

static void scheduler(virDomainPtr dom)
{
    virSchedParameter p[2];
    int n = 0;
    char *type = virDomainGetSchedulerType(dom, &n);

    CHECK_STR(type, "fair");
    CHECK_INT(n, 1);
    free(type);
    type = virDomainGetSchedulerType(dom, NULL);
    CHECK_STR(type, "fair");
    free(type);
    n = 2;
    OK(virDomainGetSchedulerParameters(dom, p, &n));
    CHECK(n == 1 && p[0].type == VIR_DOMAIN_SCHED_FIELD_UINT && p[0].value.ui == 50);
    CHECK_STR(p[0].field, "weight");
    p[0].value.ui = 77;
    OK(virDomainSetSchedulerParameters(dom, p, 1));
    p[0].value.ui = 0;
    OK(virDomainGetSchedulerParameters(dom, p, &n));
    CHECK_INT(p[0].value.ui, 77);
}

/* A document may say that not all vcpus are there at first. */
static void vcpus_at_first(virConnectPtr conn)
{
    virDomainPtr dom = virDomainDefineXML(
        conn, "<domain type='test'><name>some</name><memory>16384</memory>"
              "<vcpu current='1'>4</vcpu><os><type arch='x86_64'>hvm</type></os></domain>");
    virDomainInfo info;

    CHECK(dom != NULL);
    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.nrVirtCpu, 1);
    CHECK(scn_xml_has(dom, 0, "<vcpu current='1'>4</vcpu>"));
    OK(virDomainSetVcpus(dom, 2));
    CHECK(scn_xml_has(dom, 0, "<vcpu current='2'>4</vcpu>"));
    OK(virDomainCreate(dom));
    OK(virDomainSetVcpus(dom, 3));
    CHECK(scn_xml_has(dom, 0, "<vcpu current='3'>4</vcpu>"));
    CHECK(scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, "<vcpu current='2'>4</vcpu>"));
    OK(virDomainSetVcpus(dom, 6));
    CHECK(scn_xml_has(dom, 0, "<vcpu>6</vcpu>"));
    scn_drop(dom);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_define(conn, "one", "");

    memory(dom);
    vcpus(dom);
    vcpus_at_first(conn);
    pins(dom);
    scheduler(dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

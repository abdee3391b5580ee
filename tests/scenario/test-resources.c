/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory, virtual CPUs, pinning and the scheduler: what every hypervisor does alike. */
#include "config.h"

#include "scenario/scenario.h"

static unsigned long mem(virDomainPtr dom)
{
    virDomainInfo info;

    OK(virDomainGetInfo(dom, &info));
    CHECK_INT(info.maxMem, virDomainGetMaxMemory(dom));
    return info.memory;
}

/* A run of Xen has what the guest gives back when it is asked to. */
static void want_mem(virDomainPtr dom, unsigned long want)
{
    if (scn_xen())
        SCN_WAIT(mem(dom) <= want + 64);
    scn_want_memory(mem(dom), want);
}

static void memory(virDomainPtr dom)
{
    OK(virDomainSetMemory(dom, 8192)); /* shut off: the definition */
    CHECK_INT(mem(dom), 8192);
    OK(virDomainSetMaxMemory(dom, 32768));
    CHECK_INT(virDomainGetMaxMemory(dom), 32768);
    CHECK_INT(mem(dom), 8192);
    OK(virDomainSetMemory(dom, 12288));
    OK(virDomainCreate(dom));
    scn_wait_ready(dom);
    OK(virDomainSetMemory(dom, 8192)); /* running: this run */
    want_mem(dom, 8192);
    CHECK(scn_xml_has(dom, VIR_DOMAIN_XML_INACTIVE, "<currentMemory>12288</currentMemory>"));
    FAILS(virDomainSetMemory(dom, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMemory(dom, 4095), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMaxMemory(dom, 4095), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMemory(dom, 65536), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetMaxMemory(dom, 7000), VIR_ERR_INVALID_ARG); /* below what it has */
    FAILS(virDomainSetMaxMemory(dom, UINT64_MAX / 2), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    CHECK_INT(mem(dom), 12288);
}

static unsigned int online(virDomainPtr dom)
{
    virDomainInfo info;

    OK(virDomainGetInfo(dom, &info));
    return info.nrVirtCpu;
}

static void vcpus(virDomainPtr dom)
{
    int most = virDomainGetMaxVcpus(dom);

    CHECK_INT(most, scn_xen() ? 2 : 32);
    OK(virDomainSetVcpus(dom, 3));
    CHECK_INT(online(dom), 3);
    FAILS(virDomainSetVcpus(dom, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetVcpus(dom, 1000000), VIR_ERR_INVALID_ARG);
    OK(virDomainCreate(dom));
    FAILS(virDomainSetVcpus(dom, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
    CHECK_INT(online(dom), 3);
}

static void pins(virDomainPtr dom)
{
    unsigned char map[3] = {0x01, 0x80, 0xff}, maps[5 * 3], none[2] = {0, 0};
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
        CHECK(info[i].state == VIR_VCPU_OFFLINE ||
              (info[i].cpu >= 0 && VIR_CPU_USABLE(maps, 3, i, info[i].cpu)));
    }
    CHECK((maps[0] & 1) == 1 && (maps[3] & 1) == 1 && (maps[3] & 2) == 0);
    CHECK(maps[9] == 0xaa && maps[14] == 0xaa); /* behind the last one */
    memset(maps, 0xaa, sizeof maps);
    CHECK_INT(virDomainGetVcpus(dom, info, 2, maps, 1), 2);
    CHECK((maps[0] & 1) == 1 && maps[1] == 0x01 && maps[2] == 0xaa);
    OK(virDomainPinVcpu(dom, 1, map, 1)); /* a short map: the rest is not allowed */
    CHECK_INT(virDomainGetVcpus(dom, info, 2, maps, 3), 2);
    CHECK(maps[3] == 0x01 && maps[4] == 0);
    FAILS(virDomainPinVcpu(dom, 3, map, 2), VIR_ERR_INVALID_ARG);
    FAILS(virDomainPinVcpu(dom, 32001, map, 2), VIR_ERR_INVALID_ARG);
    FAILS(virDomainPinVcpu(dom, 0, none, 2), VIR_ERR_INVALID_ARG);
    FAILS(virDomainPinVcpu(dom, 0, NULL, 2), VIR_ERR_INVALID_ARG);
    FAILS(virDomainPinVcpu(dom, 0, map, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainGetVcpus(dom, NULL, 1, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainGetVcpus(dom, info, 0, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainGetVcpus(dom, info, 1, maps, 0), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
}

/* Whatever its parameters are, they can be read and set again. */
static void scheduler(virDomainPtr dom)
{
    virSchedParameter p[8];
    int n = 0, most;
    char *type;

    OK(virDomainCreate(dom));
    type = virDomainGetSchedulerType(dom, &most);
    CHECK(type != NULL && type[0] != '\0' && most >= 1 && most <= 8);
    free(type);
    type = virDomainGetSchedulerType(dom, NULL);
    CHECK(type != NULL);
    free(type);
    n = most;
    OK(virDomainGetSchedulerParameters(dom, p, &n));
    CHECK_INT(n, most);
    CHECK_STR(p[0].field, "weight");
    CHECK(p[0].type == VIR_DOMAIN_SCHED_FIELD_UINT);
    p[0].value.ui = 77;
    OK(virDomainSetSchedulerParameters(dom, p, 1));
    p[0].value.ui = 0;
    OK(virDomainGetSchedulerParameters(dom, p, &n));
    CHECK_INT(p[0].value.ui, 77);
    p[0].type = VIR_DOMAIN_SCHED_FIELD_INT;
    FAILS(virDomainSetSchedulerParameters(dom, p, 1), VIR_ERR_INVALID_ARG);
    p[0].type = VIR_DOMAIN_SCHED_FIELD_UINT;
    memset(p[0].field, 'w', sizeof p[0].field); /* no NUL */
    FAILS(virDomainSetSchedulerParameters(dom, p, 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetSchedulerParameters(dom, p, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainSetSchedulerParameters(dom, NULL, 1), VIR_ERR_INVALID_ARG);
    n = 0;
    FAILS(virDomainGetSchedulerParameters(dom, p, &n), VIR_ERR_INVALID_ARG);
    FAILS(virDomainGetSchedulerParameters(dom, p, NULL), VIR_ERR_INVALID_ARG);
    OK(virDomainDestroy(dom));
}

int main(void)
{
    virConnectPtr conn = scn_open(), ro = scn_open_ro();
    virDomainPtr dom = scn_define(conn, "one", ""), other = virDomainLookupByName(ro, "one");
    unsigned char map[1] = {1};
    virSchedParameter p = {.type = 0};

    memory(dom);
    vcpus(dom);
    pins(dom);
    scheduler(dom);
    FAILS(virDomainSetMemory(other, 8192), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainSetMaxMemory(other, 8192), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainSetVcpus(other, 1), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainPinVcpu(other, 0, map, 1), VIR_ERR_OPERATION_DENIED);
    FAILS(virDomainSetSchedulerParameters(other, &p, 1), VIR_ERR_OPERATION_DENIED);
    OK(virDomainFree(other));
    scn_drop(dom);
    CHECK_INT(virConnectClose(ro), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

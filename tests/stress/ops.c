/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every domain call, as the stress makes it; ops_others.c has the rest. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stress/stress.h"
#include "testing.h"

#define OP(name) static bool op_##name(struct stress_thread *t)

OP(lookup_name)
{
    char name[16];

    snprintf(name, sizeof name, "s%u", stress_pick(t, STRESS_NAMES));
    virDomainPtr dom = virDomainLookupByName(t->conn, stress_pick(t, 4) ? name : "test");
    if (dom == NULL)
        return false;
    CHECK(virDomainGetName(dom) != NULL);
    stress_share(t, dom);
    return true;
}

OP(lookup_uuid)
{
    char text[VIR_UUID_STRING_BUFLEN];
    unsigned char raw[VIR_UUID_BUFLEN];
    virDomainPtr a, b;

    CHECK(virDomainGetUUIDString(t->dom, text) == 0 && virDomainGetUUID(t->dom, raw) == 0);
    a = virDomainLookupByUUIDString(t->conn, text);
    b = virDomainLookupByUUID(t->conn, raw);
    if (a != NULL)
        CHECK_STR(virDomainGetName(a), virDomainGetName(t->dom));
    if (a != NULL)
        virDomainFree(a);
    if (b != NULL)
        virDomainFree(b);
    return a != NULL && b != NULL;
}

OP(list)
{
    int ids[64];
    char *names[64];
    int n = virConnectListDomains(t->conn, ids, 64);
    int m = virConnectListDefinedDomains(t->conn, names, 64);

    CHECK(n >= 0 && n <= 64 && m >= 0 && m <= 64);
    CHECK(virConnectNumOfDomains(t->conn) >= 0 && virConnectNumOfDefinedDomains(t->conn) >= 0);
    for (int i = 0; i < n; i++) {
        virDomainPtr dom = virDomainLookupByID(t->conn, ids[i]);
        if (dom != NULL)
            virDomainFree(dom);
    }
    for (int i = 0; i < m; i++)
        free(names[i]);
    return true;
}

OP(define)
{
    char xml[1024];
    virDomainPtr dom;

    stress_xml(t, xml, sizeof xml);
    dom = virDomainDefineXML(t->conn, xml);
    if (dom == NULL)
        return false;
    stress_share(t, dom);
    return true;
}

OP(create_xml)
{
    char xml[1024];
    virDomainPtr dom;

    stress_xml(t, xml, sizeof xml);
    dom = stress_pick(t, 2) ? virDomainCreateXML(t->conn, xml, 0)
                            : virDomainCreateLinux(t->conn, xml, 0);
    if (dom == NULL)
        return false;
    stress_share(t, dom);
    return true;
}

OP(info)
{
    virDomainInfo info;

    (void)virDomainGetID(t->dom);
    if (virDomainGetInfo(t->dom, &info) < 0)
        return false;
    CHECK(info.state <= VIR_DOMAIN_CRASHED && info.memory <= info.maxMem && info.nrVirtCpu > 0);
    return true;
}

OP(xml)
{
    char *xml = virDomainGetXMLDesc(t->dom, (int)stress_pick(t, 4));

    if (xml == NULL)
        return false;
    CHECK(strncmp(xml, "<domain ", 8) == 0);
    free(xml);
    return true;
}

OP(strings)
{
    char *type = virDomainGetOSType(t->dom);
    char *caps = virConnectGetCapabilities(t->conn);
    char *host = virConnectGetHostname(t->conn);
    char *uri = virConnectGetURI(t->conn);
    bool ok = type != NULL;

    CHECK(caps != NULL && host != NULL && uri != NULL && virConnectGetType(t->conn) != NULL);
    free(type);
    free(caps);
    free(host);
    free(uri);
    return ok;
}

OP(host)
{
    unsigned long long cells[4];
    unsigned long version;
    virNodeInfo node;
    virSecurityModel model;

    CHECK(virNodeGetInfo(t->conn, &node) == 0 && virConnectGetVersion(t->conn, &version) == 0);
    CHECK(virNodeGetCellsFreeMemory(t->conn, cells, 0, 4) == 2);
    CHECK(virNodeGetFreeMemory(t->conn) > 0 && virConnectGetMaxVcpus(t->conn, NULL) == 32);
    return virNodeGetSecurityModel(t->conn, &model) == 0;
}

OP(create)
{
    return virDomainCreate(t->dom) == 0;
}
OP(destroy)
{
    return virDomainDestroy(t->dom) == 0;
}
OP(undefine)
{
    return virDomainUndefine(t->dom) == 0;
}
OP(shutdown)
{
    return virDomainShutdown(t->dom) == 0;
}
OP(reboot)
{
    return virDomainReboot(t->dom, 0) == 0;
}
OP(suspend)
{
    return virDomainSuspend(t->dom) == 0;
}
OP(resume)
{
    return virDomainResume(t->dom) == 0;
}

OP(memory)
{
    unsigned long kib = 4096 + stress_pick(t, 4) * 1024;

    if (virDomainGetMaxMemory(t->dom) == 0)
        return false;
    return stress_pick(t, 2) ? virDomainSetMemory(t->dom, kib) == 0
                             : virDomainSetMaxMemory(t->dom, kib + 4096) == 0;
}

OP(vcpus)
{
    virVcpuInfo info[4];
    unsigned char maps[8], map[2] = {(unsigned char)(1 + stress_pick(t, 255)), 0};
    bool ok = virDomainSetVcpus(t->dom, 1 + stress_pick(t, 8)) == 0;

    ok &= virDomainGetMaxVcpus(t->dom) == 32;
    ok &= virDomainPinVcpu(t->dom, stress_pick(t, 4), map, 2) == 0;
    return ok & (virDomainGetVcpus(t->dom, info, 4, maps, 2) > 0);
}

OP(scheduler)
{
    virSchedParameter p;
    int n = 1;
    char *type = virDomainGetSchedulerType(t->dom, &n);

    free(type);
    if (virDomainGetSchedulerParameters(t->dom, &p, &n) < 0)
        return false;
    p.value.ui = stress_pick(t, 100);
    return virDomainSetSchedulerParameters(t->dom, &p, 1) == 0;
}

OP(autostart)
{
    int on;
    virSecurityLabel *label = malloc(sizeof *label);
    bool ok = virDomainGetAutostart(t->dom, &on) == 0;

    CHECK(label != NULL);
    ok &= virDomainGetSecurityLabel(t->dom, label) == 0;
    free(label);
    return ok & (virDomainSetAutostart(t->dom, (int)stress_pick(t, 2)) == 0);
}

OP(stats)
{
    virDomainBlockStatsStruct block;
    virDomainInterfaceStatsStruct net;
    bool ok = virDomainBlockStats(t->dom, "vda", &block, sizeof block) == 0;

    return ok & (virDomainInterfaceStats(t->dom, "tap0", &net, sizeof net) == 0);
}

OP(devices)
{
    const char *disk = "<disk type='file'><source file='/none'/><target dev='vdb'/></disk>";
    bool ok = virDomainAttachDevice(t->dom, disk) == 0;

    return ok & (virDomainDetachDevice(t->dom, disk) == 0);
}

OP(save)
{
    char path[256];

    stress_path(t, "save", path, sizeof path);
    return virDomainSave(t->dom, path) == 0 && virDomainRestore(t->conn, path) == 0;
}

OP(restore)
{
    char path[256];

    stress_path(t, "save", path, sizeof path);
    return virDomainRestore(t->conn, path) == 0;
}

OP(core_dump)
{
    char path[256];

    stress_path(t, "core", path, sizeof path);
    return virDomainCoreDump(t->dom, path, 0) == 0;
}

OP(memory_peek)
{
    char buf[8192];
    bool physical = stress_pick(t, 2);
    unsigned long long at = stress_pick(t, 6u << 20);

    return virDomainMemoryPeek(t->dom, at, stress_pick(t, sizeof buf), buf,
                               physical ? VIR_MEMORY_PHYSICAL : VIR_MEMORY_VIRTUAL) == 0;
}

OP(block_peek)
{
    char buf[4096];

    return virDomainBlockPeek(t->dom, "vda", stress_pick(t, 1 << 16), stress_pick(t, sizeof buf),
                              buf, 0) == 0;
}

OP(migrate)
{
    char name[16];
    virConnectPtr to = virDomainGetConnect(t->dom);
    virDomainPtr moved;

    snprintf(name, sizeof name, "s%u", stress_pick(t, STRESS_NAMES));
    CHECK(to != NULL);
    moved = virDomainMigrate(t->dom, t->conn, stress_pick(t, 2) ? VIR_MIGRATE_LIVE : 0,
                             stress_pick(t, 2) ? name : NULL, NULL, 0);
    if (moved == NULL)
        return false;
    stress_share(t, moved);
    return true;
}

OP(errors)
{
    virError copy;
    virErrorPtr saved;

    CHECK(virDomainLookupByName(t->conn, "nobody") == NULL);
    CHECK_INT(virCopyLastError(&copy), VIR_ERR_NO_DOMAIN);
    virResetError(&copy);
    CHECK(virConnGetLastError(t->conn) != NULL);
    CHECK(virConnCopyLastError(t->conn, &copy) >= 0);
    virResetError(&copy);
    saved = virSaveLastError();
    virFreeError(saved);
    virConnResetLastError(t->conn);
    return true;
}

#define ROW(name, domain, weight) \
    { \
#name, op_##name, domain, weight \
    }
#define OTHER(name, weight) \
    { \
#name, stress_##name, false, weight \
    }

const struct stress_op stress_ops[] = {
    ROW(lookup_name, false, 30),
    ROW(lookup_uuid, true, 10),
    ROW(list, false, 5),
    ROW(define, false, 10),
    ROW(create_xml, false, 5),
    ROW(info, true, 30),
    ROW(xml, true, 5),
    ROW(strings, true, 2),
    ROW(host, false, 2),
    ROW(create, true, 10),
    ROW(destroy, true, 6),
    ROW(undefine, true, 6),
    ROW(shutdown, true, 2),
    ROW(reboot, true, 2),
    ROW(suspend, true, 5),
    ROW(resume, true, 5),
    ROW(memory, true, 3),
    ROW(vcpus, true, 3),
    ROW(scheduler, true, 3),
    ROW(autostart, true, 3),
    ROW(stats, true, 5),
    ROW(devices, true, 3),
    ROW(save, true, 1),
    ROW(restore, false, 1),
    ROW(core_dump, true, 1),
    ROW(memory_peek, true, 30),
    ROW(block_peek, true, 15),
    ROW(migrate, true, 2),
    ROW(errors, false, 3),
    OTHER(network, 15),
    OTHER(pool, 15),
    OTHER(device, 3),
    OTHER(listen, 5),
    {NULL, NULL, false, 0},
};

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each call that a script may name asks the script, and fails as it says. */
#include "config.h"

#include "conf/domain_embedded.h"
#include "scenario/scenario.h"

#define DISK "<disk type='file'><source file='/none'/><target dev='vdz'/></disk>"

static virConnectPtr conn, node;
static char *document; /* of the domain, with the fault in it */
static char byte;
static unsigned char map = 1;
static int n = 1;
static virDomainInfo info;
static virVcpuInfo vcpu;
static virSecurityLabel label;
static virDomainBlockStatsStruct block;
static virDomainInterfaceStatsStruct net;
static virSchedParameter weight = {"weight", VIR_DOMAIN_SCHED_FIELD_UINT, {.ui = 1}};

static int text(char *got)
{
    int rv = got != NULL ? 0 : -1;

    free(got);
    return rv;
}

static int handle(virDomainPtr dom)
{
    return dom != NULL ? virDomainFree(dom) : -1;
}

static int create(virDomainPtr dom)
{
    OK(virDomainDestroy(dom));
    return virDomainCreate(dom);
}

static int create_xml(virDomainPtr dom)
{
    OK(virDomainDestroy(dom));
    return handle(virDomainCreateXML(conn, document, 0));
}

static int restore(virDomainPtr dom)
{
    OK(virDomainSave(dom, scn_path("save"))); /* the document is in the file */
    return virDomainRestore(conn, scn_path("save"));
}

static virDomainJobInfo job;

static int undefine(virDomainPtr dom)
{
    OK(virDomainDestroy(dom));
    return virDomainUndefine(dom);
}

struct call {
    const char *name;
    int (*try)(virDomainPtr dom);
};

#define CALLS(X) \
    X(virDomainAbortJob, virDomainAbortJob(dom)) \
    X(virDomainAttachDevice, virDomainAttachDevice(dom, DISK)) \
    X(virDomainBlockPeek, virDomainBlockPeek(dom, "vda", 0, 1, &byte, 0)) \
    X(virDomainBlockStats, virDomainBlockStats(dom, "vda", &block, sizeof block)) \
    X(virDomainCoreDump, virDomainCoreDump(dom, scn_path("core"), 0)) \
    X(virDomainCreate, create(dom)) \
    X(virDomainCreateXML, create_xml(dom)) \
    X(virDomainDefineXML, (void)dom, handle(virDomainDefineXML(conn, document))) \
    X(virDomainDestroy, virDomainDestroy(dom)) \
    X(virDomainDetachDevice, virDomainDetachDevice(dom, DISK)) \
    X(virDomainGetAutostart, virDomainGetAutostart(dom, &n)) \
    X(virDomainGetInfo, virDomainGetInfo(dom, &info)) \
    X(virDomainGetJobInfo, virDomainGetJobInfo(dom, &job)) \
    X(virDomainGetMaxMemory, virDomainGetMaxMemory(dom) != 0 ? 0 : -1) \
    X(virDomainGetMaxVcpus, virDomainGetMaxVcpus(dom)) \
    X(virDomainGetOSType, text(virDomainGetOSType(dom))) \
    X(virDomainGetSchedulerParameters, virDomainGetSchedulerParameters(dom, &weight, &n)) \
    X(virDomainGetSchedulerType, text(virDomainGetSchedulerType(dom, NULL))) \
    X(virDomainGetSecurityLabel, virDomainGetSecurityLabel(dom, &label)) \
    X(virDomainGetState, virDomainGetState(dom, &n, NULL, 0)) \
    X(virDomainGetVcpus, virDomainGetVcpus(dom, &vcpu, 1, NULL, 0)) \
    X(virDomainGetXMLDesc, text(virDomainGetXMLDesc(dom, 0))) \
    X(virDomainInterfaceStats, virDomainInterfaceStats(dom, "vnet0", &net, sizeof net)) \
    X(virDomainMemoryPeek, virDomainMemoryPeek(dom, 0, 1, &byte, VIR_MEMORY_PHYSICAL)) \
    X(virDomainMigrate, handle(virDomainMigrate(dom, node, 0, NULL, NULL, 0))) \
    X(virDomainPinVcpu, virDomainPinVcpu(dom, 0, &map, 1)) \
    X(virDomainReboot, virDomainReboot(dom, 0)) \
    X(virDomainRestore, restore(dom)) \
    X(virDomainResume, virDomainResume(dom)) \
    X(virDomainSave, virDomainSave(dom, scn_path("save"))) \
    X(virDomainSetAutostart, virDomainSetAutostart(dom, 1)) \
    X(virDomainSetMaxMemory, virDomainSetMaxMemory(dom, SCN_MEM_KIB)) \
    X(virDomainSetMemory, virDomainSetMemory(dom, SCN_MEM_KIB)) \
    X(virDomainSetSchedulerParameters, virDomainSetSchedulerParameters(dom, &weight, 1)) \
    X(virDomainSetVcpus, virDomainSetVcpus(dom, 1)) \
    X(virDomainShutdown, virDomainShutdown(dom)) \
    X(virDomainSuspend, virDomainSuspend(dom)) \
    X(virDomainUndefine, undefine(dom))

#define FUNCTION(name, ...) \
    static int try_##name(virDomainPtr dom) \
    { \
        return __VA_ARGS__; \
    }
#define ENTRY(name, ...) {#name, try_##name},
CALLS(FUNCTION)
static const struct call calls[] = {CALLS(ENTRY)};

/* Where the domain is made by the call itself, the second one is to fail. */
static void check(const struct call *call)
{
    bool once =
        strcmp(call->name, "virDomainDefineXML") == 0 || strcmp(call->name, "virDomainCreate") == 0;
    char more[300];

    snprintf(
        more, sizeof more,
        SCN_EMBEDDED("<vt:fault call='%s' code='38' times='1' after='%d' message='so it is'/>"),
        call->name, once);
    document = scn_xml("one", more);
    virDomainPtr dom = scn_start(conn, "one", more);
    FAILS(call->try(dom), VIR_ERR_SYSTEM_ERROR);
    CHECK(strstr(virGetLastError()->message, "so it is") != NULL);
    CHECK(strstr(virGetLastError()->message, call->name) != NULL);
    scn_drop(dom);
    free(document);
}

int main(void)
{
    scn_write(scn_path("node.xml"), "<node/>", 7);
    char uri[300];
    snprintf(uri, sizeof uri, "test://%s", scn_path("node.xml"));
    conn = scn_open();
    node = virConnectOpen(uri);
    CHECK(node != NULL);
    CHECK_INT(sizeof calls / sizeof calls[0], domain_embedded_call_words.n);
    for (unsigned int i = 0; i < domain_embedded_call_words.n; i++) {
        CHECK_STR(calls[i].name, domain_embedded_call_words.words[i]);
        check(&calls[i]);
    }
    CHECK_INT(virConnectClose(node), 0);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}

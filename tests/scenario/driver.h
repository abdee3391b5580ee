/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which hypervisor a scenario runs on, and the facts that differ between them.
 *
 * VT_SCENARIO=xen: Xen, real or in memory (tests/xen/fake); else the embedded one.
 * VT_SCENARIO_KERNEL: what a Xen guest is to boot; a host in memory takes any file. */
#pragma once

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "testing.h"
#include "xen/fake/control.h"

/* What is asked of a guest is done a moment later: no wait takes longer than this. */
#define SCN_PATIENCE_MS 60000
#define SCN_MEM_KIB 16384 /* of a small guest */

static inline bool scn_xen(void)
{
    const char *word = getenv("VT_SCENARIO");

    return word != NULL && strcmp(word, "xen") == 0;
}

static inline const char *scn_uri(void)
{
    return scn_xen() ? "xen:///" : "test:///default";
}

/* What virConnectGetType says. */
static inline const char *scn_type_word(void)
{
    return scn_xen() ? "Xen" : "Test";
}

/* The type of <domain>, and one that is another hypervisor's. */
static inline const char *scn_type(void)
{
    return scn_xen() ? "xen" : "test";
}

static inline const char *scn_other_type(void)
{
    return scn_xen() ? "test" : "xen";
}

/* What a small guest boots from: <os>. */
static inline const char *scn_os(void)
{
    static _Thread_local char os[512];
    const char *kernel = getenv("VT_SCENARIO_KERNEL");

    if (!scn_xen())
        return "<os><type arch='x86_64'>hvm</type></os>";
    snprintf(os, sizeof os, "<os><type arch='x86_64'>linux</type><kernel>%s</kernel></os>",
             kernel != NULL ? kernel : "/dev/null");
    return os;
}

/* The guest of the lab has no use for a second CPU, which it would have to switch on by itself. */
static inline int scn_vcpus(void)
{
    return scn_xen() ? 1 : 2;
}

static inline const char *scn_vcpu(void)
{
    return scn_xen() ? "<vcpu current='1'>2</vcpu>" : "<vcpu>2</vcpu>";
}

/* A disk's target; the names of Xen's own disks are those that a guest without drivers for others has. */
static inline const char *scn_disk(char letter)
{
    static _Thread_local char name[2][8];
    static _Thread_local unsigned int n;
    char *p = name[n++ % 2];

    snprintf(p, sizeof name[0], "%s%c", scn_xen() ? "xvd" : "vd", letter);
    return p;
}

/* The one domain that is there from the start, and runs: the embedded hypervisor's default one, or the
 * one that controls the host. */
static inline const char *scn_resident(void)
{
    return scn_xen() ? "Domain-0" : "test";
}

static inline int scn_resident_id(void)
{
    return scn_xen() ? 0 : 1;
}

static inline const char *scn_resident_uuid(void)
{
    return scn_xen() ? "00000000-0000-0000-0000-000000000000"
                     : "6695eb01-f6a4-8304-79aa-97f2502e193f";
}

/* A virtual address that every guest maps when it has begun to run: the fake's and the lab's guests map
 * all of their memory here. */
static inline unsigned long long scn_vaddr(void)
{
    if (!scn_xen())
        return 0;
    return getenv("VT_SCENARIO_KERNEL") != NULL ? 0xffff880000100000 : FAKE_DIRECT_VADDR;
}

/* Runs, at work or with nothing to do: Xen tells the two apart. */
static inline bool scn_runs(virDomainPtr dom)
{
    virDomainInfo info;

    if (virDomainGetInfo(dom, &info) < 0)
        return false;
    return info.state == VIR_DOMAIN_RUNNING || (scn_xen() && info.state == VIR_DOMAIN_BLOCKED);
}

/* Shut off, or gone if it is only there while it runs. */
static inline bool scn_is_off(virDomainPtr dom)
{
    virDomainInfo info;

    if (virDomainGetInfo(dom, &info) == 0)
        return info.state == VIR_DOMAIN_SHUTOFF;
    return virGetLastError()->code == VIR_ERR_NO_DOMAIN;
}

/* What becomes true at once on the embedded hypervisor, and on Xen when the guest has obeyed. */
#define SCN_WAIT(condition) \
    do { \
        for (int ms_ = 0; !(condition); ms_++) { \
            CHECK(scn_xen() && ms_ < SCN_PATIENCE_MS); \
            usleep(1000); \
        } \
    } while (0)

static inline bool scn_says_ready_(virDomainPtr dom)
{
    char command[100], answer = '0';
    FILE *f;

    snprintf(command, sizeof command, "xenstore-read /local/domain/%u/data/ready 2>/dev/null",
             virDomainGetID(dom));
    f = popen(command, "r");
    CHECK(f != NULL);
    if (fread(&answer, 1, 1, f) != 1)
        answer = '0';
    (void)pclose(f);
    return answer == '1';
}

/* A real guest takes a moment until its memory is as it wants it and it listens to what it is asked; the
 * lab's tells in xenstore. */
static inline void scn_wait_ready(virDomainPtr dom)
{
    if (scn_xen() && getenv("VT_SCENARIO_KERNEL") != NULL)
        SCN_WAIT(scn_says_ready_(dom));
}

/* Shuts down, and waits until it has. */
static inline void scn_shut_down(virDomainPtr dom)
{
    CHECK_INT(virDomainShutdown(dom), 0);
    SCN_WAIT(scn_is_off(dom));
}

/* Reboots, and waits until it has: Xen gives a guest that begins anew another number. */
static inline void scn_reboot(virDomainPtr dom)
{
    unsigned int id = virDomainGetID(dom);

    CHECK_INT(virDomainReboot(dom, 0), 0);
    SCN_WAIT(scn_runs(dom) && (scn_xen() ? virDomainGetID(dom) != id : virDomainGetID(dom) == id));
    scn_wait_ready(dom);
}

static inline void scn_check_left_(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "%s is left\n", what);
    _exit(1);
}

static inline void scn_left_(int status, void *unused)
{
    virConnectPtr conn;
    void *module;
    const struct fake_control *fake;
    struct fake_counts counts;

    (void)unused;
    if (status != 0)
        return;
    conn = virConnectOpenReadOnly(scn_uri());
    scn_check_left_(conn != NULL && virConnectNumOfDomains(conn) == 1, "a domain that runs");
    scn_check_left_(virConnectNumOfDefinedDomains(conn) == 0, "a definition");
    scn_check_left_(virConnectClose(conn) == 0, "a reference to the connection");
    module = fake_module();
    fake = fake_control_find(module);
    if (fake != NULL) {
        /* A thread of the library may be on its way out, where it was the last to use the host. */
        for (int ms = 0; fake->counts(&counts), counts.hosts > 0 && ms < SCN_PATIENCE_MS; ms++)
            usleep(1000);
        scn_check_left_(counts.mapped == 0 && counts.frames == 0, "a mapping");
        scn_check_left_(counts.domains == 0 && counts.dying == 0, "a dying domain");
        scn_check_left_(counts.hosts == 0 && counts.watches == 0, "an open host");
    }
    dlclose(module);
}

/* On Xen others would find what a scenario leaves behind: it is looked for at the end. */
static inline void scn_look_at_end(void)
{
    static bool looks;

    if (__atomic_exchange_n(&looks, true, __ATOMIC_RELAXED) || !scn_xen())
        return;
    CHECK(on_exit(scn_left_, NULL) == 0);
}

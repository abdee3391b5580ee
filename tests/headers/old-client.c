/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program as it was written in 2009 against libvirt 0.6: a small monitor of guests.
 * Test: it compiles without a warning as gnu89.  It is not linked or run. */

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#if LIBVIR_VERSION_NUMBER < 6000
#error "libvirt 0.6 is needed"
#endif

#define MAX_DOMAINS 64
#define MAX_WATCHES 16

struct watch {
    int fd, events, used;
    virEventHandleCallback cb;
    virFreeCallback ff;
    void *opaque;
};

static struct watch watches[MAX_WATCHES];
static struct watch timers[MAX_WATCHES]; /* events: the interval in ms */

static int add(struct watch *list, int fd, int events, void *opaque, virFreeCallback ff)
{
    int i;

    for (i = 0; i < MAX_WATCHES; i++) {
        if (list[i].used)
            continue;
        list[i].used = 1;
        list[i].fd = fd;
        list[i].events = events;
        list[i].opaque = opaque;
        list[i].ff = ff;
        return i;
    }
    return -1;
}

static int drop(struct watch *list, int i)
{
    if (i < 0 || i >= MAX_WATCHES || !list[i].used)
        return -1;
    list[i].used = 0;
    if (list[i].ff)
        list[i].ff(list[i].opaque);
    return 0;
}

static int handle_add(int fd, int event, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff)
{
    int i = add(watches, fd, event, opaque, ff);

    if (i >= 0)
        watches[i].cb = cb;
    return i;
}

static void handle_update(int watch, int event)
{
    watches[watch].events = event;
}

static int handle_remove(int watch)
{
    return drop(watches, watch);
}

static virEventTimeoutCallback timer_cb[MAX_WATCHES];

static int timer_add(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    int i = add(timers, -1, timeout, opaque, ff);

    if (i >= 0)
        timer_cb[i] = cb;
    return i;
}

static void timer_update(int timer, int timeout)
{
    timers[timer].events = timeout;
}

static int timer_remove(int timer)
{
    return drop(timers, timer);
}

static void turn(void)
{
    struct pollfd fds[MAX_WATCHES];
    int map[MAX_WATCHES];
    int i, n = 0, timeout = -1;

    for (i = 0; i < MAX_WATCHES; i++) {
        if (timers[i].used && timers[i].events >= 0 && (timeout < 0 || timers[i].events < timeout))
            timeout = timers[i].events;
        if (!watches[i].used)
            continue;
        map[n] = i;
        fds[n].fd = watches[i].fd;
        fds[n].events = 0;
        if (watches[i].events & VIR_EVENT_HANDLE_READABLE)
            fds[n].events |= POLLIN;
        if (watches[i].events & VIR_EVENT_HANDLE_WRITABLE)
            fds[n].events |= POLLOUT;
        n++;
    }
    if (poll(fds, n, timeout) == 0)
        for (i = 0; i < MAX_WATCHES; i++)
            if (timers[i].used && timers[i].events >= 0)
                timer_cb[i](i, timers[i].opaque);
    for (i = 0; i < n; i++) {
        int got = 0;

        if (fds[i].revents & POLLIN)
            got |= VIR_EVENT_HANDLE_READABLE;
        if (fds[i].revents & POLLOUT)
            got |= VIR_EVENT_HANDLE_WRITABLE;
        if (fds[i].revents & POLLERR)
            got |= VIR_EVENT_HANDLE_ERROR;
        if (fds[i].revents & POLLHUP)
            got |= VIR_EVENT_HANDLE_HANGUP;
        if (got)
            watches[map[i]].cb(map[i], fds[i].fd, got, watches[map[i]].opaque);
    }
}

static const char *event_word(virDomainEventType event)
{
    switch (event) {
    case VIR_DOMAIN_EVENT_DEFINED:
        return "defined";
    case VIR_DOMAIN_EVENT_UNDEFINED:
        return "undefined";
    case VIR_DOMAIN_EVENT_STARTED:
        return "started";
    case VIR_DOMAIN_EVENT_SUSPENDED:
        return "suspended";
    case VIR_DOMAIN_EVENT_RESUMED:
        return "resumed";
    case VIR_DOMAIN_EVENT_STOPPED:
        return "stopped";
    }
    return "?";
}

static int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (virDomainGetUUIDString(dom, uuid) == 0)
        printf("%s %s %s %d of %s\n", (const char *)opaque, uuid,
               event_word((virDomainEventType)event), detail, virConnectGetType(conn));
    if (event == VIR_DOMAIN_EVENT_STOPPED && detail == VIR_DOMAIN_EVENT_STOPPED_CRASHED)
        exit(EXIT_FAILURE);
    return 0;
}

static int answer(virConnectCredentialPtr cred, unsigned int ncred, void *cbdata)
{
    unsigned int i;

    for (i = 0; i < ncred; i++) {
        if (cred[i].type == VIR_CRED_EXTERNAL && strcmp(cred[i].challenge, "PolicyKit") != 0)
            return -1;
        printf("%s:", cred[i].prompt);
        cred[i].result = strdup(cred[i].type == VIR_CRED_AUTHNAME ? (char *)cbdata
                                : cred[i].defresult               ? cred[i].defresult
                                                                  : "");
        if (cred[i].result == NULL)
            return -1;
        cred[i].resultlen = strlen(cred[i].result);
    }
    return 0;
}

static void on_error(void *data, virErrorPtr err)
{
    if (err->level == VIR_ERR_WARNING || err->code == VIR_ERR_NO_DOMAIN)
        return;
    fprintf((FILE *)data, "%d/%d: %s (%s %s %s %d %d)\n", err->domain, err->code, err->message,
            err->str1 ? err->str1 : "", err->str2 ? err->str2 : "", err->str3 ? err->str3 : "",
            err->int1, err->int2);
}

static void show_vcpus(virConnectPtr conn, virDomainPtr dom, int nvcpus)
{
    virNodeInfo node;
    virVcpuInfoPtr info;
    unsigned char *maps, *one;
    int maplen, i, cpu;

    if (nvcpus < 1 || virNodeGetInfo(conn, &node) < 0)
        return;
    maplen = VIR_CPU_MAPLEN(VIR_NODEINFO_MAXCPUS(node));
    info = calloc(nvcpus, sizeof(*info));
    maps = calloc(nvcpus, maplen);
    one = calloc(1, maplen);
    nvcpus = info && maps && one ? virDomainGetVcpus(dom, info, nvcpus, maps, maplen) : 0;
    for (i = 0; i < nvcpus; i++) {
        printf("vcpu %u %s on %d: ", info[i].number,
               info[i].state == VIR_VCPU_RUNNING ? "running" : "idle", info[i].cpu);
        for (cpu = 0; cpu < (int)VIR_NODEINFO_MAXCPUS(node); cpu++)
            putchar(VIR_CPU_USABLE(maps, maplen, i, cpu) ? 'y' : '-');
        VIR_COPY_CPUMAP(maps, maplen, i, one);
        VIR_UNUSE_CPU(one, 0);
        VIR_USE_CPU(one, 1);
        if (virDomainPinVcpu(dom, i, one, maplen) < 0 || VIR_GET_CPUMAP(maps, maplen, i) == one)
            virDefaultErrorFunc(virGetLastError());
    }
    free(info);
    free(maps);
    free(one);
}

static void show_scheduler(virDomainPtr dom)
{
    int n, i;
    char *type = virDomainGetSchedulerType(dom, &n);
    virSchedParameterPtr params = type ? calloc(n, sizeof(virSchedParameter)) : NULL;

    if (params && virDomainGetSchedulerParameters(dom, params, &n) == 0) {
        for (i = 0; i < n; i++) {
            virSchedParameterType kind = (virSchedParameterType)params[i].type;

            switch (kind) {
            case VIR_DOMAIN_SCHED_FIELD_INT:
                printf("%d", params[i].value.i);
                break;
            case VIR_DOMAIN_SCHED_FIELD_UINT:
                printf("%u", params[i].value.ui);
                break;
            case VIR_DOMAIN_SCHED_FIELD_LLONG:
                printf("%lld", params[i].value.l);
                break;
            case VIR_DOMAIN_SCHED_FIELD_ULLONG:
                printf("%llu", params[i].value.ul);
                break;
            case VIR_DOMAIN_SCHED_FIELD_DOUBLE:
                printf("%f", params[i].value.d);
                break;
            case VIR_DOMAIN_SCHED_FIELD_BOOLEAN:
                printf("%d", params[i].value.b);
                break;
            }
            printf(" %.*s\n", VIR_DOMAIN_SCHED_FIELD_LENGTH, params[i].field);
        }
        strncpy(params[0].field, "weight", VIR_DOMAIN_SCHED_FIELD_LENGTH - 1);
        params[0].type = VIR_DOMAIN_SCHED_FIELD_UINT;
        params[0].value.ui = 256;
        virDomainSetSchedulerParameters(dom, params, 1);
    }
    free(params);
    free(type);
}

static void show(virConnectPtr conn, virDomainPtr dom)
{
    unsigned char uuid[VIR_UUID_BUFLEN];
    struct _virDomainBlockStats raw;
    virDomainBlockStatsStruct stats;
    virDomainInterfaceStatsStruct net;
    virDomainInfo info;
    unsigned long magic;

    if (virDomainGetUUID(dom, uuid) < 0 || virDomainGetInfo(dom, &info) < 0)
        return;
    printf("%u %s: %lu of %lu kB, %.1f s%s\n", virDomainGetID(dom), virDomainGetName(dom),
           info.memory, info.maxMem, info.cpuTime / 1e9,
           info.state == VIR_DOMAIN_PAUSED ? ", paused" : "");
    show_vcpus(conn, dom, info.nrVirtCpu);
    show_scheduler(dom);
    if (virDomainBlockStats(dom, "hda", &stats, sizeof(stats)) == 0) {
        memcpy(&raw, &stats, sizeof(raw));
        printf("%lld reads, %lld errors\n", raw.rd_req, stats.errs);
    }
    if (virDomainInterfaceStats(dom, "vif1.0", &net, sizeof(net)) == 0)
        printf("%lld in, %lld out\n", net.rx_bytes, net.tx_bytes);
    if (virDomainMemoryPeek(dom, 0xc0000000ULL, sizeof(magic), &magic, VIR_MEMORY_VIRTUAL) == 0)
        printf("%lx\n", magic);
}

int main(int argc, char **argv)
{
    static char who[] = "monitor";
    static int kinds[] = {VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE, VIR_CRED_EXTERNAL};
    virConnectAuth auth = {kinds, sizeof(kinds) / sizeof(kinds[0]), answer, who};
    virConnectPtr conn;
    unsigned long version;
    int ids[MAX_DOMAINS];
    int i, n;

    if (virInitialize() < 0 || virGetVersion(&version, NULL, NULL) < 0 || version < 6000)
        return EXIT_FAILURE;
    virSetErrorFunc(stderr, on_error);
    virEventRegisterImpl(handle_add, handle_update, handle_remove, timer_add, timer_update,
                         timer_remove);
    conn =
        virConnectOpenAuth(argc > 1 ? argv[1] : NULL, argc > 2 ? virConnectAuthPtrDefault : &auth,
                           argc > 3 ? VIR_CONNECT_RO : 0);
    if (conn == NULL) {
        virErrorPtr err = virSaveLastError();

        if (err && err->code == VIR_ERR_AUTH_FAILED)
            fprintf(stderr, "who are you?\n");
        virFreeError(err);
        return EXIT_FAILURE;
    }
    if (virConnectDomainEventRegister(conn, on_event, who, NULL) < 0)
        return EXIT_FAILURE;
    n = virConnectListDomains(conn, ids, MAX_DOMAINS);
    for (i = 0; i < n; i++) {
        virDomainPtr dom = virDomainLookupByID(conn, ids[i]);

        if (dom) {
            show(conn, dom);
            virDomainFree(dom);
        }
    }
    for (i = 0; i < 100; i++)
        turn();
    virConnectDomainEventDeregister(conn, on_event);
    virConnectClose(conn);
    return EXIT_SUCCESS;
}

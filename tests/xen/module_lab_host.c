/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host, its domains, xenstore, scheduling: what is asked and answered at once. */
#include "config.h"

#include <poll.h>

#include "module_lab.h"

void step_host(struct lab *lab)
{
    static struct xen_domain domains[64];
    struct xen_physical physical;
    struct xen_version version;
    struct xen_cell cells[4];
    int n;

    LAB_OK(lab, lab->ops->version(lab->host, &version, &lab->fail));
    printf("Xen %u.%u.%u: %s\n", version.major, version.minor, version.release,
           version.capabilities);
    CHECK(version.major >= 4);
    CHECK(strstr(version.capabilities, "xen-3.0-x86_64") != NULL);
    LAB_OK(lab, lab->ops->physical(lab->host, &physical, &lab->fail));
    printf("%llu of %llu KiB free, %u cpus of %u, %u cells, scheduler %s\n",
           (unsigned long long)physical.free_kib, (unsigned long long)physical.total_kib,
           physical.cpus, physical.max_cpus, physical.cells, physical.scheduler);
    CHECK(physical.free_kib < physical.total_kib && physical.free_kib > 1024);
    CHECK(physical.cpus >= 1 && physical.cells >= 1 && physical.scheduler[0] != '\0');
    n = lab->ops->cells(lab->host, cells, 4, &lab->fail);
    LAB_OK(lab, n);
    CHECK(n >= 1 && cells[0].total_bytes >= cells[0].free_bytes && cells[0].free_bytes > 0);
    n = lab->ops->domains(lab->host, 0, domains, 64, &lab->fail);
    LAB_OK(lab, n);
    CHECK(n >= 1 && domains[0].domid == 0 && !domains[0].translated);
    CHECK_INT(lab->ops->domains(lab->host, 5000, domains, 64, &lab->fail), 0);
    CHECK_INT(lab->ops->pause(lab->host, 5000, &lab->fail), -ESRCH);
    CHECK_INT(lab->ops->unpause(lab->host, 5000, &lab->fail), -ESRCH);
    CHECK(lab->fail.text[0] != '\0');
}

/* Whether a watch on @prefix fires within two seconds. */
static bool fires(struct lab *lab, struct xen_watch *watch, const char *prefix)
{
    struct pollfd fd = {.fd = lab->ops->watch_fd(watch), .events = POLLIN};

    for (int i = 0; i < 50; i++) {
        VT_AUTOFREE char *path = lab->ops->watch_take(watch);
        if (path != NULL && strncmp(path, prefix, strlen(prefix)) == 0)
            return true;
        if (path == NULL && poll(&fd, 1, 2000) <= 0)
            return false;
    }
    return false;
}

void step_watch(struct lab *lab)
{
    static const char *const paths[] = {"@introduceDomain", "@releaseDomain", NULL};
    struct xen_watch *watch = lab->ops->watch(lab->host, paths, &lab->fail);
    VT_AUTOFREE char *name = NULL, *path = NULL;
    uint32_t domid;

    CHECK(watch != NULL);
    CHECK(fires(lab, watch, "@introduceDomain")); /* each does so once at first */
    CHECK(fires(lab, watch, "@releaseDomain"));
    CHECK(!fires(lab, watch, "@"));
    domid = lab_build_mini(lab, "watched", "");
    CHECK(fires(lab, watch, "@introduceDomain"));
    CHECK(asprintf(&path, "/local/domain/%u/name", domid) > 0);
    name = lab->ops->store_read(lab->host, path, &lab->fail);
    CHECK_STR(name, "watched");
    lab_destroy(lab, domid);
    CHECK(fires(lab, watch, "@releaseDomain"));
    CHECK(lab->ops->store_read(lab->host, path, &lab->fail) == NULL);
    CHECK_INT(lab->fail.err, ENOENT);
    lab->ops->watch_end(watch);
}

void step_sched(struct lab *lab)
{
    const struct xen_sched to = {.weight = 512, .cap = -1};
    uint32_t domid = lab_build_mini(lab, "timed", "");
    unsigned char map[16] = {0};
    struct xen_sched now;
    struct xen_vcpu vcpu;

    LAB_OK(lab, lab->ops->get_sched(lab->host, domid, &now, &lab->fail));
    CHECK_INT(now.weight, 256);
    LAB_OK(lab, lab->ops->set_sched(lab->host, domid, &to, &lab->fail));
    LAB_OK(lab, lab->ops->get_sched(lab->host, domid, &now, &lab->fail));
    CHECK_INT(now.weight, 512);
    CHECK_INT(now.cap, 0);
    LAB_OK(lab, lab->ops->vcpu(lab->host, domid, 0, &vcpu, &lab->fail));
    CHECK(vcpu.online);
    CHECK(lab->ops->vcpu(lab->host, domid, 7, &vcpu, &lab->fail) < 0);
    LAB_OK(lab, lab->ops->get_affinity(lab->host, domid, 0, map, sizeof map, &lab->fail));
    CHECK(map[0] & 1);
    memset(map, 0, sizeof map);
    map[0] = 1;
    LAB_OK(lab, lab->ops->set_affinity(lab->host, domid, 0, map, sizeof map, &lab->fail));
    memset(map, 0xff, sizeof map);
    LAB_OK(lab, lab->ops->get_affinity(lab->host, domid, 0, map, sizeof map, &lab->fail));
    CHECK_INT(map[0], 1);
    CHECK_INT(map[15], 0);
    map[0] = 0;
    CHECK(lab->ops->set_affinity(lab->host, domid, 0, map, sizeof map, &lab->fail) < 0);
    lab_destroy(lab, domid);
    CHECK_INT(lab->ops->get_sched(lab->host, domid, &now, &lab->fail), -ESRCH);
}

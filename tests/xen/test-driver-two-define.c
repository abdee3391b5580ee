/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two processes define one name at once, each without a uuid: it is one domain, and both have its uuid. */
#include "config.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xen/world_testing.h"

#define ROUNDS 200

static struct shared {
    atomic_uint arrived[ROUNDS];
    unsigned char uuid[2][ROUNDS][VIR_UUID_BUFLEN];
} * shared;

static void child(unsigned int me)
{
    struct test_world t;
    char name[16];

    (void)fake_module();
    t.conn = virConnectOpen("xen:///");
    CHECK(t.conn != NULL);
    for (unsigned int i = 0; i < ROUNDS; i++) {
        snprintf(name, sizeof name, "r%u", i);
        atomic_fetch_add(&shared->arrived[i], 1);
        while (atomic_load(&shared->arrived[i]) < 2)
            CHECK(sched_yield() == 0);
        virDomainPtr dom = test_world_define(&t, name, "");
        CHECK(dom != NULL && virDomainGetUUID(dom, shared->uuid[me][i]) == 0);
        CHECK_INT(virDomainFree(dom), 0);
    }
    CHECK_INT(virConnectClose(t.conn), 0);
}

int main(void)
{
    char folder[] = "/tmp/vt-two-XXXXXX";
    pid_t pid[2];
    int status;

    CHECK(mkdtemp(folder) != NULL && setenv("VITRINE_CONFIG_DIR", folder, 1) == 0 &&
          setenv("VITRINE_STATE_DIR", folder, 1) == 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    for (unsigned int i = 0; i < 2; i++) {
        pid[i] = fork();
        CHECK(pid[i] >= 0);
        if (pid[i] == 0) {
            child(i);
            _exit(0);
        }
    }
    for (int i = 0; i < 2; i++)
        CHECK(waitpid(pid[i], &status, 0) == pid[i] && status == 0);
    for (unsigned int i = 0; i < ROUNDS; i++)
        CHECK(memcmp(shared->uuid[0][i], shared->uuid[1][i], VIR_UUID_BUFLEN) == 0);
    CHECK(nftw(folder, test_world_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
    CHECK(munmap(shared, sizeof *shared) == 0);
    return 0;
}

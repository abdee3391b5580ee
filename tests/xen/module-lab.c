/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module for Xen on a real Xen, function by function:  module-lab MODULE STEP...
 *
 * Runs as root in domain 0, where xenstored, xenconsoled and the guests' kernels are.  Each step
 * begins and ends with no guest of its own, no child and no descriptor left over. */
#include "config.h"

#include <dlfcn.h>
#include <time.h>

#include "module_lab.h"

static const struct {
    const char *name;
    void (*run)(struct lab *lab);
} steps[] = {
    {"host", step_host},       {"build", step_build},       {"frames", step_frames},
    {"watch", step_watch},     {"describe", step_describe}, {"sched", step_sched},
    {"life", step_life},       {"save", step_save},         {"devices", step_devices},
    {"signals", step_signals}, {"parallel", step_parallel}, {"dump", step_dump},
};

static void run(struct lab *lab, const char *name)
{
    struct timespec start, end;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (strcmp(steps[i].name, name) != 0)
            continue;
        (void)clock_gettime(CLOCK_MONOTONIC, &start);
        lab_note();
        steps[i].run(lab);
        lab_check_nothing_left();
        (void)clock_gettime(CLOCK_MONOTONIC, &end);
        printf("%s: good (%.1f s)\n", name,
               (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
        (void)fflush(stdout);
        return;
    }
    fprintf(stderr, "there is no step '%s'\n", name);
    exit(2);
}

int main(int argc, char **argv)
{
    struct lab lab = {.ops = NULL};
    void *module;

    if (argc < 3) {
        fprintf(stderr, "module-lab MODULE STEP...\n");
        return 2;
    }
    module = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (module == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    lab.ops = dlsym(module, XEN_HOST_SYMBOL);
    CHECK(lab.ops != NULL);
    CHECK_INT(lab.ops->abi, XEN_HOST_ABI);
    CHECK_STR(lab.ops->build, PACKAGE_VERSION);
    LAB_OK(&lab, lab.ops->open(&lab.host, &lab.fail));
    for (int i = 2; i < argc; i++)
        run(&lab, argv[i]);
    lab.ops->close(lab.host);
    return 0;
}

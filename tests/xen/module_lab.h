/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the steps of module-lab share: the module, a host, guests to build. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "hypervisor/xen/host.h"
#include "testing.h"
#include "util/cleanup.h"

struct lab {
    const struct xen_host_ops *ops;
    struct xen_host *host;
    struct xen_fail fail;
};

/* A call that has to go well: says what did not. */
#define LAB_OK(lab, call) \
    do { \
        long long lab_r_ = (call); \
        if (lab_r_ < 0) { \
            fprintf(stderr, "%s:%d: %s is %lld: %s\n", __FILE__, __LINE__, #call, lab_r_, \
                    (lab)->fail.text); \
            exit(1); \
        } \
    } while (0)

#define LAB_KERNEL \
    "/lab/minipv" /* tells of itself on its console, and does nothing that it is asked */
#define LAB_LINUX "/lab/vmlinux"
#define LAB_INITRD "/lab/guest.cpio"

/* A small guest that does nothing it is asked; @extra stands in <devices>.  Its number. */
uint32_t lab_build_mini(struct lab *lab, const char *name, const char *extra);
/* Linux, paravirtual or PVH, which does what it is asked once it is up.  Its number. */
uint32_t lab_build_linux(struct lab *lab, const char *name, bool pvh);
/* What may fail. */
int lab_try(struct lab *lab, const char *xml, int restore_fd, bool paused, uint32_t *ret_domid);
char *lab_linux_xml(const char *name, bool pvh);
/* What the hypervisor says now; false: there is no such domain. */
bool lab_look(struct lab *lab, uint32_t domid, struct xen_domain *ret);
/* Waits until the guest has written @word on its console. */
void lab_wait_console(const char *name, const char *word);
/* Waits until the domain has shut down, or is gone. */
void lab_wait_shutdown(struct lab *lab, uint32_t domid);
void lab_destroy(struct lab *lab, uint32_t domid);
/* Ends the program when descriptors, children or threads are left that were not there. */
void lab_note(void);
void lab_check_nothing_left(void);

void step_host(struct lab *lab);
void step_build(struct lab *lab);
void step_frames(struct lab *lab);
void step_watch(struct lab *lab);
void step_describe(struct lab *lab);
void step_sched(struct lab *lab);
void step_life(struct lab *lab);
void step_save(struct lab *lab);
void step_devices(struct lab *lab);
void step_signals(struct lab *lab);
void step_parallel(struct lab *lab);
void step_dump(struct lab *lab);

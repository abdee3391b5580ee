/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames and registers of a paravirtual and of a PVH guest. */
#include "config.h"

#include "module_lab.h"
#include "peek/source.h"

#define N 16

static void map_paravirtual(struct lab *lab, uint32_t domid)
{
    struct xen_frames *frames = lab->ops->frames_open(lab->host, domid, &lab->fail);
    uint64_t want[3] = {0, UINT64_C(1) << 40, UINT64_MAX};
    struct xen_domain domain;
    int err[3];
    void *map;

    CHECK(frames != NULL);
    CHECK(lab_look(lab, domid, &domain));
    want[0] = domain.shared_info_frame;
    want[1] |= domain.shared_info_frame; /* the kernel would drop the bit */
    map = lab->ops->map(frames, want, 3, err, &lab->fail);
    CHECK(map != NULL);
    CHECK_INT(err[0], 0);
    CHECK_INT(err[1], -EINVAL);
    CHECK_INT(err[2], -EINVAL);
    CHECK(*(volatile uint64_t *)map != 1); /* may be touched */
    lab->ops->unmap(frames, map, 3);
    CHECK(lab->ops->map(frames, want + 1, 2, err, &lab->fail) == NULL);
    CHECK_INT(lab->fail.err, EINVAL);
    CHECK(lab->ops->map(frames, want, 0, err, &lab->fail) == NULL);
    lab->ops->frames_close(frames);
}

static void map_translated(struct lab *lab, uint32_t domid)
{
    struct xen_frames *frames = lab->ops->frames_open(lab->host, domid, &lab->fail);
    uint64_t want[N], last = 0, on_demand = 1;
    int err[N];
    void *map;

    CHECK(frames != NULL);
    LAB_OK(lab, lab->ops->max_frame(lab->host, domid, &last, &lab->fail));
    CHECK(last > 0x4000);
    LAB_OK(lab, lab->ops->on_demand(lab->host, domid, &on_demand, &lab->fail));
    CHECK_INT(on_demand, 0);
    for (int i = 0; i < N; i++)
        want[i] = 0x1000 + (uint64_t)i;
    want[3] = last + 1000; /* a hole */
    map = lab->ops->map(frames, want, N, err, &lab->fail);
    CHECK(map != NULL);
    for (int i = 0; i < N; i++)
        CHECK_INT(err[i], i == 3 ? -EINVAL : 0);
    lab->ops->unmap(frames, map, N);
    lab->ops->frames_close(frames);
}

void step_frames(struct lab *lab)
{
    uint32_t mini = lab_build_mini(lab, "mapped", "");
    uint32_t pvh = lab_build_linux(lab, "translated", true);
    struct xen_domain domain;
    struct peek_regs regs;

    CHECK(lab_look(lab, pvh, &domain) && domain.translated);
    lab_wait_console("mapped", "MARKER-READY");
    map_paravirtual(lab, mini);
    LAB_OK(lab, lab->ops->regs(lab->host, mini, 0, 8, &regs, &lab->fail));
    CHECK((regs.cr0 & PEEK_CR0_PG) != 0 && regs.cr3 != 0 && regs.efer == 0);
    lab_wait_console("translated", "MARKER-READY");
    map_translated(lab, pvh);
    LAB_OK(lab, lab->ops->regs(lab->host, pvh, 0, 0, &regs, &lab->fail));
    CHECK((regs.cr0 & PEEK_CR0_PG) != 0 && (regs.efer & PEEK_EFER_LMA) != 0);
    CHECK(lab->ops->regs(lab->host, pvh, 9, 0, &regs, &lab->fail) < 0);
    CHECK(lab->ops->regs(lab->host, mini, 9, 8, &regs, &lab->fail) < 0);
    lab_destroy(lab, pvh);
    lab_destroy(lab, mini);
}

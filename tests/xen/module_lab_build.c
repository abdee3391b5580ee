/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guests are built and ended; what fails leaves nothing. */
#include "config.h"

#include "module_lab.h"

static unsigned int count(struct lab *lab)
{
    static struct xen_domain domains[64];
    int n = lab->ops->domains(lab->host, 0, domains, 64, &lab->fail);

    LAB_OK(lab, n);
    return (unsigned int)n;
}

void step_build(struct lab *lab)
{
    unsigned int before = count(lab);
    struct xen_domain domain;
    uint32_t domid = lab_build_mini(lab, "built", "");

    CHECK(lab_look(lab, domid, &domain));
    CHECK(!domain.translated && !domain.paused && !domain.dying && domain.tot_pages >= 3900);
    CHECK_INT(domain.vcpus_max, 1);
    lab_wait_console("built", "MARKER-READY");
    CHECK_INT(lab->ops->guest_width(lab->host, domid, &lab->fail), 8);
    LAB_OK(lab, lab->ops->pause(lab->host, domid, &lab->fail));
    CHECK(lab_look(lab, domid, &domain) && domain.paused);
    LAB_OK(lab, lab->ops->unpause(lab->host, domid, &lab->fail));
    CHECK(lab_look(lab, domid, &domain) && !domain.paused);
    lab_destroy(lab, domid);
    CHECK(lab_try(lab,
                  "<domain type='xen'><name>none</name><memory>16384</memory>"
                  "<os><type>linux</type><kernel>/lab/missing</kernel></os></domain>",
                  -1, false, &domid) < 0);
    printf("without a kernel: %s\n", lab->fail.text);
    CHECK(strstr(lab->fail.text, "/lab/missing") != NULL);
    CHECK(lab_try(lab,
                  "<domain type='xen'><name>huge</name><memory>100000000</memory>"
                  "<os><type>linux</type><kernel>" LAB_KERNEL "</kernel></os></domain>",
                  -1, false, &domid) < 0);
    printf("without memory: %s\n", lab->fail.text);
    CHECK_INT(count(lab), before);
    CHECK(lab->ops->destroy(lab->host, 5000, &lab->fail) < 0);
    printf("without a domain: %s\n", lab->fail.text);
}

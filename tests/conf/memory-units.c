/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory with a unit is honoured, rounded up to KiB, and printed in KiB without one. */
#include "conf-testing.h"

static const struct {
    const char *memory;
    unsigned long long kib; /* 0: refused */
} cases[] = {
    {"<memory>4096</memory>", 4096},
    {"<memory>\n  4096\t</memory>", 4096},
    {"<memory unit='b'>1</memory>", 1},
    {"<memory unit='bytes'>1025</memory>", 2},
    {"<memory unit='KB'>1024</memory>", 1000},
    {"<memory unit='k'>5000</memory>", 5000},
    {"<memory unit='KiB'>5000</memory>", 5000},
    {"<memory unit='kib'>5000</memory>", 5000},
    {"<memory unit='MB'>1</memory>", 977},
    {"<memory unit='M'>64</memory>", 65536},
    {"<memory unit='MiB'>64</memory>", 65536},
    {"<memory unit='GB'>1</memory>", 976563},
    {"<memory unit='G'>2</memory>", 2097152},
    {"<memory unit='GiB'>2</memory>", 2097152},
    {"<memory unit='T'>1</memory>", 1073741824},
    {"<memory unit='TB'>1</memory>", 976562500},
    {"<memory unit='EiB'>15</memory>", 15ULL << 50},
    {"<memory unit='EiB'>16</memory>", 0},
    {"<memory unit='G'>18014398509481984</memory>", 0},
    {"<memory>18014398509481983</memory>", 18014398509481983ULL},
    {"<memory>18014398509481984</memory>", 0},
    {"<memory unit='bytes'>18446744073709551615</memory>", 1ULL << 54},
    {"<memory unit='bytes'>18446744073709551616</memory>", 0},
    {"<memory unit='Q'>1</memory>", 0},
    {"<memory unit='KiBs'>1</memory>", 0},
    {"<memory unit=''>1</memory>", 0},
    {"<memory unit='MiB'>-1</memory>", 0},
    {"<memory unit='MiB'>1.5</memory>", 0},
    {"<memory>0x1000</memory>", 0},
};

static void check_printed(const char *xml, unsigned long long kib)
{
    DOMAIN_AUTODEF struct domain_def *def = must_parse(xml);
    VT_AUTOFREE char *text = must_format(def, 0);
    VT_AUTOFREE char *line = NULL;

    CHECK(def->mem_max_kib == kib);
    CHECK(def->mem_cur_kib == kib);
    CHECK(asprintf(&line, "<memory>%llu</memory>\n  <currentMemory>%llu<", kib, kib) > 0);
    CHECK(strstr(text, line) != NULL);
}

int main(void)
{
    DOMAIN_AUTODEF struct domain_def *def = must_parse(
        DOMAIN_HEAD "<memory unit='GiB'>1</memory>"
                    "<currentMemory unit='MiB'>512</currentMemory>" DOMAIN_OS "</domain>");

    CHECK_INT(def->mem_max_kib, 1048576);
    CHECK_INT(def->mem_cur_kib, 524288);
    for (size_t i = 0; i < VT_N_ELEMENTS(cases); i++) {
        VT_AUTOFREE char *xml = NULL;
        CHECK(asprintf(&xml, "%s%s%s</domain>", DOMAIN_HEAD, cases[i].memory, DOMAIN_OS) > 0);
        if (cases[i].kib == 0)
            must_refuse(xml, VIR_ERR_XML_ERROR);
        else
            check_printed(xml, cases[i].kib);
    }
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Capabilities are printed with every part, and without the parts that are not there. */
#include "conf-testing.h"

#include "conf/capabilities.h"

static const char full[] =
    "<capabilities>\n\n"
    "  <host>\n"
    "    <cpu>\n"
    "      <arch>i686</arch>\n"
    "      <features>\n        <pae/>\n        <nonpae/>\n      </features>\n"
    "    </cpu>\n"
    "    <migration_features>\n"
    "      <live/>\n"
    "      <uri_transports>\n"
    "        <uri_transport>tcp</uri_transport>\n"
    "      </uri_transports>\n"
    "    </migration_features>\n"
    "    <topology>\n"
    "      <cells num='2'>\n"
    "        <cell id='0'>\n"
    "          <cpus num='2'>\n"
    "            <cpu id='0'/>\n"
    "            <cpu id='2'/>\n"
    "          </cpus>\n"
    "        </cell>\n"
    "        <cell id='1'>\n"
    "          <cpus num='0'>\n"
    "          </cpus>\n"
    "        </cell>\n"
    "      </cells>\n"
    "    </topology>\n"
    "    <secmodel>\n      <model>shield</model>\n      <doi>a&amp;b</doi>\n    </secmodel>\n"
    "  </host>\n\n"
    "  <guest>\n"
    "    <os_type>hvm</os_type>\n"
    "    <arch name='i686'>\n"
    "      <wordsize>32</wordsize>\n"
    "      <emulator>/usr/bin/test-hv</emulator>\n"
    "      <machine>pc</machine>\n"
    "      <domain type='test'>\n      </domain>\n"
    "      <domain type='kvm'>\n        <loader>/l</loader>\n      </domain>\n"
    "    </arch>\n"
    "    <features>\n      <pae/>\n      <acpi default='on' toggle='yes'/>\n    </features>\n"
    "  </guest>\n\n"
    "</capabilities>\n";

static void check_full(void)
{
    static const char *const features[] = {"pae", "nonpae", NULL};
    static const char *const transports[] = {"tcp", NULL};
    static const char *const machines[] = {"pc", NULL};
    static const unsigned int cpus[] = {0, 2};
    static const struct capabilities_cell cells[] = {{0, cpus, 2}, {1, NULL, 0}};
    static const struct capabilities_runner runners[] = {{.type = "test"},
                                                         {.type = "kvm", .loader = "/l"}};
    static const struct capabilities_feature guest_features[] = {
        {.name = "pae", .plain = true}, {.name = "acpi", .on_default = true, .can_toggle = true}};
    static const struct capabilities_guest guest = {
        .os_type = "hvm",
        .arch = "i686",
        .wordsize = 32,
        .common = {.emulator = "/usr/bin/test-hv", .machines = machines},
        .domains = runners,
        .n_domains = 2,
        .features = guest_features,
        .n_features = 2,
    };
    const struct capabilities caps = {
        .host = {.arch = "i686",
                 .features = features,
                 .can_migrate = true,
                 .migrates_live = true,
                 .migration_transports = transports,
                 .cells = cells,
                 .n_cells = 2,
                 .secmodel = "shield",
                 .secmodel_doi = "a&b"},
        .guests = &guest,
        .n_guests = 1,
    };
    VT_AUTOFREE char *text = NULL;

    CHECK_INT(capabilities_format(&caps, VIR_FROM_TEST, &text), 0);
    CHECK_STR(text, full);
}

int main(void)
{
    const struct capabilities least = {.host = {.arch = "x86_64"}};
    VT_AUTOFREE char *text = NULL;

    check_full();
    CHECK_INT(capabilities_format(&least, VIR_FROM_TEST, &text), 0);
    CHECK_STR(text, "<capabilities>\n\n  <host>\n    <cpu>\n      <arch>x86_64</arch>\n"
                    "    </cpu>\n  </host>\n\n</capabilities>\n");
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a host and its hypervisor can do, as text. */
#include "config.h"

#include "conf/capabilities.h"
#include "conf/put.h"
#include "obj/error.h"

static void format_flags(struct vt_strbuf *b, const char *const *names, unsigned int indent)
{
    for (; names != NULL && *names != NULL; names++) {
        put_open(b, indent, *names);
        PUT(b, "/>\n");
    }
}

static void format_migration(struct vt_strbuf *b, const struct capabilities_host *host)
{
    if (!host->can_migrate)
        return;
    PUT(b, "    <migration_features>\n");
    if (host->migrates_live)
        PUT(b, "      <live/>\n");
    if (host->migration_transports != NULL && host->migration_transports[0] != NULL) {
        PUT(b, "      <uri_transports>\n");
        for (const char *const *t = host->migration_transports; *t != NULL; t++)
            put_element(b, 8, "uri_transport", *t);
        PUT(b, "      </uri_transports>\n");
    }
    PUT(b, "    </migration_features>\n");
}

static void format_cell(struct vt_strbuf *b, const struct capabilities_cell *cell)
{
    PUT(b, "        <cell");
    put_number(b, "id", cell->id);
    PUT(b, ">\n          <cpus");
    put_number(b, "num", cell->n_cpus);
    PUT(b, ">\n");
    for (size_t i = 0; i < cell->n_cpus; i++) {
        PUT(b, "            <cpu");
        put_number(b, "id", cell->cpus[i]);
        PUT(b, "/>\n");
    }
    PUT(b, "          </cpus>\n        </cell>\n");
}

static void format_host(struct vt_strbuf *b, const struct capabilities_host *host)
{
    PUT(b, "  <host>\n    <cpu>\n");
    put_element(b, 6, "arch", host->arch);
    if (host->features != NULL && host->features[0] != NULL) {
        PUT(b, "      <features>\n");
        format_flags(b, host->features, 8);
        PUT(b, "      </features>\n");
    }
    PUT(b, "    </cpu>\n");
    format_migration(b, host);
    if (host->n_cells > 0) {
        PUT(b, "    <topology>\n      <cells");
        put_number(b, "num", host->n_cells);
        PUT(b, ">\n");
        for (size_t i = 0; i < host->n_cells; i++)
            format_cell(b, &host->cells[i]);
        PUT(b, "      </cells>\n    </topology>\n");
    }
    if (host->secmodel != NULL) {
        PUT(b, "    <secmodel>\n");
        put_element(b, 6, "model", host->secmodel);
        put_element(b, 6, "doi", host->secmodel_doi);
        PUT(b, "    </secmodel>\n");
    }
    PUT(b, "  </host>\n\n");
}

static void format_runner(struct vt_strbuf *b, const struct capabilities_runner *runner,
                          unsigned int indent)
{
    put_element(b, indent, "emulator", runner->emulator);
    put_element(b, indent, "loader", runner->loader);
    for (const char *const *m = runner->machines; m != NULL && *m != NULL; m++)
        put_element(b, indent, "machine", *m);
}

static void format_feature(struct vt_strbuf *b, const struct capabilities_feature *feature)
{
    put_open(b, 6, feature->name);
    if (!feature->plain) {
        PUT_ATTR(b, "default", feature->on_default ? "on" : "off");
        PUT_ATTR(b, "toggle", feature->can_toggle ? "yes" : "no");
    }
    PUT(b, "/>\n");
}

static void format_guest(struct vt_strbuf *b, const struct capabilities_guest *guest)
{
    PUT(b, "  <guest>\n");
    put_element(b, 4, "os_type", guest->os_type);
    PUT(b, "    <arch");
    PUT_ATTR(b, "name", guest->arch);
    PUT(b, ">\n      <wordsize>");
    vt_strbuf_add_u64(b, guest->wordsize);
    PUT(b, "</wordsize>\n");
    format_runner(b, &guest->common, 6);
    for (size_t i = 0; i < guest->n_domains; i++) {
        PUT(b, "      <domain");
        PUT_ATTR(b, "type", guest->domains[i].type);
        PUT(b, ">\n");
        format_runner(b, &guest->domains[i], 8);
        PUT(b, "      </domain>\n");
    }
    PUT(b, "    </arch>\n");
    if (guest->n_features > 0) {
        PUT(b, "    <features>\n");
        for (size_t i = 0; i < guest->n_features; i++)
            format_feature(b, &guest->features[i]);
        PUT(b, "    </features>\n");
    }
    PUT(b, "  </guest>\n\n");
}

int capabilities_format(const struct capabilities *caps, int domain, char **ret)
{
    struct vt_strbuf b = VT_STRBUF_INIT;
    char *text;

    PUT(&b, "<capabilities>\n\n");
    format_host(&b, &caps->host);
    for (size_t i = 0; i < caps->n_guests; i++)
        format_guest(&b, &caps->guests[i]);
    PUT(&b, "</capabilities>\n");
    text = vt_strbuf_take(&b);
    if (text == NULL)
        return vt_error_no_memory(domain);
    *ret = text;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the dnsmasq of a network is told of names.  A line of a configuration has at most 1024 bytes, and what is
 * behind them would be a line of its own: so every text has a bound, and is checked letter by letter. */
#include "config.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "conf/put.h"
#include "network/dnsmasq_dns.h"
#include "obj/error.h"

/* Source: RFC 1035, 2.3.4 */
#define MAX_LABEL 63
#define MAX_DNS_NAME 253
#define MAX_TXT 255 /* of one string.  Source: RFC 1035, 3.3 */

static bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static bool is_dns_name(const char *name)
{
    size_t label = 0, len = strlen(name);

    if (len == 0 || len > MAX_DNS_NAME || name[0] == '-')
        return false;
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '.') {
            if (label == 0)
                return false;
            label = 0;
        } else if (!is_label_char(*c) || ++label > MAX_LABEL) {
            return false;
        }
    }
    return label > 0;
}

int dnsmasq_check_name(const struct network_def *def, const char *name, const char *whose)
{
    if (name == NULL || is_dns_name(name))
        return 0;
    return vt_error(
        VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
        "network '%s': '%s' cannot be the name of a %s: DNS has letters, digits, '-' and "
        "'_', with dots between",
        def->name, name, whose);
}

/* A single label, one shorter for the '_' in front of it. */
static int check_label(const struct network_def *def, const char *label, const char *whose)
{
    if (is_dns_name(label) && strchr(label, '.') == NULL && strlen(label) < MAX_LABEL)
        return 0;
    return vt_error(VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
                    "network '%s': '%s' cannot be the name of a %s: letters, digits, '-' and '_'",
                    def->name, label, whose);
}

static int check_txt(const struct network_def *def, const struct network_dns_txt *txt)
{
    if (dnsmasq_check_name(def, txt->name, "text") < 0)
        return -1;
    if (strlen(txt->value) > MAX_TXT)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
                        "network '%s': the text of '%s' has more than %d bytes", def->name,
                        txt->name, MAX_TXT);
    for (const unsigned char *c = (const unsigned char *)txt->value; *c != '\0'; c++) {
        if (*c < ' ' || *c == 0x7f)
            return vt_error(VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
                            "network '%s': the text of '%s' has a control character", def->name,
                            txt->name);
    }
    return 0;
}

static int check_srv(const struct network_def *def, const struct network_dns_srv *srv)
{
    if (check_label(def, srv->service, "service") < 0 ||
        check_label(def, srv->protocol, "protocol") < 0 ||
        dnsmasq_check_name(def, srv->domain, "domain of a service") < 0)
        return -1;
    return dnsmasq_check_name(def, srv->target, "host of a service");
}

int dnsmasq_check_dns(const struct network_def *def)
{
    const struct network_dns *dns = &def->dns;

    for (unsigned int i = 0; i < dns->n_forwarders; i++) {
        if (dnsmasq_check_name(def, dns->forwarders[i].domain, "forwarded domain") < 0)
            return -1;
    }
    for (unsigned int i = 0; i < dns->n_hosts; i++) {
        for (unsigned int n = 0; n < dns->hosts[i].n_names; n++) {
            if (dnsmasq_check_name(def, dns->hosts[i].names[n], "host") < 0)
                return -1;
        }
    }
    for (unsigned int i = 0; i < dns->n_txts; i++) {
        if (check_txt(def, &dns->txts[i]) < 0)
            return -1;
    }
    for (unsigned int i = 0; i < dns->n_srvs; i++) {
        if (check_srv(def, &dns->srvs[i]) < 0)
            return -1;
    }
    return 0;
}

void dnsmasq_put_record(struct vt_strbuf *b, const char *name, const char *domain,
                        const char *address)
{
    PUT(b, "host-record=");
    if (domain != NULL)
        vt_strbuf_addf(b, "%s.%s,", name, domain);
    vt_strbuf_addf(b, "%s,%s\n", name, address);
}

/* One of all names takes the place of those whom the host asks. */
static void put_forwarders(struct vt_strbuf *b, const struct network_dns *dns)
{
    bool all = false;

    for (unsigned int i = 0; i < dns->n_forwarders; i++) {
        const struct network_dns_forwarder *f = &dns->forwarders[i];
        PUT(b, "server=");
        if (f->domain != NULL)
            vt_strbuf_addf(b, "/%s/", f->domain);
        else
            all = true;
        vt_strbuf_addf(b, "%s\n", f->address != NULL ? f->address : "#");
    }
    if (all)
        PUT(b, "no-resolv\n");
}

/* Inside of quotes only these two mean anything but themselves. */
static void put_txt(struct vt_strbuf *b, const struct network_dns_txt *txt)
{
    vt_strbuf_addf(b, "txt-record=%s,\"", txt->name);
    for (const char *c = txt->value; *c != '\0'; c++)
        vt_strbuf_addf(b, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    PUT(b, "\"\n");
}

static void put_srv(struct vt_strbuf *b, const struct network_dns_srv *srv, const char *domain)
{
    if (srv->domain != NULL)
        domain = srv->domain;
    vt_strbuf_addf(b, "srv-host=_%s._%s", srv->service, srv->protocol);
    if (domain != NULL)
        vt_strbuf_addf(b, ".%s", domain);
    if (srv->target != NULL)
        vt_strbuf_addf(b, ",%s,%u,%u,%u", srv->target, srv->port, srv->priority, srv->weight);
    PUT(b, "\n");
}

void dnsmasq_put_dns(struct vt_strbuf *b, const struct network_def *def)
{
    const struct network_dns *dns = &def->dns;

    if (dns->off)
        PUT(b, "port=0\n");
    if (dns->keeps_plain)
        PUT(b, "domain-needed\nlocal=//\n");
    if (def->domain_local && def->domain != NULL)
        vt_strbuf_addf(b, "local=/%s/\n", def->domain);
    put_forwarders(b, dns);
    for (unsigned int i = 0; i < dns->n_hosts; i++) {
        for (unsigned int n = 0; n < dns->hosts[i].n_names; n++) {
            const char *name = dns->hosts[i].names[n];
            dnsmasq_put_record(b, name, strchr(name, '.') == NULL ? def->domain : NULL,
                               dns->hosts[i].address);
        }
    }
    for (unsigned int i = 0; i < dns->n_txts; i++)
        put_txt(b, &dns->txts[i]);
    for (unsigned int i = 0; i < dns->n_srvs; i++)
        put_srv(b, &dns->srvs[i], def->domain);
}

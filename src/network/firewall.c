/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The packet filter of a network: one table of nftables. */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/put.h"
#include "network/bridge.h"
#include "network/firewall.h"
#include "network/netlink.h"
#include "obj/error.h"
#include "util/cleanup.h"
#include "util/file.h"
#include "util/process.h"

#define NFT_MS 10000
/* Ports that guests' connections get: none that only a privileged program of the host may have. */
#define FIRST_PORT 1024
#define LAST_PORT 65535

static void put_name(struct vt_strbuf *b, const struct network_def *def)
{
    PUT(b, "vitrine_");
    for (int i = 0; i < VT_UUID_LEN; i++)
        vt_strbuf_addf(b, "%02x", def->uuid[i]);
}

static void put_table(struct vt_strbuf *b, const struct network_def *def)
{
    PUT(b, "table inet ");
    put_name(b, def);
}

static void put_empty(struct vt_strbuf *b, const struct network_def *def)
{
    /* One that is there is not refused, one that is not can be deleted then. */
    put_table(b, def);
    PUT(b, " {\n}\ndelete ");
    put_table(b, def);
    PUT(b, "\n");
}

/* "ip saddr 10.0.0.0/24" */
static void put_match(struct vt_strbuf *b, const char *what, const struct network_address *a)
{
    struct network_address net = *a;
    char text[INET6_ADDRSTRLEN];

    for (unsigned int bit = a->prefix; bit < (a->v6 ? 128U : 32U); bit++)
        net.bytes[bit / 8] &= (unsigned char)~(0x80 >> bit % 8);
    vt_strbuf_addf(b, "%s %s %s/%u ", a->v6 ? "ip6" : "ip", what,
                   inet_ntop(a->v6 ? AF_INET6 : AF_INET, net.bytes, text, sizeof text), a->prefix);
}

static void put_ports(struct vt_strbuf *b, const struct network_def *def)
{
    vt_strbuf_addf(b, "masquerade to :%u-%u\n",
                   def->nat_port_start != 0 ? def->nat_port_start : FIRST_PORT,
                   def->nat_port_start != 0 ? def->nat_port_end : LAST_PORT);
}

static void put_out(struct vt_strbuf *b, const struct network_def *def)
{
    if (def->forward_dev != NULL)
        vt_strbuf_addf(b, "oifname \"%s\" ", def->forward_dev);
}

static void put_masquerade(struct vt_strbuf *b, const struct network_def *def,
                           const struct network_address *a)
{
    static const char *const protocols[] = {"tcp", "udp"};
    static const char *const kept[] = {"224.0.0.0/24", "255.255.255.255/32"};

    for (unsigned int i = 0; i < VT_N_ELEMENTS(kept); i++) {
        PUT(b, "    ");
        put_match(b, "saddr", a);
        vt_strbuf_addf(b, "ip daddr %s return\n", kept[i]);
    }
    for (unsigned int i = 0; i < VT_N_ELEMENTS(protocols); i++) {
        vt_strbuf_addf(b, "    meta l4proto %s ", protocols[i]);
        put_out(b, def);
        put_match(b, "saddr", a);
        put_match(b, "daddr !=", a);
        put_ports(b, def);
    }
    PUT(b, "    ");
    put_out(b, def);
    put_match(b, "saddr", a);
    put_match(b, "daddr !=", a);
    PUT(b, "masquerade\n");
}

/* "    iifname "virbr0" " */
static void put_on(struct vt_strbuf *b, const char *what, const char *name)
{
    if (name != NULL)
        vt_strbuf_addf(b, "%s \"%s\" ", what, name);
}

/* In: answers of NAT, anything of a route.  Out: what has an address of the network. */
static void put_forward(struct vt_strbuf *b, const struct network_def *def,
                        const struct network_address *a)
{
    bool nat = def->forward == NETWORK_FORWARD_NAT && !a->v6;

    PUT(b, "    ");
    put_on(b, "oifname", def->bridge);
    put_on(b, "iifname", def->forward_dev);
    put_match(b, "daddr", a);
    vt_strbuf_add(b, nat ? "ct state established,related accept\n    " : "accept\n    ");
    put_on(b, "iifname", def->bridge);
    put_on(b, "oifname", def->forward_dev);
    put_match(b, "saddr", a);
    PUT(b, "accept\n");
}

static bool forwards(const struct network_def *def)
{
    return def->forward == NETWORK_FORWARD_NAT || def->forward == NETWORK_FORWARD_ROUTE;
}

void firewall_format(const struct network_def *def, struct vt_strbuf *b)
{
    struct network_address a;

    put_empty(b, def);
    put_table(b, def);
    PUT(b,
        " {\n  chain forwarded {\n    type filter hook forward priority filter; policy accept;\n    ");
    put_on(b, "iifname", def->bridge);
    put_on(b, "oifname", def->bridge);
    PUT(b, "accept\n");
    for (unsigned int i = 0; forwards(def) && bridge_address(def, i, &a); i++)
        put_forward(b, def, &a);
    vt_strbuf_addf(b, "    oifname \"%s\" reject\n    iifname \"%s\" reject\n  }\n", def->bridge,
                   def->bridge);
    if (def->forward == NETWORK_FORWARD_NAT) {
        PUT(b, "  chain out {\n    type nat hook postrouting priority srcnat; policy accept;\n");
        for (unsigned int i = 0; bridge_address(def, i, &a); i++) {
            if (!a.v6)
                put_masquerade(b, def, &a);
        }
        PUT(b, "  }\n");
    }
    PUT(b, "}\n");
}

static int run_nft(const struct network_def *def, const char *path)
{
    struct vt_process_result result;
    int r = vt_process_run((const char *const[]){"nft", "-f", path, NULL}, -1, NFT_MS, &result);

    if (r == -ETIMEDOUT)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                        "nft did not set the packet filter of network '%s' within %d s", def->name,
                        NFT_MS / 1000);
    if (r < 0)
        return vt_error_errno(VIR_FROM_NETWORK, r, "cannot run nft for network '%s'", def->name);
    if (result.status != 0)
        return vt_error(VIR_FROM_NETWORK, VIR_ERR_OPERATION_FAILED,
                        "nft does not set the packet filter of network '%s': %s", def->name,
                        result.said);
    return 0;
}

/* Gives nft the text, in a file that it does not outlive. */
static int load(const struct network_def *def, const char *folder, struct vt_strbuf *b)
{
    VT_AUTOFREE char *path = NULL;
    VT_OUTFILE_SCOPE(f);
    int r;

    if (b->failed || asprintf(&path, "%s/%s.nft", folder, def->name) < 0) {
        path = NULL;
        return vt_error_no_memory(VIR_FROM_NETWORK);
    }
    r = vt_outfile_open(&f, path, 0600);
    if (r == 0)
        r = vt_outfile_write(&f, b->text, b->len);
    if (r == 0)
        r = vt_outfile_commit(&f);
    if (r < 0)
        return vt_error_errno(VIR_FROM_NETWORK, r, "cannot write '%s'", path);
    r = run_nft(def, path);
    (void)unlink(path);
    return r;
}

int firewall_make(const struct network_def *def, const char *folder)
{
    VT_STRBUF_SCOPE(b);

    if (def->forward == NETWORK_FORWARD_OPEN)
        return 0;
    firewall_format(def, &b);
    return load(def, folder, &b);
}

int firewall_remove(const struct network_def *def, const char *folder)
{
    VT_STRBUF_SCOPE(b);

    if (def->forward == NETWORK_FORWARD_OPEN)
        return 0;
    put_empty(&b, def);
    return load(def, folder, &b);
}

bool firewall_is_there(const struct network_def *def)
{
    VT_STRBUF_SCOPE(b);

    if (def->forward == NETWORK_FORWARD_OPEN)
        return true;
    put_name(&b, def);
    return b.failed || netlink_has_table(b.text) != 0; /* what cannot be known is left alone */
}

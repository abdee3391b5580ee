/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of leases are read for what they hold; what is of another form, out of time, of another network, or more
 * than a bound, is not taken for a lease. */
#include "config.h"

#include "network/lease.h"
#include "obj/error.h"
#include "testing.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

#define NOW 1000000
#define MAC_5 "52:54:00:00:00:05"

static struct network_def *def;

static int parse(const char *text, size_t len, const unsigned char *mac, struct lease_list *ret)
{
    VT_AUTOFREE char *copy = malloc(len + 1);

    CHECK(copy != NULL);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return lease_parse(def, copy, len, mac, NOW, ret);
}

static void whole(void)
{
    static const char text[] = "1000000 52:54:00:00:00:05 10.77.0.5 five 01:52:54:00:00:00:05\n"
                               "0 52:54:00:AB:cd:ef 10.77.0.200 * *\n"
                               "999999 52:54:00:00:00:06 10.77.0.6 late *\n"
                               "2000000 06-02:03 10.77.0.7 seven *\n"
                               "2000000 52:54:00:00:00:08 10.78.0.8 elsewhere *\n"
                               "duid 00:01:00:01:2a\n"
                               "2000000 12345 fd00:77::8 eight 00:02:ff\n";
    LEASE_LIST_SCOPE(found);

    CHECK_INT(parse(text, sizeof text - 1, NULL, &found), 0);
    CHECK_INT(found.n, 4);
    CHECK(found.list[4] == NULL);
    CHECK_INT(found.list[0]->expirytime, NOW);
    CHECK_INT(found.list[0]->type, VIR_IP_ADDR_TYPE_IPV4);
    CHECK_STR(found.list[0]->iface, "br5");
    CHECK_STR(found.list[0]->mac, MAC_5);
    CHECK_STR(found.list[0]->ipaddr, "10.77.0.5");
    CHECK_INT(found.list[0]->prefix, 24);
    CHECK_STR(found.list[0]->hostname, "five");
    CHECK_STR(found.list[0]->clientid, "01:52:54:00:00:00:05");
    CHECK(found.list[0]->iaid == NULL);
    CHECK_INT(found.list[1]->expirytime, 0);
    CHECK_STR(found.list[1]->mac, "52:54:00:ab:cd:ef");
    CHECK(found.list[1]->hostname == NULL && found.list[1]->clientid == NULL);
    CHECK(found.list[2]->mac == NULL); /* its hardware is none of Ethernet */
    CHECK_STR(found.list[2]->hostname, "seven");
    CHECK_INT(found.list[3]->type, VIR_IP_ADDR_TYPE_IPV6);
    CHECK_INT(found.list[3]->prefix, 64);
    CHECK_STR(found.list[3]->iaid, "12345");
    CHECK_STR(found.list[3]->clientid, "00:02:ff");
    CHECK(found.list[3]->mac == NULL);
}

static void of_one_client(void)
{
    static const unsigned char mac[CONF_MAC_LEN] = {0x52, 0x54, 0, 0, 0, 5};
    static const char text[] = "0 52:54:00:00:00:06 10.77.0.6 six *\n"
                               "0 06-52:54:00:00:00:05 10.77.0.7 seven *\n"
                               "0 " MAC_5 " 10.77.0.5 five *\n"
                               "0 5 fd00:77::5 five *\n";
    LEASE_LIST_SCOPE(found);

    CHECK_INT(parse(text, sizeof text - 1, mac, &found), 0);
    CHECK_INT(found.n, 1);
    CHECK_STR(found.list[0]->ipaddr, "10.77.0.5");
}

/* Nothing of these is a lease. */
static void none(void)
{
    static const char *const lines[] = {
        "",
        "\n\n\n",
        " ",
        "     \n",
        "0",
        "0 " MAC_5,
        "0 " MAC_5 " 10.77.0.5",
        "duid 00:01",
        "0 " MAC_5 " 10.77.0.5 five",
        "-1 " MAC_5 " 10.77.0.5 five *",
        "x " MAC_5 " 10.77.0.5 five *",
        "9223372036854775808 " MAC_5 " 10.77.0.5 five *",
        "99999999999999999999999999 " MAC_5 " 10.77.0.5 five *",
        "0  " MAC_5 " 10.77.0.5 five *",
        "0 " MAC_5 " 10.77.0.256 five *",
        "0 " MAC_5 " 10.77.5 five *",
        "0 " MAC_5 " fe80::1%eth0 five *",
        "0 " MAC_5 " 10.77.0.5\tfive * *",
        "\xff\xfe\xfd \x01 \x02 \x03 \x04",
    };

    for (size_t i = 0; i < VT_N_ELEMENTS(lines); i++) {
        LEASE_LIST_SCOPE(found);
        CHECK_INT(parse(lines[i], strlen(lines[i]), NULL, &found), 0);
        CHECK_INT(found.n, 0);
    }
}

/* What a guest made up is left out, and the lease stays. */
static void made_up(void)
{
    static const char *const lines[] = {
        "0 " MAC_5 " 10.77.0.5 a\x1b[2J z",     "0 " MAC_5 " 10.77.0.5 <x/> 01:zz",
        "0 " MAC_5 " 10.77.0.5 \xc3\xa9 01 02", "0 " MAC_5 " 10.77.0.5  ",
        "0 " MAC_5 " 10.77.0.5 a/b 01;02\r",
    };
    VT_STRBUF_SCOPE(b);

    for (size_t i = 0; i < VT_N_ELEMENTS(lines); i++) {
        LEASE_LIST_SCOPE(found);
        CHECK_INT(parse(lines[i], strlen(lines[i]), NULL, &found), 0);
        CHECK_INT(found.n, 1);
        CHECK(found.list[0]->hostname == NULL);
        CHECK(found.list[0]->clientid == NULL || strcmp(found.list[0]->clientid, "01") == 0);
    }
    vt_strbuf_add(&b, "0 " MAC_5 " 10.77.0.5 ");
    for (int i = 0; i < 254; i++)
        vt_strbuf_add(&b, "a");
    vt_strbuf_add(&b, " ");
    for (int i = 0; i < 256; i++)
        vt_strbuf_add(&b, "aa:");
    LEASE_LIST_SCOPE(found);
    CHECK_INT(parse(b.text, b.len, NULL, &found), 0);
    CHECK_INT(found.n, 1);
    CHECK(found.list[0]->hostname == NULL && found.list[0]->clientid == NULL);
}

static void bounds(void)
{
    static const char holes[] =
        "0 " MAC_5 " 10.77.0.5 five *\0 and more\n0 " MAC_5 " 10.77.0.6 \0 *\n";
    LEASE_LIST_SCOPE(found);
    LEASE_LIST_SCOPE(many);
    VT_STRBUF_SCOPE(b);

    CHECK_INT(parse(holes, sizeof holes - 1, NULL, &found), 0);
    CHECK_INT(found.n, 1);
    for (int i = 0; i <= LEASE_MAX; i++)
        vt_strbuf_add(&b, "0 * 10.77.0.5 * *\n");
    CHECK_INT(parse(b.text, b.len, NULL, &many), -1);
    CHECK_INT(vt_error_last()->code, VIR_ERR_OPERATION_FAILED);
    CHECK_INT(many.n, LEASE_MAX);
}

int main(void)
{
    CHECK_INT(network_def_parse("<network><name>n</name><bridge name='br5'/>"
                                "<ip address='10.77.0.1' prefix='24'/>"
                                "<ip family='ipv6' address='fd00:77::1' prefix='64'/></network>",
                                &def),
              0);
    whole();
    of_one_client();
    none();
    made_up();
    bounds();
    network_def_unref(def);
    return 0;
}

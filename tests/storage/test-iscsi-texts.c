/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What iscsiadm prints and what it keeps are read as they are, and refused as soon as they are something else. */
#include "config.h"

#include "storage/iscsi.h"
#include "testing.h"

static int parse(const char *text, struct iscsi_targets *ret)
{
    char *copy = strdup(text);
    int r;

    CHECK(copy != NULL);
    r = iscsi_targets_parse(copy, ret);
    free(copy);
    return r;
}

static void targets_are_read(void)
{
    ISCSI_TARGETS_SCOPE(targets);

    CHECK_INT(parse("127.0.0.1:3260,1 iqn.2009-02.com.example:t1\n"
                    "[fe80::5054:ff:fe12:3456]:3261,7 iqn.2009-02.com.example:t1\n"
                    "san.example.com:860,65535 eui.02004567A425678D\n",
                    &targets),
              0);
    CHECK_INT(targets.n, 3);
    CHECK_STR(targets.target[0]->address, "127.0.0.1");
    CHECK_INT(targets.target[0]->port, 3260);
    CHECK_INT(targets.target[0]->group, 1);
    CHECK_STR(targets.target[0]->name, "iqn.2009-02.com.example:t1");
    CHECK_STR(targets.target[1]->address, "[fe80::5054:ff:fe12:3456]");
    CHECK_INT(targets.target[1]->port, 3261);
    CHECK_STR(targets.target[2]->name, "eui.02004567A425678D");
}

static void nothing_is_no_target(void)
{
    ISCSI_TARGETS_SCOPE(targets);

    CHECK_INT(parse("", &targets), 0);
    CHECK_INT(parse("\n\n", &targets), 0);
    CHECK_INT(targets.n, 0);
}

static void other_shapes_are_refused(void)
{
    static const char *const bad[] = {
        "no portals found",
        "127.0.0.1:3260,1",
        "127.0.0.1:3260 iqn.a:b",
        "127.0.0.1,1 iqn.a:b",
        "127.0.0.1:99999,1 iqn.a:b",
        "127.0.0.1:3260,1x iqn.a:b",
        "127.0.0.1:3260,-1 iqn.a:b",
        "127.0.0.1:,1 iqn.a:b",
        ":3260,1 iqn.a:b",
        "-o:3260,1 iqn.a:b",
        "a b:3260,1 iqn.a:b",
        "127.0.0.1:3260,1 --login",
        "127.0.0.1:3260,1 iqn.a/../../b",
        "127.0.0.1:3260,1 iqn.a:b c",
        "127.0.0.1:3260,1 iqn.a:\x01",
        "[fe80::1:3260,1 iqn.a:b",
        "127.0.0.1:3260,1 iqn.a:b\nand more\n",
        "127.0.0.1:99999999999999999999,1 iqn.a:b",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ISCSI_TARGETS_SCOPE(targets);
        if (parse(bad[i], &targets) != -EBADMSG)
            fprintf(stderr, "taken: %s\n", bad[i]);
        CHECK(parse(bad[i], &targets) == -EBADMSG);
    }
}

static void names_stay_in_their_folder(void)
{
    char longest[ISCSI_MAX_NAME + 2];

    memset(longest, 'a', sizeof longest);
    memcpy(longest, "iqn.", 4);
    longest[ISCSI_MAX_NAME + 1] = '\0';
    CHECK(!iscsi_name_ok(longest));
    longest[ISCSI_MAX_NAME] = '\0';
    CHECK(iscsi_name_ok(longest));
    CHECK(!iscsi_name_ok("") && !iscsi_name_ok("..") && !iscsi_name_ok("iqn./etc"));
    CHECK(iscsi_host_ok("san-1.example.com") && iscsi_host_ok("::1") && iscsi_host_ok("[::1]"));
    CHECK(!iscsi_host_ok("") && !iscsi_host_ok("-p") && !iscsi_host_ok("a,b") &&
          !iscsi_host_ok("a/b") && !iscsi_host_ok("[") && !iscsi_host_ok("[a]b]"));
    CHECK(iscsi_secret_ok("a b=#c") && !iscsi_secret_ok("") && !iscsi_secret_ok(" a") &&
          !iscsi_secret_ok("a\nnode.startup = automatic"));
}

/* As iscsiadm of open-iscsi 2.1.8 writes it, in short. */
#define RECORD \
    "# BEGIN RECORD 2.1.8\n" \
    "node.name = iqn.a:b\n" \
    "node.session.auth.authmethod = None\n" \
    "node.session.auth.password_in = other\n" \
    "node.session.auth.chap_algs = MD5\n" \
    "# END RECORD\n"

static void records_get_a_login_once(void)
{
    const struct storage_auth auth = {.login = "me", .passwd = "a secret"};
    char *one = iscsi_record_edit(RECORD, true, &auth);
    char *two = iscsi_record_edit(one, true, &auth);
    char *plain = iscsi_record_edit(RECORD, false, NULL);

    CHECK(strstr(one, "# BEGIN RECORD 2.1.8\n") == one);
    CHECK(strstr(one, "\nnode.session.auth.authmethod = CHAP\n") != NULL);
    CHECK(strstr(one, "\nnode.session.auth.username = me\n") != NULL);
    CHECK(strstr(one, "\nnode.session.auth.password = a secret\n") != NULL);
    CHECK(strstr(one, "= None") == NULL);
    CHECK(strstr(one, "\nnode.session.auth.password_in = other\n") != NULL);
    CHECK(strstr(one, "\nnode.session.auth.chap_algs = MD5\n# END RECORD\n") != NULL);
    CHECK(iscsi_record_is_marked(one) && !iscsi_record_is_marked(RECORD));
    CHECK_STR(two, one);
    CHECK_STR(plain, RECORD);
    free(one);
    free(two);
    free(plain);
}

int main(void)
{
    targets_are_read();
    nothing_is_no_target();
    other_shapes_are_refused();
    names_stay_in_their_folder();
    records_get_a_login_once();
    return 0;
}

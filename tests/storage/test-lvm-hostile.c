/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Output that LVM2 does not have is refused, and names that a tool or a path would take for something else. */
#include "config.h"

#include "storage/lvm.h"
#include "testing.h"

#define D LVM_DIVIDER
#define ROW "  v" D "u" D "-wi-a-----" D
#define END D D D D "4194304" D

static const char *const volumes[] = {
    "x\n",
    "\n",
    ROW "1\n",
    ROW "1" END "/dev/sda:0-0" D "4194304" D "more\n",
    ROW "" END "/dev/sda:0-0" D "4194304\n",
    ROW "-1" END "/dev/sda:0-0" D "4194304\n",
    ROW "9223372036854775808" END "/dev/sda:0-0" D "4194304\n",
    ROW "99999999999999999999999999" END "/dev/sda:0-0" D "4194304\n",
    ROW "1" END "/dev/sda:0-0" D "0\n",
    ROW "1" END "/dev/sda:2-1" D "4194304\n",
    ROW "1" END "/dev/sda:0" D "4194304\n",
    ROW "1" END "/dev/sda" D "4194304\n",
    ROW "1" END "/dev/sda:0-9223372036854775807" D "4194304\n",
    "  v" D D "-wi-a-----" D "1" END "/dev/sda:0-0" D "4194304\n",
    "  v" D "u" D "-wi-a" D "1" END "/dev/sda:0-0" D "4194304\n",
    "  ../v" D "u" D "-wi-a-----" D "1" END "/dev/sda:0-0" D "4194304\n",
    "  v" D "u" D "swi-a-s---" D "1" D "o" D D "0.00" D "1" D "/dev/sda:0-0" D "4194304\n",
    "  v" D "u" D "Vwi-a-----" D "1" D D D "101.00" D "1" D D "4194304\n",
    "  v" D "u" D "Vwi-a-----" D "1" D D D "1.5" D "1" D D "4194304\n",
};

static const char *const groups[] = {
    "g" D "1" D "2" D "1\n",
    "g" D "2" D "1\n",
    "g" D "2" D "1" D "1\ng" D "2" D "1" D "1\n",
};

static const char *const bad_names[] = {"",    ".",     "..",       "-v",  "a/b",
                                        "a b", "a\x1f", "\xc3\xa4", "a;b", "a'b"};

int main(void)
{
    char name[LVM_MAX_NAME + 2] = "";

    for (size_t i = 0; i < sizeof volumes / sizeof volumes[0]; i++) {
        char *text = strdup(volumes[i]);
        LVM_VOLUMES_SCOPE(found);
        if (lvm_parse_volumes(text, &found) != -EBADMSG) {
            fprintf(stderr, "row %zu is taken\n", i);
            return 1;
        }
        free(text);
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        char *text = strdup(groups[i]);
        struct lvm_group group;
        CHECK_INT(lvm_parse_group(text, &group), -EBADMSG);
        free(text);
    }
    for (size_t i = 0; i < sizeof bad_names / sizeof bad_names[0]; i++)
        CHECK(!lvm_name_ok(bad_names[i]));
    memset(name, 'n', LVM_MAX_NAME);
    CHECK(lvm_name_ok(name));
    memset(name, 'n', LVM_MAX_NAME + 1);
    CHECK(!lvm_name_ok(name));
    CHECK(lvm_name_ok("a+b_c.d-e") && lvm_name_ok(".hidden"));
    return 0;
}

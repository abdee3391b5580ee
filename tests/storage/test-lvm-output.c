/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What LVM2 says is read as it is meant: volumes of all kinds, what they are on, snapshots, groups. */
#include "config.h"

#include "storage/lvm.h"
#include "testing.h"

#define D LVM_DIVIDER

/* Output of lvs 2.03.16, of a group with a volume of each kind. */
static const char volumes_text[] =
    "  off" D "Hvq69s" D "-wi-------" D "33554432" D D D D "33554432" D "/dev/sda:43-50" D
    "4194304\n"
    "  plain" D "W4O32F" D "owi-a-s---" D "12582912" D D "12582912" D D "12582912" D
    "/dev/sda:0-2" D "4194304\n"
    "  snap" D "bd5VN2" D "swi-a-s---" D "8388608" D "plain" D "12582912" D "0.00" D "8388608" D
    "/dev/sda:11-12" D "4194304\n"
    "  sparse" D "KCcPRW" D "swi-a-s---" D "16777216" D "[sparse_vorigin]" D "1073741824" D "0.05" D
    "16777216" D "/dev/sda:13-16" D "4194304\n"
    "  striped" D "pYojpB" D "-wi-a-----" D "67108864" D D D D "67108864" D
    "/dev/sda:3-10 /dev/vda:0-7" D "4194304\n"
    "  thinv" D "Sckb2G" D "Vwi-a-tz--" D "209715200" D D D "25.50" D "209715200" D D "4194304\n"
    "  tp" D "Q6rigw" D "twi-aotz--" D "104857600" D D D "0.00" D "104857600" D "tp_tdata:0-24" D
    "4194304\n"
    "  two" D "oL2AAA" D "-wi-a----k" D "8388608" D D D D "4194304" D "/dev/sda:20-20" D "4194304\n"
    "  two" D "oL2AAA" D "-wi-a----k" D "8388608" D D D D "4194304" D "/dev/by-path:x:7-7" D
    "4194304\n";

static void check_on(const struct lvm_volume *vol, unsigned int i, const char *path,
                     unsigned long long start, unsigned long long end)
{
    CHECK(i < vol->n_devices);
    CHECK_STR(vol->devices[i]->path, path);
    CHECK_INT(vol->devices[i]->n_extents, 1);
    CHECK_INT(vol->devices[i]->extents[0]->start, start << 22);
    CHECK_INT(vol->devices[i]->extents[0]->end, end << 22);
}

static void check_volumes(void)
{
    char text[sizeof volumes_text];
    const struct lvm_volume *vol;
    LVM_VOLUMES_SCOPE(volumes);

    memcpy(text, volumes_text, sizeof text);
    CHECK_INT(lvm_parse_volumes(text, &volumes), 0);
    CHECK_INT(volumes.n, 7);
    CHECK(lvm_find(&volumes, "tp") == NULL);
    CHECK(!lvm_find(&volumes, "off")->active);
    vol = lvm_find(&volumes, "plain");
    CHECK_STR(vol->uuid, "W4O32F");
    CHECK(vol->active && !vol->by_hand && !vol->copies && vol->origin == NULL);
    CHECK_INT(vol->size, 12582912);
    check_on(vol, 0, "/dev/sda", 0, 3);
    vol = lvm_find(&volumes, "snap");
    CHECK_STR(vol->origin, "plain");
    CHECK(vol->copies);
    CHECK_INT(vol->size, 12582912);
    CHECK_INT(vol->allocated, 8388608);
    vol = lvm_find(&volumes, "sparse");
    CHECK(vol->origin == NULL);
    CHECK_INT(vol->size, 1073741824);
    vol = lvm_find(&volumes, "striped");
    check_on(vol, 0, "/dev/sda", 3, 11);
    check_on(vol, 1, "/dev/vda", 0, 8);
    vol = lvm_find(&volumes, "thinv");
    CHECK_INT(vol->allocated, 209715200 / 10000 * 2550);
    CHECK_INT(vol->n_devices, 0);
    vol = lvm_find(&volumes, "two"); /* of two segments */
    CHECK(vol->by_hand);
    CHECK_INT(vol->n_devices, 2);
    check_on(vol, 0, "/dev/sda", 20, 21);
    check_on(vol, 1, "/dev/by-path:x", 7, 8);
}

static void check_group(void)
{
    char none[] = "", one[] = "  g1" D "1065353216" D "813694976" D "4194304\n";
    struct lvm_group group;

    CHECK_INT(lvm_parse_group(none, &group), 0);
    CHECK_INT(lvm_parse_group(one, &group), 1);
    CHECK_INT(group.size, 1065353216);
    CHECK_INT(group.free, 813694976);
    CHECK_INT(group.extent, 4194304);
}

static void check_devices(void)
{
    char text[] = "  g1" D "/dev/sda\n  g2" D "/dev/sdb\n  " D "/dev/sdc\n  g1" D "/dev/vda\n"
                  "  g3" D "[unknown]\n";
    struct arena arena = ARENA_INIT;
    struct storage_source **sources;
    unsigned int n;

    CHECK_INT(lvm_parse_devices(text, &arena, &sources, &n), 0);
    CHECK_INT(n, 3);
    CHECK_STR(sources[0]->name, "g1");
    CHECK_INT(sources[0]->n_devices, 2);
    CHECK_STR(sources[0]->devices[1]->path, "/dev/vda");
    CHECK_STR(sources[1]->name, "g2");
    CHECK_INT(sources[2]->n_devices, 0);
    arena_done(&arena);
}

int main(void)
{
    check_volumes();
    check_group();
    check_devices();
    return 0;
}

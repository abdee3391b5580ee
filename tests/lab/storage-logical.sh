#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The life of pools of the type logical, on real groups of LVM2.  Each command of virsh is a process of its own.
VIRSH=/lab/bin/virsh
. /lab/bin/lib.sh
export LC_ALL=C # the machine has no others
export VIRSH_DEFAULT_CONNECT_URI=test:///host

# pool GROUP DEVICE...: its document
pool() {
    local group=$1 device
    shift
    echo "<pool type='logical'><name>$group</name><source>"
    for device; do echo "<device path='$device'/>"; done
    echo "<name>$group</name><format type='lvm2'/></source><target><path>/dev/$group</path></target></pool>"
}

# volume NAME BYTES [MORE]: its document
volume() {
    echo "<volume><name>$1</name><capacity>$2</capacity>${3-}<target/></volume>"
}

# volumes: the names in the last output of vol-list, between blanks
volumes() {
    works vol-list "$1"
    awk 'NR > 2 && NF {printf "%s ", $1}' "$dir/out"
}

build() {
    pool first /dev/sda /dev/vda >"$dir/first.xml"
    works pool-define "$dir/first.xml"
    refused pool-start first
    works pool-build first
    [ "$(vgs --noheadings -o pv_count first | tr -d ' ')" = 2 ] || fail "no group on two devices"
    refused pool-build first
    pool second /dev/sdb /dev/sda >"$dir/second.xml"
    works pool-define "$dir/second.xml"
    refused pool-build second
    error_has "/dev/sda"
    [ -z "$(wipefs -n /dev/sdb)" ] || fail "a build that was refused has written to sdb"
    works pool-start first
    works pool-info first
    has 'State: +running'
}

make_volumes() {
    works vol-create-as first one 64M
    works vol-create-as first two 1000000
    [ "$(blockdev --getsize64 /dev/first/two)" = 4194304 ] || fail "not rounded up to an extent"
    [ "$(volumes first)" = "one two " ] || fail "not the two volumes"
    refused vol-create-as first one 4M
    refused vol-create-as first 'a b' 4M
    refused vol-create-as first much 4T
    works vol-dumpxml one first
    has "<key>$(lvs --noheadings -o lv_uuid first/one | tr -d ' ')</key>"
    has "<path>/dev/first/one</path>"
    has "<device path='/dev/sda'>"
    has "<extent start='0' end='67108864'/>"
    [ "$(stat -Lc %a /dev/first/one)" = 600 ] || fail "not of the mode in the document"
    works vol-pool "$(lvs --noheadings -o lv_uuid first/one | tr -d ' ')"
    has '^first$'
    works vol-info /dev/first/one
    has 'Type: +block'
    has 'Capacity: +64'
}

snapshot() {
    volume snap $((64 << 20)) "<allocation>8388608</allocation>" |
        sed 's,<target/>,&<backingStore><path>/dev/first/one</path></backingStore>,' >"$dir/snap.xml"
    works vol-create first "$dir/snap.xml"
    works vol-dumpxml snap first
    has "<path>/dev/first/one</path>"
    has "<capacity>67108864</capacity>"
    has "<allocation>8388608</allocation>"
    refused vol-delete one first
    error_has snap
    [ -b /dev/first/one ] || fail "the origin is gone"
    works vol-delete snap first
    [ "$(volumes first)" = "one two " ] || fail "the snapshot is listed"
    sed 's,/dev/first/one,/dev/sdb,' "$dir/snap.xml" >"$dir/bad.xml"
    refused vol-create first "$dir/bad.xml"
}

# A failure of lvcreate that leaves half of a volume.
failure() {
    mkdir "$dir/bin"
    printf '#!/bin/sh\n/sbin/lvcreate "$@" || exit\n/sbin/lvchange -an first/half\necho "out of luck" >&2\nexit 5\n' \
        >"$dir/bin/lvcreate"
    chmod 755 "$dir/bin/lvcreate"
    PATH=$dir/bin:$PATH refused vol-create-as first half 4M
    error_has "out of luck"
    [ -z "$(lvs --noheadings -S lv_name=half)" ] || fail "half a volume is left"
}

# One that takes less than it shows.  Where the kernel cannot, lvcreate itself leaves half of it.
sparse() {
    if modprobe -q dm-zero; then
        works vol-create-as first sparse 1G --allocation 16M
        [ "$(blockdev --getsize64 /dev/first/sparse)" = $((1 << 30)) ] || fail "not of the capacity"
        works vol-dumpxml sparse first
        has '<allocation>16777216</allocation>'
        has_not '<backingStore>'
        works vol-delete sparse first
    else
        refused vol-create-as first sparse 1G --allocation 16M
    fi
    [ -z "$(lvs --noheadings -S lv_name=sparse)" ] || fail "a sparse volume is left"
}

bytes() {
    head -c 64M /dev/urandom >"$dir/data"
    works vol-upload one "$dir/data" --pool first
    cmp /dev/first/one "$dir/data" || fail "not what was uploaded"
    works vol-download one "$dir/back" --pool first
    cmp "$dir/back" "$dir/data" || fail "not what was downloaded"
    mkdir "$dir/files"
    works pool-create-as files dir --target "$dir/files"
    works vol-create-as files hole 32M --allocation 0
    printf 'in the file' | dd of="$dir/files/hole" bs=1M seek=16 conv=notrunc status=none
    works pool-refresh files
    volume copy $((32 << 20)) >"$dir/copy.xml"
    # What was in these extents before is nowhere in the copy.
    works vol-create-as first old 32M
    dd if="$dir/data" of=/dev/first/old bs=1M count=32 status=none
    works vol-delete old first
    works vol-create-from first "$dir/copy.xml" hole --inputpool files
    cmp /dev/first/copy "$dir/files/hole" || fail "not the bytes of the file"
    volume out $((64 << 20)) | sed "s,<target/>,<target><format type='raw'/></target>," >"$dir/out.xml"
    works vol-create-from files "$dir/out.xml" one --inputpool first
    cmp "$dir/files/out" "$dir/data" || fail "not the bytes of the volume"
    works vol-delete copy first
    works pool-destroy files
}

in_use() {
    mkfs.ext4 -q /dev/first/two
    mkdir -p "$dir/mnt"
    mount /dev/first/two "$dir/mnt"
    refused vol-delete two first
    refused pool-destroy first
    error_has "in use"
    [ "$(volumes first)" = "one two " ] || fail "a pool that cannot stop has lost volumes"
    umount "$dir/mnt"
}

stop_and_start() {
    works pool-destroy first
    [ ! -e /dev/first/one ] || fail "still active"
    works pool-start first
    [ "$(volumes first)" = "one two " ] || fail "not the volumes of before"
    cmp /dev/first/one "$dir/data" || fail "not the bytes of before"
    vgchange -q -an first >/dev/null
    works pool-refresh first
    [ "$(volumes first)" = "" ] || fail "volumes that are not there"
    works pool-destroy first
    works pool-start first
    [ "$(volumes first)" = "one two " ] || fail "not after a start"
}

# While a tool hangs for that group, keys of another are found: it may have them, too, for all that is known.
look_past_hand() {
    local key now began
    key=$(lvs --noheadings -o lv_uuid first/one | tr -d ' ')
    mkdir "$dir/slow"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *vg_name=hand*) echo $$ >%s/pid; exec sleep 50 ;; esac\nexec /sbin/vgs "$@"\n' \
        "$dir/slow" >"$dir/slow/vgs"
    chmod 755 "$dir/slow/vgs"
    read -r began _ </proc/uptime
    PATH=$dir/slow:$PATH works vol-pool "$key"
    has '^first$'
    read -r now _ </proc/uptime
    [ $((${now%.*} - ${began%.*})) -lt 45 ] || fail "a lookup has waited for another group"
    kill "$(cat "$dir/slow/pid")" # whoever ran it did not wait for it, and has ended
}

# A group that was there before is taken over as it is, and what changes by hand is seen.
by_hand() {
    pvcreate -q /dev/sdb >/dev/null
    vgcreate -q -s 1M hand /dev/sdb >/dev/null
    lvcreate -q -y -n made.by-hand -L 5M hand >/dev/null
    lvcreate -q -y -T -L 32M -V 64M -n thin hand/thinpool >/dev/null 2>&1
    works find-storage-pool-sources logical
    has "<name>first</name>"
    has "<name>hand</name>"
    has "<device path='/dev/sdb'/>"
    pool hand >"$dir/hand.xml"
    works pool-create "$dir/hand.xml"
    [ "$(volumes hand)" = "made.by-hand thin " ] || fail "not the volumes of the group"
    look_past_hand
    lvcreate -q -y -n more -L 2M hand >/dev/null
    works pool-refresh hand
    [ "$(volumes hand)" = "made.by-hand more thin " ] || fail "what was made by hand is not seen"
    works vol-delete thin hand
    lvremove -q -f hand/thinpool >/dev/null
    lvremove -q -f hand/more >/dev/null
    refused vol-delete more hand
    works vol-delete made.by-hand hand
    works pool-destroy hand
    vgremove -q hand >/dev/null
    pvremove -q /dev/sdb >/dev/null
}

end() {
    works pool-destroy first
    refused pool-delete first
    works pool-start first
    works vol-delete one first
    works vol-delete two first
    works pool-info first
    has 'Allocation: +0.00 *$'
    works pool-destroy first
    works pool-delete first
    [ -z "$(wipefs -n /dev/sda)$(wipefs -n /dev/vda)" ] || fail "something is left on the devices"
    mkfs.ext4 -q /dev/sda
    refused pool-build first
    works pool-build first --overwrite
    works pool-delete first
    works pool-undefine first
    works pool-undefine second
}

for part in build make_volumes snapshot failure sparse bytes in_use stop_and_start by_hand end; do
    read -r now _ </proc/uptime
    echo "$now $part"
    $part
done

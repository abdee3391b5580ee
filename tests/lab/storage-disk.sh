#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The life of pools of the type disk, on real partitions.  Each command of virsh is a process of its own.
VIRSH=/lab/bin/virsh
. /lab/bin/lib.sh
export LC_ALL=C # the machine has no others
export VIRSH_DEFAULT_CONNECT_URI=test:///host

# pool NAME DEVICE FORMAT TARGET: its document
pool() {
    echo "<pool type='disk'><name>$1</name><source><device path='$2'/><format type='$3'/></source>" \
        "<target><path>$4</path></target></pool>"
}

# volume NAME MIB FORMAT: its document
volume() {
    echo "<volume><name>$1</name><capacity unit='M'>$2</capacity><target><format type='$3'/></target></volume>"
}

# make POOL NAME MIB FORMAT
make() {
    volume "$2" "$3" "$4" >"$dir/volume.xml"
    works vol-create "$1" "$dir/volume.xml"
}

# not_made POOL NAME MIB FORMAT
not_made() {
    volume "$2" "$3" "$4" >"$dir/volume.xml"
    refused vol-create "$1" "$dir/volume.xml"
}

volumes() {
    works vol-list "$1"
    awk 'NR > 2 && NF {printf "%s ", $1}' "$dir/out"
}

gpt_build() {
    pool parts /dev/sdb gpt /dev >"$dir/parts.xml"
    works pool-define "$dir/parts.xml"
    refused pool-start parts
    works pool-build parts
    [ "$(wipefs -nO TYPE --noheadings /dev/sdb | sort -u | tr '\n' ' ')" = "PMBR gpt " ] || fail "no table"
    refused pool-build parts
    works pool-start parts
    [ -z "$(volumes parts)" ] || fail "there are volumes"
}

gpt_volumes() {
    not_made parts sdb2 64 none
    error_has "sdb1"
    not_made parts other 64 none
    make parts sdb1 64 none
    [ "$(blockdev --getsize64 /dev/sdb1)" = $((64 << 20)) ] || fail "not of the size that was asked for"
    [ "$(cat /sys/class/block/sdb1/start)" = 2048 ] || fail "not aligned"
    make parts sdb2 1 linux-lvm
    make parts sdb3 100 linux
    not_made parts sdb4 1000 none
    [ "$(volumes parts)" = "sdb1 sdb2 sdb3 " ] || fail "not the three partitions"
    works vol-dumpxml sdb2 parts
    has "<format type='linux-lvm'/>"
    has "<extent start='68157440' end='69206016'/>"
    has "<path>/dev/sdb2</path>"
    works vol-delete sdb2 parts
    # The smallest place that is large enough, and the number that is free.
    make parts sdb2 1 none
    [ "$(cat /sys/class/block/sdb2/start)" = 133120 ] || fail "not in the smallest place"
    works pool-info parts
    has 'Capacity: +512'
    has 'Allocation: +165'
    works pool-dumpxml parts
    has "<freeExtent start='174063616' end='536854016'/>"
}

gpt_use() {
    mkfs.ext4 -q /dev/sdb1
    mkdir -p "$dir/mnt"
    mount /dev/sdb1 "$dir/mnt"
    refused vol-delete sdb1 parts
    error_has "in use"
    # Others can be made and deleted meanwhile.
    make parts sdb4 8 none
    works vol-delete sdb4 parts
    umount "$dir/mnt"
    # Nothing of the file system is seen in the next one there.
    works vol-delete sdb1 parts
    make parts sdb1 64 none
    [ -z "$(wipefs -n /dev/sdb1)" ] || fail "the old file system is still there"
    head -c 64M /dev/urandom >"$dir/data"
    works vol-upload sdb1 "$dir/data" --pool parts
    works vol-download sdb1 "$dir/back" --pool parts
    cmp "$dir/data" "$dir/back" || fail "not what was uploaded"
    volume sdb4 64 none >"$dir/volume.xml"
    works vol-create-from parts "$dir/volume.xml" sdb1 --inputpool parts
    cmp /dev/sdb4 "$dir/data" || fail "not the bytes of the other"
    works vol-delete sdb4 parts
}

by_hand() {
    parted -s /dev/sdb mkpart hand 300MiB 310MiB
    works pool-refresh parts
    [ "$(volumes parts)" = "sdb1 sdb2 sdb3 sdb4 " ] || fail "what was made by hand is not seen"
    works pool-destroy parts
    parted -s /dev/sdb rm 4
    works pool-start parts
    [ "$(volumes parts)" = "sdb1 sdb2 sdb3 " ] || fail "what was removed by hand is seen"
    refused pool-delete parts
    works pool-destroy parts
    refused pool-delete parts
    works pool-start parts
    for name in sdb3 sdb1 sdb2; do
        works vol-delete $name parts
    done
    works pool-destroy parts
    pool parts /dev/sdb dos /dev >"$dir/other.xml"
    works pool-define "$dir/other.xml"
    refused pool-start parts
    error_has gpt
    works pool-define "$dir/parts.xml"
    works pool-delete parts
    [ -z "$(wipefs -n /dev/sdb)" ] || fail "something is left on sdb"
    works pool-undefine parts
}

# A table of the old kind, on a disk that stable links name; paths are those links.
dos() {
    local link
    pool old /dev/disk/by-id/scsi-0VITRINE_LABDISK_LAB-SDA dos /dev/disk/by-id >"$dir/old.xml"
    works pool-define "$dir/old.xml"
    works pool-build old
    works pool-start old
    make old sda1 10 none
    not_made old sda5 10 none
    make old sda2 100 extended
    make old sda5 20 linux
    make old sda6 30 none
    not_made old sda3 10 extended
    [ "$(volumes old)" = "sda1 sda2 sda5 sda6 " ] || fail "not the four partitions"
    [ "$(parted -s -m /dev/sda unit MiB print | grep -c ';')" = 6 ] || fail "not what parted has"
    works vol-dumpxml sda2 old
    has "<format type='extended'/>"
    works vol-path sda5 --pool old
    link=$(cat "$dir/out")
    [ /dev/sda5 -ef "$link" ] || fail "the path leads elsewhere: $link"
    case $link in
    /dev/disk/by-id/*-part5) ;;
    *) fail "the path is no stable one: $link" ;;
    esac
    works vol-name "$link"
    refused vol-delete sda2 old
    make old sda3 5 none
    make old sda4 5 none
    not_made old sda7 1000 none
    # Removing a logical one gives those behind it other numbers: not while one of them is in use.
    mkswap /dev/sda6 >/dev/null
    swapon /dev/sda6
    refused vol-delete sda5 old
    swapoff /dev/sda6
    works vol-delete sda5 old
    [ "$(volumes old)" = "sda1 sda2 sda3 sda4 sda5 " ] || fail "not the five that are left"
    for name in sda5 sda2 sda4 sda3 sda1; do
        works vol-delete $name old
    done
    works pool-destroy old
    works pool-delete old
    works pool-undefine old
}

# Names of disks that end with a digit, and sectors of 4096 bytes.
other_disks() {
    local loop
    modprobe loop
    truncate -s 64M "$dir/disk"
    loop=$(losetup -f --show -P -b 4096 "$dir/disk")
    pool loop "$loop" gpt /dev >"$dir/loop.xml"
    works pool-define "$dir/loop.xml"
    works pool-build loop
    works pool-start loop
    make loop "${loop#/dev/}p1" 10 none
    [ "$(blockdev --getsize64 "${loop}p1")" = $((10 << 20)) ] || fail "not of the size"
    works vol-delete "${loop#/dev/}p1" loop
    works pool-destroy loop
    works pool-undefine loop
    losetup -d "$loop"
}

# What fails behind mkpart leaves no partition.
failure() {
    pool parts /dev/sdb gpt /dev >"$dir/parts.xml"
    works pool-define "$dir/parts.xml"
    works pool-build parts
    works pool-start parts
    mkdir "$dir/bin"
    printf '#!/bin/sh\necho "out of luck" >&2\nexit 3\n' >"$dir/bin/wipefs"
    chmod 755 "$dir/bin/wipefs"
    PATH=$dir/bin:$PATH not_made parts sdb1 10 none
    error_has "out of luck"
    [ "$(parted -s -m /dev/sdb print | grep -c ';')" = 2 ] || fail "a partition is left"
    works pool-destroy parts
    works pool-delete parts
    works pool-undefine parts
}

for part in gpt_build gpt_volumes gpt_use by_hand dos other_disks failure; do
    read -r now _ </proc/uptime
    echo "$now $part"
    $part
done

#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# pools.sh filesystems|nfs: shows, in the lab's machine, that pools of a host are what their definitions say, on file
# systems of all formats that are made, and on those of a server that dies and comes back.
set -eu
export VIRSH_DEFAULT_CONNECT_URI=test:///host
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

fail() {
    echo "FAILED: $*"
    exit 1
}

refused() {
    ! "$@" 2>"$folder/err" || fail "not refused: $*"
}

# quick COMMAND...: it does not wait for what hangs.
quick() {
    timeout 20 "$@" >"$folder/out" || fail "$* took too long, or failed"
}

eventually() {
    local tries=600
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "never: $*"
        sleep 0.05
    done
}

# pool NAME SOURCE TYPE
define() {
    cat >"$folder/$1.xml" <<X
<pool type='$3'><name>$1</name><source>$2</source><target><path>$folder/$1</path></target></pool>
X
    virsh pool-define "$folder/$1.xml"
}

# One life of a volume in a pool that is up.
use() {
    virsh vol-create-as "$1" one 8M
    [ "$(stat -c %s "$folder/$1/one")" = 8388608 ] || fail "$1: the volume is another"
    # vfat has no modes.
    [ "$(stat -c %a "$folder/$1/one")" = 600 ] || [ "$1" = on-vfat ] || fail "$1: the volume's mode is another"
    [ "$(stat -c %b "$folder/$1/one")" -ge 16384 ] || fail "$1: the volume has no room of its own"
    virsh vol-create-as "$1" two 8M --allocation 0
    [ "$(stat -c %s "$folder/$1/two")" = 8388608 ] || fail "$1: the second is another"
    virsh vol-list "$1" | grep -q "$folder/$1/two" || fail "$1: the second is not listed"
    virsh vol-delete one "$1"
    virsh vol-delete two "$1"
    [ -z "$(ls -A "$folder/$1" | grep -v lost+found)" ] || fail "$1: something is left"
}

filesystems() {
    local format
    for format in ext2 ext3 ext4 xfs vfat; do
        define "on-$format" "<device path='/dev/vda'/><format type='$format'/>" fs
        virsh pool-build "on-$format" --overwrite
        refused virsh pool-build "on-$format" --no-overwrite
        virsh pool-start "on-$format"
        grep -q "^/dev/vda $folder/on-$format $format " /proc/self/mounts || fail "$format is not mounted"
        use "on-$format"
        virsh pool-refresh "on-$format"
        virsh pool-destroy "on-$format"
        refused grep -q "^/dev/vda " /proc/self/mounts
        virsh pool-delete "on-$format"
        virsh pool-undefine "on-$format"
    done
    wipefs -aq /dev/vda
    # mkfs.fat makes the disk look like one partition, which udev may have found.
    eventually blockdev --rereadpt /dev/vda
    define empty "<device path='/dev/vda'/><format type='xfs'/>" fs
    virsh pool-build empty --no-overwrite
    virsh pool-undefine empty
    wipefs -aq /dev/vda
}

nfs() {
    mkdir "$folder/served" "$folder/beside"
    mount -t tmpfs -o size=64m served "$folder/served"
    world nfs-export "$folder/served"
    virsh find-storage-pool-sources-as netfs localhost | grep -qF "<dir path='$folder/served'/>" ||
        fail "the export is not found"
    define far "<host name='localhost'/><dir path='$folder/served'/>" netfs
    refused virsh pool-start far
    virsh pool-build far
    virsh pool-start far
    use far
    virsh vol-create-as far kept 1M
    [ -e "$folder/served/kept" ] || fail "the server has no such file"
    # Formats are kept where NFS keeps attributes, else refused: never lost.
    if virsh vol-create-as far image 64M --format qcow2; then
        virsh vol-dumpxml image far | grep -q "<format type='qcow2'/>" || fail "the format was lost"
    fi
    cat >"$folder/near.xml" <<X
<pool type='dir'><name>near</name><target><path>$folder/beside</path></target></pool>
X
    virsh pool-create "$folder/near.xml"

    # The server answers nobody: who asks for its files waits, and nobody else does.
    world deaf 2049
    echo 3 >/proc/sys/vm/drop_caches
    virsh vol-list far >"$folder/list" 2>&1 &
    quick virsh pool-list --all
    grep -q '^far  *active' "$folder/out" || fail "the pool is not known any more"
    quick virsh pool-info far
    quick virsh pool-dumpxml far
    quick virsh vol-create-as near v 1M
    quick virsh vol-info "$folder/beside/v"
    quick virsh vol-key "$folder/beside/v"
    quick virsh pool-refresh near
    quick virsh vol-delete v near
    quick virsh pool-destroy near
    world hearing 2049
    wait %1 || fail "the list failed: $(cat "$folder/list")"
    grep -q "$folder/far/kept" "$folder/list" || fail "the list is another"
    virsh vol-delete kept far
    virsh pool-destroy far
    virsh pool-undefine far
    world nfs-stop
    umount "$folder/served"
}

case ${1-} in
filesystems | nfs) "$1" ;;
*)
    echo "usage: pools.sh filesystems|nfs" >&2
    exit 2
    ;;
esac
echo "$1: as promised"

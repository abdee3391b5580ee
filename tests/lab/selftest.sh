#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# selftest.sh WORLD: shows, in the lab's machine and by the bare tools alone, that what the drivers of a host work with
# is there and real: partitions, lvm, filesystems, nfs, iscsi, scsi, network, pci, udev.  Everything is taken away again.
set -eu
wait_seconds=30

say() {
    read -r now _ </proc/uptime
    echo "$now $*"
}

fail() {
    say "FAILED: $*"
    exit 1
}

# eventually COMMAND...: again and again until it succeeds.
eventually() {
    local tries=$((wait_seconds * 20))
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "never: $*"
        sleep 0.05
    done
}

gone() {
    [ ! -e "$1" ]
}

partitions() {
    parted -s /dev/sda mklabel gpt mkpart one ext4 1MiB 100MiB mkpart two 100MiB 200MiB
    udevadm settle
    [ -b /dev/sda1 ] || fail "no partition"
    [ -b /dev/sda2 ] || fail "no second partition"
    [ "$(cat /sys/block/sda/sda1/size)" = $((99 * 2048)) ] || fail "the size of sda1"
    [ /dev/disk/by-id/scsi-0VITRINE_LABDISK_LAB-SDA-part1 -ef /dev/sda1 ] || fail "its name by udev"
    say "a disk label, two partitions"
    parted -s /dev/sda rm 1
    udevadm settle
    gone /dev/sda1 || fail "sda1 is still there"
    say "one removed"
    wipefs -qa /dev/sda >/dev/null 2>&1
    udevadm settle
}

lvm() {
    pvcreate -q /dev/sda /dev/sdb >/dev/null
    vgcreate -q labgroup /dev/sda /dev/sdb >/dev/null
    lvcreate -q -n one -L 600M labgroup >/dev/null
    [ "$(blockdev --getsize64 /dev/labgroup/one)" = $((600 << 20)) ] || fail "the size"
    say "a volume over two disks"
    lvcreate -q -s -n snap -L 64M labgroup/one >/dev/null
    [ -b /dev/labgroup/snap ] || fail "no snapshot"
    say "its snapshot"
    [ "$(lvs --noheadings -o lv_name labgroup | wc -l)" = 2 ] || fail "they are not listed"
    vgchange -q -an labgroup >/dev/null
    gone /dev/labgroup/one || fail "still there when not active"
    vgremove -q -f labgroup >/dev/null
    pvremove -q /dev/sda /dev/sdb >/dev/null
    say "taken away"
}

filesystems() {
    local kind
    mkdir -p /tmp/on
    for kind in ext4 xfs vfat; do
        wipefs -qa /dev/vda
        mkfs -t $kind /dev/vda >/dev/null 2>&1 || fail "mkfs $kind"
        [ "$(blkid -p -s TYPE -o value /dev/vda)" = $kind ] || fail "blkid does not tell $kind"
        mount -t $kind /dev/vda /tmp/on
        echo hello >/tmp/on/file
        umount /tmp/on
        say "$kind"
    done
    wipefs -qa /dev/vda
    # mkfs.fat makes the disk look like one partition, which udev may have found.
    eventually blockdev --rereadpt /dev/vda
}

nfs() {
    local version
    mkdir -p /tmp/export /tmp/on
    echo hello >/tmp/export/file
    world nfs-export /tmp/export
    [ "$(showmount --no-headers -e localhost)" = '/tmp/export *' ] || fail "showmount"
    say "exported"
    for version in 3 4; do
        mount -t nfs -o vers=$version localhost:/tmp/export /tmp/on
        [ "$(cat /tmp/on/file)" = hello ] || fail "reading by version $version"
        echo there >/tmp/on/back
        umount /tmp/on
        say "mounted, version $version"
    done
    # A server that does not answer is no error for long: the mount waits.
    world deaf 2049
    [ "$(timeout -s KILL 2 mount -t nfs -o vers=3,retry=0 localhost:/tmp/export /tmp/on >/dev/null 2>&1; echo $?)" = 137 ] ||
        fail "a deaf server was noticed"
    world hearing 2049
    say "a server that does not answer"
    world nfs-stop
}

iscsi() {
    local disk=/dev/disk/by-path/ip-127.0.0.1:3260-iscsi-iqn.2000-01.lab:one-lun-1
    truncate -s 64M /tmp/unit
    world iscsi-target iqn.2000-01.lab:one /tmp/unit
    iscsiadm -m discovery -t sendtargets -p 127.0.0.1 | grep -q 'iqn.2000-01.lab:one$' || fail "discovery"
    say "discovered"
    iscsiadm -m node -T iqn.2000-01.lab:one -p 127.0.0.1 --login >/dev/null
    udevadm settle
    [ -b $disk ] || fail "no disk"
    echo hello | dd of=$disk conv=notrunc,fsync status=none
    [ "$(head -c 5 /tmp/unit)" = hello ] || fail "what was written is not there"
    say "a disk, written"
    iscsiadm -m node -T iqn.2000-01.lab:one -p 127.0.0.1 --logout >/dev/null
    udevadm settle
    gone $disk || fail "still there"
    world iscsi-stop
}

scsi() {
    local disks
    disks=$(world scsi-disks 16 2)
    [ "$(wc -w <<<"$disks")" = 2 ] || fail "two disks"
    say "two more disks: $(tr '\n' ' ' <<<"$disks")"
    for disk in $disks; do
        [ "$(cat "/sys/block/$disk/size")" = $((16 * 2048)) ] || fail "the size of $disk"
        echo 1 >"/sys/block/$disk/device/delete"
        eventually gone "/dev/$disk"
    done
    say "pulled out"
    world scsi-disks-gone
}

network() {
    world outside
    ip link add labbr type bridge
    ip addr add 192.0.2.1/24 dev labbr
    ip link set labbr up
    world client labbr inside
    dnsmasq --conf-file=/dev/null --interface=labbr --bind-interfaces --except-interface=lo \
        --dhcp-range=192.0.2.10,192.0.2.19 --dhcp-leasefile=/tmp/leases --pid-file=/tmp/dnsmasq.pid
    local lease
    lease=$(world client-lease inside)
    case $lease in
    '192.0.2.1'?' 192.0.2.1 192.0.2.1') ;;
    *) fail "the lease: $lease" ;;
    esac
    say "a lease"
    nft 'add table ip lab; add chain ip lab post { type nat hook postrouting priority 100; }'
    nft 'add rule ip lab post ip saddr 192.0.2.0/24 oifname out0 counter masquerade'
    echo 1 >/proc/sys/net/ipv4/ip_forward
    ip netns exec inside ping -q -c 1 -W 10 198.51.100.1 >/dev/null || fail "the outside is not reached"
    nft list table ip lab | grep -q 'packets [1-9]' || fail "it was not translated"
    say "the outside is reached by NAT"
    echo 0 >/proc/sys/net/ipv4/ip_forward
    nft delete table ip lab
    kill "$(cat /tmp/dnsmasq.pid)"
    world namespace-gone inside
    world namespace-gone outside
    ip link delete labbr
}

pci() {
    local device driver
    device=/sys/bus/pci/devices/$(world pci 8086:10d3)
    driver=$(readlink -f "$device/driver")
    [ "${driver##*/}" = e1000e ] || fail "not driven by e1000e"
    echo 1 >"$device/reset" || fail "cannot be reset"
    say "reset"
    modprobe vfio-pci
    echo vfio-pci >"$device/driver_override"
    echo "${device##*/}" >"$driver/unbind"
    echo "${device##*/}" >/sys/bus/pci/drivers_probe
    [ "$(basename "$(readlink -f "$device/driver")")" = vfio-pci ] || fail "not taken by vfio-pci"
    say "driven by vfio-pci"
    echo >"$device/driver_override"
    echo "${device##*/}" >"$device/driver/unbind"
    echo "${device##*/}" >/sys/bus/pci/drivers_probe
    [ "$(readlink -f "$device/driver")" = "$driver" ] || fail "not back with e1000e"
    echo 1 >"$device/remove"
    gone "$device" || fail "not removed"
    echo 1 >/sys/bus/pci/rescan
    [ -e "$device" ] || fail "not found again"
    udevadm settle
    say "removed and found again"
}

udev() {
    udevadm info -q property /sys/block/sda | grep -q '^ID_SERIAL_SHORT=LAB-SDA$' || fail "the serial number of sda"
    udevadm info -q property /sys/block/sdc | grep -q '^ID_BUS=usb$' || fail "the stick is not of USB"
    [ "$(cat /sys/class/net/*/address | grep -c '^52:54:00:1a:b0:0[123]$')" = 3 ] || fail "the interfaces"
    say "disks and interfaces are known"
}

case ${1-} in
partitions | lvm | filesystems | nfs | iscsi | scsi | network | pci | udev) "$1" ;;
*) fail "there is no world ${1-}" ;;
esac

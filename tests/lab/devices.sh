#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# devices.sh tree|disks|sticks|pci: shows, in the lab's machine, that the devices of a host are listed, heard of and
# handed over as the driver promises, with udevd and with real hardware as far as QEMU has it.  Everything is as it was
# afterwards.
set -eu
export VIRSH_DEFAULT_CONNECT_URI=test:///host
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT

fail() {
    echo "FAILED: $*"
    [ ! -s "$folder/events" ] || sed 's/^/event: /' "$folder/events"
    exit 1
}

# eventually COMMAND...: again and again until it succeeds.
eventually() {
    local end=$((SECONDS + 60))
    until "$@"; do
        [ "$SECONDS" -lt $end ] || fail "never: $*"
        sleep 0.05
    done
}

listed() {
    virsh nodedev-list | grep -qx "$1"
}

not_listed() {
    ! listed "$1"
}

# says NAME TEXT...: the XML of the device has these texts.
says() {
    local name=$1 text
    shift
    virsh nodedev-dumpxml "$name" >"$folder/xml" || fail "no XML of $name"
    for text; do
        grep -qF -- "$text" "$folder/xml" || fail "$name: not $text in $(cat "$folder/xml")"
    done
}

parent_is() {
    says "$1" "<parent>$2</parent>"
}

# The XML of all devices, by one virsh.
describe_all() {
    virsh nodedev-list | sed '/^$/d;s/^/nodedev-dumpxml /' | virsh -q 2>/dev/null | sed '/^$/d'
}

# The name of the device with that path in /sys.
name_of() {
    describe_all | awk -v "path=  <path>$(readlink -f "$1")</path>" '
        /^  <name>/ {name = $0; gsub(/^  <name>|<.name>$/, "", name)}
        $0 == path {print name}'
}

# Has news come?  If not, there are some now.
poke() {
    [ -s "$folder/events" ] || ! echo change >/sys/class/net/lo/uevent
    grep -q . "$folder/events"
}

listen() {
    virsh nodedev-event --all --loop --timeout 100 >"$folder/events" 2>&1 &
    eventually poke
}

heard() {
    grep -q -- "$1" "$folder/events"
}

tree() {
    local name file count=0
    describe_all | awk -v "folder=$folder" '{print >(folder "/" (n + 0) ".xml")} /^<\/device>/ {n++}'
    for file in "$folder"/*.xml; do
        virt-xml-validate "$file" nodedev >"$folder/why" 2>&1 || fail "$(cat "$folder/why" "$file")"
        count=$((count + 1))
    done
    [ $count = "$(virsh nodedev-list | grep -c .)" ] || fail "$count of the devices have XML"
    says computer "<vendor>QEMU</vendor>"
    says block_sda_0VITRINE_LABDISK_LAB_SDA "<block>/dev/sda</block>" "<bus>scsi</bus>" "<size>536870912</size>" \
        "<serial>0VITRINE_LABDISK_LAB-SDA</serial>" "<vendor>VITRINE</vendor>" "<model>LABDISK</model>"
    parent_is block_sda_0VITRINE_LABDISK_LAB_SDA scsi_0_0_0_0
    parent_is scsi_0_0_0_0 scsi_target0_0_0
    parent_is scsi_target0_0_0 scsi_host0
    says scsi_0_0_0_0 "<type>disk</type>"
    parent_is scsi_generic_sg0 scsi_0_0_0_0
    name=$(name_of /sys/block/sdc/device/../../..)
    says "$name" "<capability type='usb'>" "<class>8</class>" "usb-storage"
    says "$(sed -n 's,.*<parent>\(.*\)</parent>,\1,p' "$folder/xml")" "<vendor id='0x46f4'>QEMU</vendor>"
    name=$(world pci 8086:10d3)
    says "pci_${name//[:.]/_}" "<vendor id='0x8086'" "<product id='0x10d3'" "<name>e1000e</name>" "<iommuGroup number="
    virsh nodedev-list --tree | grep -q 'block_vda' || fail "no tree"
}

disks() {
    local name disk
    listen
    read -r disk < <(world scsi-disks 8 2)
    name=$(name_of "/sys/block/$disk")
    [ -n "$name" ] || fail "the new disks are not listed"
    says "$name" "<size>8388608</size>" "<vendor>Linux</vendor>"
    eventually heard "$name.*Created"
    echo change >"$(sed -n 's,.*<path>\(.*\)</path>,\1,p' "$folder/xml")/uevent"
    eventually heard "update.*$name"
    world scsi-disks-gone
    eventually not_listed "$name"
    eventually heard "$name.*Deleted"
    # One real disk is given up, and found again by a scan.
    echo 1 >/sys/block/sdb/device/delete
    eventually not_listed block_sdb_0VITRINE_LABDISK_LAB_SDB
    not_listed scsi_0_0_1_0 || fail "its unit is still there"
    echo '- - -' >/sys/class/scsi_host/host0/scan
    eventually listed block_sdb_0VITRINE_LABDISK_LAB_SDB
}

# A stick that is pulled out, as far as the kernel can tell.
sticks() {
    local stick name port
    name=$(name_of /sys/block/sdc)
    stick=$(readlink -f /sys/block/sdc/device/../../../..)
    port=${stick##*/}
    listen
    echo 0 >"$stick/authorized"
    eventually not_listed "$name"
    eventually heard "$name.*Deleted"
    listed "usb_${port//[-.]/_}" || fail "the stick itself has gone"
    echo 1 >"$stick/authorized"
    eventually listed "$name"
    eventually heard "$name.*Created"
}

driver_of() {
    basename "$(readlink "/sys/bus/pci/devices/$1/driver" || echo none)"
}

is_driver() {
    [ "$(driver_of "$1")" = "$2" ]
}

# refused COMMAND...: virsh says no, and why.
refused() {
    ! virsh "$@" >"$folder/out" 2>&1 || fail "'$*' was not refused"
    grep -q "^error:" "$folder/out" || fail "'$*': $(cat "$folder/out")"
}

hand_over() {
    local at=$1 stub=$2 name=pci_${1//[:.]/_}
    virsh nodedev-detach "$name" >/dev/null
    is_driver "$at" "$stub" || fail "$at has the driver $(driver_of "$at"), not $stub"
    says "$name" "<name>$stub</name>"
    eventually heard "update.*$name"
    ! virsh nodedev-list --cap net | grep -q "^net_enp1s0" || fail "its interface is still there"
    virsh nodedev-detach "$name" >/dev/null # once more changes nothing
    virsh nodedev-reset "$name" >/dev/null
    virsh nodedev-reattach "$name" >/dev/null
    is_driver "$at" e1000e || fail "$at has the driver $(driver_of "$at") after it was given back"
    eventually test -e "/sys/bus/pci/devices/$at/net"
    eventually sh -c "virsh nodedev-list --cap net | grep -q ^net_enp1s0"
    refused nodedev-reset "$name" # the host uses it
}

pci() {
    local at disk name
    at=$(world pci 8086:10d3)
    name=pci_${at//[:.]/_}
    listen
    for driver in pciback vfio-pci pci-stub; do
        [ ! -e /sys/bus/pci/drivers/$driver ] || rmmod "${driver/-/_}" || fail "$driver cannot be taken away"
    done
    refused nodedev-detach "$name" # no driver would hold it
    is_driver "$at" e1000e || fail "a refusal has changed the driver"
    modprobe pci-stub
    hand_over "$at" pci-stub
    modprobe vfio-pci
    hand_over "$at" vfio-pci
    rmmod vfio_pci pci_stub
    # What the host uses, what others hang on, what is no PCI device.
    mkfs.ext4 -q /dev/vdb
    mkdir "$folder/mounted"
    mount /dev/vdb "$folder/mounted"
    disk=$(readlink -f /sys/block/vdb/device/..)
    modprobe pci-stub
    refused nodedev-detach "pci_$(basename "$disk" | tr :. __)"
    is_driver "$(basename "$disk")" virtio-pci || fail "a disk in use was taken away"
    umount "$folder/mounted"
    wipefs -qa /dev/vdb
    ip link add uses type bridge
    ip link set enp1s0 master uses
    refused nodedev-detach "$name"
    ip link del uses
    refused nodedev-detach pci_0000_00_07_0
    refused nodedev-detach computer
    ! virsh -r nodedev-reset "$name" 2>/dev/null || fail "a reader may reset"
    # Taken out of its slot, as far as the kernel can tell, and found again.
    echo 1 >"/sys/bus/pci/devices/$at/remove"
    eventually not_listed "$name"
    eventually heard "$name.*Deleted"
    echo 1 >/sys/bus/pci/rescan
    eventually listed "$name"
    eventually heard "$name.*Created"
    eventually sh -c "virsh nodedev-list --cap net | grep -q ^net_enp1s0"
    rmmod pci_stub
    udevadm settle
}

case ${1-} in
tree | disks | sticks | pci) "$1" && echo "$1: all as it should be" ;;
*) sed -n 3p "$0" >&2 && exit 2 ;;
esac

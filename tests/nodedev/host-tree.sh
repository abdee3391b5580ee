#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The devices of this machine, read from /sys once more with nothing but the shell: each PCI device, interface,
# disk and SCSI host is listed once, with its facts, its parent, and XML that the schema takes.
. "$srcdir/virsh/lib.sh"
export VIRSH_DEFAULT_CONNECT_URI=test:///host

[ -d /sys/devices ] || skip "there is no /sys"
works nodedev-list
sort "$dir/out" | sed '/^$/d' >"$dir/all"
[ -z "$(uniq -d "$dir/all")" ] || fail "a name stands twice"

# Each device is described, by the schema's rules, and hangs on one that is listed.
mkdir "$dir/xml"
while read -r name; do
    works nodedev-dumpxml "$name"
    sed '$d' "$dir/out" >"$dir/xml/$name"
    grep -q "^  <name>$name</name>$" "$dir/out" || fail "$name calls itself otherwise"
    parent=$(sed -n 's,^  <parent>\(.*\)</parent>$,\1,p' "$dir/out")
    [ "$name" = computer ] || grep -qx "$parent" "$dir/all" || fail "$name hangs on '$parent', which is not listed"
done <"$dir/all"
if command -v xmllint >/dev/null; then
    (cd "$dir/xml" && xmllint --noout --relaxng "$abs_top_srcdir/schemas/nodedev.rng" ./* >"$dir/lint" 2>&1) ||
        fail "$(grep -v ' validates$' "$dir/lint")"
fi

# text PATH: what one file of sysfs says.
text()
{
    cat "$1" 2>/dev/null
}

# listed CAP: the paths in sysfs of all devices with a capability.
listed()
{
    works nodedev-list --cap "$1"
    sed '/^$/d' "$dir/out" | while read -r name; do
        sed -n 's,^  <path>\(.*\)</path>$,\1,p' "$dir/xml/$name"
    done | sort
}

# same CAP PATH...: they are those.
same()
{
    local cap=$1
    shift
    [ $# -eq 0 ] || readlink -f "$@" | sort >"$dir/want"
    [ $# -gt 0 ] || : >"$dir/want"
    listed "$cap" >"$dir/got"
    diff "$dir/want" "$dir/got" || fail "the devices with the capability $cap are others in /sys"
}

shopt -s nullglob
same pci /sys/bus/pci/devices/*
same net $(for net in /sys/class/net/*; do [ ! -L "$net" ] || echo "$net"; done)
listed storage >"$dir/disks"
same_disks()
{
    readlink -f /sys/block/* | grep -v '/loop[0-9]*$' | sort >"$dir/want"
    grep -v '/loop[0-9]*$' "$dir/disks" | diff "$dir/want" - || fail "the disks are others in /sys"
}
same_disks # loop devices are other tests' as well, and come and go
same scsi_host /sys/bus/scsi/devices/host*
same scsi /sys/bus/scsi/devices/*:*:*:*
same usb_device $(for usb in /sys/bus/usb/devices/*; do case $usb in *:*) ;; *) echo "$usb" ;; esac; done)
same usb /sys/bus/usb/devices/*:*
[ "$(wc -l <"$dir/all")" -ge "$(ls /sys/bus/pci/devices /sys/class/net | grep -c .)" ] || fail "some are missing"

# says NAME LINE: the XML has that line, blanks in front of it aside.
says()
{
    sed 's/^ *//' "$dir/xml/$1" | grep -qxF -- "$2" || fail "$1 does not say $2: $(cat "$dir/xml/$1")"
}

for pci in /sys/bus/pci/devices/*; do
    address=${pci##*/}
    name=pci_${address//[:.]/_}
    says "$name" "<domain>$((16#${address:0:4}))</domain>"
    says "$name" "<bus>$((16#${address:5:2}))</bus>"
    says "$name" "<slot>$((16#${address:8:2}))</slot>"
    says "$name" "<function>${address:11}</function>"
    grep -q "<product id='$(text "$pci/device")'" "$dir/xml/$name" || fail "$name: another product"
    grep -q "<vendor id='$(text "$pci/vendor")'" "$dir/xml/$name" || fail "$name: another vendor"
    [ ! -e "$pci/driver" ] || says "$name" "<name>$(basename "$(readlink "$pci/driver")")</name>"
done
for net in /sys/class/net/*; do
    [ -L "$net" ] && [[ ${net##*/} =~ ^[a-zA-Z0-9]+$ ]] || continue
    address=$(text "$net/address")
    name=net_${net##*/}${address:+_${address//[:.]/_}}
    says "$name" "<interface>${net##*/}</interface>"
    [ -z "$address" ] || says "$name" "<address>$address</address>"
done
for disk in $(sed '/\/loop[0-9]*$/d' "$dir/disks"); do
    name=$(grep -lF "<path>$(readlink -f "$disk")</path>" "$dir"/xml/*)
    if [ "$(text "$disk/removable")" = 0 ] && [[ $disk != */sr* ]]; then
        says "${name##*/}" "<size>$(($(text "$disk/size") * 512))</size>"
    fi
done
exit 0

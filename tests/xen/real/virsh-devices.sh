#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# virsh-devices.sh, in the lab's dom0: disks and interfaces come to a small guest and go, by virsh, and what
# fails leaves nothing; its memory stays what it was told to be.  VIRSH names virsh.  PASS or FAIL, 0 or 1.
. /lab/guest-lib.sh
virsh="${VIRSH:-/lab/bin/virsh} -c xen:///"
work=$(mktemp -d)

# must COMMAND..., cannot COMMAND...
must() {
    "$@" >"$work/out" 2>&1 && return
    echo "FAIL: $*"
    cat "$work/out"
    xl list
    exit 1
}
cannot() {
    ! "$@"
}
# says TEXT COMMAND...
says() {
    text=$1
    shift
    "$@" 2>&1 | grep -q -- "$text"
}
has_no_nodes() {
    ! xenstore-ls "/libxl/$id/device/$1" >/dev/null 2>&1
}

cat >"$work/guest.xml" <<END
<domain type='xen'><name>plugs</name><memory>16384</memory><vcpu>1</vcpu>
<os><type>linux</type><kernel>/lab/mini</kernel></os>
<devices><console type='pty'/></devices></domain>
END
truncate -s 1M "$work/disk"
for name in disk none; do
    echo "<disk type='file'><source file='$work/$name'/><target dev='xvdb'/></disk>" >"$work/$name.xml"
done

must $virsh create "$work/guest.xml"
id=$(domid plugs)
must ready "$id"
must says /dev/pts/ $virsh ttyconsole plugs

must cannot $virsh attach-device plugs "$work/none.xml"
must has_no_nodes vbd
must $virsh attach-device plugs "$work/disk.xml"
must says "$work/disk" $virsh domblklist plugs
must says "$work/disk" losetup -a
must cannot $virsh attach-device plugs "$work/disk.xml"
must $virsh detach-disk plugs xvdb
must cannot says "$work/disk" $virsh domblklist plugs

must says nobridge $virsh attach-interface plugs bridge nobridge
must has_no_nodes vif
must cannot says "vif$id" ip link
must $virsh attach-interface plugs bridge xenbr0 --mac 00:16:3e:01:02:03
must says "vif$id\\.0" $virsh domiflist plugs
must says "vif$id\\.0 rx_bytes" $virsh domifstat plugs "vif$id.0"
must cannot $virsh attach-interface plugs network default
must $virsh detach-interface plugs bridge --mac 00:16:3e:01:02:03
must cannot says "vif$id\\.0" $virsh domiflist plugs

must $virsh setmem plugs 12288
must eventually node_is "$id" data/target 12288
xl info | grep -q 'virt_caps.*shadow' ||
    must says "no shadow paging" $virsh migrate --live plugs xen:///
must ready "$id"
must $virsh migrate plugs xen:///
id=$(domid plugs)
must node_is "$id" memory/target 12288
must check-pattern "$id"
must says 16384 $virsh dominfo plugs
must $virsh destroy plugs
must is_gone plugs
rm -r "$work"
echo PASS

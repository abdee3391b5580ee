#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# virsh-pygrub.sh, in the lab's dom0: a PV guest whose kernel and command line are what pygrub finds on its disk, by
# virsh.  VIRSH names virsh; /lab/pygrub.disk is the disk, `make_pygrub` of run-all makes it.  0 or 1.
. /lab/guest-lib.sh
virsh="${VIRSH:-/lab/bin/virsh} -c xen:///"
work=$(mktemp -d)

must() {
    "$@" >"$work/out" 2>&1 && return
    echo "FAIL: $*"
    cat "$work/out" /var/log/xen/bootloader.*.log 2>/dev/null
    exit 1
}
seed_is() {
    node "$1" data/pattern >"$work/pattern"
    read -r seed rest <"$work/pattern"
    [ "$seed" = "$2" ]
}

# document DISK
document() {
    cat <<END
<domain type='xen'><name>grubby</name><memory>16384</memory><vcpu>1</vcpu>
<bootloader>pygrub</bootloader><bootloader_args>-q</bootloader_args><os><type>linux</type></os>
<devices><disk type='file'><source file='$1'/><target dev='xvda'/></disk><console type='pty'/></devices></domain>
END
}

# A disk without a kernel: no guest stays.
truncate -s 1M "$work/empty"
document "$work/empty" >"$work/empty.xml"
must sh -c "! $virsh create $work/empty.xml"
must is_gone grubby

document /lab/pygrub.disk >"$work/guest.xml"
must $virsh define "$work/guest.xml"
for _ in first again; do
    must $virsh start grubby
    id=$(domid grubby)
    must ready "$id"
    must seed_is "$id" 77
    must check-pattern "$id"
    must sh -c "$virsh dumpxml grubby | grep -q '<bootloader>pygrub</bootloader>'"
    must sh -c "! $virsh dumpxml grubby | grep '<kernel>'" # what it booted from is a file of that moment
    must $virsh destroy grubby
    must is_gone grubby
done
must $virsh undefine grubby
rm -r "$work"
echo PASS

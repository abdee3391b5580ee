#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# virsh-host.sh autostart | blocks | core GUEST | renamed | sched GUEST NAME, in the lab's dom0, by virsh.  0 or 1.
#   autostart  what is marked to start with the host runs after the first connection
#   blocks     the bytes of disks: a file, and a block device
#   core       a core of the guest, opened again by the embedded hypervisor, has the guest's memory
#   renamed    a process that is there when xl renames a guest has it under the new name
#   sched      weight and cap of the guest, where the scheduler of the hypervisor is NAME
. /lab/guest-lib.sh
tool=${VIRSH:-/lab/bin/virsh}
virsh="$tool -c xen:///"
work=$(mktemp -d)

fail() {
    echo "FAIL: $*"
    exit 1
}
must() {
    "$@" >"$work/out" 2>&1 && return
    cat "$work/out"
    fail "$@"
}
# says TEXT COMMAND...
says() {
    text=$1
    shift
    "$@" 2>&1 | tee "$work/said" | grep -q -- "$text" && return
    cat "$work/said"
    return 1
}
# document NAME DEVICES
document() {
    uuid=$(cat /proc/sys/kernel/random/uuid)
    echo "<domain type='xen'><name>$1</name><uuid>$uuid</uuid><memory>16384</memory><vcpu>1</vcpu><os><type>linux</type>" \
        "<kernel>/lab/mini</kernel></os><devices>$2<console type='pty'/></devices></domain>"
}

test_autostart() {
    export VITRINE_CONFIG_DIR="$work/config" VITRINE_STATE_DIR="$work/state"
    mkdir -p "$work/config/libxl/autostart"
    document first >"$work/config/libxl/first.xml"
    document other >"$work/config/libxl/other.xml"
    ln -s ../first.xml "$work/config/libxl/autostart/first.xml"
    must $virsh list --all
    must eventually domid first
    must ready "$(domid first)"
    must says enable $virsh dominfo first
    [ -z "$(domid other)" ] || fail "the other one runs"
    must $virsh destroy first
    must $virsh list --all # not the first connection any more
    [ -z "$(domid first)" ] || fail "it was started once more"
}

# same NAME DISK FILE: the second block of 4096 bytes.
same() {
    must $virsh block-peek "$1" "$2" 4096 4096 --raw --output "$work/peeked"
    dd if="$3" of="$work/block" bs=4096 skip=1 count=1 2>/dev/null
    must cmp "$work/block" "$work/peeked"
}

test_blocks() {
    dd if=/dev/urandom of="$work/file" bs=4096 count=64 2>/dev/null
    dd if=/dev/urandom of="$work/more" bs=4096 count=64 2>/dev/null
    device=$(losetup -f)
    must losetup "$device" "$work/more"
    document disks "<disk type='file'><source file='$work/file'/><target dev='xvda'/></disk>" >"$work/guest.xml"
    echo "<disk type='block'><source dev='$device'/><target dev='xvdb'/></disk>" >"$work/disk.xml"
    must $virsh create "$work/guest.xml"
    must $virsh attach-device disks "$work/disk.xml"
    for disk in xvda "$work/file"; do
        same disks "$disk" "$work/file"
    done
    for disk in xvdb "$device"; do
        same disks "$disk" "$work/more"
    done
    ! $virsh block-peek disks "$work/more" 0 1 >/dev/null 2>&1 || fail "a file that is no disk of it was read"
    must $virsh destroy disks
    must losetup -d "$device"
}

test_core() {
    id=$(domid "$1")
    must ready "$id"
    must $virsh suspend "$1"
    must $virsh dump "$1" "$work/core"
    cat >"$work/node.xml" <<END_
<node><domain type='test'><name>dead</name><memory>131072</memory><os><type arch='x86_64'>hvm</type></os>
<vt:embedded xmlns:vt='urn:vitrine:embedded:1'><vt:ram file='$work/core'/></vt:embedded></domain></node>
END_
    for at in 0x800000 0x900000 0xa00fff; do
        must $virsh memory-peek "$1" --physical $at 65536 --raw --output "$work/live"
        must "$tool" -c "test://$work/node.xml" memory-peek dead --physical $at 65536 --raw --output "$work/dead"
        must cmp "$work/live" "$work/dead"
    done
    must $virsh resume "$1"
    must check-pattern "$id"
}

heard() {
    grep -q "$1" "$work/heard"
}
# Until the listener hears of the guest: of pauses nothing tells, they are looked for twice a second.
listens() {
    xl pause before
    sleep 1
    xl unpause before
    heard "'before'"
}

test_renamed() {
    must xl create /lab/mini.cfg 'name="before"'
    id=$(domid before)
    must ready "$id"
    $virsh event --event lifecycle --loop --timeout 200 >"$work/heard" 2>&1 &
    listener=$!
    must eventually listens
    must xl rename before after
    must eventually heard "'after': Defined Renamed"
    must heard "'before': Undefined Renamed"
    must says "^$id\$" $virsh domid after
    must $virsh destroy after
    must eventually heard "'after': Stopped"
    kill $listener
}

test_sched() {
    must says "Scheduler *: $2\$" $virsh schedinfo "$1"
    must says "weight *: 512" $virsh schedinfo "$1" --weight 512
    must says "cap *: 50" $virsh schedinfo "$1" --cap 50
    must says "weight *: 512" $virsh schedinfo "$1"
    must says "512 *50" xl "sched-$2" -d "$1"
    ! $virsh schedinfo "$1" --weight 70000 >/dev/null 2>&1 || fail "a weight out of range was taken"
    must $virsh schedinfo "$1" --weight 256 --cap 0
    must says "256 *0" xl "sched-$2" -d "$1"
}

what=$1
shift
"test_$what" "$@"
rm -r "$work"
echo "PASS: $what $*"

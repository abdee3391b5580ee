#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# targets.sh life|login|initiator|dead|lost|adapter: shows, in the lab's machine, that pools of iSCSI targets and of SCSI
# adapters do on real ones what the driver promises.  Everything is as it was afterwards.
set -eu
export VIRSH_DEFAULT_CONNECT_URI=test:///host
iqn=iqn.2010-01.lab.example:disks
session_folder=/sys/class/iscsi_session
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT

fail() {
    echo "FAILED: $*"
    exit 1
}

# eventually COMMAND...: again and again until it succeeds.
eventually() {
    local tries=600
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "never: $*"
        sleep 0.05
    done
}

works() {
    virsh "$@" >"$folder/out" 2>&1 || fail "virsh $*: $(cat "$folder/out")"
}

# refused WORDS VIRSH-COMMAND...: it fails, and says so.
refused() {
    local words=$1
    shift
    ! virsh "$@" >"$folder/out" 2>&1 || fail "virsh $* works"
    grep -qF -- "$words" "$folder/out" || fail "virsh $* does not say '$words': $(cat "$folder/out")"
}

# prints TEXT VIRSH-COMMAND...
prints() {
    local text=$1
    shift
    works "$@"
    grep -qF -- "$text" "$folder/out" || fail "virsh $* does not print '$text': $(cat "$folder/out")"
}

# disk NAME MIB: a file of so many random bytes.
disk() {
    head -c "$(($2 << 20))" /dev/urandom >"$folder/$1"
}

sessions() {
    find $session_folder -mindepth 1 2>/dev/null | wc -l
}

records() {
    find /etc/iscsi/nodes -type f 2>/dev/null
}

# not_connected IQN: the session with it is not logged in any more.
not_connected() {
    local name
    name=$(grep -lx "$1" $session_folder/*/targetname) || return 0
    ! grep -qx LOGGED_IN "${name%targetname}state"
}

daemon_ended() {
    ! pidof iscsid >/dev/null
}

nothing_left() {
    [ "$(sessions)" = 0 ] || fail "a session stays"
    [ -z "$(records)" ] || fail "records stay: $(records)"
}

# pool NAME IQN [MORE] [PORT]: the definition of one.
pool() {
    cat >"$folder/$1.xml" <<END
<pool type='iscsi'><name>$1</name>
<source><host name='127.0.0.1' port='${4:-3260}'/><device path='$2'/>${3-}</source>
<target><path>/dev/disk/by-path</path></target></pool>
END
}

volumes() {
    virsh vol-list "$1" | awk '$1 ~ /^unit:/ {print $1}' | sort | tr '\n' ' '
}

# The whole life, with two processes, and what virsh does with it.
life() {
    local path key
    disk one 8
    disk two 16
    world iscsi-target $iqn "$folder/one" "$folder/two"
    works find-storage-pool-sources-as iscsi 127.0.0.1
    grep -qF "<device path='$iqn'/>" "$folder/out" || fail "not found: $(cat "$folder/out")"
    nothing_left
    refused "<host>" find-storage-pool-sources iscsi

    pool target $iqn
    works pool-define "$folder/target.xml"
    works pool-start target
    [ "$(sessions)" = 1 ] || fail "no session"
    [ "$(volumes target)" = "unit:0:0:1 unit:0:0:2 " ] || fail "volumes: $(volumes target)"
    prints "running" pool-info target
    prints "24.00 M" pool-info target
    path=$(virsh vol-path unit:0:0:1 --pool target)
    [ "$path" = "/dev/disk/by-path/ip-127.0.0.1:3260-iscsi-$iqn-lun-1" ] || fail "path $path"
    key=$(virsh vol-key unit:0:0:2 --pool target)
    [ "/dev/disk/by-id/scsi-$key" -ef "/dev/disk/by-path/ip-127.0.0.1:3260-iscsi-$iqn-lun-2" ] || fail "key $key"
    prints unit:0:0:2 vol-name "$key"
    prints target vol-pool "$path"
    prints block vol-info unit:0:0:1 --pool target
    prints "<capacity>8388608</capacity>" vol-dumpxml unit:0:0:1 --pool target
    prints "<allocation>8388608</allocation>" vol-dumpxml unit:0:0:1 --pool target

    works vol-download unit:0:0:1 "$folder/got" --pool target
    cmp "$folder/got" "$folder/one" || fail "other bytes are read"
    head -c 65536 /dev/urandom >"$folder/new"
    works vol-upload unit:0:0:2 "$folder/new" --pool target --offset 1048576
    sync
    cmp -n 65536 "$folder/two" "$folder/new" 1048576 0 || fail "other bytes are written"

    refused "cannot be made" vol-create-as target unit:0:0:9 1M
    refused "cannot be deleted" vol-delete unit:0:0:1 --pool target
    [ "$(volumes target)" = "unit:0:0:1 unit:0:0:2 " ] || fail "a volume is lost"

    disk three 4
    tgtadm --lld iscsi --mode logicalunit --op new --tid 1 --lun 7 --backing-store "$folder/three"
    works pool-refresh target
    [ "$(volumes target)" = "unit:0:0:1 unit:0:0:2 unit:0:0:7 " ] || fail "after a refresh: $(volumes target)"
    prints "28.00 M" pool-info target

    mkfs.ext4 -q "$path"
    mkdir "$folder/mounted"
    mount "$path" "$folder/mounted"
    refused "in use" pool-destroy target
    [ "$(sessions)" = 1 ] || fail "the session of a mounted disk has ended"
    umount "$folder/mounted"

    works pool-destroy target
    nothing_left
    prints inactive pool-info target
    works pool-start target
    works pool-destroy target

    # One that was opened by hand is the pool's from then on; its record stays.
    iscsiadm -m discovery -t sendtargets -p 127.0.0.1 >/dev/null
    iscsiadm -m node -T $iqn -p 127.0.0.1:3260 --login >/dev/null
    works pool-start target
    [ "$(sessions)" = 1 ] || fail "not taken over"
    [ "$(volumes target)" = "unit:0:0:1 unit:0:0:2 unit:0:0:7 " ] || fail "not all taken over"
    works pool-destroy target
    [ "$(sessions)" = 0 ] || fail "the session that was taken over is still there"
    [ -n "$(records)" ] || fail "the record of others is gone"
    works pool-undefine target
    world iscsi-stop
}

# A password, which no list of processes ever shows.
login() {
    disk one 8
    world iscsi-target $iqn "$folder/one"
    tgtadm --lld iscsi --mode account --op new --user reader --password verysecretword
    tgtadm --lld iscsi --mode account --op bind --tid 1 --user reader
    pool open $iqn
    works pool-define "$folder/open.xml"
    refused "authorization failure" pool-start open
    pool wrong $iqn "<auth type='chap' login='reader' passwd='anotherword123'/>"
    refused "that of pool 'open'" pool-define "$folder/wrong.xml"
    works pool-undefine open
    works pool-define "$folder/wrong.xml"
    refused "authorization failure" pool-start wrong
    works pool-undefine wrong
    nothing_left

    pool closed $iqn "<auth type='chap' login='reader' passwd='verysecretword'/>"
    works pool-define "$folder/closed.xml"
    strace -f -qq -e trace=execve -s 4096 -v -o "$folder/programs" virsh pool-start closed >/dev/null ||
        fail "no start with a password"
    grep -q iscsiadm "$folder/programs" || fail "no program was seen"
    ! grep -q verysecretword "$folder/programs" || fail "the password is an argument"
    [ "$(volumes closed)" = "unit:0:0:1 " ] || fail "volumes: $(volumes closed)"
    [ -z "$(find /etc/iscsi/nodes -type f -perm /077)" ] || fail "others may read the record"
    works pool-destroy closed
    [ -z "$(records)" ] || fail "the password stays"
    works pool-undefine closed

    pool later $iqn "<auth type='chap' username='reader'><secret usage='x'/></auth>"
    works pool-define "$folder/later.xml"
    refused "kept elsewhere" pool-start later
    works pool-undefine later
    world iscsi-stop
}

# A name of this host that the target knows.
initiator() {
    disk one 8
    world iscsi-target $iqn "$folder/one"
    tgtadm --lld iscsi --mode target --op unbind --tid 1 --initiator-address ALL
    tgtadm --lld iscsi --mode target --op bind --tid 1 --initiator-name iqn.2010-01.lab.example:me
    pool other $iqn "<initiator><iqn name='iqn.2010-01.lab.example:you'/></initiator>"
    refused "No portals found" pool-create "$folder/other.xml"
    pool me $iqn "<initiator><iqn name='iqn.2010-01.lab.example:me'/></initiator>"
    works pool-create "$folder/me.xml"
    grep -qx iqn.2010-01.lab.example:me $session_folder/*/initiatorname || fail "another name"
    disk two 8
    world iscsi-target iqn.2010-01.lab.example:second "$folder/two"
    pool second iqn.2010-01.lab.example:second "<initiator><iqn name='iqn.2010-01.lab.example:me'/></initiator>"
    works pool-create "$folder/second.xml"
    [ "$(sort -u $session_folder/*/initiatorname)" = iqn.2010-01.lab.example:me ] || fail "another name of the second"
    works pool-destroy second
    works pool-refresh me
    works pool-destroy me
    nothing_left
    [ -z "$(find /etc/iscsi/ifaces -type f)" ] || fail "the name of the initiator stays"
    world iscsi-stop
}

# Nobody answers at one portal: that ends by itself, and nothing else waits.
dead() {
    local began waiting=0
    disk one 8
    world iscsi-target $iqn "$folder/one"
    pool good $iqn
    works pool-create "$folder/good.xml"
    pool bad iqn.2010-01.lab.example:gone "" 3999
    works pool-define "$folder/bad.xml"
    world deaf 3999
    virsh pool-start bad >"$folder/bad" 2>&1 &
    eventually pidof iscsiadm >"$folder/pids"
    began=$(date +%s)
    works pool-refresh good
    works vol-info unit:0:0:1 --pool good
    works pool-info bad
    kill -0 $! || waiting=1
    [ $waiting = 0 ] || fail "the dead portal was given up before others were asked: $(cat "$folder/bad")"
    [ $(($(date +%s) - began)) -lt 15 ] || fail "others waited"
    ! wait $! || fail "a dead portal is logged in to"
    [ $(($(date +%s) - began)) -lt 60 ] || fail "it took $(($(date +%s) - began)) seconds"
    grep -q "longer than 20 s" "$folder/bad" || fail "it says: $(cat "$folder/bad")"
    world hearing 3999
    refused "refused" pool-start bad
    works pool-undefine bad
    works pool-destroy good

    killall iscsid
    eventually daemon_ended
    pool another iqn.2010-01.lab.example:another
    refused "iSCSI daemon" pool-create "$folder/another.xml"
    iscsid
    world iscsi-stop
}

# A target that goes while its pool is up.
lost() {
    disk one 8
    disk two 8
    world iscsi-target $iqn "$folder/one"
    world iscsi-target iqn.2010-01.lab.example:second "$folder/two"
    pool first $iqn
    pool second iqn.2010-01.lab.example:second
    works pool-create "$folder/first.xml"
    works pool-create "$folder/second.xml"
    [ "$(sessions)" = 2 ] || fail "no two sessions"
    world iscsi-remove $iqn
    eventually not_connected $iqn
    refused "is lost" pool-refresh first
    works pool-refresh second
    [ "$(volumes second)" = "unit:0:0:1 " ] || fail "the other pool has lost its volume"
    works pool-destroy first
    [ "$(sessions)" = 1 ] || fail "the lost session is still there"
    works pool-refresh second
    works pool-destroy second
    world iscsi-stop
}

adapter() {
    local host disks
    disks=$(world scsi-disks 8 3)
    host=$(basename "$(readlink -f /sys/bus/pseudo/drivers/scsi_debug/adapter*/host*)")
    cat >"$folder/hba.xml" <<END
<pool type='scsi'><name>hba</name><source><adapter name='$host'/></source>
<target><path>/dev/disk/by-id</path></target></pool>
END
    works pool-define "$folder/hba.xml"
    works pool-start hba
    [ "$(volumes hba)" = "unit:0:0:0 unit:0:1:0 unit:0:2:0 " ] || fail "volumes: $(volumes hba)"
    prints "24.00 M" pool-info hba
    [ "$(virsh vol-key unit:0:0:0 --pool hba)" != "$(virsh vol-key unit:0:1:0 --pool hba)" ] || fail "one key"
    case $(virsh vol-path unit:0:1:0 --pool hba) in
    /dev/disk/by-id/*) ;;
    *) fail "path $(virsh vol-path unit:0:1:0 --pool hba)" ;;
    esac
    for disk in $disks; do
        [ -b "/dev/$disk" ] || fail "no $disk"
    done
    echo 2 >/sys/bus/pseudo/drivers/scsi_debug/max_luns
    works pool-refresh hba
    [ "$(volumes hba | wc -w)" = 6 ] || fail "after a scan: $(volumes hba)"
    works vol-upload unit:0:2:0 "$0" --pool hba
    cmp -n "$(stat -c %s "$0")" "$0" "$(virsh vol-path unit:0:2:0 --pool hba)" || fail "other bytes"
    works pool-destroy hba
    world scsi-disks-gone
    refused "not in this machine" pool-start hba
    works pool-undefine hba
}

case ${1-} in
life | login | initiator | dead | lost | adapter) "$1" ;;
*) sed -n '3,4s/^# //p' "$0" >&2 && exit 1 ;;
esac

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# virsh-migrate.sh GUEST..., in the lab's dom0: each is saved and restored, and goes over into another domain of
# this host, standing still and, where it can, while it runs; its memory stays what it was.  0 or 1.
. /lab/guest-lib.sh
virsh="${VIRSH:-/lab/bin/virsh} -c xen:///"
image=/tmp/virsh-migrate.image

fail() {
    echo "FAIL: $*"
    xl list
    exit 1
}
must() {
    "$@" >/tmp/virsh-migrate.out 2>&1 && return
    cat /tmp/virsh-migrate.out
    fail "$@"
}
# same WHAT: the guest has another number, runs, and has its memory.
same() {
    before=$id
    id=$(domid "$guest") || fail "$guest is not there: $1"
    [ "$id" != "$before" ] || fail "$guest is still domain $id: $1"
    must eventually node_is "$id" data/ready 1
    must check-pattern "$id"
    read -r now rest </proc/uptime
    echo "$guest: $1, $now s"
}

for guest; do
    id=$(domid "$guest")
    kind=$(node "$id" data/kind)
    must ready "$id"
    must $virsh save "$guest" "$image"
    must $virsh restore "$image"
    rm "$image"
    same "saved and restored"
    must $virsh migrate "$guest" xen:///
    same "migrated"
    if [ "$kind" = pv ] && ! xl info | grep -q 'virt_caps.*shadow'; then
        $virsh migrate --live "$guest" xen:/// 2>&1 | must grep "no shadow paging" || exit 1
        must [ "$(domid "$guest")" = "$id" ]
    else
        must $virsh migrate --live "$guest" xen:///
        same "migrated live"
    fi
    tell "$id" "fill 7" || fail "$guest does not obey any more"
    must check-pattern "$id"
done

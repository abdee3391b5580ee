# SPDX-License-Identifier: LGPL-2.1-or-later
# Functions for scripts in dom0 that drive guests: . /lab/guest-lib.sh
# A wait ends after $wait_seconds; each returns 1 when what it waits for does not happen.
wait_seconds=60

# eventually COMMAND...: again and again until it succeeds.
eventually() {
    read -r now rest </proc/uptime
    until=$((${now%.*} + wait_seconds))
    until "$@" >/dev/null 2>&1; do
        read -r now rest </proc/uptime
        [ "${now%.*}" -lt "$until" ] || return 1
        sleep 0.05
    done
}

# domid NAME
domid() {
    xl domid "$1" 2>/dev/null
}

# node DOMID PATH: a node of the guest; nothing when it is not there.
node() {
    xenstore-read "/local/domain/$1/$2" 2>/dev/null
}

node_is() {
    [ "$(node "$1" "$2")" = "$3" ]
}

# ready DOMID: until the small guest says that its memory is filled.
ready() {
    eventually node_is "$1" data/ready 1
}

# tell DOMID COMMAND: one of the small guest's own commands, and its answer, which says failed or ok.
tell() {
    xenstore-write "/local/domain/$1/data/command" "$2"
    eventually node_is "$1" data/command "" || return 1
    node_is "$1" data/answer "ok $2"
}

# state DOMID: the letters of xl list.
state() {
    xl list "$1" 2>/dev/null | awk 'NR == 2 {print $5}'
}

state_has() {
    case $(state "$1") in *"$2"*) ;; *) return 1 ;; esac
}

is_gone() {
    ! xl list "$1" >/dev/null 2>&1
}

# another_than NAME DOMID: a domain of that name has another number.
another_than() {
    now_id=$(domid "$1") && [ "$now_id" != "$2" ]
}

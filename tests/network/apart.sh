#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A host sees the processes of its containers, which may have a network of the same name and all the same paths: what
# happens to the one is nothing to the other.
. "$(dirname "$0")/lib.sh"

unshare -m --propagation private mount -t tmpfs none /mnt 2>/dev/null || skip "nothing can be mounted here"
network same "<bridge stp='off'/><ip address='10.77.0.1' prefix='24'/>"
works net-define "$dir/same.xml"
works net-start same
[ "$(dnsmasqs | wc -l)" -eq 1 ] || fail "the host has no dnsmasq"
host=$(dnsmasqs)

# in_container VIRSH-COMMAND...: another namespace of networks, and other folders at the same paths
unshare -n -m --propagation private sleep 1000 &
machines=$!
disown
until_so 5 is_apart $machines || fail "there is no container"
nsenter -t $machines -m mkdir -p "$VITRINE_STATE_DIR"
nsenter -t $machines -m mount -t tmpfs none "$VITRINE_STATE_DIR" || fail "it has no folder of its own"
in_container()
{
    nsenter -t $machines -n -m "$VIRSH" -q "$@" >"$dir/out" 2>&1 </dev/null || fail "virsh $* in the container"
}

in_container net-start same
[ "$(dnsmasqs | wc -l)" -eq 2 ] || fail "there are not two"
in_container net-destroy same
[ "$(dnsmasqs)" = "$host" ] || fail "the host's dnsmasq is not there any more, or the container's is"

in_container net-start same
works net-destroy same
[ "$(dnsmasqs | wc -l)" -eq 1 ] || fail "the container's dnsmasq is not there any more, or the host's is"
in_container net-destroy same
[ -z "$(dnsmasqs)" ] || fail "dnsmasq is still there"

#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The bridge of a network has the MTU of the document, whatever its ports have, and guests are told of it.
. "$(dirname "$0")/lib.sh"

has_mtu()
{
    ip link show lab0 | grep -q " mtu $1 "
}

host_state >"$dir/before"
ip="<ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip>"
network lab "<bridge name='lab0' stp='off' delay='0'/><mtu size='1400'/>$ip"
works net-create "$dir/lab.xml"
works net-dumpxml lab
has "^  <mtu size='1400'/>\$"
has_mtu 1400 || fail "the bridge has another MTU"
machine guest
plug "$guest" lab0
has_mtu 1400 || fail "the bridge has that of its port"
cat >"$dir/udhcpc" <<'EOS'
#!/bin/sh
[ "$1" = bound ] && echo "$mtu" >"$LEASE"
exit 0
EOS
LEASE=$dir/mtu on "$guest" busybox udhcpc -i eth0 -n -q -f -t 20 -T 1 -O mtu -s "$dir/udhcpc" >"$dir/out" 2>&1 ||
    fail "no lease was given"
[ "$(cat "$dir/mtu")" = 1400 ] || fail "the guest was told $(cat "$dir/mtu")"
works net-destroy lab
kill "$guest"
until_so 5 sh -c "! ip link show p$guest" || fail "the cable is still there"

network lab "<bridge name='lab0'/><mtu size='9000'/>$ip"
works net-create "$dir/lab.xml"
has_mtu 9000 || fail "the bridge has another MTU"
works net-destroy lab
host_state | diff "$dir/before" - >"$dir/out" || fail "the host is not as it was"

#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Who empties the packet filters of the host takes those of active networks along: the next connection that may write
# makes them anew, and those that read alone change nothing.
. "$(dirname "$0")/lib.sh"

network out "<forward mode='nat'/><bridge stp='off' delay='0'/><ip address='10.77.0.1' prefix='24'/>"
network alone "<bridge name='br-alone' stp='off' delay='0'/>"
network bare "<forward mode='open'/><bridge name='br-bare' stp='off'/><ip address='10.78.0.1' prefix='24'/>"
for name in out alone bare; do
    works net-create "$dir/$name.xml"
done
nft list ruleset | sort >"$dir/before"
[ "$(nft list tables | wc -l)" -eq 2 ] || fail "there are other tables than two"
served=$(dnsmasqs | sort)

nft flush ruleset
works --readonly net-list
[ -z "$(nft list tables)" ] || fail "a connection that only reads has made a table"
works net-list
nft list ruleset | sort | diff "$dir/before" - >"$dir/out" || fail "the filters are not as they were"
[ "$(dnsmasqs | sort)" = "$served" ] || fail "dnsmasqs were started again"

outside
machine guest
plug "$guest" virbr0
on "$guest" ip addr add 10.77.0.9/24 dev eth0
on "$guest" ip route add default via 10.77.0.1
until_so 5 pings "$guest" 203.0.113.2 || fail "the guest does not reach the outside"
